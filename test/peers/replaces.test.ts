/** Two calls of SIPp, of which the second takes the place of the first (RFC 3891). */
import { equal, ok } from "node:assert/strict";
import { Desk, pause } from "./desk.js";
import { hasSpokenWell } from "./judge.js";
import { keepTraces, needs, ports, Sipp } from "./lab.js";
import { set } from "./provider.js";

const field = (message: string, name: string) => new RegExp(`^${name}: (.*?)\r?$`, "im").exec(message)?.[1] ?? "";
const tag = (value: string) => /;tag=([^;>\s]+)/.exec(value)?.[1] ?? "";

describe("a call that takes the place of another", () => {
  let desk: Desk;
  keepTraces(() => desk);

  before(async function () {
    needs(this, "sipp", "python3", "tshark");
    desk = await Desk.start([
      ...["--seed", "43", "--pbx", "none"],
      ...set(
        `Proxy[1]=127.0.0.1:${ports.sipp[0]}`,
        "User_ID[1]=1001",
        "Register[1]=no",
        "Ans_Call_Without_Reg[1]=yes",
        "Restrict_Source_IP[1]=no",
        "Restrict_Contact_User[1]=no",
      ),
    ]);
  });
  after(() => desk?.stop());

  const call = (scenario: string, port: number, ...keys: string[]) =>
    new Sipp(scenario, port, ["--user", "1001", "--secs", "40", "--to", desk.ready.sip[0], ...keys]);

  it("is answered at once, without ringing, and the other one hears BYE", async () => {
    const first = call("drv-call-bye", ports.sipp[0]);
    await desk.one.event("ring-start");
    await desk.one.lift();
    await desk.one.call("connected");
    const ours = (await desk.sip("?line=1")).find(({ message }) => /^SIP\/2\.0 200.*CSeq: \d+ INVITE/s.test(message));
    ok(ours);
    const replaces = `${field(ours.message, "Call-ID")};to-tag=${tag(field(ours.message, "To"))};from-tag=${tag(field(ours.message, "From"))}`;
    const mark = desk.mark();
    const second = call("uac-replaces", ports.sipp[1], "-key", "replaces", replaces);
    const { code, output } = await first.outcome;
    equal(code, 0, `the first call: ${output}`);
    await pause(500);
    const { lines } = await desk.state();
    equal(lines[0].call, "connected");
    const taken = await second.outcome;
    equal(taken.code, 0, `the second call: ${taken.output}`);
    await desk.one.call("ended", { after: mark });
    ok(!desk.events.slice(mark).some(({ type }) => type === "ring-start"), "it rang");
    await desk.rest();
  });

  it("is refused when there is nothing to take the place of", async () => {
    const { code } = await call("uac-replaces", ports.sipp[1], "-key", "replaces", "none;to-tag=a;from-tag=b").outcome;
    ok(code !== 0);
    const [refusal] = (await desk.sip("?line=1")).filter(({ message }) => message.startsWith("SIP/2.0 481"));
    ok(refusal, "no 481");
  });

  it("sent nothing tshark finds fault with", async () => {
    await hasSpokenWell(desk);
  });
});
