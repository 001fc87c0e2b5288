/** Progress that is told reliably: as the caller hears it, and as the one who is called tells it (RFC 3262). */
import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { tagOf } from "../../../firmware/transaction/mandatory.js";
import { header, headerList, type SipMessage } from "../../../firmware/wire/sip/sip-message.js";
import { Bench, bodyOf, branchOf, cseqOf, MEDIA, sdp } from "./far-end.js";

const reliable = (rseq: number | string) => ["Require: 100rel", `RSeq: ${rseq}`];
const supports = (message: SipMessage, tag: string) => headerList(message, "Supported").includes(tag);

describe("a caller who is told reliably how it goes", () => {
  it("offers it, unless the owner does not want it", () => {
    equal(supports(new Bench().invite(1), "100rel"), true);
    equal(supports(new Bench({ account: { reliable: false } }).invite(1), "100rel"), false);
  });

  it("acknowledges each response within its dialog, and takes the answer from the first that has one", () => {
    const t = new Bench();
    const invite = t.invite(1);
    t.reply(invite, 183, { headers: reliable(11), sdp: sdp({ audio: "31000 RTP/AVP 8 101" }) });
    const first = t.asked("PRACK");
    equal(header(first, "RAck"), "11 1 INVITE");
    equal(cseqOf(first), "2 PRACK");
    equal(tagOf(first, "To"), "far");
    equal(first.uri, "sip:far@192.0.2.1:5060");
    equal(bodyOf(first), "");
    t.reply(first, 200);
    deepEqual(t.told(), ["agreed PCMA sendrecv", "progressed 183"]);
    t.reply(invite, 180, { headers: reliable(12) });
    const second = t.asked("PRACK");
    equal(header(second, "RAck"), "12 1 INVITE");
    equal(cseqOf(second), "3 PRACK");
    t.reply(second, 200);
    t.reply(invite, 200);
    equal(cseqOf(t.asked("ACK")), "1 ACK");
    deepEqual(t.told(), ["progressed 180", "agreed PCMA sendrecv", "answered"]);
    t.order({ do: "hangUp", call: 1 });
    equal(cseqOf(t.asked("BYE")), "4 BYE");
  });

  it("lets no later description change an answer that came reliably", () => {
    const t = new Bench();
    const invite = t.invite(1);
    t.reply(invite, 183, { headers: reliable(1), sdp: sdp({ audio: "31000 RTP/AVP 8" }) });
    t.reply(t.asked("PRACK"), 200);
    t.reply(invite, 200, { sdp: sdp({ audio: "32000 RTP/AVP 0" }) });
    t.asked("ACK");
    const last = t.events.filter((event) => event.event === "agreed").at(-1);
    equal(last?.event === "agreed" && last.agreement.remote?.port, 31_000);
  });

  it("hears neither a copy, nor what comes before its turn", () => {
    const t = new Bench();
    const invite = t.invite(1);
    t.reply(invite, 180, { headers: reliable(7) });
    t.asked("PRACK");
    t.reply(invite, 180, { headers: reliable(7) });
    t.reply(invite, 183, { headers: reliable(9), sdp: sdp() });
    t.reply(invite, 183, { headers: reliable("x") });
    t.silent();
    deepEqual(t.told(), ["progressed 180"]);
    t.reply(invite, 182, { headers: reliable(8) });
    equal(header(t.asked("PRACK"), "RAck"), "8 1 INVITE");
    t.reply(invite, 183, { headers: reliable(9), sdp: sdp() });
    equal(header(t.asked("PRACK"), "RAck"), "9 1 INVITE");
    deepEqual(t.told(), ["progressed 182", "agreed PCMU sendrecv", "progressed 183"]);
  });

  it("goes the way its dialog has by then, which the 200 sets anew", () => {
    const t = new Bench();
    const invite = t.invite(1);
    t.reply(invite, 180, { headers: [...reliable(1), "Record-Route: <sip:192.0.2.30;lr>"] });
    const prack = t.asked("PRACK");
    deepEqual(headerList(prack, "Route"), ["<sip:192.0.2.30;lr>"]);
    equal(prack.to.address, "192.0.2.30");
    t.reply(prack, 200, { from: prack.to });
    const way = ["Record-Route: <sip:192.0.2.40;lr>"];
    t.reply(invite, 200, { headers: way, contact: "sip:far@192.0.2.1:5099", sdp: sdp() });
    const ack = t.asked("ACK");
    deepEqual(headerList(ack, "Route"), ["<sip:192.0.2.40;lr>"]);
    equal(ack.uri, "sip:far@192.0.2.1:5099");
    t.order({ do: "hangUp", call: 1 });
    equal(cseqOf(t.asked("BYE")), "3 BYE");
  });

  it("counts for each telephone it has forked to by itself", () => {
    const t = new Bench();
    const invite = t.invite(1);
    for (const [tag, rseq, contact] of [
      ["a", 100, "sip:a@192.0.2.1:5061"],
      ["b", 5, "sip:b@192.0.2.1:5062"],
    ] as const) {
      t.reply(invite, 180, { tag, contact, headers: reliable(rseq) });
      const prack = t.asked("PRACK");
      equal(header(prack, "RAck"), `${rseq} 1 INVITE`);
      equal(tagOf(prack, "To"), tag);
      equal(cseqOf(prack), "2 PRACK");
      equal(prack.uri, contact);
    }
    t.reply(invite, 200, { tag: "b", contact: "sip:b@192.0.2.1:5062", sdp: sdp() });
    t.asked("ACK");
    t.order({ do: "hangUp", call: 1 });
    const bye = t.asked("BYE");
    equal(tagOf(bye, "To"), "b");
    equal(cseqOf(bye), "3 BYE");
  });

  it("repeats a PRACK nobody answers, and proves itself to its own server", () => {
    const t = new Bench();
    const invite = t.invite(1);
    t.reply(invite, 180, { headers: reliable(1) });
    const prack = t.asked("PRACK");
    t.after(500);
    equal(branchOf(t.asked("PRACK")), branchOf(prack));
    t.reply(prack, 407, { headers: ['Proxy-Authenticate: Digest realm="desk", nonce="n", qop="auth"'] });
    const proven = t.asked("PRACK");
    match(header(proven, "Proxy-Authorization") ?? "", /username="101"/);
    equal(header(proven, "RAck"), "1 1 INVITE");
    notEqual(cseqOf(proven), cseqOf(prack));
    t.reply(proven, 481);
    t.silent();
    t.reply(invite, 200, { sdp: sdp() });
    t.asked("ACK");
    deepEqual(t.told(), ["progressed 180", "agreed PCMU sendrecv", "answered"]);
  });

  it("follows the sound of one who changes it before he answers (RFC 3311)", () => {
    const t = new Bench();
    const invite = t.invite(1);
    t.reply(invite, 180);
    t.inside(invite, "UPDATE", 1, { sdp: sdp() });
    t.answered(491);
    t.reply(invite, 183, { headers: reliable(1), sdp: sdp() });
    t.reply(t.asked("PRACK"), 200);
    t.told();
    t.inside(invite, "UPDATE", 2, { sdp: sdp({ audio: "40000 RTP/AVP 8" }), contact: "sip:far@192.0.2.1:5099" });
    match(bodyOf(t.answered(200)), /m=audio 16384 RTP\/AVP 8\r/);
    deepEqual(t.told(), ["agreed PCMA sendrecv"]);
    t.inside(invite, "UPDATE", 3);
    equal(bodyOf(t.answered(200)), "");
    t.inside(invite, "UPDATE", 4, { sdp: sdp({ audio: "40000 RTP/AVP 18" }) });
    t.answered(488);
    t.inside(invite, "PRACK", 5, { headers: ["RAck: 1 1 INVITE"] });
    t.answered(481);
    t.reply(invite, 200);
    t.asked("ACK");
    const last = t.events.filter((event) => event.event === "agreed").at(-1);
    equal(last?.event === "agreed" && last.agreement.remote?.port, 40_000);
  });

  it("is not brought back to ringback from early sound, where the owner wants it so", () => {
    for (const sticky183 of [false, true]) {
      const t = new Bench({ account: { sticky183 } });
      const invite = t.invite(1);
      t.reply(invite, 180);
      t.reply(invite, 183, { sdp: sdp() });
      t.reply(invite, 180);
      const story = ["progressed 180", "agreed PCMU sendrecv", "progressed 183"];
      deepEqual(t.told(), sticky183 ? story : [...story, "progressed 180"]);
    }
  });
});

