import { deepEqual, equal, throws } from "node:assert/strict";
import { EmulatedChain } from "../../../hal/si321x/emulator/chain.js";
import { Register } from "../../../hal/si321x/registers.js";
import { BusFault, Chain, Chip, type Spi } from "../../../hal/si321x/spi.js";
import { VirtualTime } from "../../../sim/time.js";

function twoChips() {
  const emulated = new EmulatedChain({
    time: new VirtualTime(),
    chips: [{ pair: null }, { pair: null, part: "Si3210" }],
  });
  const frames: string[] = [];
  const spi: Spi = {
    transfer(frame) {
      const sent = [...frame].map((octet) => octet.toString(16).padStart(2, "0")).join(" ");
      emulated.transfer(frame);
      frames.push(sent);
    },
  };
  const chain = new Chain(spi);
  return { emulated, chain, frames, chips: [new Chip(chain, 0), new Chip(chain, 1)] };
}

describe("two chips in a daisy chain", () => {
  it("are formed by one frame that all hear, and then told apart by their bit", () => {
    const { chain, frames, chips, emulated } = twoChips();
    chain.form();
    chips[0].write(Register.HYBRID, 0x12);
    chips[1].write(Register.HYBRID, 0x34);
    deepEqual([chips[0].read(Register.HYBRID), chips[1].read(Register.HYBRID)], [0x12, 0x34]);
    deepEqual(
      emulated.chips.map(({ registers }) => registers[Register.HYBRID]),
      [0x12, 0x34],
    );
    deepEqual(frames, ["00 c0", "01 0b 12", "02 0b 34", "01 8b 00", "02 8b 00"]);
  });

  it("are not confused when they are formed again, nor when one had left", () => {
    const { chain, chips, emulated } = twoChips();
    chain.form();
    for (const chip of chips) chip.write(Register.HYBRID, 7);
    chain.form();
    deepEqual(
      chips.map((chip) => chip.read(Register.HYBRID)),
      [7, 7],
    );
    emulated.chips[0].spike();
    chain.form();
    deepEqual(
      chips.map((chip) => chip.read(Register.HYBRID)),
      [0x33, 7],
    );
  });

  it("are misunderstood when one has left and nobody has noticed", () => {
    const { chain, chips, emulated } = twoChips();
    chain.form();
    chips[1].write(Register.HYBRID, 7);
    emulated.chips[0].spike();
    equal(chips[0].read(Register.HYBRID), 7);
  });

  it("keep indirect registers each at their own addresses", () => {
    const { chain, chips, emulated } = twoChips();
    chain.form();
    chips[1].part = "Si3210";
    for (const chip of chips) chip.set("DACG", 0x1234);
    deepEqual([chips[0].readIndirect(13), chips[1].readIndirect(26)], [0x1234, 0x1234]);
    chips[0].set("DTMF_HOT_LIMIT", 1);
    deepEqual(
      emulated.chips.flatMap(({ violations }) => violations),
      [],
    );
  });

  it("tell of an indirect access that never ends, and do not wait for it", () => {
    const { chain, chips, emulated, frames } = twoChips();
    chain.form();
    emulated.chips[0].faults.busy = true;
    throws(() => chips[0].readIndirect(13), BusFault);
    equal(frames.length < 100, true);
  });

  it("read as nothing when nobody is there", () => {
    const { chain, chips, emulated } = twoChips();
    for (const { faults } of emulated.chips) faults.absent = true;
    chain.form();
    equal(chips[0].read(Register.SPI_MODE), 0xff);
  });
});
