import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { VirtualTime } from "../../../sim/time.js";
import { asking, BareDesk } from "./stage.js";

const OFF = { body: { state: "off" } };
const ON = { body: { state: "on" } };
const AUDIO = "GET /api/lines/1/audio";
const UPGRADE = { upgrades: true };

/** Frames go between telephone and board for as long as somebody advances. */
function stage() {
  const desk = new BareDesk(new VirtualTime());
  const ask = asking(desk);
  const statusOf = (request = AUDIO) => ask(request, UPGRADE).status;
  /** Somebody who is in a conversation: what was said to him, and how it was ended. */
  const joined = (request = AUDIO) => {
    const { status, conversation } = ask(request, UPGRADE);
    if (!conversation) throw new Error(`refused: ${status}`);
    const client = { open: true, heard: [] as Uint8Array[], ended: [] as (number | string)[] };
    const hearer = conversation.converse({
      get open() {
        return client.open;
      },
      send: (octets) => client.heard.push(octets),
      close(status, reason) {
        client.open = false;
        client.ended.push(status, reason);
      },
    });
    return { client, hearer };
  };
  /** 20 ms of the pair: what the telephone hears, and what it says. */
  const exchange = (line: number, heard: Int16Array) => {
    const said = new Int16Array(160);
    desk.handset(line)?.frame(heard.slice(), said, 20);
    return said;
  };
  return { desk, ask, statusOf, joined, exchange };
}

const ramp = (from: number) => Int16Array.from({ length: 160 }, (_, i) => from + i);
const octetsOf = (samples: Int16Array) => new Uint8Array(Buffer.from(samples.slice().buffer));

describe("live sound", () => {
  it("is what the earpiece hears, 160 samples a message, the low octet first", () => {
    const { ask, joined, exchange } = stage();
    ask("POST /api/lines/1/hook", OFF);
    const { client } = joined();
    exchange(1, ramp(-80));
    exchange(1, ramp(1000));
    exchange(2, ramp(7));
    deepEqual(
      client.heard.map((octets) => [...octets]),
      [[...octetsOf(ramp(-80))], [...octetsOf(ramp(1000))]],
    );
    equal(client.heard[1][0], 1000 & 0xff);
    equal(client.heard[1][1], 1000 >> 8);
  });

  it("rests while the telephone is on hook", () => {
    const { ask, joined, exchange } = stage();
    const { client, hearer } = joined();
    exchange(1, ramp(1));
    hearer.hear(octetsOf(ramp(2)));
    equal(client.heard.length, 0);
    ask("POST /api/lines/1/hook", OFF);
    deepEqual(exchange(1, ramp(1)), new Int16Array(160), "what was said on hook is not kept");
    equal(client.heard.length, 1);
    ask("POST /api/lines/1/hook", ON);
    exchange(1, ramp(1));
    equal(client.heard.length, 1);
  });

  it("is what the mouthpiece says", () => {
    fc.assert(
      fc.property(fc.int16Array({ minLength: 160, maxLength: 160 }), (samples) => {
        const { ask, joined, exchange } = stage();
        ask("POST /api/lines/1/hook", OFF);
        joined().hearer.hear(octetsOf(samples));
        deepEqual(exchange(1, ramp(0)), samples);
        deepEqual(exchange(1, ramp(0)), new Int16Array(160));
      }),
      { numRuns: 20 },
    );
  });

  it("has one writer a line, and another when he is gone", () => {
    const { statusOf, joined } = stage();
    const first = joined();
    equal(statusOf(), 409);
    equal(statusOf("GET /api/lines/2/audio"), 101);
    first.hearer.gone();
    const second = joined();
    equal(statusOf(), 409);
    // one who has said goodbye is no writer any more, though his connection is still being closed
    second.client.open = false;
    joined();
    second.hearer.gone();
    equal(statusOf(), 409);
  });

  it("has as many listeners as come, up to a limit", () => {
    const { ask, statusOf, joined, exchange } = stage();
    ask("POST /api/lines/1/hook", OFF);
    const listeners = Array.from({ length: 15 }, () => joined(`${AUDIO}?listen=true`));
    const writer = joined();
    equal(statusOf(`${AUDIO}?listen=true`), 409);
    exchange(1, ramp(5));
    for (const { client } of [...listeners, writer]) equal(client.heard.length, 1);
    listeners[0].hearer.gone();
    equal(statusOf(`${AUDIO}?listen=true`), 101);
    for (const { hearer } of [...listeners, writer]) hearer.gone();
    exchange(1, ramp(5));
    equal(writer.client.heard.length, 1);
  });

  it("ends with whoever sends anything else, and says nothing of it", () => {
    const { desk, ask, joined, exchange } = stage();
    ask("POST /api/lines/1/hook", OFF);
    for (const [request, message, status] of [
      [AUDIO, null, 1003],
      [AUDIO, new Uint8Array(0), 1007],
      [AUDIO, new Uint8Array(319), 1007],
      [AUDIO, new Uint8Array(322), 1007],
      [`${AUDIO}?listen=true`, new Uint8Array(320).fill(9), 1008],
    ] as const) {
      const { client, hearer } = joined(request);
      hearer.hear(message);
      equal(client.ended[0], status);
      hearer.hear(new Uint8Array(320).fill(9));
      deepEqual(exchange(1, ramp(0)), new Int16Array(160));
      equal(client.heard.length, 0);
      equal(client.ended.length, 2);
    }
    equal(desk.handset(1)?.onEar, null);
  });

  it("is asked for as anything else, by WebSocket", () => {
    const { ask } = stage();
    for (const [request, options, status] of [
      [AUDIO, {}, 400],
      ["HEAD /api/lines/1/audio", {}, 400],
      [`${AUDIO}?listen=false`, UPGRADE, 400],
      [`${AUDIO}?loud=1`, UPGRADE, 400],
      [AUDIO, { ...UPGRADE, origin: "http://evil.example" }, 403],
      [AUDIO, { ...UPGRADE, origin: "null" }, 403],
      [AUDIO, { ...UPGRADE, host: "evil.example:8080" }, 403],
      ["GET /api/lines/3/audio", UPGRADE, 404],
      ["POST /api/lines/1/audio", UPGRADE, 405],
      [AUDIO, { ...UPGRADE, origin: "http://127.0.0.1:8080" }, 101],
    ] as const) {
      const reply = ask(request, options);
      equal(reply.status, status, request);
      if (status !== 101) ok(JSON.parse(reply.text).error.length > 0);
    }
  });
});
