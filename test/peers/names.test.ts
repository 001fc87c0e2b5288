/** A desk that knows its servers by name, dnsmasq that knows where they are, and Kamailio there. */
import { ok } from "node:assert/strict";
import { Desk } from "./desk.js";
import { hasSpokenWell } from "./judge.js";
import { kamailio, keepTraces, needs, ports } from "./lab.js";
import { set } from "./provider.js";

describe("a line whose server has a name", () => {
  let desk: Desk;
  keepTraces(() => desk);

  before(async function () {
    needs(this, "kamailio", "dnsmasq", "tshark");
    desk = await Desk.start([
      ...["--seed", "17", "--pbx", "none"],
      ...set(
        `Primary_DNS=127.0.0.1:${ports.dns}`,
        "Proxy[1]=lab.test",
        "User_ID[1]=1001",
        "Password[1]=pw-1001",
        "Proxy[2]=lab.test",
        "Outbound_Proxy[2]=weight.test",
        "Use_Outbound_Proxy[2]=yes",
        "User_ID[2]=1004",
        "Password[2]=pw-1004",
      ),
    ]);
  });
  after(() => desk?.stop());

  it("is led to Kamailio by NAPTR and SRV, and registers", async () => {
    await desk.event({ type: "registration", line: 1, state: "registered" });
    ok((await kamailio("ul.dump")).includes(desk.ready.sip[0]));
    const [first] = await desk.sip();
    ok(first.remote.endsWith(`:${ports.kamailio}`), first.remote);
  });

  it("has its outbound proxy chosen by weight", async () => {
    await desk.event({ type: "registration", line: 2, state: "registering" });
    const registers = (await desk.sip()).find(({ line, direction }) => line === 2 && direction === "out");
    ok(registers && [1, 2].some((n) => registers.remote === `127.0.0.${n}:${ports.kamailio}`), registers?.remote);
  });

  it("sent nothing tshark finds fault with", async () => {
    await hasSpokenWell(desk);
  });
});
