/** Calls that are refreshed, and calls that nobody refreshes (RFC 4028, RFC 3311). */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { header, headerList, type SipMessage, type SipRequest } from "../../../firmware/wire/sip/sip-message.js";
import { Bench, bodyOf, cseqOf, MEDIA, sdp } from "./far-end.js";

const ALLOW = "Allow: INVITE, ACK, BYE, CANCEL, UPDATE";
const expiresOf = (message: SipMessage) => header(message, "Session-Expires");
const requires = (message: SipMessage) => headerList(message, "Require").includes("timer");
const expires = (value: string, ...more: string[]) => ["Supported: timer", `Session-Expires: ${value}`, ...more];

/** A call of ours, granted so. */
function called(headers: string[], options: ConstructorParameters<typeof Bench>[0] = {}) {
  const t = new Bench(options);
  const invite = t.invite(1);
  t.reply(invite, 200, { sdp: sdp(), headers });
  t.asked("ACK");
  t.told();
  return { t, invite };
}

/** A call to us, asked for so. */
function taken(headers: string[], options: ConstructorParameters<typeof Bench>[0] = {}) {
  const t = new Bench(options);
  t.ask("INVITE", { sdp: sdp(), headers });
  t.answered(100);
  t.order({ do: "answer", call: 2, media: MEDIA });
  const ok200 = t.answered(200);
  t.inside(ok200, "ACK", 1);
  t.told();
  return { t, ok200 };
}

