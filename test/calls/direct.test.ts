/** Calls from address to address, without a server, where their owner wants them. */
import { equal, match, ok } from "node:assert/strict";
import { VirtualDesk } from "./desk.js";

const PLAN = { "Dial_Plan[1]": "(xx.)", "Dial_Plan[2]": "(xx.)" };
const OPEN = { ...PLAN, "Enable_IP_Dialing[1]": "yes", "Enable_IP_Dialing[2]": "yes" };
const ports = (d: VirtualDesk) => d.desk.adapter.status().lines.map(({ sipPort }) => sipPort);

describe("a call by address", () => {
  it("goes from one line to the other, and past the server", () => {
    const d = new VirtualDesk({ settings: OPEN }).wait(2_000);
    d.line(1).lift();
    d.wait(500)
      .dial(1, `102*10*0*0*2*${ports(d)[1]}#`)
      .wait(1_000);
    equal(d.call(2), "ringing");
    d.line(2).lift();
    d.wait(1_000);
    equal(d.call(1), "connected");
    const [invite] = d.events("sip", 1).filter(({ message }) => /^INVITE /.test(String(message)));
    match(String(invite.message), /^INVITE sip:102@10\.0\.0\.2:\d+ SIP/);
    equal(invite.remote, `10.0.0.2:${ports(d)[1]}`);
    d.line(2).hangUp();
    d.wait(3_000);
    equal(d.call(1), "ended");
  });

  it("rings nobody who does not want it, and nobody of another name", () => {
    const closed = new VirtualDesk({ settings: { ...PLAN, "Enable_IP_Dialing[1]": "yes" } }).wait(2_000);
    closed.line(1).lift();
    closed
      .wait(500)
      .dial(1, `102*10*0*0*2*${ports(closed)[1]}#`)
      .wait(1_000);
    equal(closed.call(2), "idle");
    const other = new VirtualDesk({ settings: OPEN }).wait(2_000);
    other.line(1).lift();
    other
      .wait(500)
      .dial(1, `1000*10*0*0*2*${ports(other)[1]}#`)
      .wait(1_000);
    equal(other.call(2), "idle");
    equal(other.call(1), "reorder");
  });

  it("is no number where its owner does not want it", () => {
    const d = new VirtualDesk({ settings: { ...PLAN, "Enable_IP_Dialing[2]": "yes" } }).wait(2_000);
    d.line(1).lift();
    d.wait(500)
      .dial(1, `102*10*0*0*2*${ports(d)[1]}#`)
      .wait(1_000);
    equal(d.call(1), "reorder");
  });

  it("sends hardly anything while nobody speaks, where both sides want it so", () => {
    const quiet = { "Silence_Supp_Enable[1]": "yes", "Silence_Supp_Enable[2]": "yes" };
    const perSecond = (settings: object) => {
      const d = new VirtualDesk({ settings: { ...OPEN, ...settings } }).wait(2_000);
      d.line(1).lift();
      d.wait(500)
        .dial(1, `102*10*0*0*2*${ports(d)[1]}#`)
        .wait(1_000);
      d.line(2).lift();
      d.wait(6_000);
      equal(d.call(1), "connected");
      return Number(d.events("rtp", 1).at(-1)?.sent);
    };
    equal(perSecond({}), 50);
    ok(perSecond(quiet) < 10);
  });
});
