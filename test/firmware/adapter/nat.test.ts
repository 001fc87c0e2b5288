/** The STUN server of a whole adapter: found by its name, asked for the kind of NAT, and told of. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { octetsOf, textOf } from "../../../firmware/base/text.js";
import { emitDns, parseDns } from "../../../firmware/wire/dns/dns.js";
import { emitStunResponse, parseStun } from "../../../firmware/wire/stun/stun.js";
import type { SettingValues } from "../../../hal/board.js";
import type { JournalEntry } from "../../../hal/journal.js";
import { bench } from "./board.js";

const NAMED: SettingValues = {
  ...{ STUN_Enable: "Yes", STUN_Test_Enable: "Yes", STUN_Server: "stun.example.org", Primary_DNS: "10.0.0.53" },
  ...{ "Proxy[1]": "10.0.0.9", "User_ID[1]": "101", "NAT_Mapping_Enable[1]": "Yes" },
};
const page = { method: "GET", path: "/", query: "", headers: { host: "ata:80" }, body: new Uint8Array(0), from: "::1" };

/** An adapter, a DNS that knows one name or none, and a STUN server at 10.0.0.3 or none. */
function world(settings: SettingValues, { named = true, answers = true } = {}) {
  const b = bench(settings);
  const { lan } = b;
  const { network } = b.board;
  const openUdp = network.openUdp.bind(network);
  const open = new Set<object>();
  network.openUdp = (options) => {
    const socket = openUdp(options);
    const close = socket.close.bind(socket);
    open.add(socket);
    socket.close = () => {
      open.delete(socket);
      close();
    };
    return socket;
  };
  const asked: string[] = [];
  const dns = lan.host("10.0.0.53").openUdp({
    port: 53,
    onReadable: () => {
      for (let packet = dns.read(); packet; packet = dns.read()) {
        const message = parseDns(packet.octets);
        ok(message && !message.response);
        const { name, type } = message.question;
        asked.push(`${type} ${name}`);
        const known = named && type === "A";
        const reply = emitDns({
          ...message,
          ...{ response: true, code: known ? 0 : 3 },
          answers: known ? [{ name, ttl: 3600, type: "A", address: "10.0.0.3" }] : [],
        });
        if (reply) dns.write(reply, packet.address, packet.port);
      }
    },
  });
  const stun = lan.host("10.0.0.3").openUdp({
    port: 3478,
    onReadable: () => {
      for (let packet = stun.read(); packet; packet = stun.read()) {
        const request = parseStun(packet.octets);
        const { address, port } = packet;
        const reply = request && emitStunResponse({ id: request.id, mapped: { address, port } });
        if (reply && answers) stun.write(reply, address, port);
      }
    },
  });
  const adapter = b.start();
  return { ...b, adapter, asked, open };
}

const logs = (journal: readonly JournalEntry[]) =>
  journal.flatMap((entry) => (entry.type === "log" && entry.line === null ? [`${entry.level} ${entry.text}`] : []));
const registers = (journal: readonly JournalEntry[]) =>
  journal.flatMap((entry) => (entry.type === "sip" && entry.message.startsWith("REGISTER") ? [entry.message] : []));

/** A registrar that keeps flows, and sees us where it is told to. */
function registrar({ lan }: ReturnType<typeof bench>, at = "10.0.0.9") {
  const seen = { registers: 0, asked: 0, port: 40_000, refuses: false };
  const socket = lan.host(at).openUdp({
    port: 5060,
    onReadable: () => {
      for (let packet = socket.read(); packet; packet = socket.read()) {
        const { octets, address, port } = packet;
        const request = parseStun(octets);
        if (request) {
          seen.asked++;
          const reply = emitStunResponse({ id: request.id, mapped: { address, port: seen.port } });
          if (reply) socket.write(reply, address, port);
          continue;
        }
        const lines = textOf(octets).split("\r\n");
        if (!lines[0].startsWith("REGISTER")) continue;
        seen.registers++;
        const same = lines.filter((line) => /^(Via|From|To|Call-ID|CSeq|Contact|Expires):/.test(line));
        const status = seen.refuses ? "503 No" : "200 OK";
        const reply = [
          `SIP/2.0 ${status}`,
          ...same,
          "Require: outbound",
          "Flow-Timer: 20",
          "Content-Length: 0",
          "",
          "",
        ];
        socket.write(octetsOf(reply.join("\r\n")), address, port);
      }
    },
  });
  return seen;
}

describe("a flow to a registrar that wants one", () => {
  it("is kept open by STUN, and made anew when the registrar sees us elsewhere", () => {
    const b = bench({
      "Proxy[1]": "10.0.0.9",
      "User_ID[1]": "101",
      "SIP_Outbound[1]": "Yes",
      "SIP_Instance_ID[1]": "Yes",
    });
    const seen = registrar(b);
    const adapter = b.start();
    b.time.advance(120_000);
    equal(adapter.status().lines[0].registration.state, "registered");
    equal(seen.registers, 1);
    ok(seen.asked >= 6 && seen.asked <= 8, String(seen.asked));
    seen.port++;
    b.time.advance(20_000);
    equal(seen.registers, 2);
    b.time.advance(120_000);
    equal(seen.registers, 2);
  });

  it("is one to the next registrar, when the line turns to that", () => {
    const b = bench({
      ...{ "Proxy[1]": "10.0.0.9", "Alternate_Proxy[1]": "10.0.0.8", "User_ID[1]": "101", "Register_Expires[1]": "60" },
      "SIP_Outbound[1]": "Yes",
    });
    const first = registrar(b);
    const second = registrar(b, "10.0.0.8");
    b.start();
    b.time.advance(20_000);
    equal(first.asked > 0, true);
    first.refuses = true;
    b.time.advance(40_000);
    equal(second.registers, 2);
    first.asked = second.asked = 0;
    b.time.advance(60_000);
    equal(first.asked, 0);
    equal(second.asked >= 2, true);
  });
});

