/** A line's agent on a bench: time turned by hand, and a far end that says exactly what a test wants it to say. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { createHash } from "node:crypto";
import { octetsOf, textOf } from "../../../firmware/base/text.js";
import type { Account } from "../../../firmware/sip/account.js";
import type { RetryOptions } from "../../../firmware/sip/registration.js";
import type { CallId, SipEvent, SipOrder } from "../../../firmware/sip/seam.js";
import { RETRY, type SipOutput, UserAgent, type UserAgentOptions } from "../../../firmware/sip/user-agent.js";
import { tagOf } from "../../../firmware/transaction/mandatory.js";
import type { MediaOffer } from "../../../firmware/wire/agreement.js";
import type { Endpoint, Hop, Place } from "../../../firmware/wire/hop.js";
import { emitSip } from "../../../firmware/wire/sip/sip-emit.js";
import {
  header,
  headerList,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from "../../../firmware/wire/sip/sip-message.js";
import { parseSip } from "../../../firmware/wire/sip/sip-parse.js";

export const SERVER: Hop = { address: "192.0.2.1", port: 5060, transport: "udp" };
/** The same, as its owner names it. */
export const PLACE: Place = { host: SERVER.address, port: SERVER.port, transport: SERVER.transport };
export const LOCAL: Hop = { address: "192.0.2.10", port: 5062, transport: "udp" };

export const ACCOUNT: Account = {
  ...{ user: "101", authUser: "", password: "pw-101", displayName: "Line 1", domain: "desk.test" },
  ...{ servers: [PLACE], fallbackInterval: 3_600_000, backupCodes: [] },
  ...{ outboundProxy: false, outboundInDialog: true, enlarges: false, registers: true, registerExpires: 3600 },
  ...{ answersWithoutRegistration: true },
  ...{ restrictSource: true, restrictContactUser: true, takesDirectCalls: false, userAgentName: "Bench" },
  ...{ compact: false, maxForwards: 70, reInviteExpires: 30, reliable: true, holdsOldWay: false, sticky183: false },
  ...{ registerExpiresMin: 1, registerExpiresMax: 7200, retryCodes: [], maxChallenges: 2 },
  registration: { userAgentName: "Bench", removesLast: false, instanceId: null, outbound: false, gruu: false },
  identity: {
    ...{ remotePartyId: false, preferredIdentity: false, anonymousFrom: true, guid: null, escapesDisplayName: false },
  },
  headers: { server: "Bench", acceptLanguage: "", proxyRequire: "" },
  ...{ keyType: "application/dtmf-relay", flashType: "application/hook-flash", messages: null },
  transfer: { referorByeDelay: 4000, targetByeDelay: 0, toContact: false },
  ...{ challengesInvite: false, challengesResync: true },
  ...{ sessionTimer: true, sessionExpires: 1800, minSe: 90, refresher: "auto" },
};

export const MEDIA: MediaOffer = {
  ...{ address: LOCAL.address, port: 16384, codecs: ["PCMU", "PCMA"], eventPayloadType: 101, packetTime: 20 },
};

export const digest = (algorithm: "MD5" | "SHA-256", octets: Uint8Array): Uint8Array =>
  new Uint8Array(
    createHash(algorithm === "MD5" ? "md5" : "sha256")
      .update(octets)
      .digest(),
  );

/** xorshift32 */
export function dice(seed: number): () => number {
  let x = seed | 1;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return x >>> 0;
  };
}

export function sdp(lines: { audio?: string; direction?: string; address?: string; more?: string[] } = {}): string {
  return [
    ...["v=0", "o=far 4711 1 IN IP4 192.0.2.1", "s=far", `c=IN IP4 ${lines.address ?? "192.0.2.1"}`, "t=0 0"],
    `m=audio ${lines.audio ?? "30000 RTP/AVP 0 8 101"}`,
    ...["a=rtpmap:0 PCMU/8000", "a=rtpmap:8 PCMA/8000", "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-15"],
    ...["a=ptime:20", `a=${lines.direction ?? "sendrecv"}`, ...(lines.more ?? []), ""],
  ].join("\r\n");
}

/** `body` is of the type that a Content-Type among the headers says. */
type Extra = { headers?: string[]; sdp?: string; body?: string; tag?: string; from?: Hop; contact?: string };

type BenchOptions = Partial<Omit<UserAgentOptions, "account" | "retry">> & {
  readonly account?: Partial<Account>;
  readonly retry?: Partial<RetryOptions>;
};

