import { deepEqual, equal, notDeepEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { StunClient, type StunOptions, type StunOutput } from "../../../firmware/net/stun-client.js";
import {
  emitStunIndication,
  emitStunResponse,
  parseStun,
  type StunResponse,
} from "../../../firmware/wire/stun/stun.js";
import type { TransportAddress } from "../../../firmware/wire/stun/stun-address.js";
import { chanceOf } from "../../../sim/chance.js";

const SERVER = { address: "192.0.2.1", port: 3478 };
const ELSEWHERE = { address: "192.0.2.2", port: 3479 };
const OURS = { address: "203.0.113.7", port: 40_000 };
const SILENT = { failed: "silent", code: 0, reason: "" };

type Reply = Partial<StunResponse> & ({ mapped: TransportAddress } | { error: { code: number; reason: string } });

/** A client, the time, and what it said last. */
class Talk {
  readonly client: StunClient;
  now = 0;
  said: readonly StunOutput[] = [];

  constructor(options: Partial<StunOptions> = {}) {
    this.client = new StunClient({ server: SERVER, chance: chanceOf(1, "stun"), ...options });
  }

  ask(): this {
    this.said = this.client.ask(this.now);
    return this;
  }

  /** Lets time pass to the next deadline, and polls. */
  wait(): this {
    this.now = this.client.deadline;
    this.said = this.client.poll(this.now);
    return this;
  }

  hear(octets: Uint8Array, from: TransportAddress = SERVER): this {
    this.said = this.client.receive(octets, from.address, from.port, this.now);
    return this;
  }

  /** Answers the question that was sent. */
  reply(request: Uint8Array, reply: Reply, from: TransportAddress = SERVER): this {
    return this.hear(response(request, reply), from);
  }

  get sent() {
    return this.said.flatMap((output) => ("send" in output ? [output] : []));
  }
}

function response(request: Uint8Array, reply: Reply): Uint8Array {
  const id = parseStun(request)?.id;
  const octets = id && emitStunResponse({ id, ...reply });
  ok(octets);
  return octets;
}

const refusal = (code: number, alternate?: TransportAddress) => ({ error: { code, reason: "No" }, alternate });

describe("the STUN client", () => {
  it("asks, and is told where it is", () => {
    const t = new Talk().ask();
    const [{ send, address, port }] = t.sent;
    deepEqual({ address, port }, SERVER);
    equal(parseStun(send)?.kind, "request");
    t.reply(send, { mapped: OURS, other: ELSEWHERE });
    deepEqual(t.said, [{ mapped: OURS, server: SERVER, other: ELSEWHERE }]);
    equal(t.client.deadline, Number.POSITIVE_INFINITY);
    deepEqual(t.reply(send, { mapped: ELSEWHERE }).said, [], "the second answer to one question");
  });

  it("sends the same at 0, 0.5, 1.5, 3.5, 7.5, 15.5 and 31.5 s, and gives up at 39.5 s", () => {
    const t = new Talk().ask();
    const first = t.sent[0].send;
    const times: number[] = [];
    while (t.sent.length > 0) {
      deepEqual(t.sent[0].send, first);
      times.push(t.now);
      deepEqual(t.client.poll(t.client.deadline - 1), []);
      t.wait();
    }
    deepEqual(times, [0, 500, 1500, 3500, 7500, 15_500, 31_500]);
    equal(t.now, 39_500);
    deepEqual(t.said, [SILENT]);
    equal(t.client.deadline, Number.POSITIVE_INFINITY);
    deepEqual(t.client.poll(1e9), []);
  });

  it("has as much patience as it is given", () => {
    const t = new Talk({ patience: { tries: 2, first: 100, last: 300 } }).ask();
    equal(t.wait().sent.length, 1);
    deepEqual([t.wait().said, t.now], [[SILENT], 400]);
  });

  it("takes an answer that comes after the third time of asking", () => {
    const t = new Talk().ask().wait().wait();
    deepEqual(t.reply(t.sent[0].send, { mapped: OURS }).said, [{ mapped: OURS, server: SERVER, other: null }]);
  });

  it("keeps a way open by asking again, under another id each time, and sees the address change", () => {
    const t = new Talk().ask();
    const first = t.sent[0].send;
    deepEqual(t.ask().said, [], "one question at a time");
    t.reply(first, { mapped: OURS });
    t.now = 15_000;
    const second = t.ask().sent[0].send;
    notDeepEqual(second, first);
    deepEqual(t.reply(first, { mapped: OURS }).said, [], "an answer to what was asked before");
    deepEqual(t.reply(second, { mapped: ELSEWHERE }).said, [{ mapped: ELSEWHERE, server: SERVER, other: null }]);
  });

  it("asks again after a failure", () => {
    const t = new Talk({ patience: { tries: 1, first: 100, last: 100 } }).ask().wait();
    deepEqual(t.said, [SILENT]);
    equal(t.ask().sent.length, 1);
  });

  it("draws ids of 96 bits that nobody can guess", () => {
    const ids = new Set<string>();
    for (let seed = 0; seed < 50; seed++) {
      const id = parseStun(new Talk({ chance: chanceOf(seed, "stun") }).ask().sent[0].send)?.id;
      ids.add(String(id));
      equal(id?.length, 12);
    }
    equal(ids.size, 50);
    let drawn = 0;
    new Talk({ chance: () => ++drawn }).ask();
    equal(drawn, 3);
  });

  it("listens to nobody else, under no other id, and to nothing but responses", () => {
    const t = new Talk().ask();
    const { send } = t.sent[0];
    const answer = response(send, { mapped: ELSEWHERE });
    for (const stranger of [{ ...SERVER, port: 3479 }, { ...SERVER, address: "192.0.2.9" }, ELSEWHERE])
      deepEqual(t.hear(answer, stranger).said, []);
    const guessed = answer.slice();
    guessed[19] ^= 1;
    for (const other of [guessed, answer.slice(0, -8), send, new Uint8Array(), emitStunIndication(new Uint8Array(12))])
      deepEqual(t.hear(other).said, []);
    const id = parseStun(send)?.id ?? new Uint8Array();
    deepEqual(t.hear(emitStunIndication(id)).said, []);
    equal(t.hear(answer).said.length, 1);
  });

  it("hears nothing before it has asked", () => {
    const { send } = new Talk().ask().sent[0];
    deepEqual(new Talk().reply(send, { mapped: OURS }).said, []);
  });

  it("is told no, and why", () => {
    const t = new Talk().ask();
    t.reply(t.sent[0].send, refusal(401));
    deepEqual(t.said, [{ failed: "refused", code: 401, reason: "No" }]);
    equal(t.client.deadline, Number.POSITIVE_INFINITY);
  });

  it("cannot use an answer without an address, or with what it does not understand", () => {
    const unusable = [{ failed: "unusable", code: 0, reason: "" }];
    for (const attributes of [
      [],
      [0, 0x20, 0, 8, 0, 1, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43, 0x7f, 0xff, 0, 0], // and 0x7fff
      [0, 0x20, 0, 8, 0, 1, 0x21, 0x12, 0xe1, 0x12, 0xa6, 0x43], // port 0
      [0, 0x20, 0, 8, 0, 1, 0xa1, 0x47, 0x21, 0x12, 0xa4, 0x42], // 0.0.0.0
    ])
      for (const type of [0x01, 0x11]) {
        const t = new Talk().ask();
        const { send } = t.sent[0];
        t.hear(new Uint8Array([1, type, 0, attributes.length, ...send.slice(4, 20), ...attributes]));
        deepEqual(t.said, unusable);
      }
  });

  it("follows to an alternate server once, and not in a circle", () => {
    const t = new Talk().ask();
    const first = t.sent[0].send;
    t.now = 300;
    t.reply(first, refusal(300, ELSEWHERE));
    const [{ send, address, port }] = t.sent;
    deepEqual({ address, port }, ELSEWHERE);
    notDeepEqual(parseStun(send)?.id, parseStun(first)?.id);
    equal(t.client.deadline, 800, "with patience from the beginning");
    deepEqual(t.reply(first, { mapped: OURS }).said, []);
    t.reply(send, { mapped: OURS }, ELSEWHERE);
    deepEqual(t.said, [{ mapped: OURS, server: ELSEWHERE, other: null }]);
    const again = t.ask().sent[0];
    equal(again.address, SERVER.address, "the next question goes to the server itself");
    t.reply(again.send, refusal(300, ELSEWHERE));
    t.reply(t.sent[0].send, refusal(300, { address: "192.0.2.3", port: 3478 }), ELSEWHERE);
    deepEqual(t.said, [{ failed: "refused", code: 300, reason: "No" }]);
  });

  it("follows to no alternate that is the server itself, nowhere, or of the other family", () => {
    for (const alternate of [
      SERVER,
      { ...ELSEWHERE, port: 0 },
      { ...ELSEWHERE, address: "0.0.0.0" },
      { address: "2001:db8::1", port: 3478 },
      undefined,
    ]) {
      const t = new Talk().ask();
      t.reply(t.sent[0].send, refusal(300, alternate));
      deepEqual(t.said, [{ failed: "refused", code: 300, reason: "No" }]);
    }
    const t = new Talk().ask();
    equal(t.reply(t.sent[0].send, refusal(301, ELSEWHERE)).sent.length, 0);
  });

  it("tells an answer from elsewhere, where it has asked for one, from an answer that is not", () => {
    const change = { address: true, port: true, from: ELSEWHERE };
    const t = new Talk({ change }).ask();
    const { send, address } = t.sent[0];
    deepEqual([address, parseStun(send)?.change], [SERVER.address, { address: true, port: true }]);
    deepEqual(t.reply(send, { mapped: OURS }, { ...SERVER, port: ELSEWHERE.port }).said, []);
    deepEqual(t.reply(send, { mapped: OURS }, ELSEWHERE).said, [{ mapped: OURS, server: SERVER, other: null }]);
    const deaf = new Talk({ change }).ask();
    deaf.reply(deaf.sent[0].send, { mapped: OURS });
    deepEqual(deaf.said, [{ failed: "unchanged", code: 0, reason: "" }]);
    const unable = new Talk({ change }).ask();
    unable.reply(unable.sent[0].send, refusal(420));
    deepEqual(unable.said, [{ failed: "refused", code: 420, reason: "No" }]);
  });

  it("speaks IPv6", () => {
    const server = { address: "2001:db8::1", port: 3478 };
    const mapped = { address: "2001:db8:1::7", port: 5060 };
    const t = new Talk({ server }).ask();
    deepEqual(t.reply(t.sent[0].send, { mapped }, server).said, [{ mapped, server, other: null }]);
  });

  it("comes to one end, in bounded time, whatever is said to it", () => {
    const octets = fc.uint8Array({ maxLength: 40 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 3 }), octets), { maxLength: 30 }), (replies) => {
        const t = new Talk().ask();
        let ends = 0;
        let request = t.sent[0].send;
        let server: TransportAddress = t.sent[0];
        const hear = () => {
          for (const output of t.said)
            if ("send" in output) [request, server] = [output.send, output];
            else ends++;
        };
        for (const [kind, body] of replies) {
          if (ends > 0) break;
          if (kind === 0) t.reply(request, refusal(300, ELSEWHERE), server);
          else if (kind === 1) t.hear(body);
          else if (kind === 2) t.hear(new Uint8Array([1, 1, 0, body.length, ...request.slice(4, 20), ...body]));
          else t.wait();
          hear();
        }
        for (let n = 0; n < 15 && ends === 0; n++) {
          t.wait();
          hear();
        }
        return ends === 1 && t.now <= 2 * 39_500 && t.client.deadline === Number.POSITIVE_INFINITY;
      }),
    );
  });
});
