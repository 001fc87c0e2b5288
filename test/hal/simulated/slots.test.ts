import { deepEqual, equal, throws } from "node:assert/strict";
import { SimulatedFlash } from "../../../hal/simulated/flash.js";
import { type RunningImage, SECTOR, Slots } from "../../../hal/simulated/slots.js";
import { imageLock } from "../../../sim/node/image-lock.js";

const lock = imageLock(null);
const program = (behaves: string, length = 0) =>
  Buffer.concat([Buffer.from(JSON.stringify({ behaves })), Buffer.alloc(length, " ")]);

function write(image: RunningImage, version: string, octets: Uint8Array): void {
  const writer = image.begin(octets.length, version);
  for (let at = 0; at < octets.length; at += 1000) writer.write(octets.subarray(at, at + 1000));
  writer.commit();
}

describe("the slots of a simulated board", () => {
  const start = (flash: SimulatedFlash) => new Slots(flash).start(lock);
  const told = ({ version, behaviour, onTrial }: RunningImage) => [version, behaviour, onTrial];

  it("hold the program as it was built, until another is taken", () => {
    const flash = new SimulatedFlash();
    deepEqual(told(start(flash)), [null, "well", false]);
    write(start(flash), "1.0", program("deaf", 3 * SECTOR));
    const image = start(flash);
    deepEqual(told(image), ["1.0", "deaf", true]);
    image.healthy();
    deepEqual(told(image), ["1.0", "deaf", false]);
    deepEqual(told(start(flash)), ["1.0", "deaf", false]);
  });

  it("go back when an image on trial is started anew, and when it says so itself", () => {
    const flash = new SimulatedFlash();
    write(start(flash), "1.0", program("well"));
    start(flash).healthy();
    write(start(flash), "1.1", program("well"));
    deepEqual(told(start(flash)), ["1.1", "well", true]);
    deepEqual(told(start(flash)), ["1.0", "well", false]);
    deepEqual(told(start(flash)), ["1.0", "well", false]);
    write(start(flash), "1.2", program("well"));
    start(flash).rollBack();
    deepEqual(told(start(flash)), ["1.0", "well", false]);
  });

  it("take nothing from an image on trial, and nothing that is too long or no program", () => {
    const flash = new SimulatedFlash();
    const image = start(flash);
    throws(() => image.begin(10_000_000, "1.0"), /room for/);
    throws(() => write(image, "1.0", Buffer.from("{}")), /no program/);
    const writer = image.begin(100, "1.0");
    writer.write(program("well"));
    throws(() => writer.commit(), /17|18|19 of 100 octets/);
    deepEqual(told(start(flash)), [null, "well", false]);
    write(image, "1.0", program("well"));
    throws(() => start(flash).begin(10, "1.1"), /on trial/);
  });

  it("give up what waits for the next start as soon as another is begun", () => {
    const flash = new SimulatedFlash();
    const image = start(flash);
    write(image, "1.0", program("well"));
    image.begin(100, "1.1").abort();
    deepEqual(told(start(flash)), [null, "well", false]);
  });

  it("are not written to by what has lost its power", () => {
    const flash = new SimulatedFlash();
    const image = start(flash);
    const writer = image.begin(18, "1.0");
    image.cut();
    writer.write(program("well"));
    writer.commit();
    image.healthy();
    image.rollBack();
    equal(flash.read("slot.0"), undefined);
    deepEqual(told(start(flash)), [null, "well", false]);
  });

  it("start something, whatever is in the flash", () => {
    const flash = new SimulatedFlash();
    for (const noise of [
      "",
      "x",
      "{}",
      '{"slot":7,"state":"good","before":0}',
      '{"slot":1,"state":"good","before":1}',
    ]) {
      flash.write("slot.loader", Buffer.from(noise));
      flash.write("slot.1", Buffer.from('{"version":"1","length":9}'));
      deepEqual(told(start(flash)), [null, "well", false]);
    }
  });
});