describe("one who is called and has to tell it reliably", () => {
  const rung = (t: Bench, extra: { sdp?: string; headers?: string[] } = {}) => {
    t.ask("INVITE", { sdp: extra.sdp ?? sdp(), headers: ["Require: 100rel", ...(extra.headers ?? [])] });
    t.answered(100);
    t.order({ do: "progress", call: 2, status: 180 });
    return t;
  };
  const rseqOf = (message: SipMessage) => Number(header(message, "RSeq"));

  it("numbers what it says, and repeats it until the PRACK", () => {
    const t = rung(new Bench());
    const ringing = t.answered(180);
    ok(headerList(ringing, "Require").includes("100rel"));
    const rseq = rseqOf(ringing);
    ok(rseq >= 1 && rseq < 2 ** 31);
    const times: number[] = [];
    for (let ms = 0; ms <= 8000; ms += 500) {
      t.at(ms);
      for (const copy of t.sent.splice(0)) {
        equal(rseqOf(copy), rseq);
        times.push(ms);
      }
    }
    deepEqual(times, [500, 1500, 3500, 7500]);
    t.inside(ringing, "PRACK", 2, { headers: [`RAck: ${rseq} 1 INVITE`] });
    t.answered(200);
    t.after(40_000).silent();
    t.order({ do: "answer", call: 2, media: MEDIA });
    const ok200 = t.answered(200);
    equal(header(ok200, "RSeq"), undefined);
    t.inside(ok200, "ACK", 1);
    deepEqual(t.told(), ["invited", "agreed PCMU sendrecv", "answered"]);
  });

  it("says one thing after the other", () => {
    const t = rung(new Bench());
    const first = t.answered(180);
    t.order({ do: "progress", call: 2, status: 182 });
    t.silent();
    t.inside(first, "PRACK", 2, { headers: [`RAck: ${rseqOf(first)} 1 INVITE`] });
    t.answered(200);
    equal(rseqOf(t.answered(182)), rseqOf(first) + 1);
  });

  it("does not take a PRACK for what it has not said", () => {
    const t = rung(new Bench());
    const ringing = t.answered(180);
    const rseq = rseqOf(ringing);
    for (const rack of [`${rseq + 1} 1 INVITE`, `${rseq} 2 INVITE`, `${rseq} 1 UPDATE`, "nonsense"]) {
      t.inside(ringing, "PRACK", 2, { headers: [`RAck: ${rack}`] });
      t.answered(481);
    }
    t.inside(ringing, "PRACK", 3, { headers: [`RAck: ${rseq} 1 INVITE`], branch: "once" });
    t.answered(200);
    t.inside(ringing, "PRACK", 3, { headers: [`RAck: ${rseq} 1 INVITE`], branch: "once" });
    t.answered(200);
    t.inside(ringing, "PRACK", 4, { headers: [`RAck: ${rseq} 1 INVITE`] });
    t.answered(481);
  });

  it("refuses the call when nobody acknowledges", () => {
    const t = rung(new Bench());
    t.at(32_000);
    const last = t.sent.splice(0).at(-1);
    equal(last?.kind === "response" && last.status, 504);
    deepEqual(t.told(), ["invited", "cancelled"]);
  });

  it("may be answered before, and still takes the PRACK", () => {
    const t = rung(new Bench());
    const ringing = t.answered(180);
    t.order({ do: "answer", call: 2, media: MEDIA });
    const ok200 = t.answered(200);
    t.inside(ok200, "PRACK", 2, { headers: [`RAck: ${rseqOf(ringing)} 1 INVITE`] });
    t.answered(200);
    t.inside(ok200, "ACK", 1);
    t.after(40_000).silent();
  });

  it("rings silently for a caller who wants our offer with it, which the telephone has not got yet", () => {
    const t = new Bench();
    t.ask("INVITE", { headers: ["Require: 100rel"] });
    t.answered(100);
    t.order({ do: "progress", call: 2, status: 180 });
    t.silent();
    t.order({ do: "answer", call: 2, media: MEDIA });
    match(bodyOf(t.answered(200)), /m=audio 16384/);
  });

  it("asks for no PRACK where it is not required", () => {
    const t = new Bench();
    t.ask("INVITE", { sdp: sdp(), headers: ["Supported: 100rel"] });
    t.answered(100);
    t.order({ do: "progress", call: 2, status: 180 });
    const ringing = t.answered(180);
    equal(header(ringing, "RSeq"), undefined);
    t.inside(ringing, "PRACK", 2, { headers: ["RAck: 1 1 INVITE"] });
    t.answered(481);
  });

  it("takes no other offer before it has answered the first (RFC 3311 section 5.2)", () => {
    const t = rung(new Bench());
    const ringing = t.answered(180);
    t.inside(ringing, "PRACK", 2, { headers: [`RAck: ${rseqOf(ringing)} 1 INVITE`], sdp: sdp() });
    t.answered(488);
    t.inside(ringing, "UPDATE", 3, { sdp: sdp() });
    const wait = Number(header(t.answered(500), "Retry-After"));
    ok(wait >= 0 && wait <= 10);
    t.inside(ringing, "UPDATE", 4, { contact: "sip:far@192.0.2.44:5099" });
    t.answered(200);
    t.order({ do: "answer", call: 2, media: MEDIA });
    t.inside(t.answered(200), "ACK", 1);
    t.order({ do: "hangUp", call: 2 });
    equal(t.asked("BYE").uri, "sip:far@192.0.2.44:5099");
  });
});
