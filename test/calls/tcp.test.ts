/** Lines that speak to their server by TCP. */
import { equal, match, ok } from "node:assert/strict";
import { VirtualDesk } from "./desk.js";

const messages = (d: VirtualDesk, line?: number) => d.events("sip", line).map(({ message }) => String(message));

describe("a line by TCP", () => {
  const desk = (transport: string) =>
    new VirtualDesk({ settings: { "SIP_Transport[1]": transport, "SIP_Transport[2]": "TCP" } });

  it("registers, and calls another", () => {
    const d = desk("TCP").wait(2_000);
    for (const { registration } of d.desk.adapter.status().lines) equal(registration.state, "registered");
    d.line(1).lift();
    d.wait(500).dial(1, "102").wait(2_000);
    equal(d.call(2), "ringing");
    d.line(2).lift();
    d.wait(1_000);
    equal(d.call(1), "connected");
    d.line(1).hangUp();
    d.wait(3_000);
    equal(d.call(1), "idle");
    ok(d.events("sip").every(({ transport }) => transport === "tcp"));
    for (const message of messages(d).filter((text) => text.startsWith("REGISTER"))) {
      match(message, /Via: SIP\/2\.0\/TCP /);
      match(message, /Contact: <sip:[^>]*;transport=tcp>/);
    }
  });

  it("is one connection", () => {
    const d = desk("TCP").wait(2_000);
    d.line(1).lift();
    d.wait(500).dial(1, "600").wait(2_000);
    equal(d.call(1), "connected");
    equal(new Set(d.events("sip", 1).map(({ remote }) => remote)).size, 1);
  });

  it("goes by UDP where the domain does not say otherwise", () => {
    const d = desk("AUTO").wait(2_000);
    equal(d.events("sip", 1)[0].transport, "udp");
    equal(d.events("sip", 2)[0].transport, "tcp");
  });
});
