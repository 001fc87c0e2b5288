/** Lines that speak to their server by TCP. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
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

  it("takes what is too large for a datagram, and leaves it to UDP where it cannot be had (RFC 3261 section 18.1.1)", () => {
    const long = "x".repeat(64);
    const settings = {
      ...{ "SIP_Transport[1]": "AUTO", "Line_Enable[2]": "No", "Display_Name[1]": long, SIP_User_Agent_Name: long },
      ...{ SIP_Accept_Language: long, "SIP_GUID[1]": "Yes" },
    };
    for (const refuses of [false, true]) {
      const d = new VirtualDesk((lan, time) => {
        const host = lan.host("10.0.0.2");
        const connectTcp: typeof host.connectTcp = (options) => {
          if (!refuses) return host.connectTcp(options);
          time.after(1, () => options.onError());
          const { address, port } = options;
          return { address, port, read: () => undefined, write: () => 0, close() {} };
        };
        return { network: { ...host, connectTcp }, settings };
      }).started();
      equal(d.desk.adapter.status().lines[0].registration.state, "registered");
      d.line(1).lift();
      d.wait(500).dial(1, "600").wait(1_000);
      equal(d.call(1), "connected");
      const ways = (start: string) =>
        d.events("sip", 1).flatMap(({ direction, message, transport }) => {
          return direction === "out" && String(message).startsWith(start) ? [transport] : [];
        });
      deepEqual(new Set(ways("REGISTER")), new Set(["udp"]));
      // it is the proof of who calls that makes it too large
      deepEqual(ways("INVITE"), refuses ? ["udp", "tcp", "udp"] : ["udp", "tcp"]);
      d.line(1).hangUp();
      d.wait(1_000);
      equal(d.call(1), "idle");
    }
  });

  it("goes by UDP where the domain does not say otherwise", () => {
    const d = desk("AUTO").wait(2_000);
    equal(d.events("sip", 1)[0].transport, "udp");
    equal(d.events("sip", 2)[0].transport, "tcp");
  });
});
