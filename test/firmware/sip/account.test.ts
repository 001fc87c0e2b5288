/** What the owner has settled for a line, as others come to see it. */
import { deepEqual, equal, match } from "node:assert/strict";
import { createHash } from "node:crypto";
import { textOf } from "../../../firmware/base/text.js";
import { RETRY } from "../../../firmware/sip/user-agent.js";
import { timersOf } from "../../../firmware/transaction/timers.js";
import type { Hop } from "../../../firmware/wire/hop.js";
import { header } from "../../../firmware/wire/sip/sip-message.js";
import { ACCOUNT, Bench, MEDIA, PLACE, SERVER, sdp } from "./far-end.js";

const TWO: Hop = { address: "192.0.2.2", port: 5060, transport: "udp" };
const PLACE_TWO = { host: TWO.address, port: TWO.port, transport: TWO.transport };
const md5 = (text: string) => createHash("md5").update(text).digest("hex");

describe("an account", () => {
  it("proves who it is by its name for that, or by its user, and by its password", () => {
    for (const [authUser, name] of [
      ["", "101"],
      ["ann@desk", "ann@desk"],
    ]) {
      const t = new Bench({ account: { authUser, password: "s3cret" } });
      t.order({ do: "register" });
      t.reply(t.asked("REGISTER"), 401, { headers: ['WWW-Authenticate: Digest realm="desk", nonce="n"'] });
      const proof = header(t.asked("REGISTER"), "Authorization") ?? "";
      match(proof, new RegExp(`username="${name}"`));
      const response = md5(`${md5(`${name}:desk:s3cret`)}:n:${md5("REGISTER:sip:desk.test")}`);
      match(proof, new RegExp(`response="${response}"`));
    }
  });

  it("has a name of the device's in its requests, and another in its answers, or none", () => {
    for (const name of ["Bell 2", ""]) {
      const t = new Bench({ account: { userAgentName: name, headers: { ...ACCOUNT.headers, server: `${name}` } } });
      equal(header(t.invite(1), "User-Agent") ?? "", name);
      t.ask("OPTIONS");
      equal(header(t.answered(200), "Server") ?? "", name);
    }
  });

  it("writes short names where its owner wants them", () => {
    for (const [compact, start] of [
      [true, /^REGISTER [^\r]+\r\nv: .*\r\nf: .*\r\nt: /s],
      [false, /^REGISTER [^\r]+\r\nVia: .*\r\nFrom: .*\r\nTo: /s],
    ] as const) {
      const t = new Bench({ account: { compact } });
      const [output] = t.agent.handle({ do: "register" }, 0);
      match("send" in output ? textOf(output.send) : "", start);
    }
  });

  it("sends what is too large for a datagram by a stream where that is allowed", () => {
    for (const [enlarges, transport] of [
      [true, "tcp"],
      [false, "udp"],
    ] as const) {
      const t = new Bench({ account: { enlarges, displayName: "x".repeat(900) } });
      const invite = t.invite(1) as ReturnType<Bench["asked"]>;
      equal(invite.to.transport, transport);
    }
  });

  it("asks for no more than the longest time when a registrar wants more", () => {
    for (const [most, next] of [
      [7200, 5000],
      [4000, 4000],
    ]) {
      const t = new Bench({ account: { registerExpiresMax: most } });
      t.order({ do: "register" });
      t.reply(t.asked("REGISTER"), 423, { headers: ["Min-Expires: 5000"] });
      equal(header(t.asked("REGISTER"), "Expires"), String(next));
    }
  });

  it("looks after its first server again when its owner wants that", () => {
    const t = new Bench({ account: { servers: [PLACE, PLACE_TWO], fallbackInterval: 60_000 } });
    t.order({ do: "register" });
    t.reply(t.asked("REGISTER"), 503);
    const second = t.asked("REGISTER");
    deepEqual(second.to, TWO);
    t.reply(second, 200, { headers: ["Expires: 3600"], from: TWO });
    t.at(59_999).silent().at(60_000);
    deepEqual(t.asked("OPTIONS").to, SERVER);
  });

  it("has requests within a call go by its outbound proxy, or by the call's own route", () => {
    for (const [outboundInDialog, address] of [
      [true, SERVER.address],
      [false, "192.0.2.30"],
    ] as const) {
      const t = new Bench({ account: { outboundProxy: true, outboundInDialog } });
      const invite = t.invite(1);
      equal(header(invite, "Route"), `<sip:${SERVER.address}:${SERVER.port};lr>`);
      t.reply(invite, 200, { sdp: sdp(), headers: ["Record-Route: <sip:192.0.2.30:5080;lr>"] });
      const ack = t.asked("ACK");
      equal(header(ack, "Route"), "<sip:192.0.2.30:5080;lr>");
      equal(ack.to.address, address);
      t.order({ do: "hangUp", call: 1 });
      equal(t.asked("BYE").to.address, address);
    }
  });

  it("is called by its user's name where anybody may call who knows it", () => {
    for (const [takesDirectCalls, status] of [
      [true, 100],
      [false, 404],
    ] as const) {
      const t = new Bench({ account: { takesDirectCalls } });
      t.ask("INVITE", { uri: "sip:101@192.0.2.10:5062", sdp: sdp() });
      t.answered(status);
    }
  });

  it("waits as long as its owner says between tries, shorter or longer", () => {
    const retry = { ...RETRY, retryInterval: 8, retryIntervalCap: 20, longRetryInterval: 100 };
    for (const [status, waits] of [
      [500, [8, 16, 20, 20]],
      [403, [100, 100]],
    ] as const) {
      const t = new Bench({ retry });
      t.order({ do: "register" });
      for (const seconds of waits) {
        t.reply(t.asked("REGISTER"), status);
        const began = t.now;
        while (t.sent.length === 0) t.at(t.agent.deadline);
        const waited = (t.now - began) / 1000;
        equal(waited >= seconds / 2 && waited <= seconds, true, `${status}: ${waited} s for ${seconds} s`);
      }
    }
  });

  it("answers where a request came from, tells what it saw, and says where it is seen, as its owner wants", () => {
    const nat = { substitutesVia: false, insertsReceived: true, insertsRport: true, answersToSource: false };
    const asked = (changes: Partial<typeof nat>, rport = ";rport") => {
      const t = new Bench({ nat: { ...nat, ...changes } });
      const request = [
        `OPTIONS sip:${t.agent.contactUser}@192.0.2.10:5062 SIP/2.0`,
        `Via: SIP/2.0/UDP 192.0.2.50:5070;branch=z9hG4bKx${rport}`,
        ...["Max-Forwards: 70", "From: <sip:a@b>;tag=1", "To: <sip:101@desk.test>", "Call-ID: q", "CSeq: 1 OPTIONS"],
        ...["Content-Length: 0", "", ""],
      ];
      t.hear(request.join("\r\n"), SERVER);
      const { headers, to } = t.answered(200);
      const via = headers.find(([header]) => header === "Via")?.[1];
      return `${via?.replace("SIP/2.0/UDP 192.0.2.50:5070;branch=z9hG4bKx", "")} ${to.address}:${to.port}`;
    };
    equal(asked({}), ";received=192.0.2.1;rport=5060 192.0.2.1:5060");
    equal(asked({ insertsReceived: false }), ";rport=5060 192.0.2.1:5060");
    equal(asked({ insertsRport: false }), ";received=192.0.2.1;rport 192.0.2.1:5060");
    equal(asked({}, ""), ";received=192.0.2.1 192.0.2.1:5070");
    equal(asked({ answersToSource: true }, ""), ";received=192.0.2.1 192.0.2.1:5060");
  });

  it("waits by its owner's own timers (RFC 3261 table 4)", () => {
    const timers = timersOf({ t1: 100, t2: 400, t4: 900, b: 1000, d: 5000, f: 1500, h: 2000, j: 3000 });
    const started = () => new Bench({ timers, account: { restrictContactUser: false } });
    const times = (t: Bench) => {
      const sent: number[] = [];
      for (const end = t.now + 4000; t.now < end; t.after(50)) for (const _ of t.sent.splice(0)) sent.push(t.now);
      return sent;
    };
    let t = started();
    t.order({ do: "register" });
    deepEqual(times(t), [0, 100, 300, 700, 1100], "T1, T2 and F");
    deepEqual(t.told(), ["registering", "failed 408"]);
    t = started();
    t.order({ do: "invite", call: 1, target: "102", media: MEDIA });
    deepEqual(times(t), [0, 100, 300, 700], "B");
    deepEqual(t.told(), ["refused 408"]);
    t = started();
    const refused = t.invite(1);
    const refusal = t.reply(refused, 486);
    t.asked("ACK");
    t.after(4999).hear(refusal);
    t.asked("ACK");
    t.after(2).hear(refusal);
    deepEqual([t.agent.size, t.sent.length], [0, 0], "D");
    t = started();
    t.order({ do: "register" });
    t.reply(t.asked("REGISTER"), 200);
    equal(t.after(899).agent.size, 1);
    equal(t.after(2).agent.size, 0, "T4");
    t = started();
    t.ask("OPTIONS");
    t.answered(200);
    equal(t.after(2999).agent.size, 1);
    equal(t.after(2).agent.size, 0, "J");
    t = started();
    t.ask("INVITE", { sdp: sdp() });
    t.answered(100);
    t.order({ do: "refuse", call: 2, status: 486 });
    equal(t.after(1999).agent.size, 1);
    equal(t.after(2).agent.size, 0, "H");
  });

  it("offers its calls for as long as its owner says, and follows as many redirections", () => {
    const t = new Bench({ inviteExpires: 12, maxRedirections: 1 });
    const invite = t.invite(1, "102", MEDIA);
    equal(header(invite, "Expires"), "12");
    t.reply(invite, 302, { headers: ["Contact: <sip:103@desk.test>"], contact: "sip:103@desk.test" });
    t.asked("ACK");
    const next = t.asked("INVITE");
    equal(next.uri, "sip:103@desk.test");
    t.reply(next, 302, { headers: ["Contact: <sip:104@desk.test>"] });
    t.asked("ACK");
    t.silent();
  });
});
