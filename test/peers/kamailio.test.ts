/** Both lines at Kamailio: calls to and from baresip, and to each other. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Desk, pause } from "./desk.js";
import { CALLER, holdEachOther } from "./held.js";
import { capture, isCarried, isMetronome, isUnderstood, near } from "./judge.js";
import { baresip, kamailio, keepTraces, needs, ports, runFolder, takesTurns } from "./lab.js";
import { provider } from "./provider.js";
import { tones } from "./receivers.js";
import { speech } from "./speech.js";
import { level } from "./wav.js";

const QUIET_DBM0 = -60;

describe("the two baresips at Kamailio", () => {
  takesTurns();
  it("are registered", async function () {
    needs(this, "kamailio", "baresip");
    const bindings = await kamailio("ul.dump");
    for (const user of ["1002", "1003"]) ok(bindings.includes(`"${user}"`), `${user} is not registered`);
  });

  it("let one hear its own tone from the other", async function () {
    needs(this, "kamailio", "baresip", "line-decode");
    const { code, output } = await baresip("dial", "sip:7001@lab.test", { event: "CALL_ESTABLISHED", seconds: 5 });
    equal(code, 0, output);
    await pause(3_000);
    await baresip("hangup");
    const folder = join(runFolder, "caller/snd");
    const heard = readdirSync(folder).find((name) => name.endsWith("-dec.wav"));
    ok(heard, "no recording");
    const [tone] = await tones(readFileSync(join(folder, heard)));
    near(tone.freqs[0], 1004, 1, "the tone");
  });
});

describe("both lines at Kamailio", () => {
  takesTurns();
  let desk: Desk;
  let ended = false;
  keepTraces(() => desk);

  before(async function () {
    needs(this, "kamailio", "baresip", "line-decode", "espeak-ng", "sox", "tshark");
    desk = await Desk.start(["--seed", "13", ...provider(ports.kamailio, [{ user: "1001" }, { user: "1004" }])]);
  });
  after(() => desk?.stop());

  it("register with digest, and Kamailio knows where they are", async () => {
    for (const line of [1, 2]) await desk.event({ type: "registration", line, state: "registered" });
    const bindings = await kamailio("ul.dump");
    for (const address of desk.ready.sip) ok(bindings.includes(address), `no binding of ${address}`);
    const answered = (await desk.sip()).filter(({ message }) => /^REGISTER.*\nAuthorization: Digest /s.test(message));
    ok(answered.every(({ message }) => /qop=auth/.test(message) && /nc=00000001/.test(message)));
    ok(answered.length >= 2);
  });

  afterEach(() => (ended ? undefined : desk?.rest()));

  it("a caller hears himself at the echo of baresip", async () => {
    const { wav, samples } = speech("her");
    await desk.one.place("7001");
    await desk.one.call("connected");
    const { t: start } = await desk.state();
    await desk.one.speak(wav);
    await pause(9_100);
    await isUnderstood(samples, start, desk.one, 4, start + 9_000);
    await desk.one.hush();
    await desk.one.hangUp();
    await desk.one.call("idle");
  });

  it("baresip calls 1004: number in the window, its tone in the ear, and it may hang up first", async () => {
    await ringFromBaresip();
    const { number } = await desk.two.event("display", {}, { within: 8_000 });
    equal(number, "1003");
    await desk.two.lift();
    const { t } = await desk.two.call("connected");
    await pause(3_000);
    const [tone] = await tones((await desk.two.heard(2, t + 2_900)).bytes);
    ok(tone, "nothing was heard");
    near(tone.freqs[0], CALLER.hertz, 1, "the frequency of baresip's tone");
    await baresip("hangup");
    const { t: ended } = await desk.two.call("ended");
    await pause(1_200);
    const { samples } = await desk.two.heard(1, ended + 1_150);
    ok(level(samples) < QUIET_DBM0, `${level(samples)} dBm0 after the end`);
  });

  it("baresip calls 1004, and 1004 hangs up first", async () => {
    await ringFromBaresip();
    await desk.two.lift();
    await desk.two.call("connected");
    const closed = baresip("listcalls", "", { event: "CALL_CLOSED", seconds: 8 });
    await pause(1_000);
    await desk.two.hangUp();
    const { code, output } = await closed;
    equal(code, 0, `baresip saw no end: ${output}`);
    await desk.two.call("idle");
  });

  it("stops ringing when baresip gives up", async () => {
    await ringFromBaresip();
    await baresip("hangup");
    await desk.two.call("idle");
    await pause(7_000);
    deepEqual(
      (await desk.state()).lines.map(({ ringing }) => ringing),
      [false, false],
    );
  });

  it("call each other through Kamailio, with sound both ways", async () => {
    desk.two.attend();
    await desk.one.place("1004");
    await desk.two.event("ring-start");
    const { number } = await desk.two.event("display", {}, { within: 8_000 });
    equal(number, "1001");
    await desk.two.lift();
    await desk.one.call("connected");
    for (const [mouth, ear, voice] of [
      [desk.one, desk.two, "her"],
      [desk.two, desk.one, "him"],
    ] as const) {
      const { t: start } = await desk.state();
      await mouth.speak(speech(voice).wav);
      await pause(9_100);
      await isCarried(mouth, ear, 4, start + 9_000);
      await mouth.hush();
    }
    await desk.one.hangUp();
    await desk.two.call("ended");
  });

  it("sent nothing tshark finds fault with", async () => {
    await isMetronome(desk, await capture(desk, ports.kamailio), 4);
  });

  it("each holds the other, and takes it back", async () => {
    await ringFromBaresip();
    await desk.two.lift();
    await desk.two.call("connected");
    await holdEachOther(desk, CALLER);
    await desk.two.hangUp();
    await desk.two.call("idle");
    await capture(desk, ports.kamailio);
  });

  it("take their bindings away when they end", async () => {
    ended = true;
    const { code, took } = await desk.stop();
    equal(code, 0);
    ok(took < 2_500, `took ${took} ms`);
    const bindings = await kamailio("ul.dump");
    for (const address of desk.ready.sip) ok(!bindings.includes(address), `${address} is still bound`);
  });

  async function ringFromBaresip(): Promise<void> {
    desk.two.attend();
    const { code, output } = await baresip("dial", "sip:1004@lab.test");
    equal(code, 0, output);
    await desk.two.event("ring-start");
  }
});