describe("a caller's session timer", () => {
  it("is asked for in the INVITE, as the owner wants it", () => {
    for (const [account, value] of [
      [{}, "1800"],
      [{ refresher: "uas" as const, sessionExpires: 600 }, "600;refresher=uas"],
      [{ refresher: "uac" as const }, "1800;refresher=uac"],
      [{ sessionTimer: false }, undefined],
    ] as const) {
      const invite = new Bench({ account }).invite(1);
      equal(expiresOf(invite), value);
      equal(headerList(invite, "Supported").includes("timer"), value !== undefined);
      equal(header(invite, "Min-SE"), undefined);
    }
    equal(header(new Bench({ account: { minSe: 300 } }).invite(1), "Min-SE"), "300");
  });

  it("is refreshed by us at half the interval, with UPDATE where that is allowed", () => {
    const { t } = called([ALLOW, "Require: timer", "Session-Expires: 90;refresher=uac"]);
    for (const at of [45_000, 90_000, 135_000]) {
      t.at(at - 1)
        .silent()
        .at(at);
      const update = t.asked("UPDATE");
      equal(expiresOf(update), "90;refresher=uac");
      equal(bodyOf(update), "");
      t.reply(update, 200, { headers: ["Require: timer", "Session-Expires: 90;refresher=uac"] });
    }
    deepEqual(t.silent().told(), []);
  });

  it("is refreshed by a re-INVITE that changes nothing, where UPDATE is not allowed", () => {
    const { t, invite } = called(["Session-Expires: 90;refresher=uac"]);
    t.at(45_000);
    const again = t.asked("INVITE");
    equal(bodyOf(again), bodyOf(invite));
    t.reply(again, 200, { sdp: sdp(), headers: [ALLOW, "Session-Expires: 90;refresher=uac"] });
    t.asked("ACK");
    deepEqual(t.told(), ["agreed PCMU sendrecv"]);
    t.at(90_000);
    t.reply(t.asked("UPDATE"), 405);
    equal(bodyOf(t.asked("INVITE")), bodyOf(invite));
  });

  it("runs out when the other side does not refresh", () => {
    for (const [value, end] of [
      ["90;refresher=uas", 60_000],
      ["300;refresher=uas", 268_000],
    ] as const) {
      const { t } = called([`Session-Expires: ${value}`]);
      t.at(end - 1).silent();
      deepEqual(t.told(), []);
      t.at(end);
      match(header(t.asked("BYE"), "Reason") ?? "", /^SIP;cause=408;/);
      deepEqual(t.told(), ["ended"]);
    }
  });

  it("runs out when no refresh of ours is granted, and ends at once when there is no call", () => {
    const { t } = called([ALLOW, "Session-Expires: 90;refresher=uac"]);
    t.at(45_000);
    t.reply(t.asked("UPDATE"), 500);
    t.at(59_999).silent().at(60_000);
    t.asked("BYE");
    deepEqual(t.told(), ["ended"]);
    const gone = called([ALLOW, "Session-Expires: 90;refresher=uac"]).t;
    gone.at(45_000);
    gone.reply(gone.asked("UPDATE"), 481);
    gone.asked("BYE");
    deepEqual(gone.told(), ["ended"]);
  });

  it("refreshes a side that knows of none, which cannot run out", () => {
    const { t } = called([]);
    for (const at of [900_000, 1_800_000]) {
      t.at(at);
      const again = t.asked("INVITE");
      equal(expiresOf(again), "1800;refresher=uac");
      t.reply(again, 488);
      t.asked("ACK");
    }
    deepEqual(t.told(), []);
    t.at(2_600_000).silent();
  });

  it("asks again for longer after a 422", () => {
    const t = new Bench();
    const invite = t.invite(1);
    t.reply(invite, 422, { headers: ["Min-SE: 2000"] });
    t.asked("ACK");
    const again = t.asked("INVITE");
    equal(cseqOf(again), "2 INVITE");
    equal(header(again, "Call-ID"), header(invite, "Call-ID"));
    deepEqual([expiresOf(again), header(again, "Min-SE")], ["2000", "2000"]);
    t.reply(again, 422, { headers: ["Min-SE: 2000"] });
    t.asked("ACK");
    deepEqual(t.silent().told(), ["refused 422"]);
  });

  it("does not ask for ever longer", () => {
    const t = new Bench();
    let invite: SipRequest = t.invite(1);
    let least = 2000;
    let asked = 1;
    for (; t.events.length === 0 && asked < 20; asked++) {
      t.reply(invite, 422, { headers: [`Min-SE: ${++least}`] });
      t.asked("ACK");
      if (t.sent.length > 0) invite = t.asked("INVITE");
    }
    deepEqual(t.told(), ["refused 422"]);
    ok(asked < 10);
  });

  it("goes on after a 422 to a refresh", () => {
    const { t } = called([ALLOW, "Session-Expires: 90;refresher=uac"]);
    t.at(45_000);
    t.reply(t.asked("UPDATE"), 422, { headers: ["Min-SE: 120"] });
    const again = t.asked("UPDATE");
    deepEqual([expiresOf(again), header(again, "Min-SE")], ["120;refresher=uac", "120"]);
    t.reply(again, 200, { headers: ["Session-Expires: 120;refresher=uac"] });
    t.at(104_999).silent().at(105_000);
    t.asked("UPDATE");
  });

  it("starts anew with every change of the call", () => {
    const { t } = called([ALLOW, "Session-Expires: 90;refresher=uac"]);
    t.at(30_000).order({ do: "hold", call: 1 });
    const hold = t.asked("INVITE");
    equal(expiresOf(hold), "90;refresher=uac");
    t.reply(hold, 200, { sdp: sdp({ direction: "recvonly" }), headers: ["Session-Expires: 90;refresher=uas"] });
    t.asked("ACK");
    t.at(89_999).silent().at(90_000);
    t.asked("BYE");
  });

  it("waits for nobody after the end", () => {
    const { t, invite } = called([ALLOW, "Session-Expires: 90;refresher=uac"]);
    t.inside(invite, "BYE", 1);
    t.answered(200);
    t.at(200_000).silent();
    equal(t.agent.size, 0);
  });
});

