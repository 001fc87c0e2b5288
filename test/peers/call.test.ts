/** A call between the two telephones through the embedded PBX, judged by independent receivers. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { Desk, pause } from "./desk.js";
import { capture, isCarried, isMetronome, isUnderstood, near } from "./judge.js";
import { keepTraces, needs } from "./lab.js";
import { lineDecode, minimodem } from "./receivers.js";
import { speech } from "./speech.js";
import type { Telephone } from "./telephone.js";
import { level } from "./wav.js";

const QUIET_DBM0 = -60;
const HANG_UP_KNOWN_AFTER = 900;
const REORDER_DELAY = 5_000;
const RECOGNISED_WITHIN = 700;

describe("101 calls 102", () => {
  let desk: Desk;
  keepTraces(() => desk);

  before(async function () {
    needs(this, "line-decode", "minimodem", "espeak-ng", "sox", "tshark");
    desk = await Desk.start(["--seed", "11"], ["npm", "start", "--silent", "--"]);
    for (const line of [1, 2]) await desk.event({ type: "registration", line, state: "registered" });
  });
  after(() => desk?.stop());

  it("rings in the country's cadence", async () => {
    await desk.one.lift();
    await desk.one.hears("dial");
    desk.two.attend();
    await desk.one.dial("102");
    await desk.one.hears("ringback");
    const starts = (await desk.two.events("ring-start", 2, {}, { within: 9_000 })).map(({ t }) => t);
    const stops = (await desk.two.events("ring-stop", 2)).map(({ t }) => t);
    near(stops[0] - starts[0], 2_000, 60, "the first ring");
    near(starts[1] - starts[0], 6_000, 60, "the period of ringing");
    near(stops[1] - starts[1], 2_000, 60, "the second ring");
  });

  it("shows number and name, as spandsp and minimodem read them between the rings", async () => {
    const shown = await desk.two.event("display");
    equal(shown.standard, "bellcore");
    deepEqual([shown.number, shown.name, shown.absence], ["101", "Line 1", null]);
    const [, second] = await desk.two.events("ring-start", 2);
    const { bytes } = await desk.two.pair(6, second.t);
    const decoded = await lineDecode(bytes);
    const burst = decoded.find((one) => one.type === "fsk");
    ok(burst?.type === "fsk", "no FSK with a right checksum");
    equal(burst.checksum_ok, true);
    equal(burst.modem, "bell202");
    equal(burst.framing_errors, 0);
    near(burst.mark_hz, 1200, 12, "mark");
    near(burst.space_hz, 2200, 22, "space");
    near(burst.mark_dbm0, -13.5, 2, "the level");
    near(burst.seizure_bits, 300, 3, "the seizure");
    near(burst.mark_bits, 180, 3, "the mark bits");
    const message = decoded.find((one) => one.type === "callerid");
    ok(message?.type === "callerid");
    const field = (id: number) => message.fields.find((one) => one.id === id)?.text;
    deepEqual([field(2), field(7)], ["101", "Line 1"]);
    ok(/^\d{8}$/.test(field(1) ?? ""), `the date is ${field(1)}`);
    const box = await minimodem(bytes);
    deepEqual([box.Phone, box.Name], ["101", "Line 1"]);
  });

  it("carries what 101 says", async () => {
    desk.one.attend();
    await desk.two.lift();
    await desk.one.call("connected");
    await desk.two.call("connected");
    await hear(desk, desk.one, desk.two, "her");
  });

  it("carries what 102 says", () => hear(desk, desk.two, desk.one, "him"));

  it("falls silent when 102 hangs up, and says so after Reorder_Delay", async () => {
    desk.one.attend();
    const { t: before } = await desk.state();
    await desk.two.hangUp();
    const { t: ended } = await desk.one.call("ended");
    near(ended - before, HANG_UP_KNOWN_AFTER, 250, "the time to the end");
    const { t: reorder } = await desk.one.hears("reorder");
    const delay = reorder - ended;
    ok(delay > REORDER_DELAY - 100 && delay < REORDER_DELAY + RECOGNISED_WITHIN + 200, `reorder after ${delay} ms`);
    const { samples } = await desk.one.heard(4, ended + 4_500);
    ok(level(samples) < QUIET_DBM0, `${level(samples)} dBm0 before reorder`);
    await desk.rest();
  });

  it("works the other way round", async () => {
    await desk.two.lift();
    await desk.two.hears("dial");
    desk.one.attend();
    await desk.two.dial("101");
    const { number, name } = await desk.one.event("display", {}, { within: 8_000 });
    deepEqual([number, name], ["102", "Line 2"]);
    await desk.one.lift();
    await desk.two.call("connected");
    await desk.two.hangUp();
    await desk.one.call("ended");
    await desk.rest();
  });

  it("sends RTP like a metronome, in packets tshark finds no fault with", async () => {
    await isMetronome(desk, await capture(desk), 4);
  });

  it("ends on SIGTERM with exit code 0 within two seconds", async () => {
    const { code, took } = await desk.stop();
    equal(code, 0);
    ok(took < 2_500, `took ${took} ms`);
  });
});

/** Says twelve seconds and compares the last seven with what arrived. */
async function hear(desk: Desk, mouth: Telephone, ear: Telephone, voice: "her" | "him"): Promise<void> {
  const { wav, samples } = speech(voice);
  const { t: start } = await desk.state();
  await mouth.speak(wav);
  await pause(12_100);
  const end = start + 12_000;
  await isCarried(mouth, ear, 7, end);
  await isUnderstood(samples, start, ear, 7, end);
  await mouth.hush();
}
