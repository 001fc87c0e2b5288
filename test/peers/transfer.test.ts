/** Calls handed over through Kamailio: by us, by Linphone and by baresip; and messages that wait; by UDP, and by TCP. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { Desk, pause, type SipMessage } from "./desk.js";
import { capture, isCarriedBothWays } from "./judge.js";
import { baresip, kamailio, keepTraces, lab, needs, ports, takesTurns } from "./lab.js";
import { provider, set } from "./provider.js";
import type { Telephone } from "./telephone.js";

const say = (command: string) => lab("linphone/say.sh", [command]);
const by = (transport: string) => [1, 2].map((line) => `SIP_Transport[${line}]=${transport}`);

for (const transport of ["UDP", "TCP"]) {
  describe(`transfers through Kamailio by ${transport}`, () => {
    takesTurns();
    let desk: Desk;
    keepTraces(() => desk);

    before(async function () {
      this.timeout(40_000);
      needs(this, "kamailio", "baresip", "linphonec", "tshark");
      const { code, output } = await lab("linphone/start.sh");
      equal(code, 0, output);
      desk = await Desk.start([
        ...["--seed", "37", ...provider(ports.kamailio, [{ user: "1001" }, { user: "1004" }])],
        // the plan must leave the star codes alone
        ...set("Referor_Bye_Delay[1]=1", "Dial_Plan[1]=(xxxxS0|*xx)", ...by(transport)),
      ]);
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
      await baresip("hangup");
      await desk?.rest();
    });

    const messages = (line: number, since: number) => desk.sip(`?line=${line}&since=${since}`);
    const notified = (all: SipMessage[]) =>
      all
        .filter(({ message }) => message.startsWith("NOTIFY"))
        .flatMap(({ message }) => /^SIP\/2\.0 (\d+)/m.exec(message)?.[1] ?? []);
    const waitForNotify = async (line: number, since: number, status: string): Promise<SipMessage[]> => {
      for (let tries = 0; ; tries++) {
        const all = await messages(line, since);
        if (notified(all).includes(status)) return all;
        ok(tries < 60, `no NOTIFY of ${status}: ${notified(all)}`);
        await pause(250);
      }
    };

    const callsOf = async (line: number) => (await desk.state()).lines[line - 1].calls;
    const ringFromLinphone = async (number: string, phone: Telephone) => {
      phone.attend();
      await say(`call sip:${number}@lab.test`);
      await phone.event("ring-start", {}, { within: 10_000 });
      await phone.lift();
      await phone.call("connected");
      await pause(500);
    };

    it("hand Linphone over to the echo by *98, and know when it is there", async () => {
      const { t: since } = await desk.state();
      await desk.one.place("1006");
      await desk.one.call("connected", { within: 10_000 });
      await pause(1_000);
      await desk.one.flash();
      await desk.one.hears("second-dial");
      await desk.one.dial("*98");
      await desk.one.hears("prompt");
      await desk.one.dial("7001");
      const all = await waitForNotify(1, since, "200");
      const refer = all.find(({ message }) => message.startsWith("REFER"));
      match(String(refer?.message), /^Refer-To: <sip:7001@/im);
      await desk.one.hangUp();
      await desk.one.call("idle");
      const { output } = await say("calls");
      ok(/7001/.test(output), `Linphone is not in a call with 7001: ${output}`);
    });

    it("hand Linphone over to somebody they have talked to before", async () => {
      const { t: since } = await desk.state();
      await desk.one.place("1006");
      await desk.one.call("connected", { within: 10_000 });
      await pause(500);
      await desk.one.flash();
      await desk.one.hears("second-dial");
      await desk.one.dial("1004");
      await desk.two.event("ring-start");
      await desk.two.lift();
      await desk.two.call("connected");
      await pause(1_000);
      await desk.one.hangUp();
      const all = await waitForNotify(1, since, "200");
      match(all.find(({ message }) => message.startsWith("REFER"))?.message ?? "", /^Refer-To: <[^>]*Replaces=/im);
      await desk.one.call("idle");
      await pause(2_000);
      equal((await desk.state()).lines[1].call, "connected", "who was talked to before has lost the call");
      equal((await callsOf(2))[0].peer, "1006");
    });

    it("are sent elsewhere by baresip", async () => {
      desk.two.attend();
      const { code, output } = await baresip("dial", "sip:1004@lab.test");
      equal(code, 0, output);
      await desk.two.event("ring-start");
      await desk.two.lift();
      await desk.two.call("connected");
      await pause(1_000);
      const { t: since } = await desk.state();
      await baresip("transfer", "sip:7001@lab.test");
      await waitForNotify(2, since, "200");
      const calls = await callsOf(2);
      ok(
        calls.some(({ peer, direction }) => peer === "7001" && direction === "out"),
        JSON.stringify(calls),
      );
    });

    it("hand baresip over to the echo by *98", async () => {
      const { t: since } = await desk.state();
      desk.one.attend();
      const { code, output } = await baresip("dial", "sip:1001@lab.test");
      equal(code, 0, output);
      await desk.one.event("ring-start");
      await desk.one.lift();
      await desk.one.call("connected");
      await pause(500);
      await desk.one.flash();
      await desk.one.hears("second-dial");
      await desk.one.dial("*98");
      await desk.one.hears("prompt");
      await desk.one.dial("7001");
      await waitForNotify(1, since, "200");
      await desk.one.hangUp();
      await desk.one.call("idle");
      const { output: calls } = await baresip("listcalls");
      ok(/7001/.test(calls), `baresip is not in a call with 7001: ${calls}`);
    });

    it("are sent elsewhere by Linphone", async () => {
      await ringFromLinphone("1004", desk.two);
      const { t: since } = await desk.state();
      await say("transfer sip:7001@lab.test");
      await waitForNotify(2, since, "200");
      const [{ peer, direction }] = await callsOf(2);
      deepEqual([peer, direction], ["7001", "out"]);
    });

    it("are put through to each other by Linphone, who has talked to both", async () => {
      await ringFromLinphone("1004", desk.two);
      await say("pause");
      await desk.two.call("holding");
      await ringFromLinphone("1001", desk.one);
      const ids = [...(await say("calls")).output.matchAll(/^\s*(\d+)\s*\|/gm)].map(([, id]) => id);
      equal(ids.length, 2);
      const { t: since } = await desk.state();
      await say(`transfer ${ids[0]} --to-call ${ids[1]}`);
      await waitForNotify(2, since, "200");
      const all = (await desk.sip(`?line=2&since=${since}`)).map(({ message }) => message);
      match(all.find((message) => message.startsWith("INVITE sip:")) ?? "", /^Replaces: /m);
      await pause(1_000);
      for (const [line, other] of [
        [1, "1004"],
        [2, "1001"],
      ] as const) {
        const calls = await callsOf(line);
        deepEqual(
          calls.map(({ peer }) => peer),
          [other],
        );
        equal((await desk.state()).lines[line - 1].call, "connected");
      }
      if (transport === "UDP") await isCarriedBothWays(desk);
    });

    it("sent nothing tshark finds fault with", async () => {
      await capture(desk, ports.kamailio);
    });
  });

  describe(`messages at Kamailio by ${transport}`, () => {
    takesTurns();
    let desk: Desk;
    keepTraces(() => desk);

    before(async function () {
      needs(this, "kamailio", "tshark");
      desk = await Desk.start([
        ...["--seed", "41", ...provider(ports.kamailio, [{ user: "1001" }, { user: "1004" }])],
        ...set("Voice_Mail_Server[1]=lab.test", ...by(transport)),
      ]);
      for (const line of [1, 2]) await desk.event({ type: "registration", line, state: "registered" });
    });
    after(() => desk?.stop());

    const tell = (user: string, waiting: string, count: string) => lab("kamailio/mwi.sh", [user, waiting, count]);

    for (const [line, user, how] of [
      [1, "1001", "that has subscribed"],
      [2, "1004", "that is told unasked"],
    ] as const)
      it(`are heard of by a line ${how}: by the dial tone, and by the lamp`, async function () {
        this.timeout(60_000);
        const phone = line === 1 ? desk.one : desk.two;
        await pause(1_000);
        await tell(user, "yes", "2/8");
        await desk.event({ type: "mwi", line, on: true }, { within: 15_000 });
        await phone.lift();
        await phone.hears("stutter-dial");
        await phone.hangUp();
        await phone.call("idle");
        const mark = desk.mark();
        await tell(user, "no", "0/8");
        await desk.event({ type: "mwi", line, on: false }, { after: mark, within: 15_000 });
        await phone.lift();
        await phone.hears("dial");
        await phone.hangUp();
        await phone.call("idle");
      });

    it("sent nothing tshark finds fault with", async () => {
      await capture(desk, ports.kamailio);
    });
  });
}