describe("the session timer of one who is called", () => {
  it("names who refreshes, by the table of RFC 4028 section 9", () => {
    for (const [headers, granted, timer] of [
      [["Session-Expires: 300"], "300;refresher=uas", false],
      [expires("300"), "300;refresher=uac", true],
      [expires("300;refresher=uac"), "300;refresher=uac", true],
      [expires("300;refresher=uas"), "300;refresher=uas", true],
      [["Supported: timer"], "1800;refresher=uac", true],
      [["Supported: timer", "Min-SE: 2000"], "2000;refresher=uac", true],
      [[], "1800;refresher=uas", false],
      [["Session-Expires: 30"], undefined, false],
      [["Session-Expires: nonsense", "Supported: timer"], "1800;refresher=uac", true],
    ] as const) {
      const { ok200 } = taken([...headers]);
      equal(expiresOf(ok200), granted, headers.join());
      equal(requires(ok200), timer, headers.join());
    }
    equal(expiresOf(taken(expires("300"), { account: { refresher: "uas" } }).ok200), "300;refresher=uas");
  });

  it("is off where the owner wants none, but for one who requires it", () => {
    const account = { sessionTimer: false };
    equal(expiresOf(taken(expires("300"), { account }).ok200), undefined);
    const required = taken(["Require: timer", "Session-Expires: 300;refresher=uas"], { account });
    equal(expiresOf(required.ok200), "300;refresher=uas");
    required.t.at(150_000);
    required.t.asked("INVITE");
  });

  it("refuses an interval that is too short for us with 422, before anything rings", () => {
    const t = new Bench();
    t.ask("INVITE", { sdp: sdp(), headers: expires("30", "Min-SE: 30") });
    equal(header(t.answered(422), "Min-SE"), "90");
    t.ask("INVITE", { sdp: sdp(), callId: "b", headers: ["Require: timer", "Session-Expires: 89"] });
    equal(header(t.answered(422), "Min-SE"), "90");
    deepEqual(t.told(), []);
    const { t: up, ok200 } = taken(expires("300"), { account: { minSe: 200 } });
    up.inside(ok200, "UPDATE", 2, { headers: expires("100") });
    equal(header(up.answered(422), "Min-SE"), "200");
  });

  it("refreshes when it is its turn", () => {
    const { t } = taken(expires("90;refresher=uas", ALLOW));
    t.at(45_000);
    const update = t.asked("UPDATE");
    equal(expiresOf(update), "90;refresher=uac");
    t.reply(update, 200, { headers: ["Require: timer", "Session-Expires: 90;refresher=uas"] });
    t.at(104_999).silent().at(105_000);
    t.asked("BYE");
  });

  it("runs out when the caller does not refresh, and goes on when he does", () => {
    const { t, ok200 } = taken(expires("90;refresher=uac"));
    t.at(50_000);
    t.inside(ok200, "UPDATE", 2, { headers: expires("90;refresher=uac") });
    const update = t.answered(200);
    equal(expiresOf(update), "90;refresher=uac");
    ok(requires(update));
    equal(bodyOf(update), "");
    t.at(100_000);
    t.inside(ok200, "INVITE", 3, { sdp: sdp(), headers: expires("90;refresher=uac") });
    const again = t.answered(200);
    equal(expiresOf(again), "90;refresher=uac");
    equal(bodyOf(again), bodyOf(ok200));
    t.inside(ok200, "ACK", 3);
    t.at(159_999).silent();
    deepEqual(t.told(), ["agreed PCMU sendrecv"]);
    t.at(160_000);
    t.asked("BYE");
    deepEqual(t.told(), ["ended"]);
  });

  it("takes the refreshing over from a side that hands it on", () => {
    const { t, invite } = called([ALLOW, "Session-Expires: 90;refresher=uas"]);
    t.at(40_000);
    t.inside(invite, "UPDATE", 1, { headers: expires("90;refresher=uas") });
    equal(expiresOf(t.answered(200)), "90;refresher=uas");
    t.at(85_000);
    match(cseqOf(t.asked("UPDATE")), /UPDATE/);
  });
});
