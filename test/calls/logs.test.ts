/** Log servers that hear of calls, in virtual time. */
import { equal, match, ok } from "node:assert/strict";
import { textOf } from "../../firmware/base/text.js";
import { VirtualDesk } from "./desk.js";

/** A desk with two log servers, and what each has heard. */
function logged(settings: { readonly [name: string]: string } = {}) {
  const heard: { syslog: string[]; debug: string[] } = { syslog: [], debug: [] };
  const d = new VirtualDesk((lan) => {
    const server = lan.host("10.0.0.5");
    for (const [name, port] of [
      ["syslog", 514],
      ["debug", 1514],
    ] as const) {
      const socket = server.openUdp({
        port,
        onReadable: () => {
          for (let line = socket.read(); line; line = socket.read()) heard[name].push(textOf(line.octets));
        },
      });
    }
    return { settings: { Syslog_Server: "10.0.0.5", Debug_Server: "10.0.0.5:1514", HostName: "ata", ...settings } };
  });
  d.wait(1000);
  return { d, heard };
}

/** Line 1 calls line 2, presses a key, and hangs up. */
function call(d: VirtualDesk): void {
  d.line(1).lift();
  d.wait(500).dial(1, "102").wait(1000);
  d.line(2).lift();
  d.wait(1000).dial(1, "7").wait(3000);
  d.line(1).hangUp();
  d.line(2).hangUp();
  d.wait(2000);
}

describe("log servers", () => {
  it("are told of registrations and calls, by line and room", () => {
    const { d, heard } = logged();
    call(d);
    ok(heard.syslog.includes("<134>1 - ata two-line-ata - sip1 - registered (200)"), heard.syslog[0]);
    ok(heard.syslog.includes("<134>1 - ata two-line-ata - phone1 - connected 102"));
    equal(heard.syslog.filter((line) => line.includes("SIP/2.0")).length, 0);
    equal(heard.debug.length, 0);
  });

  it("are told no more than each room may say", () => {
    const { d, heard } = logged({ Log_Levels: "phone=info, *=error", Syslog_Format: "RFC3164" });
    call(d);
    ok(heard.syslog.length > 0);
    for (const line of heard.syslog) match(line, /^<134>Jan {2}1 00:00:.* ata two-line-ata: phone[12]: /);
  });

  it("are told SIP messages as each line wants, and nothing by which one could log in or learn keys", () => {
    const { d, heard } = logged({
      Debug_Level: "2",
      "SIP_Debug_Option[1]": "full",
      "SIP_Debug_Option[2]": "1-line excl. REG",
      "DTMF_Tx_Method[1]": "INFO",
    });
    call(d);
    const sip = (line: number) =>
      heard.debug.filter((text) => text.includes(` sip${line} - `) && text.includes("SIP/2.0"));
    ok(sip(1).some((text) => text.includes("REGISTER") && /^Authorization: /m.test(text)));
    ok(sip(1).some((text) => text.includes("Signal=*")));
    ok(sip(2).some((text) => text.includes("INVITE sip:")));
    for (const text of sip(2)) ok(!text.includes("REGISTER") && !text.includes("Via"), text);
    for (const text of heard.debug) ok(!/response="(?!\*)|Signal=[0-9]/.test(text), text);
    ok(heard.debug.some((text) => text.endsWith("line1 - a key, by dtmf")));
  });

  it("are told how the sound fares as often as is wanted", () => {
    const { d, heard } = logged({ Debug_Level: "3" });
    call(d);
    ok(heard.debug.filter((text) => text.includes(" media1 - sent ")).length >= 3);
  });

  it("are told from the moment they are set, without a restart, and no more once they are not", () => {
    const { d, heard } = logged({});
    const before = heard.syslog.length;
    d.desk.adapter.change({ Log_Levels: "none" });
    call(d);
    equal(heard.syslog.length, before);
    d.desk.adapter.change({ Log_Levels: "debug" });
    call(d);
    ok(heard.syslog.some((text) => text.endsWith("a key, by dtmf")));
  });

  it("that are not there disturb nobody", () => {
    const { d } = logged({ Syslog_Server: "10.0.0.99", Debug_Server: "nowhere.example.net" });
    call(d);
    equal(d.call(1), "idle");
  });
});
