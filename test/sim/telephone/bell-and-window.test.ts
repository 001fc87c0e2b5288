import { deepEqual, equal, ok } from "node:assert/strict";
import { Desk, DRIVE, stretches } from "./bench.js";
import { BELL_202, hex, V23 } from "./modulator.js";

const ALICE = hex(
  "80 25 01 08 31 31 32 30 31 36 30 35 02 0a 34 31 35 35 35 35 31 32 33 34 07 0d 41 4c 49 43 45 20 45 58 41 4d 50 4c 45 15",
);

describe("telephone: bell and window", () => {
  const CALL = { type: "display", standard: "bellcore", number: "4155551234", name: "ALICE EXAMPLE", absence: null };
  const DISPLAY = { ...CALL, date: "11-20 16:05", callWaiting: false };

  it("rings for each burst of ringing voltage, not in the pauses, and not when it is lifted", () => {
    const desk = new Desk();
    desk.ring(2000, 4000, 1000);
    equal(desk.telephone.ringing, false);
    desk.slic.linefeed("ringing");
    desk.pass(300);
    equal(desk.telephone.ringing, true);
    desk.telephone.lift();
    equal(desk.telephone.ringing, false);
    desk.pass(100);
    desk.slic.linefeed("forward");
    deepEqual(
      desk.events.map(([at, { type }]) => [at, type]),
      [
        [0, "ring-start"],
        [2000, "ring-stop"],
        [6000, "ring-start"],
        [7000, "ring-stop"],
        [7000, "ring-start"],
        [7300, "hook"],
        [7300, "ring-stop"],
      ],
    );
  });

  it("does not ring at a voltage no bell hears, nor when the power goes", () => {
    const desk = new Desk();
    desk.slic.configure({ ...DRIVE, ringVolts: 30 });
    desk.slic.linefeed("ringing");
    equal(desk.telephone.ringing, false);
    desk.slic.configure(DRIVE);
    equal(desk.telephone.ringing, true);
    desk.slic.close();
    equal(desk.telephone.ringing, false);
  });

  it("shows who calls after the first ring, near and far from the exchange", () => {
    for (const dbm of [-13.5, -32]) {
      const desk = new Desk();
      desk.ring(2000, 500);
      desk.sendCallerId(BELL_202, ALICE, dbm);
      desk.pause(4000);
      desk.ring(2000, 4000);
      deepEqual(desk.told("display"), [DISPLAY]);
      const { type: _, ...shown } = DISPLAY;
      deepEqual(desk.telephone.display, shown);
      ok(stretches(desk.copper.line(12).samples).length > 0);
      equal(stretches(desk.telephone.heard(12).samples).length, 0);
    }
  });

  it("shows nothing when the checksum is wrong, or the receiver is off", () => {
    const desk = new Desk();
    const wrong = [...ALICE];
    wrong[14] ^= 3;
    desk.ring(2000, 500);
    desk.sendCallerId(BELL_202, wrong);
    desk.telephone.lift();
    desk.sendCallerId(BELL_202, ALICE);
    deepEqual(desk.told("display"), []);
    equal(desk.telephone.display, null);
  });

  it("wipes the window when the next call's first ring begins, and not before", () => {
    const desk = new Desk();
    desk.ring(2000, 500);
    desk.sendCallerId(BELL_202, ALICE);
    desk.pause(4000);
    desk.ring(2000, 4000, 2000, 7000);
    ok(desk.telephone.display);
    desk.slic.linefeed("ringing");
    equal(desk.telephone.display, null);
    desk.ring(1000, 500);
    desk.sendCallerId(BELL_202, ALICE);
    desk.off().telephone.hangUp();
    ok(desk.telephone.display);
    desk.pass(100);
    desk.slic.linefeed("ringing");
    equal(desk.telephone.display, null);
  });

  it("takes a ring out of the rhythm for another call's, until that has become the rhythm", () => {
    const desk = new Desk();
    const keeps = (pause: number) => {
      desk.ring(500, 500);
      desk.sendCallerId(BELL_202, ALICE);
      desk.pause(pause);
      desk.slic.linefeed("ringing");
      return desk.telephone.display !== null;
    };
    const pauses = [3000, 4000, 5100, 4200, 9750, 2000, 6300, 6200];
    deepEqual(pauses.map(keeps), [false, true, false, true, true, true, false, true]);
  });

  it("keeps a message that came before its first ring", () => {
    const desk = new Desk();
    for (let i = 0; i < 2; i++) {
      desk.sendCallerId(V23, ALICE);
      desk.pass(300);
      desk.ring(1000, 4000, 1000, 8000);
      deepEqual(desk.telephone.display?.standard, "etsi");
    }
    desk.slic.linefeed("ringing");
    equal(desk.telephone.display, null);
  });

  it("sees reversals, and takes V.23 after one for BT's", () => {
    const desk = new Desk();
    desk.slic.linefeed("reverse");
    equal(desk.telephone.polarity, "reversed");
    desk.pass(300);
    desk.sendCallerId(V23, ALICE);
    desk.slic.linefeed("forward");
    equal(desk.telephone.display?.standard, "bt");
    deepEqual(desk.told("polarity"), [
      { type: "polarity", reversed: true },
      { type: "polarity", reversed: false },
    ]);
  });

  it("lights the lamp and puts it out", () => {
    const desk = new Desk();
    for (const octets of ["82 03 0b 01 ff 70", "06 03 42 42 42 31", "82 09 11 01 81 0b 01 00 13 01 00 c2"]) {
      desk.sendCallerId(BELL_202, hex(octets));
      desk.pass(500);
    }
    deepEqual(desk.told("mwi"), [
      { type: "mwi", on: true },
      { type: "mwi", on: false },
    ]);
    equal(desk.telephone.display, null);
  });
});
