/** What a caller hears that is no voice: tones and digits at the test numbers, measured at the earpiece by spandsp. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { Desk, pause } from "./desk.js";
import { capture, isCadence, isTone, mediaPorts, near, portOf } from "./judge.js";
import { keepTraces, needs } from "./lab.js";
import { lineDecode, multimon, type Tone, tones } from "./receivers.js";

const PAIR_DBM0 = -19;
/** `FXS_Port_Output_Gain`, which a voice goes through and a tone does not. */
const OUTPUT_GAIN = -3;
const MILLIWATT_HZ = 1004;

describe("at the earpiece", () => {
  let desk: Desk;
  keepTraces(() => desk);

  before(async function () {
    needs(this, "line-decode", "multimon-ng", "sox", "tshark");
    desk = await Desk.start(["--seed", "12"]);
    for (const line of [1, 2]) await desk.event({ type: "registration", line, state: "registered" });
  });
  after(() => desk?.stop());
  afterEach(() => desk.rest());

  async function listen(number: string, tone: string, seconds: number): Promise<Tone[]> {
    await desk.one.place(number);
    const { t } = await desk.one.hears(tone);
    await pause(seconds * 1000);
    return tones((await desk.one.heard(seconds, t + seconds * 1000)).bytes);
  }

  it("dial tone is 350 and 440 Hz, steady", async () => {
    await desk.one.lift();
    const { t } = await desk.one.hears("dial");
    await pause(2_000);
    const [tone] = await tones((await desk.one.heard(2, t + 2_000)).bytes);
    isTone(tone, [350, 440], PAIR_DBM0, "dial tone");
    near(tone.duration_ms, 2_000, 20, "dial tone without a break");
  });

  it("dial tone stops at the first digit", async () => {
    await desk.one.place("1");
    const { t } = await desk.state();
    await pause(1_000);
    equal((await tones((await desk.one.heard(0.9, t + 950)).bytes)).length, 0);
  });

  it("ringback is 440 and 480 Hz, 2 s and 4 s", async () => {
    const bursts = await listen("605", "ringback", 13);
    isTone(bursts[1], [440, 480], PAIR_DBM0, "ringback");
    isCadence(bursts, 2_000, 4_000, "ringback");
  });

  it("busy is 480 and 620 Hz, half a second each way", async () => {
    const bursts = await listen("604", "busy", 4);
    isTone(bursts[1], [480, 620], PAIR_DBM0, "busy");
    isCadence(bursts, 500, 500, "busy");
  });

  for (const [number, refusal] of [["606", "a declined call"], ["607", "no such number"]]) // biome-ignore format: one row
    it(`reorder, for ${refusal}, is 480 and 620 Hz, a quarter of a second each way`, async () => {
      const bursts = await listen(number, "reorder", 3);
      isTone(bursts[1], [480, 620], PAIR_DBM0, "reorder");
      isCadence(bursts, 250, 250, "reorder");
    });

  it("the milliwatt is 1004 Hz, and comes through at the output gain", async () => {
    await desk.one.place("601");
    await desk.one.call("connected");
    await pause(3_000);
    const { t } = await desk.state();
    const [tone] = await tones((await desk.one.heard(2, t)).bytes);
    ok(tone, "nothing was heard");
    near(tone.freqs[0], MILLIWATT_HZ, 1, "the frequency");
    near(tone.levels_dbm0[0], OUTPUT_GAIN, 1, "the level");
    near(tone.duration_ms, 2_000, 10, "the tone without a break");
  });

  it("multimon-ng and spandsp read the caller's own number at 603", async () => {
    await desk.two.place("603");
    const { t } = await desk.two.call("connected");
    await pause(9_000);
    const { bytes } = await desk.two.heard(9, t + 8_900);
    const heard = await multimon(bytes);
    ok(/^(102){2,3}$/.test(heard), `multimon-ng heard ${heard}`);
    const digits = (await lineDecode(bytes)).filter((one) => one.type === "dtmf");
    equal(digits.map(({ digit }) => digit).join(""), heard);
    // what is said between two rounds has short tones in it, too, and none of a key
    const bursts = (await lineDecode(bytes)).filter(
      (one): one is Tone => one.type === "tone" && one.freqs.length === 2,
    );
    const keys = bursts.filter(({ freqs: [low, high] }) => low > 690 && high > 1200);
    equal(keys.length, heard.length);
    for (const { duration_ms } of keys) near(duration_ms, 100, 15, "a digit");
  });

  it("a key pressed in a call goes out as a telephone-event and comes back once as a tone", async () => {
    await desk.one.place("600");
    await desk.one.call("connected");
    await pause(1_000);
    const { t } = await desk.state();
    await desk.one.dial("159#", { on: 100, off: 150 });
    await pause(2_000);
    const shark = await capture(desk);
    const ours = await mediaPorts(desk, 1);
    const events = (await shark.rtpEvents()).filter(({ from }) => ours.has(portOf(from)));
    const ends = events.filter(({ end }) => end).map(({ event }) => event);
    deepEqual([...new Set(ends)], [1, 5, 9, 11], "the keys pressed in the call, and not those dialled before it");
    for (const event of [1, 5, 9, 11]) ok(ends.filter((one) => one === event).length >= 3, `${event} ends ${ends}`);
    for (const { duration, end } of events) if (end) near(duration, 800, 320, "the duration of an event");
    const { t: now } = await desk.state();
    const { bytes } = await desk.one.heard((now - t) / 1000, now);
    const digits = (await lineDecode(bytes)).flatMap((one) => (one.type === "dtmf" ? one.digit : []));
    equal(digits.join(""), "159#");
    // It counts a key twice when the first 20 ms come back as voice, louder than the tone that follows.
    equal((await multimon(bytes)).replace(/(.)\1/g, "$1"), "159#");
  });
});
