/** Two telephones, a cable that may be bad, and what is overheard on it: one history as it is played. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { textOf } from "../../../firmware/base/text.js";
import type { CallId, SipEvent, SipOrder } from "../../../firmware/sip/seam.js";
import { type SipOutput, UserAgent } from "../../../firmware/sip/user-agent.js";
import type { Hop } from "../../../firmware/wire/hop.js";
import { ACCOUNT, dice, digest, MEDIA } from "./far-end.js";
import { DEEDS, type Going, HEARD, MAX_CALLS, type Pair, type State, View } from "./history-model.js";

/** 64 * T1. */
export const LONG = 32_000;
/** By the fourth copy, two ways of T4, and the longest pause between copies, all that is said on a fair cable is known. */
const LONGEST_REPEATING = 18_000;
/** Seconds a call of ours may ring. */
export const RINGING = 240;

/** Probabilities in percent; `delay`: each packet takes 0 to this many ms, so that they overtake each other. */
export type Faults = { readonly loss: number; readonly double: number; readonly delay: number };

const FINE: Faults = { loss: 0, double: 0, delay: 20 };
const CUT: Faults = { loss: 100, double: 0, delay: 0 };

/**
 * `deed` is of `DEEDS`, or: call (the other), cut, mend (the cable). `which` call it is for, of those that may; the other
 * side does it where this one cannot.
 */
export type Step = { readonly side: 0 | 1; readonly deed: string; readonly which: number; readonly pause: number };
/** A fair cable is never cut, and never loses two copies of one message in a row. */
export type History = {
  readonly seed: number;
  readonly fair: boolean;
  readonly faults: Faults;
  readonly steps: readonly Step[];
};

type Packet = { readonly at: number; readonly to: 0 | 1; readonly octets: Uint8Array };
/** A message, however often it is sent. */
type Word = { readonly first: number; last: number; lost: boolean; readonly repeats: boolean; readonly pair: Pair };
const HOPS: readonly Hop[] = [
  { address: "192.0.2.1", port: 5060, transport: "udp" },
  { address: "192.0.2.2", port: 5060, transport: "udp" },
];
const CALL_ID = /^Call-ID: (.*)\r$/m;
const TRANSACTION = /^Via: .*;branch=([^;\r]+)[\s\S]*^CSeq: \d+ (\w+)\r$/m;
const FIRST_LINE = /^(?:SIP\/2\.0 (\d{3})|([A-Z]+) )/;

export class Street {
  now = 0;
  readonly #agents: readonly UserAgent[];
  readonly views: readonly Map<CallId, View>[] = [new Map(), new Map()];
  readonly pairs = new Map<string, Pair>();
  readonly #dice: () => number;
  readonly #fair: boolean;
  readonly #usual: Faults;
  #faults: Faults;
  readonly #words = new Map<string, Word>();
  #packets: Packet[] = [];
  #nextCall: CallId = -1;
  #polls = 0;
  #once = 0;

