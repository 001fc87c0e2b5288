/** A desk that asks coturn where it is seen and what NAT there is, and calls between its lines all the same. */
import { equal, match, ok } from "node:assert/strict";
import { Desk, pause } from "./desk.js";
import { capture, isCarriedBothWays } from "./judge.js";
import { keepTraces, lab, needs, ports } from "./lab.js";
import { set } from "./provider.js";

/** Where else coturn is, so that it can tell one NAT from another (RFC 5780). */
const OTHER = { TURN_OTHER_IP: "127.0.0.2" };

describe("a desk that asks coturn", () => {
  let desk: Desk;
  keepTraces(() => desk);

  before(async function () {
    needs(this, "turnserver", "espeak-ng", "sox", "tshark");
    const { code, output } = await lab("coturn/start.sh", [], OTHER);
    equal(code, 0, output);
    desk = await Desk.start([
      ...["--seed", "31"],
      ...set("STUN_Enable=yes", "STUN_Test_Enable=yes", `STUN_Server=127.0.0.1:${ports.turn}`),
      ...[1, 2].flatMap((line) => set(`NAT_Mapping_Enable[${line}]=yes`, `NAT_Keep_Alive_Enable[${line}]=yes`)),
      ...set("NAT_Keep_Alive_Intvl=2", "Register_Expires[1]=12"),
    ]);
  });
  after(async () => {
    await desk?.stop();
    await lab("coturn/stop.sh");
  });

  it("learns that there is no NAT, and says so in the journal, on its page and to its registrar", async () => {
    const text = "NAT: Open Internet. There is no NAT, and no firewall: anybody can reach the adapter.";
    await desk.event({ type: "log", level: "info", text }, { within: 20_000 });
    const { web } = desk.ready;
    const enter = { method: "POST", headers: { origin: web }, body: '{"password":"correct horse"}' };
    const cookie = (await fetch(`${web}/api/password`, enter)).headers.get("set-cookie")?.split(";")[0] ?? "";
    const status = await (await fetch(`${web}/api/status`, { headers: { cookie } })).json();
    equal((status as { nat: { kind: string } | null }).nat?.kind, "Open Internet");
    const warned = ({ message }: { message: string }) =>
      message.startsWith("REGISTER") && message.includes('\r\nWarning: 399 spa "Open Internet Detected"\r\n');
    for (let tries = 0; !(await desk.sip()).some(warned); tries++) {
      ok(tries < 60, "no REGISTER with a warning within 15 s");
      await pause(250);
    }
  });

  it("calls from line to line, with sound both ways", async () => {
    await desk.one.place("102");
    await desk.two.event("ring-start");
    await desk.two.lift();
    await desk.one.call("connected");
    await isCarriedBothWays(desk);
    await desk.one.hangUp();
    await desk.two.call("ended");
    await desk.rest();
  });

  it("has asked from every port of SIP and sound, and sent nothing tshark finds fault with", async () => {
    const shark = await capture(desk);
    const at = (port: string | number) => shark.frames(`stun.type == 0x0101 && udp.dstport == ${port}`);
    for (const address of desk.ready.sip) ok((await at(address.slice(address.lastIndexOf(":") + 1))) > 0, address);
    const offered = (await desk.sip())
      .filter(({ direction }) => direction === "out")
      .flatMap(({ message }) => /^m=audio (\d+)/m.exec(message)?.[1] ?? []);
    equal(new Set(offered).size, 2);
    for (const port of offered) {
      ok((await at(port)) > 0, `RTP ${port}`);
      ok((await at(Number(port) + 1)) > 0, `RTCP ${port}`);
    }
  });

  it("keeps the way to its registrar open", async () => {
    const beats = (await desk.sip("?line=2")).filter(
      ({ direction, message }) => direction === "out" && message.startsWith("NOTIFY"),
    );
    ok(beats.length > 3, `${beats.length}`);
    for (const { message } of beats) match(message, /^Event: keep-alive\r$/m);
    for (const [at, { t }] of beats.slice(1).entries())
      ok(Math.abs(t - beats[at].t - 2000) < 200, `${t - beats[at].t}`);
  });
});
