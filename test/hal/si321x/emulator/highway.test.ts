import { deepEqual, equal } from "node:assert/strict";
import { EmulatedChip } from "../../../../hal/si321x/emulator/chip.js";
import { EmulatedHighway } from "../../../../hal/si321x/emulator/highway.js";
import { Register } from "../../../../hal/si321x/registers.js";
import { VirtualTime } from "../../../../sim/time.js";

/** A chip that listens and speaks in the second slot, its own sound looped back as reset leaves it. */
function stage() {
  const time = new VirtualTime();
  const chip = new EmulatedChip({ time, pair: null });
  chip.write(Register.PCM_MODE, 0x3c);
  chip.write(Register.PCM_TX_START_LOW, 33);
  chip.write(Register.PCM_RX_START_LOW, 33);
  const highway = new EmulatedHighway({ time, chips: [chip] });
  const frame = new Int16Array(160);
  let readable = 0;
  const slots = [0, 1].map((slot) => highway.open(slot, () => readable++));
  return { time, chip, slots, frame, readable: () => readable };
}

describe("the emulated highway", () => {
  it("gives each slot to the chip that has been told of it", () => {
    const { time, slots, frame } = stage();
    for (const slot of slots) {
      slot.start();
      equal(slot.write(new Int16Array(160).fill(77)), 160);
    }
    time.advance(20);
    const heard = slots.map((slot) => [slot.read(frame), frame[0]]);
    deepEqual(heard, [
      [160, 0],
      [160, 77],
    ]);
  });

  it("carries nothing to a chip that is not set up for 16-bit samples, or speaks elsewhere", () => {
    for (const [register, value] of [
      [Register.PCM_MODE, 0x28],
      [Register.PCM_MODE, 0],
      [Register.PCM_RX_START_LOW, 34],
      [Register.PCM_TX_START_LOW, 1],
    ]) {
      const { time, slots, frame, chip } = stage();
      chip.write(register, value);
      slots[1].start();
      slots[1].write(new Int16Array(160).fill(77));
      time.advance(20);
      slots[1].read(frame);
      equal(frame[0], 0, `DR${register}`);
    }
  });

  it("counts what was not written and what was not read", () => {
    const { time, slots, frame } = stage();
    const [, slot] = slots;
    slot.start();
    time.advance(60);
    deepEqual([slot.underruns, slot.overruns], [2, 0]);
    for (let i = 0; i < 3; i++) equal(slot.read(frame), 160);
    equal(slot.read(frame), 0);
    time.advance(120);
    deepEqual([slot.underruns, slot.overruns], [8, 1]);
  });

  it("rests when told, and is empty when it starts again", () => {
    const { time, slots, frame, readable } = stage();
    const [, slot] = slots;
    slot.start();
    slot.write(frame.fill(5));
    slot.stop();
    time.advance(100);
    deepEqual([readable(), slot.write(frame), slot.read(frame)], [0, 0, 0]);
    slot.start();
    slot.start();
    time.advance(100);
    equal(readable(), 5);
    slot.read(frame);
    equal(frame[0], 0);
    slot.close();
    time.advance(100);
    equal(readable(), 5);
  });
});
