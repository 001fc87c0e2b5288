import { deepEqual } from "node:assert/strict";
import fc from "fast-check";
import { chanceOf } from "../../../sim/chance.js";
import type { CallerIdMessage } from "../../../sim/telephone/caller-id-message.js";
import { CallerIdReceiver } from "../../../sim/telephone/caller-id-receiver.js";
import { BELL_202, framesOf, hex, type Modulation, modulate, V23 } from "./modulator.js";

type Told = [CallerIdMessage, string];

function receive(samples: Int16Array): Told[] {
  const told: Told[] = [];
  const receiver = new CallerIdReceiver((message, modem) => told.push([message, modem]));
  for (const frame of framesOf(samples)) receiver.listen(frame);
  return told;
}

const call = (fields: object): CallerIdMessage => ({
  type: "call",
  number: null,
  name: null,
  absence: null,
  date: "11-20 16:05",
  ...fields,
});

/** The worked examples of the standards: octets, and what a telephone shows. */
const EXAMPLES: [string, CallerIdMessage][] = [
  ["04 12 31 31 32 30 31 36 30 35 34 31 35 35 35 35 31 32 33 34 57", call({ number: "4155551234" })],
  ["04 09 31 31 32 30 31 36 30 35 50 13", call({ absence: "private" })],
  ["04 09 31 31 32 30 31 36 30 35 4f 14", call({ absence: "unavailable" })],
  [
    "80 25 01 08 31 31 32 30 31 36 30 35 02 0a 34 31 35 35 35 35 31 32 33 34 07 0d 41 4c 49 43 45 20 45 58 41 4d 50 4c 45 15",
    call({ number: "4155551234", name: "ALICE EXAMPLE" }),
  ],
  ["80 10 01 08 31 31 32 30 31 36 30 35 04 01 50 08 01 50 29", call({ absence: "private" })],
  [
    "80 1f 11 01 01 01 08 31 31 32 30 31 36 30 35 02 0b 30 32 30 37 39 34 36 30 31 32 33 07 03 42 4f 42 99",
    call({ number: "02079460123", name: "BOB" }),
  ],
  ["80 10 11 01 01 01 08 31 31 32 30 31 36 30 35 04 01 50 6f", call({ absence: "private" })],
  ["82 03 0b 01 ff 70", { type: "waiting", on: true }],
  ["82 03 0b 01 00 6f", { type: "waiting", on: false }],
  ["06 03 42 42 42 31", { type: "waiting", on: true }],
  ["06 03 6f 6f 6f aa", { type: "waiting", on: false }],
  ["82 09 11 01 81 0b 01 ff 13 01 03 c0", { type: "waiting", on: true }],
  ["82 09 11 01 81 0b 01 00 13 01 00 c2", { type: "waiting", on: false }],
];

const ALICE = hex(EXAMPLES[3][0]);

describe("caller-ID receiver", () => {
  for (const [modem, fsk] of [
    ["bell202", BELL_202],
    ["v23", V23],
  ] as const)
    it(`reads every worked example sent by ${modem}`, () => {
      for (const [octets, message] of EXAMPLES)
        for (const dbm of [-13.5, -32])
          deepEqual(receive(modulate({ fsk, octets: hex(octets), dbm })), [[message, modem]]);
    });

  it("reads what a worn sender and a bad line leave of it", () => {
    const worn: Partial<Modulation>[] = [
      { off: 1.01 },
      { off: 0.99 },
      { rate: 1212 },
      { rate: 1188 },
      { between: 10 },
      { between: 20 },
      { marks: 80, seizure: 0 },
      { marks: 55, seizure: 96 },
      { dbm: -40 },
      { dbm: 0 },
    ];
    for (const [modem, fsk] of [
      ["bell202", BELL_202],
      ["v23", V23],
    ] as const)
      for (const fault of worn)
        for (const dbm of [-13.5, -32])
          for (const noise of [-20, -12]) {
            const samples = modulate({ fsk, octets: ALICE, dbm, noise, chance: chanceOf(1, "noise"), ...fault });
            deepEqual(receive(samples), [[EXAMPLES[3][1], modem]], JSON.stringify({ modem, noise, ...fault }));
          }
  });

  it("shows nothing of a message with a bad checksum, a bad length or a bad type", () => {
    const bad = [...ALICE];
    bad[20] ^= 1;
    deepEqual(receive(modulate({ fsk: BELL_202, octets: bad })), []);
    deepEqual(receive(modulate({ fsk: BELL_202, octets: ALICE.slice(0, -1) })), []);
    deepEqual(receive(modulate({ fsk: BELL_202, octets: hex("81 03 0b 01 ff 71") })), []);
    deepEqual(receive(modulate({ fsk: BELL_202, octets: hex("80 03 02 09 31 41") })), []);
    deepEqual(receive(modulate({ fsk: BELL_202, octets: ALICE, marks: 20 })), []);
  });

  it("reads one message after another", () => {
    const [first, second] = [0, 5].map((i) => modulate({ fsk: BELL_202, octets: hex(EXAMPLES[i][0]) }));
    const both = new Int16Array(first.length + second.length);
    both.set(first);
    both.set(second, first.length);
    deepEqual(
      receive(both).map(([message]) => message),
      [EXAMPLES[0][1], EXAMPLES[5][1]],
    );
  });

  it("takes no date that does not exist, and no character that cannot be shown", () => {
    const told = (octets: number[]) => {
      octets.push((256 - (octets.reduce((sum, octet) => sum + octet, 0) % 256)) % 256);
      return receive(modulate({ fsk: BELL_202, octets }))[0]?.[0];
    };
    deepEqual(told(hex("80 0a 01 08 31 33 32 30 31 36 30 35")), call({ date: null }));
    deepEqual(told(hex("80 04 07 02 c3 41")), call({ date: null, name: "?A" }));
    deepEqual(told(hex("80 03 04 01 43")), call({ date: null, absence: "unavailable" }));
  });

  it("keeps quiet whatever the noise", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0 }), fc.double({ min: 0, max: 1, noNaN: true }), (seed, level) => {
        const chance = chanceOf(seed, "noise");
        deepEqual(receive(Int16Array.from({ length: 8000 }, () => level * ((chance() >>> 16) - 32768))), []);
      }),
      { numRuns: 20 },
    );
  });

  it("takes any octets without harm", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 30 }), (body) => {
        const octets = [0x80, body.length, ...body];
        octets.push((256 - (octets.reduce((sum, octet) => sum + octet, 0) % 256)) % 256);
        receive(modulate({ fsk: BELL_202, octets, seizure: 0, marks: 40 }));
      }),
      { numRuns: 50 },
    );
  });
});
