/** Two Kamailios behind one name: the first dies in the middle of the day, and comes back. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { Desk, pause } from "./desk.js";
import { isCarriedBothWays } from "./judge.js";
import { Dns, keepTraces, needs, ports, Registrar } from "./lab.js";
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
    needs(this, "kamailio", "dnsmasq", "espeak-ng", "sox");
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

  it("keep the call that is up when the first dies, and ask the second after one failed request", async function () {
    this.timeout(90_000);
    await desk.one.place("1004");
    await desk.two.event("ring-start");
    await desk.two.lift();
    await desk.one.call("connected");
    await first.stop();
    await isCarriedBothWays(desk);
    // Their route leads by a dead server: neither hears the other hang up.
    for (const phone of [desk.one, desk.two]) {
      await phone.hangUp();
      await phone.call("idle");
    }
    await desk.two.place("9486");
    await desk.two.hears("busy", { within: 15_000 });
    const invites = (await desk.sip("?line=2"))
      .filter(({ direction, message }) => direction === "out" && message.startsWith("INVITE"))
      .map(({ remote }) => remote);
    deepEqual(
      [...new Set(invites)],
      [first, second].map(({ port }) => `127.0.0.1:${port}`),
    );
    ok((await bound(second))[1], "line 2 has not registered at the second");
    await desk.two.hangUp();
    await desk.two.call("idle");
  });

  it("both live at the second", async function () {
    this.timeout(60_000);
    await desk.one.place("1004");
    await desk.two.event("ring-start", {}, { within: 15_000 });
    await desk.one.hangUp();
    await desk.one.call("idle");
    await desk.two.call("idle");
    deepEqual(await bound(second), [true, true]);
    const { lines } = await desk.state();
    ok(lines.every(({ registered }) => registered));
  });

  it("go back to the first when that is back", async function () {
    this.timeout(60_000);
    await first.start();
    for (let tries = 0; !(await bound(first)).every(Boolean); tries++) {
      ok(tries < 60, "they do not go back");
      await pause(500);
    }
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
});
