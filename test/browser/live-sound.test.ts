/** Live sound in a real browser: what a telephone hears comes out of the loudspeaker, what a microphone hears goes into it. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { WebSocket } from "ws";
import { emitWav } from "../../sim/wav.js";
import { type RunningDesk, startDesk } from "./running-desk.js";
import { needsBrowser, Visitor } from "./visitor.js";

const RATE = 8000;
const MICROPHONE_HERTZ = 700;
const MILLIWATT_HERTZ = 1004;

describe("live sound in a browser", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "live-sound-"));
  let desk: RunningDesk;
  let visitor: Visitor;
  const telephone = (line: number): Locator => visitor.page.getByRole("region", { name: `Telephone ${line}` });
  const button = (line: number) => telephone(line).getByRole("button", { name: "Listen and talk" });
  const status = (line: number) => telephone(line).locator(".live-sound [role=status]");

  before(async function () {
    needsBrowser(this);
    const tone = Int16Array.from({ length: 10 * RATE }, (_, n) =>
      Math.round(8000 * Math.sin((2 * Math.PI * MICROPHONE_HERTZ * n) / RATE)),
    );
    const file = join(folder, "microphone.wav");
    writeFileSync(file, emitWav(tone));
    desk = await startDesk();
    visitor = await Visitor.come(desk.url, {}, [
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-audio-capture=${file}`,
      "--autoplay-policy=user-gesture-required",
    ]);
    await visitor.page.addInitScript(listenToLoudspeaker);
    await visitor.page.goto(desk.url);
  });
  after(async () => {
    await visitor?.leave();
    await desk?.stop();
    rmSync(folder, { recursive: true });
  });

  const dial = async (line: number, number: string) => {
    await telephone(line).getByRole("textbox").fill(number);
    await telephone(line).getByRole("button", { name: "Dial" }).click();
  };
  /** The loudest frequency of the loudspeaker, once it is this one. */
  const heard = (hertz: number) =>
    visitor.page.waitForFunction(
      (wanted) => Math.abs((globalThis as unknown as { loudest(): number }).loudest() - wanted) < 10,
      hertz,
      { timeout: 10_000 },
    );

  it("is silent until somebody wants it", async () => {
    await telephone(1).getByText("ready").waitFor();
    for (const line of [1, 2]) {
      equal(await button(line).getAttribute("aria-pressed"), "false");
      equal(await status(line).textContent(), "");
    }
    equal(await visitor.page.evaluate(() => (globalThis as unknown as { loudest(): number }).loudest()), 0);
  });

  it("plays the milliwatt of 601", async () => {
    await button(1).focus();
    await visitor.page.keyboard.press("Enter");
    await status(1).getByText("what you say is said into it").waitFor();
    equal(await button(1).getAttribute("aria-pressed"), "true");
    await telephone(1).getByRole("button", { name: "Pick up" }).click();
    await telephone(1).locator(".hears", { hasText: "dial" }).waitFor();
    await dial(1, "601");
    await heard(MILLIWATT_HERTZ);
  });

  it("says into one telephone what another hears, and no more when it is muted", async () => {
    await telephone(1).locator(".handset").click();
    await telephone(1).locator(".call", { hasText: "idle" }).waitFor();
    await telephone(1).locator(".handset").click();
    await telephone(1).locator(".hears", { hasText: "dial" }).waitFor();
    await dial(1, "102");
    await telephone(2).getByRole("button", { name: "Answer" }).click();
    await telephone(2).locator(".call", { hasText: "connected" }).waitFor();
    const socket = new WebSocket(`${desk.url.replace(/^http/, "ws")}/api/lines/2/audio?listen=true`);
    await once(socket, "open");
    const quarter = async (until: (samples: Int16Array) => boolean) => {
      for (let turn = 0; turn < 40; turn++) if (until(await take(socket, RATE / 4))) return true;
      return false;
    };
    ok(await quarter((samples) => share(samples, MICROPHONE_HERTZ) > 0.9), "the microphone is heard");
    const mute = telephone(1).getByRole("button", { name: "Mute the microphone" });
    await mute.press("Space");
    equal(await mute.getAttribute("aria-pressed"), "true");
    ok(await quarter((samples) => samples.every((sample) => Math.abs(sample) < 100)), "nothing is heard");
    await mute.press("Space");
    ok(await quarter((samples) => share(samples, MICROPHONE_HERTZ) > 0.9), "it is heard again");
    socket.close();
  });

  it("lets one browser at a time speak into a telephone", async () => {
    const other = await visitor.page.context().newPage();
    await other.goto(desk.url);
    const there = other.getByRole("region", { name: "Telephone 1" });
    await there.getByRole("button", { name: "Listen and talk" }).click();
    await there.getByText("The desk refuses").waitFor();
    await button(1).click();
    equal(await status(1).textContent(), "");
    await there.getByRole("button", { name: "Listen and talk" }).click();
    await there.getByText("You hear").waitFor();
    await other.close();
    // the connection went with the page
    await button(1).click();
    await status(1).getByText("what you say is said into it").waitFor();
  });

  it("is within everybody's reach, and asks nobody else", async () => {
    equal(await visitor.barriers(), "");
    deepEqual(visitor.complaints, []);
  });
});

/** Runs in the page: whatever goes to the loudspeaker is listened to. */
function listenToLoudspeaker(): void {
  type Analyser = { fftSize: number; frequencyBinCount: number; getFloatFrequencyData(to: Float32Array): void };
  type Node = { context: { sampleRate: number; destination: unknown; createAnalyser(): Analyser } };
  const world = globalThis as unknown as {
    AudioNode: { prototype: { connect(this: Node, to: unknown, ...rest: unknown[]): unknown } };
    loudest(): number;
  };
  const { prototype } = world.AudioNode;
  const { connect } = prototype;
  let ear: { analyser: Analyser; rate: number } | null = null;
  prototype.connect = function (to, ...rest) {
    if (to === this.context.destination) {
      const analyser = this.context.createAnalyser();
      analyser.fftSize = 16_384;
      connect.call(this, analyser);
      ear = { analyser, rate: this.context.sampleRate };
    }
    return connect.call(this, to, ...rest);
  };
  world.loudest = () => {
    if (ear === null) return 0;
    const { analyser, rate } = ear;
    const levels = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(levels);
    const most = levels.reduce((best, level, at) => (level > levels[best] ? at : best), 0);
    return levels[most] < -40 ? 0 : (most * rate) / analyser.fftSize;
  };
}

/** So many samples as they come. */
async function take(socket: WebSocket, count: number): Promise<Int16Array> {
  const samples: number[] = [];
  while (samples.length < count) {
    const [data] = (await once(socket, "message")) as [Buffer];
    for (let at = 0; at < data.length; at += 2) samples.push(data.readInt16LE(at));
  }
  return Int16Array.from(samples);
}

/** Of all that is heard, the part that is one frequency. */
function share(samples: Int16Array, hertz: number): number {
  let [re, im, all] = [0, 0, 0];
  for (const [n, sample] of samples.entries()) {
    re += sample * Math.cos((2 * Math.PI * hertz * n) / RATE);
    im += sample * Math.sin((2 * Math.PI * hertz * n) / RATE);
    all += sample * sample;
  }
  return all < samples.length * 100 ** 2 ? 0 : (2 * (re * re + im * im)) / (samples.length * all);
}
