/** Two Kamailios behind one name: the first dies in the middle of the day, and comes back. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { Desk, pause } from "./desk.js";
import { hasSpokenWell, isCarriedBothWays } from "./judge.js";
import { Dns, keepTraces, needs, ports, Registrar } from "./lab.js";
import { Ladder } from "./ladder.js";
import { set } from "./provider.js";

/** Seconds; the defaults of an hour and of 32 s are too long to watch. */
const FALLBACK = 6;
const PATIENCE = 2;

describe("two lines with two Kamailios", () => {
  let desk: Desk;
  let dns: Dns;
  const first = new Registrar("first", ports.mortal);
  const second = new Registrar("second", ports.spare);
  keepTraces(() => desk);

  before(async function () {
    this.timeout(60_000);
    needs(this, "kamailio", "dnsmasq", "espeak-ng", "sox", "tshark");
    dns = new Dns([
      "host-record=a.lab.test,127.0.0.1",
      `srv-host=_sip._udp.lab.test,a.lab.test,${first.port},10,100`,
      `srv-host=_sip._udp.lab.test,a.lab.test,${second.port},20,100`,
    ]);
    await Promise.all([first.start(), second.start()]);
    const line = (n: number, user: string) => [
      ...[`Proxy[${n}]=lab.test`, `User_ID[${n}]=${user}`, `Password[${n}]=pw-${user}`],
      ...[`Dial_Plan[${n}]=(xxxxS0)`, `Proxy_Fallback_Intvl[${n}]=${FALLBACK}`],
    ];
    desk = await Desk.start([
      ...["--seed", "19", "--pbx", "none"],
      ...set(`Primary_DNS=127.0.0.1:${dns.port}`, `SIP_Timer_B=${PATIENCE}`, `SIP_Timer_F=${PATIENCE}`),
      ...set(...line(1, "1001"), ...line(2, "1004")),
    ]);
  });
  after(async () => {
    await desk?.stop();
    dns?.stop();
    await Promise.all([first.stop(), second.stop()]);
  });

  const bound = async (registrar: Registrar) => {
    const bindings = await registrar.rpc("ul.dump");
    return desk.ready.sip.map((address) => bindings.includes(address));
  };

  const untilBound = async (registrar: Registrar) => {
    for (let tries = 0; !(await bound(registrar)).every(Boolean); tries++) {
      ok(tries < 60, "they do not come");
      await pause(500);
    }
  };

  it("register at the first", async () => {
    for (const line of [1, 2]) await desk.event({ type: "registration", line, state: "registered" });
    deepEqual(
      [await bound(first), await bound(second)],
      [
        [true, true],
        [false, false],
      ],
    );
  });

  it("keep the call that is up when the first dies, and each asks the second after one failed request", async function () {
    this.timeout(90_000);
    await desk.one.place("1004");
    await desk.two.event("ring-start");
    await desk.two.lift();
    await desk.one.call("connected");
    await first.stop();
    const { t: died } = await desk.state();
    await isCarriedBothWays(desk);
    // The route of the call leads by a dead server: neither hears the other hang up, and both learn that it is dead.
    for (const phone of [desk.one, desk.two]) {
      await phone.hangUp();
      await phone.call("idle");
    }
    await untilBound(second);
    for (const line of [1, 2]) {
      const asked = (await Ladder.of(desk, line)).all.filter(({ out, method, t }) => out && method !== "" && t > died);
      const branches = (port: number) =>
        new Set(asked.filter(({ remote }) => remote.endsWith(`:${port}`)).map(({ branch }) => branch));
      equal(branches(first.port).size, 1, `requests of line ${line} that the first left without an answer`);
      ok(branches(second.port).size > 0);
    }
  });

  it("both live at the second", async function () {
    this.timeout(60_000);
    await desk.two.place("9486");
    await desk.two.hears("busy");
    await desk.two.hangUp();
    await desk.two.call("idle");
    await desk.one.place("1004");
    await desk.two.event("ring-start");
    await desk.two.lift();
    await desk.one.call("connected");
    const { lines } = await desk.state();
    ok(lines.every(({ registered }) => registered));
  });

  it("go back to the first when that is back, and the call that is up goes on", async function () {
    this.timeout(90_000);
    await first.start();
    await untilBound(first);
    await isCarriedBothWays(desk);
    await desk.two.hangUp();
    await desk.one.call("ended");
    await desk.rest();
    await desk.one.place("1004");
    await desk.two.event("ring-start");
    await desk.two.lift();
    await desk.one.call("connected");
    const last = (await desk.sip("?line=1")).filter(({ message }) => message.startsWith("INVITE")).at(-1);
    equal(last?.remote, `127.0.0.1:${first.port}`);
    await desk.one.hangUp();
    await desk.two.call("ended");
    await desk.rest();
  });

  it("move within one failed request, too, when somebody is called and the first has died again", async function () {
    this.timeout(60_000);
    await first.stop();
    const { t: died } = await desk.state();
    for (const phone of [desk.one, desk.two]) {
      await phone.place("9486");
      await phone.hears("busy", { within: 15_000 });
      await phone.hangUp();
      await phone.call("idle");
      const asked = (await Ladder.of(desk, phone.line)).asked("INVITE").filter(({ t }) => t > died);
      deepEqual(
        [...new Set(asked.map(({ remote }) => remote))],
        [first, second].map(({ port }) => `127.0.0.1:${port}`),
      );
    }
    await untilBound(second);
  });

  it("sent nothing tshark finds fault with", async () => {
    await hasSpokenWell(desk);
  });
});
