/** Calls we make, as the far end sees them. */
import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { tagOf } from "../../../firmware/transaction/mandatory.js";
import type { Hop } from "../../../firmware/wire/hop.js";
import { header, headerList } from "../../../firmware/wire/sip/sip-message.js";
import { Bench, bodyOf, branchOf, cseqOf, LOCAL, MEDIA, PLACE, SERVER, sdp, text } from "./far-end.js";

const CHALLENGE = (nonce: string, more = "") =>
  `Proxy-Authenticate: Digest realm="desk", nonce="${nonce}", qop="auth", algorithm=MD5${more}`;

describe("a call we make", () => {
  it("asks, hears ringing, is answered, and hangs up", () => {
    const t = new Bench();
    const invite = t.invite(1);
    equal(invite.uri, "sip:102@desk.test");
    deepEqual((invite as typeof invite & { to: unknown }).to, SERVER);
    match(header(invite, "From") ?? "", /^"?Line 1"? <sip:101@desk\.test>;tag=/);
    match(header(invite, "Via") ?? "", /^SIP\/2\.0\/UDP 192\.0\.2\.10:5062;branch=z9hG4bK.*;rport$/);
    match(bodyOf(invite), /m=audio 16384 RTP\/AVP 0 8 101\r\n/);
    t.reply(invite, 100);
    t.reply(invite, 180);
    t.reply(invite, 200, { sdp: sdp() });
    deepEqual(t.told(), ["progressed 180", "agreed PCMU sendrecv", "answered"]);
    const ack = t.asked("ACK");
    equal(ack.uri, "sip:far@192.0.2.1:5060");
    equal(cseqOf(ack), "1 ACK");
    equal(tagOf(ack, "To"), "far");
    notEqual(branchOf(ack), branchOf(invite));
    t.order({ do: "hangUp", call: 1 });
    const bye = t.asked("BYE");
    equal(cseqOf(bye), "2 BYE");
    t.reply(bye, 200);
    t.after(64_000).silent();
    deepEqual(t.told(), []);
    equal(t.agent.size, 0);
    equal(t.agent.deadline, Infinity);
  });

  it("escapes what a number may hold, and takes a whole URI as it stands", () => {
    const t = new Bench();
    equal(t.invite(1, "*21*5#").uri, "sip:*21*5%23@desk.test");
    equal(t.invite(7, "bob@elsewhere.test").uri, "sip:bob@elsewhere.test");
    const direct = t.invite(3, "sip:600@192.0.2.9:5070") as ReturnType<Bench["asked"]>;
    equal(direct.uri, "sip:600@192.0.2.9:5070");
    deepEqual(direct.to, { address: "192.0.2.9", port: 5070, transport: "udp" });
    t.order({ do: "invite", call: 5, target: "mailto:x@y", media: MEDIA });
    deepEqual(t.told(), ["refused 484"]);
  });

  it("is repeated on the same branch, and given up after 32 s", () => {
    const t = new Bench();
    const invite = t.invite(1);
    const times: number[] = [];
    for (let ms = 0; ms <= 40_000; ms += 100) {
      t.at(ms);
      for (const copy of t.sent.splice(0)) {
        equal(branchOf(copy), branchOf(invite));
        times.push(ms);
      }
    }
    deepEqual(times, [500, 1500, 3500, 7500, 15_500, 31_500]);
    deepEqual(t.told(), ["refused 408"]);
    equal(t.agent.size, 0);
  });

  it("acknowledges a refusal on the branch of the INVITE", () => {
    for (const status of [302, 403, 404, 480, 484, 486, 488, 500, 503, 600, 603]) {
      const t = new Bench();
      const invite = t.invite(1);
      t.reply(invite, 180);
      t.reply(invite, status);
      const ack = t.asked("ACK");
      equal(branchOf(ack), branchOf(invite));
      equal(ack.uri, invite.uri);
      equal(tagOf(ack, "To"), "far");
      deepEqual(t.told(), ["progressed 180", `refused ${status}`]);
      t.reply(invite, status);
      t.asked("ACK");
      t.after(33_000).silent();
      equal(t.agent.size, 0);
    }
  });

  it("answers each copy of the 200 with the same ACK", () => {
    const t = new Bench();
    const invite = t.invite(1);
    t.reply(invite, 200, { sdp: sdp() });
    const ack = text(t.asked("ACK"));
    for (let copy = 0; copy < 3; copy++) {
      t.after(500).reply(invite, 200, { sdp: sdp() });
      equal(text(t.asked("ACK")), ack);
    }
    deepEqual(t.told(), ["agreed PCMU sendrecv", "answered"]);
  });

  it("hears early media, and goes on with the fork that answers", () => {
    const t = new Bench();
    const invite = t.invite(1);
    t.reply(invite, 180, { tag: "a" });
    t.reply(invite, 183, { tag: "b", sdp: sdp({ audio: "31000 RTP/AVP 8 101" }) });
    t.reply(invite, 180, { tag: "c" });
    deepEqual(t.told(), ["progressed 180", "agreed PCMA sendrecv", "progressed 183", "progressed 180"]);
    t.reply(invite, 200, { tag: "b", sdp: sdp({ audio: "31000 RTP/AVP 8 101" }) });
    equal(tagOf(t.asked("ACK"), "To"), "b");
    deepEqual(t.told(), ["agreed PCMA sendrecv", "answered"]);
    t.order({ do: "hangUp", call: 1 });
    equal(tagOf(t.asked("BYE"), "To"), "b");
  });

  it("takes an answer that came in a provisional response only", () => {
    const t = new Bench();
    const invite = t.invite(1);
    t.reply(invite, 183, { sdp: sdp() });
    t.reply(invite, 200);
    t.asked("ACK");
    deepEqual(t.told(), ["agreed PCMU sendrecv", "progressed 183", "agreed PCMU sendrecv", "answered"]);
  });

  it("hangs up on a second fork that answers, and keeps the first", () => {
    const t = new Bench();
    const invite = t.invite(1);
    t.reply(invite, 200, { tag: "a", sdp: sdp() });
    equal(tagOf(t.asked("ACK"), "To"), "a");
    t.reply(invite, 200, { tag: "b", sdp: sdp() });
    equal(tagOf(t.asked("ACK"), "To"), "b");
    const bye = t.asked("BYE");
    equal(tagOf(bye, "To"), "b");
    match(header(bye, "Reason") ?? "", /^SIP;cause=200;/);
    t.reply(bye, 200);
    t.reply(invite, 200, { tag: "b", sdp: sdp() });
    equal(tagOf(t.asked("ACK"), "To"), "b");
    deepEqual(t.told(), ["agreed PCMU sendrecv", "answered"]);
    t.after(40_000).order({ do: "hangUp", call: 1 });
    const last = t.asked("BYE");
    equal(tagOf(last, "To"), "a");
    equal(header(last, "Reason"), undefined);
  });

  it("proves who it is, once for each challenge", () => {
    const t = new Bench();
    const first = t.invite(1);
    t.reply(first, 407, { headers: [CHALLENGE("n1")] });
    equal(branchOf(t.asked("ACK")), branchOf(first));
    const second = t.asked("INVITE");
    equal(cseqOf(second), "2 INVITE");
    equal(header(second, "Call-ID"), header(first, "Call-ID"));
    equal(tagOf(second, "From"), tagOf(first, "From"));
    equal(tagOf(second, "To"), "");
    notEqual(branchOf(second), branchOf(first));
    match(header(second, "Proxy-Authorization") ?? "", /nc=00000001/);
    t.reply(second, 407, { headers: [CHALLENGE("n2", ", stale=true")] });
    t.asked("ACK");
    const third = t.asked("INVITE");
    match(header(third, "Proxy-Authorization") ?? "", /nonce="n2"/);
    t.reply(third, 200, { sdp: sdp() });
    const ack = t.asked("ACK");
    equal(header(ack, "Proxy-Authorization"), header(third, "Proxy-Authorization"));
    t.told();
    t.order({ do: "hangUp", call: 1 });
    const bye = t.asked("BYE");
    t.reply(bye, 407, { headers: [CHALLENGE("n3")] });
    const proven = t.asked("BYE");
    equal(cseqOf(proven), "5 BYE");
    ok(header(proven, "Proxy-Authorization"));
    t.reply(proven, 200);
    t.after(64_000).silent();
    equal(t.agent.size, 0);
  });

  it("gives up when its answer to a challenge is wrong", () => {
    const t = new Bench();
    const first = t.invite(1);
    t.reply(first, 401, {
      headers: [CHALLENGE("n1").replace("Proxy", "WWW")],
    });
    t.asked("ACK");
    const second = t.asked("INVITE");
    t.reply(second, 401, { headers: [CHALLENGE("n2").replace("Proxy", "WWW")] });
    t.asked("ACK");
    t.silent();
    deepEqual(t.told(), ["refused 401"]);
  });

  it("answers a proxy and a user agent behind it, each with its own header", () => {
    const t = new Bench();
    const first = t.invite(1);
    t.reply(first, 407, { headers: [CHALLENGE("p")] });
    t.asked("ACK");
    const second = t.asked("INVITE");
    t.reply(second, 401, { headers: [CHALLENGE("u").replace("Proxy", "WWW")] });
    t.asked("ACK");
    const third = t.asked("INVITE");
    match(header(third, "Proxy-Authorization") ?? "", /nonce="p"/);
    match(header(third, "Proxy-Authorization") ?? "", /nc=00000002/);
    match(header(third, "Authorization") ?? "", /nonce="u"/);
    match(header(third, "Authorization") ?? "", /nc=00000001/);
  });

  it("is not fooled into endless stale challenges", () => {
    const t = new Bench({ account: { maxChallenges: 4 } });
    let invite = t.invite(1);
    for (let n = 0; n < 4; n++) {
      t.reply(invite, 407, { headers: [CHALLENGE(`n${n}`, ", stale=true")] });
      t.asked("ACK");
      invite = t.asked("INVITE");
    }
    t.reply(invite, 407, { headers: [CHALLENGE("again", ", stale=true")] });
    t.asked("ACK");
    t.silent();
    deepEqual(t.told(), ["refused 407"]);
  });

  it("puts off what belongs to a call until it is one", () => {
    const t = new Bench();
    const invite = t.invite(1);
    t.reply(invite, 180);
    t.inside(invite, "INFO", 1);
    match(header(t.answered(500), "Retry-After") ?? "", /^\d+$/);
    t.inside(invite, "INVITE", 2, { sdp: sdp() });
    t.answered(491);
    t.inside(invite, "PUBLISH", 3);
    t.answered(405);
    deepEqual(t.told(), ["progressed 180"]);
  });

  it("cancels what rings, on the branch of the INVITE", () => {
    const t = new Bench();
    const invite = t.invite(1);
    t.reply(invite, 100);
    t.reply(invite, 180);
    t.told();
    t.order({ do: "hangUp", call: 1 });
    const cancel = t.asked("CANCEL");
    equal(branchOf(cancel), branchOf(invite));
    equal(cancel.uri, invite.uri);
    equal(cseqOf(cancel), "1 CANCEL");
    equal(tagOf(cancel, "To"), "");
    t.reply(cancel, 200);
    t.reply(invite, 180);
    t.reply(invite, 487);
    t.asked("ACK");
    t.after(33_000).silent();
    deepEqual(t.told(), []);
    equal(t.agent.size, 0);
  });

  it("remembers a hang-up until something has been heard", () => {
    const t = new Bench();
    const invite = t.invite(1);
    t.order({ do: "hangUp", call: 1 });
    t.silent();
    t.reply(invite, 100);
    t.asked("CANCEL");
    t.reply(invite, 487);
    t.asked("ACK");
    deepEqual(t.told(), []);
  });

  it("ends after a CANCEL that nobody minds", () => {
    const t = new Bench();
    const invite = t.invite(1);
    t.reply(invite, 180);
    t.order({ do: "hangUp", call: 1 });
    t.after(80_000);
    equal(t.agent.size, 0);
  });

  it("acknowledges a 200 that crosses the CANCEL, and says BYE", () => {
    const t = new Bench();
    const invite = t.invite(1);
    t.reply(invite, 180);
    t.told();
    t.order({ do: "hangUp", call: 1 });
    const cancel = t.asked("CANCEL");
    t.reply(invite, 200, { sdp: sdp() });
    t.asked("ACK");
    t.reply(t.asked("BYE"), 200);
    t.reply(cancel, 481);
    t.reply(invite, 200, { sdp: sdp() });
    t.asked("ACK");
    t.after(64_000).silent();
    deepEqual(t.told(), []);
    equal(t.agent.size, 0);
  });

  it("stops ringing the other side when INVITE's own time is over", () => {
    const t = new Bench({ inviteExpires: 30 });
    const invite = t.invite(1);
    equal(header(invite, "Expires"), "30");
    t.reply(invite, 180);
    t.at(30_000);
    t.reply(t.asked("CANCEL"), 200);
    t.reply(invite, 487);
    t.asked("ACK");
    deepEqual(t.told(), ["progressed 180", "refused 408"]);
  });

  it("lets the other side ring for as long as it likes when its owner sets no time", () => {
    const t = new Bench({ inviteExpires: 0 });
    const invite = t.invite(1);
    equal(header(invite, "Expires"), undefined);
    t.reply(invite, 180);
    t.after(3_600_000).silent();
    deepEqual(t.told(), ["progressed 180"]);
  });

  it("acknowledges and leaves when there is no answer it could use", () => {
    const t = new Bench();
    const invite = t.invite(1);
    t.reply(invite, 200, { sdp: sdp({ audio: "30000 RTP/AVP 18" }) });
    t.asked("ACK");
    t.reply(t.asked("BYE"), 200);
    deepEqual(t.told(), ["refused 488"]);
    t.after(33_000).silent();
    equal(t.agent.size, 0);
  });

  it("goes where maddr says (RFC 3261 section 19.1.1)", () => {
    for (const [maddr, address] of [
      ["192.0.2.40", "192.0.2.40"],
      ["[2001:db8::9]", "2001:db8::9"],
      ["proxy.test", SERVER.address],
    ]) {
      const t = new Bench();
      t.reply(t.invite(1), 200, { sdp: sdp(), headers: [`Record-Route: <sip:desk.test:5080;maddr=${maddr};lr>`] });
      equal(t.asked("ACK").to.address, address);
    }
  });

  it("goes by the connection to our server when that is what a route names, unless it says how", () => {
    for (const [param, transport] of [
      ["", "tcp"],
      [";transport=udp", "udp"],
      [";transport=tcp", "tcp"],
    ]) {
      const t = new Bench({ account: { servers: [{ ...PLACE, transport: "tcp" }] } });
      const headers = [`Record-Route: <sip:${SERVER.address}${param};lr>`];
      t.reply(t.invite(1), 200, { sdp: sdp(), headers, from: { ...SERVER, transport: "tcp" } });
      equal(t.asked("ACK").to.transport, transport, param);
    }
  });

  it("follows a loose route, last recorded first", () => {
    const t = new Bench();
    const invite = t.invite(1);
    const headers = ["Record-Route: <sip:192.0.2.31;lr>", "Record-Route: <sip:192.0.2.30:5080;lr>"];
    t.reply(invite, 200, { sdp: sdp(), headers });
    const ack = t.asked("ACK");
    equal(ack.uri, "sip:far@192.0.2.1:5060");
    deepEqual(headerList(ack, "Route"), ["<sip:192.0.2.30:5080;lr>", "<sip:192.0.2.31;lr>"]);
    deepEqual(ack.to, { address: "192.0.2.30", port: 5080, transport: "udp" });
    t.order({ do: "hangUp", call: 1 });
    deepEqual(headerList(t.asked("BYE"), "Route"), headerList(ack, "Route"));
  });

  it("follows a strict route: the route is the Request-URI, the target the last Route", () => {
    const t = new Bench();
    const invite = t.invite(1);
    t.reply(invite, 200, { sdp: sdp(), headers: ["Record-Route: <sip:strict@192.0.2.1:5060>"] });
    const ack = t.asked("ACK");
    equal(ack.uri, "sip:strict@192.0.2.1:5060");
    deepEqual(headerList(ack, "Route"), ["<sip:far@192.0.2.1:5060>"]);
  });

  it("sends all to an outbound proxy, by Route", () => {
    const t = new Bench({ account: { outboundProxy: true } });
    const invite = t.invite(1, "sip:600@192.0.2.9:5070") as ReturnType<Bench["asked"]>;
    deepEqual(invite.to, SERVER);
    deepEqual(headerList(invite, "Route"), ["<sip:192.0.2.1:5060;lr>"]);
  });

  it("says so when it cannot call", () => {
    const lost = new Bench({ account: { servers: [] } });
    lost.order({ do: "invite", call: 1, target: "102", media: MEDIA });
    deepEqual(lost.silent().told(), ["refused 503"]);
    equal(lost.agent.size, 0);
  });

  it("hears no response from anywhere but where it asked", () => {
    const t = new Bench();
    const invite = t.invite(1);
    t.reply(invite, 200, { sdp: sdp(), from: { address: "198.51.100.66", port: 5060, transport: "udp" } });
    deepEqual(t.silent().told(), []);
    equal(t.agent.strangers, 1);
  });

  it("gives nothing made from the password to a stranger, or to another realm", () => {
    const t = new Bench();
    const away = t.invite(1, "sip:600@192.0.2.9:5070");
    t.reply(away, 407, { headers: [CHALLENGE("x")], from: { address: "192.0.2.9", port: 5070, transport: "udp" } });
    t.asked("ACK");
    t.silent();
    const home = t.invite(3);
    t.reply(home, 407, { headers: [CHALLENGE("x")] });
    t.asked("ACK");
    t.asked("INVITE");
    const other = t.invite(5);
    t.reply(other, 407, { headers: [CHALLENGE("x").replace("desk", "elsewhere")] });
    t.asked("ACK");
    t.silent();
    deepEqual(t.told(), ["refused 407", "refused 407"]);
  });

  it("knows a proxy's realm beside the registrar's, once it has registered by both", () => {
    const t = new Bench();
    const asks = (who: "Proxy" | "WWW", realm: string) => CHALLENGE("x").replace("Proxy", who).replace("desk", realm);
    t.order({ do: "register" });
    t.reply(t.asked("REGISTER"), 407, { headers: [asks("Proxy", "edge")] });
    t.reply(t.asked("REGISTER"), 401, { headers: [asks("WWW", "registrar")] });
    t.reply(t.asked("REGISTER"), 200, { headers: ["Expires: 3600"] });
    t.reply(t.invite(1), 407, { headers: [asks("Proxy", "edge")] });
    t.asked("ACK");
    const second = t.asked("INVITE");
    t.reply(second, 401, { headers: [asks("WWW", "registrar")] });
    t.asked("ACK");
    const third = t.asked("INVITE");
    match(header(third, "Proxy-Authorization") ?? "", /realm="edge"/);
    match(header(third, "Authorization") ?? "", /realm="registrar"/);
    t.reply(third, 401, { headers: [asks("WWW", "elsewhere")] });
    t.asked("ACK");
    deepEqual(t.silent().told().at(-1), "refused 401");
  });

  it("keeps no more realms of a server than it may have, the newest", () => {
    const t = new Bench({ account: { maxChallenges: 9 } });
    t.order({ do: "register" });
    for (const realm of ["a", "b", "c", "d"])
      t.reply(t.asked("REGISTER"), 401, { headers: [CHALLENGE("x").replace("Proxy", "WWW").replace("desk", realm)] });
    t.reply(t.asked("REGISTER"), 200, { headers: ["Expires: 3600"] });
    for (const realm of ["a", "b", "c", "d"]) {
      t.told();
      t.reply(t.invite(1), 407, { headers: [CHALLENGE("x").replace("desk", realm)] });
      t.asked("ACK");
      equal(t.sent.splice(0).length, realm === "a" ? 0 : 1, realm);
      t.order({ do: "hangUp", call: 1 });
    }
  });

  it("shows its proof in an ACK to our server only", () => {
    const t = new Bench();
    t.reply(t.invite(1), 407, { headers: [CHALLENGE("x")] });
    t.asked("ACK");
    t.reply(t.asked("INVITE"), 200, { sdp: sdp(), contact: "sip:far@198.51.100.66" });
    const ack = t.asked("ACK");
    deepEqual(ack.to, { address: "198.51.100.66", port: 5060, transport: "udp" });
    equal(header(ack, "Proxy-Authorization"), undefined);
  });

  it("learns the realm anew from a new server", () => {
    const t = new Bench({ account: { registers: false } });
    t.reply(t.invite(1), 407, { headers: [CHALLENGE("x")] });
    t.asked("ACK");
    t.asked("INVITE");
    const other: Hop = { address: "192.0.2.2", port: 5060, transport: "udp" };
    t.reach(other, LOCAL);
    const invite = t.invite(3);
    t.reply(invite, 407, { headers: [CHALLENGE("x").replace("desk", "elsewhere")], from: other });
    t.asked("ACK");
    t.asked("INVITE");
  });

  it("does not answer a challenge to the BYE of a call that came from afar (digest leak)", () => {
    const t = new Bench({ account: { restrictSource: false, restrictContactUser: false } });
    const far: Hop = { address: "198.51.100.66", port: 5060, transport: "udp" };
    t.ask("INVITE", { sdp: sdp(), from: far, headers: ["Record-Route: <sip:198.51.100.66;lr>"] });
    t.answered(100);
    t.order({ do: "answer", call: 2, media: MEDIA });
    t.inside(t.answered(200), "ACK", 1, { from: far });
    t.order({ do: "hangUp", call: 2 });
    const bye = t.asked("BYE");
    deepEqual(bye.to, far);
    t.reply(bye, 407, { headers: [CHALLENGE("x")], from: far });
    t.silent();
  });
});
