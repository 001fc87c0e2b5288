/** The whole desk on ::1: SIP, SDP and RTP with addresses of IPv6. */
import { equal, ok } from "node:assert/strict";
import { Desk } from "./desk.js";
import { capture, isCarriedBothWays } from "./judge.js";
import { keepTraces, needs } from "./lab.js";

describe("both lines on ::1", () => {
  let desk: Desk;
  keepTraces(() => desk);

  before(async function () {
    needs(this, "espeak-ng", "sox", "tshark");
    desk = await Desk.start(["--seed", "29", "--sip", "[::1]:0"]);
  });
  after(() => desk?.stop());

  it("register and call each other, with sound both ways", async () => {
    ok(desk.ready.sip.every((address) => address.startsWith("[::1]:")));
    await desk.one.place("102");
    await desk.two.event("ring-start");
    await desk.two.lift();
    await desk.one.call("connected");
    await isCarriedBothWays(desk);
    await desk.one.hangUp();
    await desk.two.call("ended");
    await desk.rest();
  });

  it("say so in every header and description", async () => {
    const messages = (await desk.sip()).map(({ message }) => message);
    ok(messages.some((message) => /^c=IN IP6 ::1\r$/m.test(message)));
    ok(messages.some((message) => /^Via: SIP\/2\.0\/UDP \[::1\]:\d+;/m.test(message)));
    equal(messages.filter((message) => /IP4|127\.0\.0\.1/.test(message)).length, 0);
  });

  it("sent nothing tshark finds fault with", async () => {
    await capture(desk);
  });
});
