/** Calls that come to us, as the far end sees them. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { tagOf } from "../../../firmware/transaction/mandatory.js";
import { header, headerList } from "../../../firmware/wire/sip/sip-message.js";
import { Bench, bodyOf, cseqOf, MEDIA, sdp, text } from "./far-end.js";

describe("a call we take", () => {
  it("rings, is answered and acknowledged, and ends with the far end's BYE", () => {
    const t = new Bench();
    t.ask("INVITE", { sdp: sdp() });
    equal(tagOf(t.answered(100), "To"), "");
    deepEqual(t.told(), ["invited"]);
    t.order({ do: "progress", call: 2, status: 180 });
    const ringing = t.answered(180);
    ok(tagOf(ringing, "To"));
    t.order({ do: "answer", call: 2, media: MEDIA });
    const ok200 = t.answered(200);
    equal(tagOf(ok200, "To"), tagOf(ringing, "To"));
    match(header(ok200, "Contact") ?? "", /@192\.0\.2\.10:5062>/);
    match(bodyOf(ok200), /m=audio 16384 RTP\/AVP 0 101\r\n/);
    deepEqual(t.told(), ["agreed PCMU sendrecv"]);
    t.inside(ok200, "ACK", 1);
    deepEqual(t.told(), ["answered"]);
    t.after(5000).inside(ok200, "BYE", 2);
    t.answered(200);
    deepEqual(t.told(), ["ended"]);
    t.after(64_000).silent();
    equal(t.agent.size, 0);
    equal(t.agent.deadline, Infinity);
  });

  it("has even numbers, counted up", () => {
    const t = new Bench();
    for (const [i, callId] of ["a", "b"].entries()) {
      t.ask("INVITE", { sdp: sdp(), callId });
      deepEqual(
        t.events.splice(0).map((event) => "call" in event && event.call),
        [2 * i + 2],
      );
    }
  });

  it("repeats its 200 at 0.5 1.5 3.5 7.5 11.5 ... s, then hangs up", () => {
    const t = new Bench();
    t.ask("INVITE", { sdp: sdp() });
    t.answered(100);
    t.order({ do: "answer", call: 2, media: MEDIA });
    const first = text(t.answered(200));
    const times: number[] = [];
    while (times.at(-1) !== 31_500) {
      t.at(t.agent.deadline);
      equal(text(t.answered(200)), first);
      times.push(t.now);
    }
    deepEqual(times, [500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500]);
    t.told();
    t.at(32_000);
    t.reply(t.asked("BYE"), 481);
    deepEqual(t.told(), ["ended"]);
    t.after(64_000).silent();
    equal(t.agent.size, 0);
  });

  it("does not say BYE before the ACK", () => {
    const t = new Bench();
    t.ask("INVITE", { sdp: sdp() });
    t.answered(100);
    t.order({ do: "answer", call: 2, media: MEDIA });
    const ok200 = t.answered(200);
    t.order({ do: "hangUp", call: 2 });
    t.silent().at(500);
    t.answered(200);
    t.told();
    t.inside(ok200, "ACK", 1);
    const bye = t.asked("BYE");
    equal(cseqOf(bye), "1 BYE");
    equal(header(bye, "To"), header(ok200, "From"));
    deepEqual(t.told(), []);
  });

  it("is taken back by a CANCEL", () => {
    const t = new Bench();
    t.ask("INVITE", { sdp: sdp(), branch: "one" });
    t.answered(100);
    t.order({ do: "progress", call: 2, status: 180 });
    const ringing = t.answered(180);
    t.ask("CANCEL", { branch: "one" });
    const confirmed = t.answered(200);
    equal(tagOf(confirmed, "To"), tagOf(ringing, "To"));
    const terminated = t.answered(487);
    deepEqual(t.told(), ["invited", "cancelled"]);
    t.after(500);
    equal(text(t.answered(487)), text(terminated));
    t.ask("ACK", { branch: "one" });
    t.after(64_000).silent();
    equal(t.agent.size, 0);
    t.ask("CANCEL", { branch: "nothing" });
    t.answered(481);
  });

  it("is not taken back once it is answered", () => {
    const t = new Bench();
    t.ask("INVITE", { sdp: sdp(), branch: "one" });
    t.answered(100);
    t.order({ do: "answer", call: 2, media: MEDIA });
    t.answered(200);
    t.ask("CANCEL", { branch: "one" });
    t.answered(200);
    t.silent();
    deepEqual(t.told(), ["invited", "agreed PCMU sendrecv"]);
  });

  it("cannot be taken back from somewhere else", () => {
    const t = new Bench({ account: { restrictSource: false } });
    t.ask("INVITE", { sdp: sdp(), branch: "one" });
    t.answered(100);
    const cancel = t.ask("CANCEL", { branch: "two" }).replaceAll("z9hG4bKtwo", "z9hG4bKone");
    t.answered(481);
    t.hear(cancel, { address: "198.51.100.66", port: 5060, transport: "udp" });
    t.answered(481);
    deepEqual(t.told(), ["invited"]);
  });

  it("is ended by a BYE before it is answered", () => {
    const t = new Bench();
    t.ask("INVITE", { sdp: sdp() });
    t.answered(100);
    t.order({ do: "progress", call: 2, status: 180 });
    t.inside(t.answered(180), "BYE", 2);
    t.answered(200);
    t.answered(487);
    deepEqual(t.told(), ["invited", "cancelled"]);
  });

  it("survives a BYE that overtakes the ACK", () => {
    const t = new Bench();
    t.ask("INVITE", { sdp: sdp() });
    t.answered(100);
    t.order({ do: "answer", call: 2, media: MEDIA });
    t.inside(t.answered(200), "BYE", 2);
    t.answered(200);
    deepEqual(t.told(), ["invited", "agreed PCMU sendrecv", "ended"]);
    t.after(64_000).silent();
    equal(t.agent.size, 0);
  });

  it("repeats a refusal until its ACK", () => {
    const t = new Bench();
    t.ask("INVITE", { sdp: sdp(), branch: "one" });
    t.answered(100);
    t.order({ do: "refuse", call: 2, status: 486 });
    t.answered(486);
    t.after(500).answered(486);
    t.after(1000).answered(486);
    t.ask("ACK", { branch: "one" });
    t.after(10_000).silent();
    equal(t.agent.size, 0);
    t.order({ do: "answer", call: 2, media: MEDIA });
    t.silent();
  });

  it("reminds proxies every minute that it still rings, and not for ever", () => {
    const t = new Bench();
    t.ask("INVITE", { sdp: sdp() });
    t.answered(100);
    t.order({ do: "progress", call: 2, status: 180 });
    t.answered(180);
    t.after(60_000).answered(180);
    t.after(60_000).answered(180);
    t.after(600_000);
    deepEqual(t.told(), ["invited", "cancelled"]);
    equal(t.agent.size, 0);
  });

  it("ends when the caller's own time is over", () => {
    const t = new Bench();
    t.ask("INVITE", { sdp: sdp(), headers: ["Expires: 20"] });
    t.answered(100);
    t.at(20_000).answered(487);
    deepEqual(t.told(), ["invited", "cancelled"]);
  });

  it("rings once for a copy, repeats its last word, and refuses the same call by another way", () => {
    const t = new Bench();
    const invite = t.ask("INVITE", { sdp: sdp(), branch: "one" });
    t.answered(100);
    t.order({ do: "progress", call: 2, status: 180 });
    t.answered(180);
    t.hear(invite);
    t.answered(180);
    t.ask("INVITE", { sdp: sdp(), branch: "two" });
    t.answered(482);
    deepEqual(t.told(), ["invited"]);
  });

  it("makes the offer itself when the caller makes none", () => {
    const t = new Bench();
    t.ask("INVITE");
    t.answered(100);
    t.order({ do: "answer", call: 2, media: MEDIA });
    const ok200 = t.answered(200);
    match(bodyOf(ok200), /m=audio 16384 RTP\/AVP 0 8 101\r\n/);
    deepEqual(t.told(), ["invited"]);
    t.inside(ok200, "ACK", 1, { sdp: sdp({ audio: "30000 RTP/AVP 8 101" }) });
    deepEqual(t.told(), ["agreed PCMA sendrecv", "answered"]);
  });

  it("ends when the ACK brings no answer to its offer", () => {
    const t = new Bench();
    t.ask("INVITE");
    t.answered(100);
    t.order({ do: "answer", call: 2, media: MEDIA });
    t.inside(t.answered(200), "ACK", 1);
    t.asked("BYE");
    deepEqual(t.told(), ["invited", "ended"]);
  });

  it("is refused before any ringing when nothing in the offer is for us", () => {
    const offers = [
      sdp({ audio: "30000 RTP/AVP 18" }),
      sdp({ audio: "30000 RTP/SAVP 0 8" }),
      sdp({ audio: "0 RTP/AVP 0 8" }),
      "v=nonsense\r\n",
    ];
    for (const offer of offers) {
      const t = new Bench();
      t.ask("INVITE", { sdp: offer });
      match(header(t.answered(488), "Warning") ?? "", /^305 /);
      deepEqual(t.told(), []);
    }
  });

  it("is refused when the telephone brings a codec after all that the offer has not", () => {
    const t = new Bench();
    t.ask("INVITE", { sdp: sdp({ audio: "30000 RTP/AVP 8" }) });
    t.answered(100);
    t.order({ do: "answer", call: 2, media: { ...MEDIA, codecs: ["PCMU"] } });
    t.answered(488);
    deepEqual(t.told(), ["invited", "ended"]);
  });

  it("keeps its dialog's way back and Record-Route", () => {
    const t = new Bench();
    const headers = ["Record-Route: <sip:192.0.2.1;lr>", "Record-Route: <sip:192.0.2.40;lr>"];
    t.ask("INVITE", { sdp: sdp(), headers });
    t.answered(100);
    t.order({ do: "answer", call: 2, media: MEDIA });
    const ok200 = t.answered(200);
    deepEqual(headerList(ok200, "Record-Route"), ["<sip:192.0.2.1;lr>", "<sip:192.0.2.40;lr>"]);
    t.inside(ok200, "ACK", 1);
    t.order({ do: "hangUp", call: 2 });
    deepEqual(headerList(t.asked("BYE"), "Route"), ["<sip:192.0.2.1;lr>", "<sip:192.0.2.40;lr>"]);
  });

  it("answers further requests that come before it is answered", () => {
    const t = new Bench();
    t.ask("INVITE", { sdp: sdp() });
    t.answered(100);
    t.order({ do: "progress", call: 2, status: 180 });
    const ringing = t.answered(180);
    t.inside(ringing, "INVITE", 2, { sdp: sdp() });
    ok(header(t.answered(500), "Retry-After"));
    t.inside(ringing, "OPTIONS", 3);
    t.answered(200);
    t.inside(ringing, "INFO", 4);
    ok(header(t.answered(500), "Retry-After"));
    t.inside(ringing, "PUBLISH", 5);
    match(header(t.answered(405), "Allow") ?? "", /INVITE/);
    t.inside(ringing, "OPTIONS", 1);
    t.answered(500);
  });
});