  constructor({ seed, fair, faults }: History) {
    this.#dice = dice(seed);
    this.#fair = fair;
    this.#usual = faults;
    this.#faults = faults;
    this.#agents = [0, 1].map((side) => {
      const { address: host, port, transport } = HOPS[1 - side];
      const account = { ...ACCOUNT, servers: [{ host, port, transport }], registers: false };
      return new UserAgent({
        ...{
          account: { ...account, restrictSource: false, restrictContactUser: false },
          local: HOPS[side],
          chance: dice(4 * seed + 2 * side + 1),
          digest,
        },
        ...{ maxCalls: MAX_CALLS, inviteExpires: RINGING },
      });
    });
  }

  do({ side, deed, which }: Omit<Step, "pause">): void {
    if (deed === "cut" || deed === "mend") {
      if (!this.#fair) this.#faults = deed === "cut" ? CUT : this.#usual;
    } else if (!this.#try(side, deed, which)) this.#try(side === 0 ? 1 : 0, deed, which);
  }

  #try(side: 0 | 1, deed: string, which: number): boolean {
    const views = [...this.views[side].values()];
    if (deed === "call") {
      if (views.filter(({ going }) => going).length >= MAX_CALLS) return false;
      this.#call(side);
      return true;
    }
    const { from, to, order } = DEEDS[deed];
    const able = views.filter(({ state }) => (from as readonly State[]).includes(state));
    if (able.length === 0) return false;
    const view = able[which % able.length];
    const given = order(view.id, this.#once++);
    if (given.do === "hold" || given.do === "resume") view.wantsHold = given.do === "hold";
    if (given.do === "change") view.port = given.media.port;
    if (given.do === "info") view.keysSent++;
    if (given.do === "refuse") view.status = given.status;
    if (given.do === "hangUp") view.status = 480;
    view.become(to, this.now);
    this.#perform(side, this.#agents[side].handle(given, this.now));
    return true;
  }

  #call(side: 0 | 1, referral?: CallId): void {
    this.#nextCall += 2;
    const id = this.#nextCall;
    const view = new View(id, "caller", this.now);
    this.views[side].set(id, view);
    const invite: SipOrder = { do: "invite", call: id, target: "7", media: MEDIA, ...(referral && { referral }) };
    const outputs = this.#agents[side].handle(invite, this.now);
    const first = outputs.find((output) => "send" in output && textOf(output.send).startsWith("INVITE "));
    ok(first && "send" in first, "a call begins with an INVITE");
    this.#pairOf(callIdOf(first.send)).caller = view;
    this.#perform(side, outputs);
  }

  #pairOf(callId: string): Pair {
    let pair = this.pairs.get(callId);
    if (!pair) {
      pair = {
        ...{ caller: null, called: null, takenAt: Infinity, acknowledged: false },
        ...{ saidBye: [false, false], open: new Set() },
      };
      this.pairs.set(callId, pair);
    }
    return pair;
  }

  #perform(side: 0 | 1, outputs: readonly SipOutput[], callId = ""): void {
    for (const output of outputs) {
      if ("event" in output) this.#hear(side, output, callId);
      else if ("send" in output) this.#send(side, output.send, output.to);
    }
  }

  #send(side: 0 | 1, octets: Uint8Array, { address, port }: Hop): void {
    const to = side === 0 ? 1 : 0;
    deepEqual([address, port], [HOPS[to].address, HOPS[to].port], "they only know each other");
    this.#overhear(side, octets);
    const { loss, double, delay } = this.#faults;
    const text = textOf(octets);
    const word = this.#words.get(text) ?? {
      ...{ first: this.now, last: 0, lost: false, repeats: !/^SIP\/2\.0 1/.test(text) },
      pair: this.#pairOf(callIdOf(octets)),
    };
    this.#words.set(text, word);
    word.last = this.now;
    word.lost = this.#percent(loss) && !(this.#fair && word.lost);
    const copies = word.lost ? 0 : this.#percent(double) ? 2 : 1;
    for (let n = 0; n < copies; n++) this.#packets.push({ at: this.now + (this.#dice() % (delay + 1)), to, octets });
  }

  /** What may be said on the cable, whatever comes of it. */
  #overhear(side: 0 | 1, octets: Uint8Array): void {
    const text = textOf(octets);
    const pair = this.#pairOf(callIdOf(octets));
    const [, status = "", method = ""] = FIRST_LINE.exec(text) ?? [];
    const [, branch, about] = TRANSACTION.exec(text) ?? [];
    const isNew = !this.#words.has(text);
    // what a REFER has asked to be told outlives the call (RFC 5057)
    const asks = isNew && method !== "" && method !== "ACK" && method !== "CANCEL" && method !== "NOTIFY";
    ok(!asks || !pair.saidBye[side], "who has said BYE asks for nothing more");
    if (method === "BYE") {
      const isCaller = pair.caller === this.views[side].get(pair.caller?.id ?? 0);
      // section 15: who was called waits for the ACK, or for the end of waiting
      if (!isCaller) ok(pair.acknowledged || this.now - pair.takenAt >= LONG, "no BYE before the ACK");
      pair.saidBye[side] = true;
    }
    if (about === "INVITE" && status.startsWith("2")) {
      pair.takenAt = Math.min(pair.takenAt, this.now);
      if (isNew) ok(!pair.saidBye[side], "who has said BYE takes no INVITE");
    }
    if (method !== "" && method !== "ACK" && isNew) pair.open.add(`${branch} ${method}`);
  }

  #percent(percent: number): boolean {
    return this.#dice() % 100 < percent;
  }

  #hear(side: 0 | 1, event: SipEvent, callId: string): void {
    if (!("call" in event)) throw new Error(`nobody has asked for ${event.event}`);
    if (event.event === "invited") {
      ok(!this.views[side].has(event.call), "a call that is new");
      const view = new View(event.call, "called", this.now);
      this.views[side].set(event.call, view);
      const going = [...this.views[side].values()].filter((other) => other.going);
      ok(going.length <= MAX_CALLS, "nobody rings where there is no room");
      const pair = this.#pairOf(callId);
      ok(pair.caller, "somebody has called");
      equal(pair.called, null, "one INVITE rings once");
      pair.called = view;
      return;
    }
    const view = this.views[side].get(event.call);
    ok(view, `${event.event} of a call that there is`);
    const legal = HEARD[view.role][view.state as Going] ?? {};
    ok(event.event in legal, `${view.role} hears ${event.event} while ${view.state}`);
    if (event.event === "answered") view.answered = true;
    else if (event.event === "refused") view.status = event.status;
    else if (event.event === "agreed") view.agreement = event.agreement;
    else if (event.event === "held") view.held = event.held;
    else if (event.event === "signalled") view.keysHeard++;
    else if (event.event === "transferred" && event.over && event.status < 300) view.handedOver = true;
    view.become(legal[event.event], this.now);
    if (event.event === "referred") this.#decide(side, event.call);
  }

  /** A telephone goes where it is sent, or says that it does not; one that says nothing is not waited for. */
  #decide(side: 0 | 1, call: CallId): void {
    const going = [...this.views[side].values()].filter((other) => other.going).length;
    const wish = this.#dice() % 4;
    if (wish < 2 && going < MAX_CALLS) this.#call(side, call);
    else if (wish < 3) this.#perform(side, this.#agents[side].handle({ do: "declineReferral", call }, this.now));
  }

  #nextAt(): number {
    let next = Math.min(this.#agents[0].deadline, this.#agents[1].deadline);
    for (const { at } of this.#packets) next = Math.min(next, at);
    return next;
  }

  pass(ms: number): void {
    const until = this.now + ms;
    for (let next = this.#nextAt(); next <= until; next = this.#nextAt()) {
      ok(++this.#polls < 20_000, "nobody goes round in circles");
      this.now = Math.max(this.now, next);
      const due = this.#packets.filter(({ at }) => at <= this.now);
      this.#packets = this.#packets.filter(({ at }) => at > this.now);
      for (const { to, octets } of due) this.#arrive(to, octets);
      for (const side of [0, 1] as const) {
        const agent = this.#agents[side];
        if (agent.deadline > this.now) continue;
        this.#perform(side, agent.poll(this.now));
        ok(agent.deadline > this.now, "what is due is done by one poll");
      }
    }
    this.now = until;
  }

  #arrive(to: 0 | 1, octets: Uint8Array): void {
    const callId = callIdOf(octets);
    const text = textOf(octets);
    const [, status = "", method = ""] = FIRST_LINE.exec(text) ?? [];
    const [, branch, about] = TRANSACTION.exec(text) ?? [];
    const pair = this.#pairOf(callId);
    if (method === "ACK") pair.acknowledged = true;
    // who is told the end needs no answer to the REFER any more
    if (method === "NOTIFY" && text.includes("\r\nSubscription-State: terminated"))
      for (const asked of pair.open) if (asked.endsWith(" REFER")) pair.open.delete(asked);
    if (Number(status) >= 200) pair.open.delete(`${branch} ${about}`);
    this.#perform(to, this.#agents[to].receive(octets, HOPS[1 - to], this.now), callId);
  }

  /** The cable is good from now on, and everything that hangs in the air comes down. */
  calm(): void {
    this.#faults = FINE;
    this.pass(3 * LONG);
  }

  /** Whoever is still there hangs up. */
  leave(): void {
    for (const side of [0, 1] as const)
      while ([...this.views[side].values()].some(({ going }) => going)) this.do({ side, deed: "hangUp", which: 0 });
  }

  atRest(): void {
    for (const side of [0, 1] as const) {
      for (const { state, going } of this.views[side].values()) ok(!going, `${state} for ever`);
      equal(this.#agents[side].size, 0, "nothing is left");
      equal(this.#agents[side].deadline, Infinity, "nothing is waited for");
    }
    if (!this.#fair) return;
    for (const [text, { first, last, repeats }] of this.#words)
      if (repeats) ok(last - first < LONGEST_REPEATING, `said for ${last - first} ms: ${text}`);
    for (const pair of this.pairs.values()) {
      deepEqual([...pair.open], [], "every request has its answer");
    }
  }
}

function callIdOf(octets: Uint8Array): string {
  const callId = CALL_ID.exec(textOf(octets))?.[1];
  ok(callId, "every message has a Call-ID");
  return callId;
}
