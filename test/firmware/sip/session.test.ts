/** Calls that are up: hold both ways, glare, and the two ends of a call. */
import { deepEqual, equal, match } from "node:assert/strict";
import { header } from "../../../firmware/wire/sip/sip-message.js";
import { Bench, bodyOf, cseqOf, MEDIA, sdp } from "./far-end.js";

const versionOf = (body: string) => Number(/^o=\S+ \S+ (\d+)/m.exec(body)?.[1]);
const directionOf = (body: string) => /^a=(sendrecv|sendonly|recvonly|inactive)\r?$/m.exec(body)?.[1];

describe("a call that is up", () => {
  it("is held and resumed by us, each with a new version", () => {
    const t = new Bench();
    const { invite } = t.callOut(1);
    t.order({ do: "hold", call: 1 });
    const hold = t.asked("INVITE");
    equal(cseqOf(hold), "2 INVITE");
    equal(directionOf(bodyOf(hold)), "sendonly");
    equal(versionOf(bodyOf(hold)), versionOf(bodyOf(invite)) + 1);
    t.reply(hold, 200, { sdp: sdp({ direction: "recvonly" }) });
    equal(cseqOf(t.asked("ACK")), "2 ACK");
    deepEqual(t.told(), ["agreed PCMU sendonly", "held"]);
    t.order({ do: "hold", call: 1 });
    deepEqual(t.silent().told(), ["held"]);
    t.order({ do: "resume", call: 1 });
    const resume = t.asked("INVITE");
    equal(directionOf(bodyOf(resume)), "sendrecv");
    equal(versionOf(bodyOf(resume)), versionOf(bodyOf(invite)) + 2);
    t.reply(resume, 200, { sdp: sdp() });
    t.asked("ACK");
    deepEqual(t.told(), ["agreed PCMU sendrecv", "not held"]);
  });

  it("is held by the far end in every way there is, and mirrors it", () => {
    const t = new Bench();
    const call = t.callIn();
    let version = versionOf(bodyOf(call));
    const ways = [
      [sdp({ direction: "sendonly" }), "recvonly"],
      [sdp({ direction: "inactive" }), "inactive"],
      [sdp({ address: "0.0.0.0" }), "recvonly"],
      [sdp(), "sendrecv"],
    ] as const;
    for (const [i, [offer, direction]] of ways.entries()) {
      t.inside(call, "INVITE", 2 + i, { sdp: offer });
      const answer = t.answered(200);
      equal(directionOf(bodyOf(answer)), direction);
      equal(versionOf(bodyOf(answer)), ++version);
      const [agreed] = t.events;
      equal(agreed.event === "agreed" && agreed.agreement.remote === null, i === 2);
      deepEqual(t.told(), [`agreed PCMU ${direction}`]);
      t.inside(answer, "ACK", 2 + i);
      deepEqual(t.told(), []);
    }
    t.inside(call, "INVITE", 6, { sdp: sdp() });
    equal(versionOf(bodyOf(t.answered(200))), version, "nothing has changed");
  });

  it("gives a full offer when a re-INVITE brings none", () => {
    const t = new Bench();
    const call = t.callIn();
    t.inside(call, "INVITE", 2);
    const offer = t.answered(200);
    match(bodyOf(offer), /RTP\/AVP 0 8 101/);
    t.inside(call, "INVITE", 3, { sdp: sdp() });
    t.answered(491);
    t.inside(call, "ACK", 2, { sdp: sdp({ audio: "40000 RTP/AVP 8 101" }) });
    deepEqual(t.told(), ["agreed PCMA sendrecv"]);
  });

  it("moves with the far end to another port and codec", () => {
    const t = new Bench();
    const call = t.callIn();
    t.inside(call, "INVITE", 2, { sdp: sdp({ audio: "45000 RTP/AVP 8" }) });
    t.answered(200);
    const [moved] = t.events;
    deepEqual(moved.event === "agreed" && moved.agreement.remote, {
      address: "192.0.2.1",
      port: 45_000,
    });
    deepEqual(t.told(), ["agreed PCMA sendrecv"]);
  });

  it("follows a far end that moves itself", () => {
    const t = new Bench();
    const call = t.callIn();
    t.inside(call, "INVITE", 2, { sdp: sdp(), contact: "sip:far@192.0.2.44:5099" });
    t.answered(200);
    t.inside(call, "ACK", 2);
    t.order({ do: "hangUp", call: 2 });
    const bye = t.asked("BYE");
    equal(bye.uri, "sip:far@192.0.2.44:5099");
    deepEqual(bye.to, { address: "192.0.2.44", port: 5099, transport: "udp" });
  });

  it("stays as it is when a re-INVITE asks for something we cannot", () => {
    const t = new Bench();
    const call = t.callIn();
    const fax = "v=0\r\no=f 1 2 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=image 4000 udptl t38\r\n";
    t.inside(call, "INVITE", 2, { sdp: fax });
    t.answered(488);
    t.inside(call, "BYE", 3);
    t.answered(200);
    deepEqual(t.told(), ["ended"]);
  });

  it("does not take back its own hold for the far end's re-INVITE", () => {
    const t = new Bench();
    const { invite } = t.callOut(1);
    t.order({ do: "hold", call: 1 });
    t.reply(t.asked("INVITE"), 200, { sdp: sdp({ direction: "recvonly" }) });
    t.asked("ACK");
    t.inside(invite, "INVITE", 7, { sdp: sdp() });
    equal(directionOf(bodyOf(t.answered(200))), "sendonly");
    t.inside(invite, "ACK", 7);
    t.inside(invite, "INVITE", 8, { sdp: sdp({ direction: "sendonly" }) });
    equal(directionOf(bodyOf(t.answered(200))), "inactive");
  });

  it("after a glare waits as long as its side must, and asks again", () => {
    for (const [caller, least, most] of [
      [true, 2100, 4000],
      [false, 0, 2000],
    ] as const) {
      const t = new Bench();
      const id = caller ? 1 : 2;
      const of = caller ? t.callOut(1).invite : t.callIn();
      t.after(1000).order({ do: "hold", call: id });
      const hold = t.asked("INVITE");
      t.inside(of, "INVITE", 9, { sdp: sdp(), branch: "glare" });
      t.answered(491);
      t.inside(of, "ACK", 9, { branch: "glare" });
      t.reply(hold, 491);
      t.asked("ACK");
      const start = t.now;
      while (t.sent.length === 0) t.at(t.agent.deadline);
      const waited = t.now - start;
      equal(waited >= least && waited <= most && waited % 10 === 0, true, `${waited} ms`);
      t.reply(t.asked("INVITE"), 200, { sdp: sdp({ direction: "recvonly" }) });
      t.asked("ACK");
      deepEqual(t.told(), ["agreed PCMU sendonly", "held"]);
    }
  });

  it("gives up a hold that always meets a glare, or is refused", () => {
    const t = new Bench();
    t.callOut(1);
    t.order({ do: "hold", call: 1 });
    let asked = 0;
    while (t.events.length === 0) {
      asked++;
      t.reply(t.asked("INVITE"), 491);
      t.asked("ACK");
      while (t.sent.length === 0 && t.events.length === 0) t.at(t.agent.deadline);
    }
    equal(asked, 9);
    deepEqual(t.told(), ["not held"]);
    t.order({ do: "hold", call: 1 });
    t.reply(t.asked("INVITE"), 488);
    t.asked("ACK");
    deepEqual(t.told(), ["not held"]);
  });

  it("comes back from a hold asked for and taken back at once", () => {
    const t = new Bench();
    t.callOut(1);
    t.order({ do: "hold", call: 1 });
    const hold = t.asked("INVITE");
    t.order({ do: "resume", call: 1 });
    t.silent();
    t.reply(hold, 200, { sdp: sdp({ direction: "recvonly" }) });
    t.asked("ACK");
    equal(directionOf(bodyOf(t.asked("INVITE"))), "sendrecv");
  });

  it("proves itself for a hold too", () => {
    const t = new Bench();
    t.callOut(1);
    t.order({ do: "hold", call: 1 });
    const hold = t.asked("INVITE");
    t.reply(hold, 407, { headers: ['Proxy-Authenticate: Digest realm="desk", nonce="n", qop="auth"'] });
    t.asked("ACK");
    const proven = t.asked("INVITE");
    equal(cseqOf(proven), "3 INVITE");
    match(header(proven, "Proxy-Authorization") ?? "", /username="101"/);
    equal(bodyOf(proven), bodyOf(hold));
  });

  it("ends when the far end knows nothing of it, or does not answer", () => {
    for (const status of [481, 408]) {
      const t = new Bench();
      t.callOut(1);
      t.order({ do: "hold", call: 1 });
      const hold = t.asked("INVITE");
      if (status === 481) t.reply(hold, 481);
      else t.after(32_000);
      t.sent.splice(
        0,
        t.sent.findIndex((message) => message.kind === "request" && message.method === "BYE"),
      );
      t.asked("BYE");
      deepEqual(t.told(), ["ended"]);
      t.after(64_000);
      equal(t.agent.size, 0);
    }
  });

  it("waits with a hold until the ACK", () => {
    const t = new Bench();
    const call = t.callIn();
    t.inside(call, "INVITE", 2, { sdp: sdp() });
    t.answered(200);
    t.order({ do: "hold", call: 2 });
    t.silent();
    t.inside(call, "ACK", 2);
    t.asked("INVITE");
  });

  it("answers requests that come late with 500, and what it does not speak with 405", () => {
    const t = new Bench();
    const call = t.callIn();
    t.inside(call, "OPTIONS", 5);
    match(header(t.answered(200), "Accept") ?? "", /application\/sdp/);
    t.inside(call, "OPTIONS", 4);
    t.answered(500);
    t.inside(call, "PUBLISH", 6);
    match(header(t.answered(405), "Allow") ?? "", /BYE/);
    t.inside(call, "PRACK", 6, { headers: ["RAck: 1 1 INVITE"] });
    t.answered(481);
    t.inside(call, "BYE", 1);
    t.answered(500);
    t.inside(call, "BYE", 7);
    t.answered(200);
    t.inside(call, "BYE", 8);
    t.answered(481);
  });

  it("ends twice without harm when both hang up at once", () => {
    const t = new Bench();
    const { invite } = t.callOut(1);
    t.order({ do: "hangUp", call: 1 });
    const bye = t.asked("BYE");
    t.inside(invite, "BYE", 1);
    t.answered(200);
    t.reply(bye, 481);
    t.after(64_000).silent();
    deepEqual(t.told(), []);
    equal(t.agent.size, 0);
  });

  it("is over although nobody answers the BYE", () => {
    const t = new Bench();
    t.callOut(1);
    t.order({ do: "hangUp", call: 1 });
    t.after(64_000);
    equal(t.agent.size, 0);
    deepEqual(t.told(), []);
  });

  it("still acknowledges a hold that was agreed to after the hang-up", () => {
    const t = new Bench();
    t.callOut(1);
    t.order({ do: "hold", call: 1 });
    const hold = t.asked("INVITE");
    t.order({ do: "hangUp", call: 1 });
    t.reply(t.asked("BYE"), 200);
    t.reply(hold, 200, { sdp: sdp({ direction: "recvonly" }) });
    t.asked("ACK");
    t.after(64_000).silent();
    equal(t.agent.size, 0);
  });

  it("repeats the answer to a change until its ACK, even after the far end has hung up", () => {
    const t = new Bench();
    const call = t.callIn();
    t.inside(call, "INVITE", 2, { sdp: sdp() });
    const answer = t.answered(200);
    t.inside(call, "BYE", 3);
    t.answered(200);
    deepEqual(t.told(), ["agreed PCMU sendrecv", "ended"]);
    t.after(500);
    deepEqual(t.answered(200).headers, answer.headers);
    t.inside(call, "ACK", 2);
    t.after(64_000).silent();
    deepEqual(t.told(), []);
    equal(t.agent.size, 0);
  });

  it("takes a re-INVITE from a far end whose ACK was lost, as the ACK", () => {
    const t = new Bench();
    t.ask("INVITE", { sdp: sdp() });
    t.answered(100);
    t.order({ do: "answer", call: 2, media: MEDIA });
    const call = t.answered(200);
    t.inside(call, "INVITE", 2, { sdp: sdp({ direction: "sendonly" }) });
    t.answered(200);
    t.inside(call, "ACK", 2);
    deepEqual(t.told(), ["invited", "agreed PCMU sendrecv", "agreed PCMU recvonly", "answered"]);
    t.after(40_000).silent();
  });
});