export class Bench {
  now = 0;
  /** What we heard was broken, so what we echo of it may be. */
  lenient = false;
  readonly agent: UserAgent;
  readonly events: SipEvent[] = [];
  /** What the agent has sent and nobody has read. */
  readonly sent: (SipMessage & { to: Hop })[] = [];
  /** Servers it wants looked up. */
  readonly sought: Place[] = [];
  readonly #place: Place;
  #branch = 0;

  constructor(options: BenchOptions = {}) {
    const account = { ...ACCOUNT, ...options.account };
    const retry = { ...RETRY, ...options.retry };
    this.#place = account.servers[0] ?? PLACE;
    this.agent = new UserAgent({ local: LOCAL, chance: dice(7), digest, maxCalls: 2, ...options, account, retry });
  }

  #note(outputs: readonly SipOutput[]): void {
    for (const output of outputs) {
      if ("event" in output) this.events.push(output);
      else if ("find" in output) this.sought.push(output.find);
      else {
        const parsed = parseSip(output.send);
        if (!parsed && this.lenient) continue;
        ok(parsed && "message" in parsed, `we send what we would read: ${textOf(output.send)}`);
        this.sent.push({ ...parsed.message, to: output.to });
      }
    }
  }

  order(order: SipOrder): void {
    this.#note(this.agent.handle(order, this.now));
  }

  reach(server: Hop | null, local: Endpoint): void {
    this.#note(this.agent.found(this.#place, server ? [server] : [], this.now));
    this.#note(this.agent.moved(local, this.now));
  }

  /** We are here, and are seen there from outside. */
  map(local: Endpoint, outside: Endpoint | null): void {
    this.#note(this.agent.moved(local, this.now, outside));
  }

  invite(call: CallId, target = "102", media = MEDIA): SipRequest {
    this.order({ do: "invite", call, target, media });
    return this.asked("INVITE");
  }

  /** Lets time pass up to `until`. */
  at(until: number): this {
    while (this.agent.deadline <= until) {
      ok(this.agent.deadline >= this.now - 1, "no deadline stays behind");
      this.now = Math.max(this.now, this.agent.deadline);
      this.#note(this.agent.poll(this.now));
    }
    this.now = until;
    return this;
  }

  after(ms: number): this {
    return this.at(this.now + ms);
  }

  /** The connection to that place breaks. */
  lose(hop: Hop): void {
    this.#note(this.agent.unreachable(hop, this.now));
  }

  #next(): SipMessage & { to: Hop } {
    const message = this.sent.shift();
    ok(message, `at ${this.now} ms the agent has nothing to say`);
    return message;
  }

  /** The next thing the agent sent is a request of this method. */
  asked(method: string): SipRequest & { to: Hop } {
    const message = this.#next();
    equal(message.kind === "request" ? message.method : `${message.status} ${message.reason}`, method);
    return message as SipRequest & { to: Hop };
  }

  /** The next thing the agent sent is a response with this status. */
  answered(status: number): SipResponse & { to: Hop } {
    const message = this.#next();
    equal(message.kind === "response" ? message.status : message.method, status);
    return message as SipResponse & { to: Hop };
  }

  silent(): this {
    const said = this.sent.map((message) => (message.kind === "request" ? message.method : message.status));
    deepEqual(said, [], `at ${this.now} ms`);
    return this;
  }

  /** The events since last asked, each as its own words. */
  told(): string[] {
    return this.events.splice(0).map((event) => {
      switch (event.event) {
        case "registration":
          return event.code === null ? event.state : `${event.state} ${event.code}`;
        case "progressed":
        case "refused":
          return `${event.event} ${event.status}`;
        case "agreed":
          return `agreed ${event.agreement.codec} ${event.agreement.direction}`;
        case "held":
          return event.held ? "held" : "not held";
        default:
          return event.event;
      }
    });
  }

  hear(text: string, from: Hop = SERVER): void {
    this.#note(this.agent.receive(octetsOf(text), from, this.now));
  }

  /** Answers a request of the agent's as its transaction layer expects it. */
  reply(request: SipRequest, status: number, extra: Extra = {}): string {
    const body = extra.sdp ?? extra.body ?? "";
    const to = header(request, "To") ?? "";
    const tag = status === 100 || tagOf(request, "To") !== "" ? "" : `;tag=${extra.tag ?? "far"}`;
    const text = [
      `SIP/2.0 ${status} So`,
      ...headerList(request, "Via").map((via) => `Via: ${via}`),
      `From: ${header(request, "From")}`,
      `To: ${to}${tag}`,
      `Call-ID: ${header(request, "Call-ID")}`,
      `CSeq: ${header(request, "CSeq")}`,
      ...(status > 100 && status < 300 ? [`Contact: <${extra.contact ?? "sip:far@192.0.2.1:5060"}>`] : []),
      ...(extra.sdp === undefined ? [] : ["Content-Type: application/sdp"]),
      ...(extra.headers ?? []),
      `Content-Length: ${octetsOf(body).length}`,
      "",
      body,
    ].join("\r\n");
    this.hear(text, extra.from);
    return text;
  }

  /** A request out of the blue, or within a call when To and From are given. */
  ask(
    method: string,
    extra: Extra & { uri?: string; to?: string; cseq?: number; branch?: string; callId?: string } = {},
  ): string {
    const body = extra.sdp ?? extra.body ?? "";
    const at = extra.from ?? SERVER;
    const text = [
      `${method} ${extra.uri ?? `sip:${this.agent.contactUser}@192.0.2.10:5062`} SIP/2.0`,
      `Via: SIP/2.0/UDP ${at.address}:${at.port};branch=z9hG4bK${extra.branch ?? `far${++this.#branch}`};rport`,
      "Max-Forwards: 70",
      'From: "Far End" <sip:102@desk.test>;tag=far',
      `To: ${extra.to ?? "<sip:101@desk.test>"}`,
      `Call-ID: ${extra.callId ?? "far-call"}`,
      `CSeq: ${extra.cseq ?? 1} ${method}`,
      `Contact: <${extra.contact ?? "sip:far@192.0.2.1:5060"}>`,
      ...(extra.sdp === undefined ? [] : ["Content-Type: application/sdp"]),
      ...(extra.headers ?? []),
      `Content-Length: ${octetsOf(body).length}`,
      "",
      body,
    ].join("\r\n");
    this.hear(text, extra.from);
    return text;
  }

  /** A request inside the call that `answer` (ours) or `invite` (ours) belongs to. */
  inside(of: SipMessage, method: string, cseq: number, extra: Extra & { branch?: string } = {}): string {
    const ours = of.kind === "response" ? header(of, "To") : header(of, "From");
    const theirs = of.kind === "response" ? header(of, "From") : `${header(of, "To")};tag=${extra.tag ?? "far"}`;
    const body = extra.sdp ?? extra.body ?? "";
    const text = [
      `${method} sip:${this.agent.contactUser}@192.0.2.10:5062 SIP/2.0`,
      `Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK${extra.branch ?? `far${++this.#branch}`};rport`,
      "Max-Forwards: 70",
      `From: ${theirs}`,
      `To: ${ours}`,
      `Call-ID: ${header(of, "Call-ID")}`,
      `CSeq: ${cseq} ${method}`,
      ...(method === "ACK" ? [] : [`Contact: <${extra.contact ?? "sip:far@192.0.2.1:5060"}>`]),
      ...(extra.sdp === undefined ? [] : ["Content-Type: application/sdp"]),
      ...(extra.headers ?? []),
      `Content-Length: ${octetsOf(body).length}`,
      "",
      body,
    ].join("\r\n");
    this.hear(text, extra.from);
    return text;
  }

  /** A call we make, answered at once. */
  callOut(call: CallId): { invite: SipRequest; ack: SipRequest } {
    const invite = this.invite(call);
    this.reply(invite, 200, { sdp: sdp() });
    const ack = this.asked("ACK");
    this.told();
    return { invite, ack };
  }

  /** A call we take, answered at once and acknowledged. */
  callIn(): SipResponse {
    this.ask("INVITE", { sdp: sdp() });
    this.answered(100);
    this.order({ do: "answer", call: 2, media: MEDIA });
    const ok200 = this.answered(200);
    this.inside(ok200, "ACK", 1);
    this.told();
    return ok200;
  }
}

export const text = (message: SipMessage): string => textOf(emitSip(message));
export const bodyOf = (message: SipMessage): string => textOf(message.body);
export const cseqOf = (message: SipMessage): string => header(message, "CSeq") ?? "";
export const branchOf = (message: SipMessage): string => /branch=([^;]+)/.exec(header(message, "Via") ?? "")?.[1] ?? "";