describe("a stream to a registrar", () => {
  const settings = { "Proxy[1]": "10.0.0.9", "User_ID[1]": "101", "SIP_Transport[1]": "TCP" };

  /** A registrar at 10.0.0.9 that answers nothing at all while it is `dumb`, and what it has heard by each connection. */
  function streams({ lan }: ReturnType<typeof bench>) {
    const registrar = { dumb: false, heard: [] as string[][] };
    lan.host("10.0.0.9").listenTcp({
      port: 5060,
      onConnection(tcp) {
        const heard: string[] = [];
        registrar.heard.push(heard);
        return {
          onReadable() {
            for (let octets = tcp.read(); octets; octets = tcp.read()) {
              const lines = textOf(octets).split("\r\n");
              heard.push(lines[0]);
              if (registrar.dumb || !lines[0].startsWith("REGISTER")) continue;
              const same = lines.filter((line) => /^(Via|From|To|Call-ID|CSeq|Contact|Expires):/.test(line));
              const more = ["Require: outbound", "Flow-Timer: 20", "Content-Length: 0", "", ""];
              tcp.write(octetsOf(["SIP/2.0 200 OK", ...same, ...more].join("\r\n")));
            }
          },
          onWritable() {},
          onError() {},
        };
      },
    });
    return registrar;
  }

  it("is kept alive as often as it wishes (RFC 5626 section 4.4.1)", () => {
    const b = bench({ ...settings, "SIP_Outbound[1]": "Yes" });
    const { heard } = streams(b);
    b.start();
    b.time.advance(100_000);
    deepEqual(heard, [[...["REGISTER sip:10.0.0.9 SIP/2.0"], "", "", "", "", ""]]);
  });

  it("is made to the next server where the first takes none", () => {
    const b = bench({ ...settings, "Proxy[1]": "10.0.0.8", "Alternate_Proxy[1]": "10.0.0.9" });
    const { heard } = streams(b);
    const adapter = b.start();
    b.time.advance(1000);
    equal(adapter.status().lines[0].registration.state, "registered");
    deepEqual(heard, [["REGISTER sip:10.0.0.8 SIP/2.0"]]);
  });

  it("is made anew when nobody has answered by it, and the registrar hears of that before long", () => {
    const b = bench({ ...settings, "Register_Expires[1]": "200", "NAT_Keep_Alive_Enable[1]": "Yes" });
    const registrar = streams(b);
    const adapter = b.start();
    b.time.advance(14_000);
    equal(registrar.heard.length, 1);
    registrar.dumb = true;
    b.time.advance(120_000);
    registrar.dumb = false;
    b.time.advance(40_000);
    ok(registrar.heard.length > 1, "the old connection is still asked");
    equal(adapter.status().lines[0].registration.state, "registered");
  });
});

describe("what stands before an adapter", () => {
  it("is asked of a STUN server that has a name, and told on the page and in the journal", () => {
    const { time, adapter, asked, journal, served } = world(NAMED);
    time.advance(20_000);
    deepEqual(asked, ["A stun.example.org"]);
    const nat = adapter.status().nat;
    equal(nat?.kind, "Unknown");
    match(nat?.words ?? "", /no NAT/);
    match(String(served[0].respond(page).body), /<p>NAT: Unknown\. There is no NAT\./);
    equal(logs(journal).filter((text) => text.startsWith("info NAT: Unknown. ")).length, 1);
  });

  it("is nothing to be told of while it is not known", () => {
    const { adapter, served } = world({});
    equal(adapter.status().nat, null);
    ok(!String(served[0].respond(page).body).includes("NAT"));
  });

  it("cannot be found out from a server that nobody knows, and the registrar hears of that", () => {
    const { time, adapter, journal } = world(NAMED, { named: false });
    time.advance(20_000);
    equal(adapter.status().nat, null);
    const register = registers(journal).at(-1) ?? "";
    match(register, /Contact: <sip:\w+@10\.0\.0\.2:/);
    match(registers(journal).at(-1) ?? "", /\r\nWarning: 399 spa "STUN Server Not Reachable"\r\n/);
  });

  it("may be nobody who answers, which is a warning", () => {
    const { time, adapter, journal } = world(NAMED, { answers: false });
    time.advance(60_000);
    equal(adapter.status().nat?.kind, "UDP blocked");
    equal(logs(journal).filter((text) => text.startsWith("warning NAT: UDP blocked. ")).length, 1);
    time.advance(600_000);
    equal(logs(journal).length, 1, "told once");
  });

  it("leaves no socket open", () => {
    const { time, adapter, open } = world(NAMED, { answers: false });
    time.advance(5000);
    equal(open.size, 4, "two lines, the DNS, and the test");
    adapter.close(() => {});
    time.advance(5000);
    equal(open.size, 0);
  });
});
