/** Both lines at Kamailio by TCP. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { Desk, pause } from "./desk.js";
import { CALLER, holdEachOther } from "./held.js";
import { capture, isUnderstood } from "./judge.js";
import { baresip, kamailio, keepTraces, needs, ports, takesTurns } from "./lab.js";
import { provider, set } from "./provider.js";
import { speech } from "./speech.js";

describe("both lines at Kamailio by TCP", () => {
  takesTurns();
  let desk: Desk;
  keepTraces(() => desk);

  before(async function () {
    needs(this, "kamailio", "baresip", "espeak-ng", "sox", "tshark");
    desk = await Desk.start([
      ...["--seed", "23", ...provider(ports.kamailio, [{ user: "1001" }, { user: "1004" }])],
      ...set("SIP_Transport[1]=TCP", "SIP_Transport[2]=TCP"),
    ]);
  });
  after(() => desk?.stop());
  afterEach(() => desk?.rest());

  it("register, with a Contact that says how to reach them", async () => {
    for (const line of [1, 2]) await desk.event({ type: "registration", line, state: "registered" });
    const bindings = await kamailio("ul.dump");
    for (const address of desk.ready.sip) ok(bindings.includes(`${address};transport=tcp`), `no binding of ${address}`);
  });

  it("a caller hears himself at the echo of baresip, and hangs up", async () => {
    const { wav, samples } = speech("her");
    await desk.one.place("7001");
    await desk.one.call("connected");
    const { t: start } = await desk.state();
    await desk.one.speak(wav);
    await pause(5_100);
    await isUnderstood(samples, start, desk.one, 3, start + 5_000);
    await desk.one.hush();
    await desk.one.hangUp();
    await desk.one.call("idle");
  });

  it("is called by baresip, and either side hangs up", async () => {
    for (const ours of [true, false]) {
      desk.two.attend();
      const { code, output } = await baresip("dial", "sip:1004@lab.test");
      equal(code, 0, output);
      await desk.two.event("ring-start");
      await desk.two.lift();
      await desk.two.call("connected");
      if (ours) await desk.two.hangUp();
      else {
        await baresip("hangup");
        await desk.two.call("ended");
        await desk.two.hangUp();
      }
      await desk.two.call("idle");
    }
  });

  it("each holds baresip and is held by it, and takes it back", async () => {
    desk.two.attend();
    const { code, output } = await baresip("dial", "sip:1004@lab.test");
    equal(code, 0, output);
    await desk.two.event("ring-start");
    await desk.two.lift();
    await desk.two.call("connected");
    await holdEachOther(desk, CALLER);
    await desk.two.hangUp();
    await desk.two.call("idle");
  });

  it("call each other, and each asks by one connection", async () => {
    desk.two.attend();
    await desk.one.place("1004");
    await desk.two.event("ring-start");
    await desk.two.lift();
    await desk.one.call("connected");
    await desk.two.hangUp();
    await desk.one.call("ended");
    for (const line of [1, 2]) {
      const messages = await desk.sip(`?line=${line}`);
      // what Kamailio asks comes by connections of its own, and is answered there
      const sent = messages.filter(({ direction, message }) => direction === "out" && !message.startsWith("SIP/2.0"));
      deepEqual([...new Set(sent.map(({ remote }) => remote))], [`127.0.0.1:${ports.kamailio}`]);
    }
  });

  it("sent nothing tshark finds fault with", async () => {
    await capture(desk, ports.kamailio);
  });
});
