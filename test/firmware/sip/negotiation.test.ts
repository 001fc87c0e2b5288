/** Changes of a call that is up: by UPDATE, by another sound of ours, and what is made of a refusal. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { header, headerList } from "../../../firmware/wire/sip/sip-message.js";
import { Bench, bodyOf, cseqOf, LOCAL, MEDIA, SERVER, sdp } from "./far-end.js";

const ELSEWHERE = { ...MEDIA, address: "192.0.2.77", port: 20_000 };
const soundOf = (body: string) => /^c=IN IP4 (\S+)\r\nt=0 0\r\nm=audio (\d+)/m.exec(body)?.slice(1).join(":");
const versionOf = (body: string) => Number(/^o=\S+ \S+ (\d+)/m.exec(body)?.[1]);
const directionOf = (body: string) => /^a=(sendrecv|sendonly|recvonly|inactive)\r?$/m.exec(body)?.[1];

describe("an UPDATE", () => {
  it("offers another sound, which is answered at once", () => {
    const t = new Bench();
    const call = t.callIn();
    t.inside(call, "UPDATE", 2, { sdp: sdp({ audio: "40000 RTP/AVP 8", direction: "sendonly" }) });
    const answer = t.answered(200);
    equal(directionOf(bodyOf(answer)), "recvonly");
    ok(header(answer, "Contact")?.includes(t.agent.contactUser));
    ok(headerList(answer, "Allow").includes("UPDATE"));
    deepEqual(t.told(), ["agreed PCMA recvonly"]);
    t.after(60_000).silent();
  });

  it("without an offer leaves the sound as it is, and may move the other side", () => {
    const t = new Bench();
    const call = t.callIn();
    t.inside(call, "UPDATE", 2, { contact: "sip:far@192.0.2.44:5099" });
    equal(bodyOf(t.answered(200)), "");
    deepEqual(t.told(), []);
    t.order({ do: "hangUp", call: 2 });
    equal(t.asked("BYE").uri, "sip:far@192.0.2.44:5099");
  });

  it("meets an offer of ours with 491, and what we cannot with 488", () => {
    const t = new Bench();
    const { invite } = t.callOut(1);
    t.order({ do: "hold", call: 1 });
    const hold = t.asked("INVITE");
    t.inside(invite, "UPDATE", 1, { sdp: sdp() });
    t.answered(491);
    t.inside(invite, "UPDATE", 2);
    t.answered(200);
    t.reply(hold, 200, { sdp: sdp({ direction: "recvonly" }) });
    t.asked("ACK");
    t.inside(invite, "UPDATE", 3, { sdp: sdp({ audio: "30000 RTP/AVP 18" }) });
    t.answered(488);
    t.inside(invite, "UPDATE", 4, { sdp: sdp() });
    equal(directionOf(bodyOf(t.answered(200))), "sendonly", "we still hold");
  });

  it("meets our offer in a 200 whose answer is still to come with 491", () => {
    const t = new Bench();
    const call = t.callIn();
    t.inside(call, "INVITE", 2);
    t.answered(200);
    t.inside(call, "UPDATE", 3, { sdp: sdp() });
    t.answered(491);
    t.inside(call, "ACK", 2, { sdp: sdp() });
    t.inside(call, "UPDATE", 4, { sdp: sdp() });
    t.answered(200);
  });

  it("comes too late after the end", () => {
    const t = new Bench();
    const call = t.callIn();
    t.order({ do: "hangUp", call: 2 });
    t.asked("BYE");
    t.inside(call, "UPDATE", 2, { sdp: sdp() });
    t.answered(481);
  });
});

describe("another sound of ours", () => {
  it("is offered by a re-INVITE that brings our new Contact too", () => {
    const t = new Bench();
    const { invite } = t.callOut(1);
    t.reach(SERVER, { ...LOCAL, address: "192.0.2.77" });
    t.sent.splice(0);
    t.told();
    t.order({ do: "change", call: 1, media: ELSEWHERE });
    const moved = t.asked("INVITE");
    equal(soundOf(bodyOf(moved)), "192.0.2.77:20000");
    equal(versionOf(bodyOf(moved)), versionOf(bodyOf(invite)) + 1);
    match(header(moved, "Contact") ?? "", /@192\.0\.2\.77:5062/);
    match(header(moved, "Via") ?? "", /192\.0\.2\.77:5062/);
    equal(header(moved, "Expires"), "30");
    t.reply(moved, 200, { sdp: sdp() });
    t.asked("ACK");
    deepEqual(t.told(), ["agreed PCMU sendrecv"]);
    t.order({ do: "hold", call: 1 });
    equal(soundOf(bodyOf(t.asked("INVITE"))), "192.0.2.77:20000");
  });

  it("waits for what is under way", () => {
    const t = new Bench();
    t.callOut(1);
    t.order({ do: "hold", call: 1 });
    const hold = t.asked("INVITE");
    equal(soundOf(bodyOf(hold)), "192.0.2.10:16384");
    t.order({ do: "change", call: 1, media: ELSEWHERE });
    t.silent();
    t.reply(hold, 200, { sdp: sdp({ direction: "recvonly" }) });
    t.asked("ACK");
    const moved = t.asked("INVITE");
    equal(soundOf(bodyOf(moved)), "192.0.2.77:20000");
    equal(directionOf(bodyOf(moved)), "sendonly");
  });

  it("is remembered until somebody answers", () => {
    const t = new Bench();
    const invite = t.invite(1);
    t.reply(invite, 180);
    t.order({ do: "change", call: 1, media: ELSEWHERE });
    t.silent();
    t.reply(invite, 200, { sdp: sdp() });
    t.asked("ACK");
    equal(soundOf(bodyOf(t.asked("INVITE"))), "192.0.2.77:20000");
  });

  it("waits for the ACK of a call we take, and is offered where the other side asks first", () => {
    const t = new Bench();
    t.ask("INVITE", { sdp: sdp() });
    t.answered(100);
    t.order({ do: "answer", call: 2, media: MEDIA });
    const call = t.answered(200);
    t.order({ do: "change", call: 2, media: ELSEWHERE });
    t.silent();
    t.inside(call, "INVITE", 2, { sdp: sdp() });
    equal(soundOf(bodyOf(t.answered(200))), "192.0.2.77:20000");
    t.inside(call, "ACK", 2);
    t.silent();
  });

  it("leaves the call as it was when it is refused", () => {
    for (const status of [488, 606]) {
      const t = new Bench();
      t.callOut(1);
      t.order({ do: "change", call: 1, media: ELSEWHERE });
      t.reply(t.asked("INVITE"), status);
      t.asked("ACK");
      deepEqual(t.silent().events.splice(0), [{ event: "unchanged", call: 1, status }]);
      t.order({ do: "hold", call: 1 });
      equal(soundOf(bodyOf(t.asked("INVITE"))), "192.0.2.10:16384");
    }
  });

  it("gives way to an offer of the other side that has nothing in common with it alone", () => {
    const t = new Bench();
    const { invite } = t.callOut(1);
    t.order({ do: "change", call: 1, media: { ...MEDIA, codecs: ["PCMU"] } });
    const ours = t.asked("INVITE");
    t.reply(ours, 491);
    t.asked("ACK");
    t.inside(invite, "INVITE", 2, { sdp: sdp({ audio: "30000 RTP/AVP 8" }) });
    ok(bodyOf(t.answered(200)).includes("m=audio 16384 RTP/AVP 8\r\n"));
    deepEqual(t.told(), ["agreed PCMA sendrecv"]);
  });

  it("is tried again after a glare, the newest of them", () => {
    const t = new Bench();
    t.callOut(1);
    t.order({ do: "change", call: 1, media: ELSEWHERE });
    const first = t.asked("INVITE");
    t.order({ do: "change", call: 1, media: { ...ELSEWHERE, port: 22_000 } });
    t.reply(first, 491);
    t.asked("ACK");
    t.after(4000);
    equal(soundOf(bodyOf(t.asked("INVITE"))), "192.0.2.77:22000");
  });

  it("may be by other codecs", () => {
    const t = new Bench();
    t.callOut(1);
    t.order({ do: "change", call: 1, media: { ...MEDIA, codecs: ["PCMA"] } });
    const changed = t.asked("INVITE");
    match(bodyOf(changed), /RTP\/AVP 8 101/);
    t.reply(changed, 200, { sdp: sdp({ audio: "30000 RTP/AVP 8 101" }) });
    t.asked("ACK");
    deepEqual(t.told(), ["agreed PCMA sendrecv"]);
  });

  it("means nothing to a call that is over", () => {
    const t = new Bench();
    t.callOut(1);
    t.order({ do: "hangUp", call: 1 });
    t.asked("BYE");
    t.order({ do: "change", call: 1, media: ELSEWHERE });
    t.silent();
  });
});

describe("a change of ours", () => {
  it("is tried again when the other side says when, within reason", () => {
    const t = new Bench();
    t.callOut(1);
    t.order({ do: "hold", call: 1 });
    t.reply(t.asked("INVITE"), 500, { headers: ["Retry-After: 7"] });
    t.asked("ACK");
    t.after(6999).silent().after(1);
    t.reply(t.asked("INVITE"), 500, { headers: ["Retry-After: 3600"] });
    t.asked("ACK");
    deepEqual(t.told(), ["not held"]);
    t.order({ do: "hold", call: 1 });
    t.reply(t.asked("INVITE"), 500);
    t.asked("ACK");
    deepEqual(t.told(), ["not held"]);
  });

  it("is tried again when another request has overtaken it", () => {
    const t = new Bench();
    t.callOut(1);
    t.order({ do: "hold", call: 1 });
    const hold = t.asked("INVITE");
    t.order({ do: "info", call: 1, info: { key: "5", duration: null } });
    t.reply(t.asked("INFO"), 200);
    t.reply(hold, 500);
    t.asked("ACK");
    deepEqual(t.told(), []);
    t.after(500);
    t.reply(t.asked("INVITE"), 200, { sdp: sdp({ direction: "recvonly" }) });
    t.asked("ACK");
    deepEqual(t.told(), ["agreed PCMU sendonly", "held"]);
  });

  it("is called back when nobody decides on it", () => {
    const t = new Bench({ account: { reInviteExpires: 10 } });
    t.callOut(1);
    t.order({ do: "hold", call: 1 });
    const hold = t.asked("INVITE");
    equal(header(hold, "Expires"), "10");
    t.reply(hold, 180);
    t.after(9999).silent().after(1);
    equal(cseqOf(t.asked("CANCEL")), cseqOf(hold).replace("INVITE", "CANCEL"));
    t.reply(hold, 487);
    t.asked("ACK");
    deepEqual(t.told(), ["not held"]);
    t.order({ do: "hold", call: 1 });
    t.asked("INVITE");
  });

  it("has all the time it wants without an end set by the owner", () => {
    const t = new Bench({ account: { reInviteExpires: 0, sessionTimer: false } });
    t.callOut(1);
    t.order({ do: "hold", call: 1 });
    const hold = t.asked("INVITE");
    equal(header(hold, "Expires"), undefined);
    t.reply(hold, 180);
    t.after(600_000).silent();
  });

  it("offers no reliable progress, which nobody would hear", () => {
    const t = new Bench();
    t.callOut(1);
    t.order({ do: "hold", call: 1 });
    equal(headerList(t.asked("INVITE"), "Supported").includes("100rel"), false);
  });

  it("holds by address too where the owner wants it", () => {
    const t = new Bench({ account: { holdsOldWay: true } });
    t.callOut(1);
    t.order({ do: "hold", call: 1 });
    const hold = t.asked("INVITE");
    equal(soundOf(bodyOf(hold)), "0.0.0.0:16384");
    equal(directionOf(bodyOf(hold)), "sendonly");
    t.reply(hold, 200, { sdp: sdp({ direction: "recvonly" }) });
    t.asked("ACK");
    t.order({ do: "resume", call: 1 });
    equal(soundOf(bodyOf(t.asked("INVITE"))), "192.0.2.10:16384");
    deepEqual(t.told(), ["agreed PCMU sendonly", "held"]);
  });

  it("is told once, whatever else is under way", () => {
    const t = new Bench();
    t.callOut(1);
    t.order({ do: "change", call: 1, media: ELSEWHERE });
    const moved = t.asked("INVITE");
    t.order({ do: "resume", call: 1 });
    deepEqual(t.told(), ["not held"]);
    t.order({ do: "hold", call: 1 });
    t.reply(moved, 488);
    t.asked("ACK");
    deepEqual(t.told(), ["unchanged"]);
    t.reply(t.asked("INVITE"), 200, { sdp: sdp({ direction: "recvonly" }) });
    t.asked("ACK");
    deepEqual(t.told(), ["agreed PCMU sendonly", "held"]);
  });

  it("takes as many hops as the owner allows, in short words if he likes", () => {
    const t = new Bench({ account: { maxForwards: 12, compact: true } });
    equal(header(t.invite(1), "Max-Forwards"), "12");
    const { ack } = t.callOut(3);
    equal(header(ack, "Max-Forwards"), "12");
    t.order({ do: "hold", call: 3 });
    equal(header(t.asked("INVITE"), "Max-Forwards"), "12");
  });
});
