import { deepEqual, equal, ok } from "node:assert/strict";
import { indicationOf, MediaMapping, type MediaPort } from "../../../firmware/net/media-mapping.js";
import { emitStunResponse, parseStun } from "../../../firmware/wire/stun/stun.js";
import { chanceOf } from "../../../sim/chance.js";

const SERVER = { address: "198.51.100.1", port: 3478 };

function answer(mapping: MediaMapping, at: MediaPort, question: Uint8Array, port: number, now: number): void {
  const request = parseStun(question);
  ok(request);
  const octets = emitStunResponse({ id: request.id, mapped: { address: "203.0.113.7", port } });
  ok(octets);
  deepEqual(mapping.receive(at, octets, SERVER.address, SERVER.port, now), []);
}

describe("where the ports of a call are seen from outside", () => {
  it("is asked of both at once", () => {
    const mapping = new MediaMapping({ server: SERVER, chance: chanceOf(5, "nat") });
    equal(mapping.asking, false);
    const questions = mapping.ask(0);
    deepEqual(
      questions.map(({ from, address, port }) => `${from} ${address}:${port}`),
      ["sound 198.51.100.1:3478", "control 198.51.100.1:3478"],
    );
    answer(mapping, "control", questions[1].send, 40_007, 20);
    ok(mapping.asking);
    answer(mapping, "sound", questions[0].send, 40_002, 30);
    equal(mapping.asking, false);
    deepEqual([mapping.sound?.port, mapping.control?.port], [40_002, 40_007]);
  });

  it("is given up after half a second, and asked three times until then", () => {
    const mapping = new MediaMapping({ server: SERVER, chance: chanceOf(5, "nat") });
    const sent = mapping.ask(0).map(() => 0);
    while (mapping.asking) {
      const now = mapping.deadline;
      ok(now <= 500);
      for (const _ of mapping.poll(now)) sent.push(now);
      if (!mapping.asking) equal(now, 500);
    }
    deepEqual(sent, [0, 0, 100, 100, 300, 300]);
    deepEqual([mapping.sound, mapping.control], [null, null]);
  });

  it("takes no answer of one port for the other", () => {
    const mapping = new MediaMapping({ server: SERVER, chance: chanceOf(5, "nat") });
    const [sound] = mapping.ask(0);
    answer(mapping, "control", sound.send, 40_002, 10);
    deepEqual([mapping.sound, mapping.control], [null, null]);
  });

  it("is kept open by an indication, which asks for nothing", () => {
    equal(parseStun(indicationOf(chanceOf(1, "nat")))?.kind, "indication");
  });
});
