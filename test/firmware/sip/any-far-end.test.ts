/** A call with a far end that says anything at any time: what is ours stays in order, and all comes to rest. */
import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { textOf } from "../../../firmware/base/text.js";
import { emitSip } from "../../../firmware/wire/sip/sip-emit.js";
import type { SipMessage, SipRequest } from "../../../firmware/wire/sip/sip-message.js";
import { Bench, bodyOf, cseqOf, MEDIA, sdp } from "./far-end.js";

type Deed =
  | { readonly deed: "order"; readonly order: "hold" | "resume" | "change" }
  | { readonly deed: "ask"; readonly method: string; readonly sdp: boolean; readonly timer: boolean }
  | { readonly deed: "reply"; readonly status: number; readonly sdp: boolean; readonly late: boolean }
  | { readonly deed: "wait"; readonly ms: number };

const STATUSES = [100, 180, 183, 200, 200, 200, 401, 405, 407, 422, 480, 488, 491, 491, 500, 503];
const methods = fc.constantFrom("INVITE", "UPDATE", "PRACK", "OPTIONS", "ACK", "PUBLISH");
const deeds: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ deed: fc.constant("order" as const), order: fc.constantFrom("hold", "resume", "change") }),
  fc.record({ deed: fc.constant("ask" as const), method: methods, sdp: fc.boolean(), timer: fc.boolean() }),
  fc.record({
    deed: fc.constant("reply" as const),
    status: fc.constantFrom(...STATUSES),
    sdp: fc.boolean(),
    late: fc.boolean(),
  }),
  fc.record({ deed: fc.constant("wait" as const), ms: fc.constantFrom(0, 100, 600, 5000, 40_000) }),
);

/** Less than 64 * T1, after which a transaction is gone. */
const ANSWERED_WITHIN = 30_000;

const REPLY = [
  ...["Retry-After: 3", "Min-SE: 120", "Require: 100rel", "RSeq: 5", "Allow: INVITE, UPDATE"],
  ...["Session-Expires: 200;refresher=uac", 'Proxy-Authenticate: Digest realm="desk", nonce="n", qop="auth"'],
];

class Story {
  readonly #t = new Bench();
  readonly #of: SipMessage;
  readonly #id: number;
  #cseq = 10;
  #version = 0;
  #description = "";
  /** Requests of ours that may still have a final response. */
  #open: { readonly request: SipRequest; readonly until: number }[] = [];
  readonly #seen = new Set<string>();
  /** Our responses that describe something, to the octet. */
  readonly #answers = new Set<string>();
  /** The last INVITE of ours that has been accepted, and was not acknowledged yet. */
  #accepted: string | null = null;
  #over = false;

  constructor(caller: boolean) {
    this.#id = caller ? 1 : 2;
    this.#of = caller ? this.#t.callOut(1).invite : this.#t.callIn();
    this.#described(this.#of);
  }

  play(deed: Deed): void {
    const t = this.#t;
    switch (deed.deed) {
      case "order":
        if (deed.order !== "change") t.order({ do: deed.order, call: this.#id });
        else t.order({ do: "change", call: this.#id, media: { ...MEDIA, port: 20_000 + 2 * this.#cseq } });
        break;
      case "ask":
        this.#ask(deed.method, deed.sdp, deed.timer);
        break;
      case "reply": {
        const asked = this.#open.at(deed.late ? 0 : -1);
        if (!asked) break;
        const { request } = asked;
        if (deed.status >= 200) this.#open.splice(this.#open.indexOf(asked), 1);
        if (deed.status === 200 && request.method === "INVITE") this.#accepted = cseqOf(request).split(" ")[0];
        t.reply(request, deed.status, { headers: REPLY, sdp: deed.sdp ? sdp() : "" });
        break;
      }
      case "wait":
        for (let ms = 0; ms < deed.ms; ms += 500) {
          t.after(Math.min(500, deed.ms - ms));
          this.#hear();
        }
    }
    this.#hear();
    equal(this.#accepted, null, "each 2xx has its ACK");
  }

  #ask(method: string, described: boolean, timer: boolean): void {
    const t = this.#t;
    const cseq = method === "ACK" ? this.#cseq : ++this.#cseq;
    const headers = timer ? ["Supported: timer", "Session-Expires: 100;refresher=uas"] : ["RAck: 1 1 INVITE"];
    t.inside(this.#of, method, cseq, { sdp: described ? sdp() : "", headers });
    if (method === "ACK") return;
    const mine = t.sent.filter((one) => one.kind === "response" && cseqOf(one) === `${cseq} ${method}`);
    equal(mine.length, 1, `${method} has one answer at once`);
  }

  #hear(): void {
    const { now } = this.#t;
    this.#open = this.#open.filter(({ until }) => until > now);
    for (const message of this.#t.sent.splice(0)) {
      if (bodyOf(message) !== "" && !this.#repeats(message)) this.#described(message);
      if (message.kind === "response") continue;
      if (message.method === "BYE") this.#over = true;
      if (message.method === "ACK" && cseqOf(message).split(" ")[0] === this.#accepted) this.#accepted = null;
      if (message.method === "ACK" || message.method === "CANCEL") continue;
      if (this.#seen.has(cseqOf(message))) continue; // a copy
      this.#seen.add(cseqOf(message));
      const changes = message.method === "INVITE" || message.method === "UPDATE";
      const busy = this.#open.some(({ request }) => request.method === "INVITE" || request.method === "UPDATE");
      ok(!(changes && busy), "one change at a time");
      this.#open.push({ request: message, until: now + ANSWERED_WITHIN });
    }
    this.#t.told();
  }

  /** A 2xx that nobody acknowledges is sent again as it was, whatever has been agreed since (RFC 3261 section 13.3.1.4). */
  #repeats(message: SipMessage): boolean {
    if (message.kind === "request") return false;
    const octets = textOf(emitSip(message));
    const known = this.#answers.has(octets);
    this.#answers.add(octets);
    return known;
  }

  /** The version goes up by one when, and only when, something is new (RFC 3264 section 8). */
  #described(message: SipMessage): void {
    const body = bodyOf(message);
    const version = Number(/^o=\S+ \S+ (\d+)/m.exec(body)?.[1]);
    const description = body.replace(/^o=.*$/m, "");
    if (this.#version > 0) equal(version - this.#version, description === this.#description ? 0 : 1);
    this.#version = version;
    this.#description = description;
  }

  /** However it stands, it can be ended. */
  end(): void {
    const t = this.#t;
    t.order({ do: "hangUp", call: this.#id });
    for (let n = 0; n < 200 && t.agent.size > 0; n++) {
      t.after(1000);
      for (const message of t.sent) if (message.kind === "request" && message.method === "BYE") this.#over = true;
      t.sent.splice(0);
    }
    ok(this.#over, "a BYE has been sent");
    deepEqual([t.agent.size, t.agent.deadline], [0, Infinity]);
  }
}

describe("a call with any far end", () => {
  it("stays in order, one change at a time, and comes to rest", () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(deeds, { maxLength: 30 }), (caller, story) => {
        const call = new Story(caller);
        for (const deed of story) call.play(deed);
        call.end();
      }),
      { numRuns: 300 },
    );
  });
});
