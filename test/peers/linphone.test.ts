/** Linphone at Kamailio: it calls, is called, and is held. */
import { equal, ok } from "node:assert/strict";
import { Desk, pause } from "./desk.js";
import { holdEachOther, LINPHONE } from "./held.js";
import { capture } from "./judge.js";
import { kamailio, keepTraces, lab, needs, ports, takesTurns } from "./lab.js";
import { provider } from "./provider.js";

const say = (command: string) => lab("linphone/say.sh", [command]);

describe("Linphone at Kamailio", () => {
  takesTurns();
  let desk: Desk;
  keepTraces(() => desk);

  before(async function () {
    this.timeout(40_000);
    needs(this, "kamailio", "linphonec", "tshark");
    const { code, output } = await lab("linphone/start.sh");
    equal(code, 0, output);
    desk = await Desk.start(["--seed", "31", ...provider(ports.kamailio, [{ user: "1001" }, { user: "1004" }])]);
    for (let tries = 0; !(await kamailio("ul.dump")).includes('"1006"'); tries++) {
      ok(tries < 40, "Linphone does not register");
      await pause(250);
    }
  });
  after(async () => {
    await desk?.stop();
    await lab("linphone/stop.sh");
  });
  afterEach(async () => {
    await say("terminate all");
    await desk?.rest();
  });

  it("answers, hears that it is held and taken back, and hears the end", async () => {
    await desk.one.place("1006");
    await desk.one.call("connected", { within: 10_000 });
    await pause(1_000);
    await desk.one.flash();
    await desk.one.hears("second-dial");
    equal((await desk.state()).lines[0].call, "dialing");
    const held = (await desk.sip("?line=1")).filter(({ message }) => /^a=sendonly/m.test(message));
    ok(held.length > 0, "nothing was held");
    await desk.one.flash();
    await desk.one.call("connected");
    await pause(1_000);
    const directions = (await desk.sip("?line=1"))
      .filter(({ direction, message }) => direction === "in" && /^SIP\/2\.0 200/.test(message))
      .flatMap(({ message }) => /^a=(recvonly|sendrecv|inactive)/m.exec(message)?.[1] ?? []);
    ok(directions.includes("recvonly"), `Linphone answered ${directions}`);
    await desk.one.hangUp();
    await desk.one.call("idle");
  });

  it("calls, and either side hangs up", async () => {
    for (const ours of [true, false]) {
      desk.two.attend();
      await say("call sip:1004@lab.test");
      await desk.two.event("ring-start", {}, { within: 10_000 });
      const { number } = await desk.two.event("display", {}, { within: 8_000 });
      equal(number, "1006");
      await desk.two.lift();
      await desk.two.call("connected");
      await pause(500);
      if (ours) await desk.two.hangUp();
      else {
        await say("terminate all");
        await desk.two.call("ended");
        await desk.two.hangUp();
      }
      await desk.two.call("idle");
    }
  });

  it("holds us, is held, and both come back", async () => {
    desk.two.attend();
    await say("call sip:1004@lab.test");
    await desk.two.event("ring-start", {}, { within: 10_000 });
    await desk.two.lift();
    await desk.two.call("connected");
    await holdEachOther(desk, LINPHONE);
    await desk.two.hangUp();
    await desk.two.call("idle");
  });

  it("sent us, and heard, nothing tshark finds fault with", async () => {
    await capture(desk, ports.kamailio);
  });
});
