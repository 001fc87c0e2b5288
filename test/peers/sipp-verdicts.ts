/** What SIPp's scenarios ask of the messages and of the sound, beyond what SIPp looks at itself: a verdict each. */
import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { createHash } from "node:crypto";
import type { Desk } from "./desk.js";
import { near } from "./judge.js";
import type { Ladder, Said } from "./ladder.js";
import { multimon, type RtpPacket, type Shark } from "./receivers.js";

/** A scenario that is over. */
export type Scene = {
  readonly desk: Desk;
  readonly said: Ladder;
  readonly shark: Shark;
  /** Where SIPp takes RTP, and where it is without a word. */
  readonly media: number;
};
type Verdict = (scene: Scene) => void | Promise<void>;

/** How long packets that are under way may take, and what a machine with more to do adds. */
const UNDER_WAY = 150;
const AT_ONCE = 250;

export const VERDICTS: { readonly [scenario: string]: Verdict } = {
  "uas-answer": ({ said }) => deepEqual(asked(said), ["INVITE", "ACK", "BYE"]),
  "uas-answer-bye": ({ said }) => equal(said.answered("BYE", 200).length, 1),
  "uas-reject": ({ said }) => deepEqual(asked(said), ["INVITE", "ACK"]),
  "uas-require-100rel": ({ said }) => deepEqual(asked(said), ["INVITE", "ACK"]),
  "uas-noanswer": ({ said }) => deepEqual(asked(said), ["INVITE", "CANCEL", "ACK"]),
  "uas-trying-only": ({ said }) => deepEqual(asked(said), ["INVITE", "CANCEL", "ACK"]),
  "uas-cancel-race"({ said }) {
    deepEqual(asked(said), ["INVITE", "CANCEL", "ACK", "BYE"]);
    const [late] = said.told("INVITE", 200);
    for (const method of ["ACK", "BYE"]) near(said.asked(method)[0].t - late.t, 0, AT_ONCE, method);
  },
  "uas-dup-200"({ said }) {
    const acks = said.asked("ACK");
    equal(acks.length, 3);
    for (const { head, body } of acks) deepEqual([head, body], [acks[0].head, acks[0].body]);
  },
  "uas-forked"({ said }) {
    equal(new Set(said.told("INVITE").map((told) => told.tag("To"))).size, 3);
    const [taken] = said.told("INVITE", 200);
    for (const method of ["ACK", "BYE"]) equal(said.asked(method)[0].tag("To"), taken.tag("To"));
  },
  "uas-forked-2x200"({ said }) {
    const [first, second] = said.told("INVITE", 200).map((told) => told.tag("To"));
    deepEqual(
      said.asked("BYE").map((bye) => bye.tag("To")),
      [second, first],
    );
    const [early, late] = said.asked("BYE");
    ok(late.t - early.t > 1000, "the first call goes on");
  },
  "uas-prack"(scene) {
    equal(scene.said.told("INVITE", 200)[0].body, "");
    deepEqual(
      scene.said.asked("PRACK").map((prack) => prack.field("RAck")),
      ["11 1 INVITE", "12 1 INVITE"],
    );
    return isSent(scene, 0, 0, scene.media);
  },
  "uas-timer": ({ said }) => refreshes(said, "uac"),
  "uac-timer": ({ said }) => refreshes(said, "uac"),
  async "uas-timer-uas"(scene) {
    for (const method of ["UPDATE", "INVITE"]) {
      const [answer] = scene.said.answered(method, 200);
      equal(answer.field("Session-Expires"), "90;refresher=uac");
      match(answer.field("Require"), /\btimer\b/);
    }
    const [offer] = scene.said.asked("INVITE");
    equal(scene.said.answered("INVITE", 200)[0].line("o="), offer.line("o="), "the same description");
    await isUnbroken(scene);
  },
  "uas-422"({ said }) {
    const [, again] = said.asked("INVITE");
    ok(Number.parseInt(again.field("Session-Expires"), 10) >= 1800 && Number(again.field("Min-SE")) >= 1800);
    equal(again.sequence[0], 2);
  },
  "uas-hold": (scene) => isHeld(scene),
  "uac-hold": (scene) => isHeld(scene),
  async "uas-reinvite-nosdp"(scene) {
    const [offer] = scene.said.answered("INVITE", 200);
    match(offer.line("m=audio "), /^\d+ RTP\/AVP 0 8\b.* 101$/, "a full offer");
    equal(offer.direction, "sendrecv");
    await isUnbroken(scene);
  },
  async "uas-port-change"(scene) {
    const [answer] = scene.said.answered("INVITE", 200);
    match(answer.line("m=audio "), /^\d+ RTP\/AVP 8\b/);
    await isSent(scene, 0, 8, scene.media + 2);
    const moved = (await ourPackets(scene)).filter(({ at }) => at > answered(scene, answer) + UNDER_WAY);
    ok(
      moved.every(({ to, payloadType }) => to.endsWith(`:${scene.media + 2}`) && payloadType === 8),
      "from then on",
    );
  },
  async "uas-t38"(scene) {
    const [refusal] = scene.said.answered("INVITE");
    equal(refusal.status, 488);
    await isSent(scene, answered(scene, refusal) + UNDER_WAY, 0, scene.media);
    await isUnbroken(scene);
  },
  "uas-update": ({ said }) => directions(said.answered("UPDATE", 200), "recvonly", "sendrecv"),
  "uac-update": ({ said }) => directions(said.answered("UPDATE", 200), "sendrecv"),
  "uas-refer-rx"({ said }) {
    const [, last] = said.heard("NOTIFY");
    ok(said.asked("BYE")[0].t >= last.t, "BYE after the last NOTIFY");
    equal(said.answered("NOTIFY", 200).length, 2);
  },
  "uas-refer-tx"({ said }) {
    tells(said);
    const last = said.asked("NOTIFY").at(-1);
    match(last?.field("Subscription-State") ?? "", /^terminated/);
    match(last?.body ?? "", /^SIP\/2\.0 487 /, "the hand has given up");
  },
  "uac-refer": ({ said }) => tells(said),
  "uas-info-dtmf"({ said }) {
    const infos = said.asked("INFO");
    equal(infos.length, 3);
    for (const [i, info] of infos.entries()) {
      equal(info.field("Content-Type"), "application/dtmf-relay");
      match(info.body, /^Duration=\d+\r$/m);
      if (i > 0) ok(info.t >= said.told("INFO", 200)[i - 1].t, "after the answer to the one before");
    }
  },
  "uas-info-415": ({ said }) => deepEqual(asked(said), ["INVITE", "ACK", "INFO", "BYE"]),
  async "uas-pt96"(scene) {
    await isSent(scene, 0, 8, scene.media);
    ok((await ourPackets(scene)).every(({ payloadType }) => payloadType === 8));
    const events = (await scene.shark.rtpEvents()).filter(({ from }) => from.endsWith(`:${ourPort(scene.said)}`));
    deepEqual(
      [...new Set(events.map(({ payloadType, event }) => `${payloadType} ${event}`))],
      ["96 1", "96 5", "96 9"],
    );
  },
  async "uas-no-event"(scene) {
    await isSent(scene, 0, 0, scene.media);
    equal((await scene.shark.rtpEvents()).length, 0);
    // the last key of the number may still be pressed when SIPp, which does not ring, has answered
    match(await multimon(await scene.shark.payload(ourPort(scene.said), 0), "ul"), /^1?159$/);
  },
  "uas-record-route"({ said }) {
    const [taken] = said.told("INVITE", 200);
    for (const method of ["ACK", "BYE"]) {
      const [request] = said.asked(method);
      ok(taken.field("Contact").includes(`<${request.uri}>`), `${request.uri} is the Contact`);
      deepEqual(
        request
          .fields("Route")
          .join(",")
          .split(/\s*,\s*/),
        [...routes(taken)].reverse(),
      );
    }
  },
  "uas-strict-route"({ said }) {
    const [taken] = said.told("INVITE", 200);
    for (const method of ["ACK", "BYE"]) {
      const [request] = said.asked(method);
      equal(`<${request.uri}>`, routes(taken)[0]);
      deepEqual(request.fields("Route"), [taken.field("Contact")]);
    }
  },
  "uas-auth": isProven,
  "uas-register-dual": ({ said }) => equal(provesWell(said.asked("REGISTER").at(-1), "Authorization", "sha256"), 1),
  async "uas-register-stale"({ desk, said }) {
    const proven = said.asked("REGISTER").filter((register) => register.field("Authorization") !== "");
    const counts = proven.map((register) => provesWell(register, "Authorization", "md5"));
    deepEqual(counts, [1, 1, 2], "each nonce is counted by itself");
    const registered = desk.events.filter(({ type, line }) => type === "registration" && line === 1);
    equal(registered.at(-1)?.state, "registered");
    equal(new Set(said.asked("REGISTER").map(({ branch }) => branch)).size, 4, "a lease of 7 s is somebody else's");
  },
  async "uac-delayed-offer"(scene) {
    const [offer] = scene.said.answered("INVITE", 200);
    match(offer.line("m=audio "), /^\d+ RTP\/AVP 0 8\b.* 101$/, "a full offer");
    await isSent(scene, 0, 8, scene.media);
    const [ack] = scene.said.heard("ACK");
    const later = (await ourPackets(scene)).filter(({ at }) => at > answered(scene, ack) + UNDER_WAY);
    ok(later.every(({ payloadType }) => payloadType === 8));
  },
  "uac-dup-invite"({ desk, said }) {
    const [first, again] = said.answered("INVITE", 180);
    equal(again.head, first.head, "the last response once more");
    equal(said.answered("INVITE", 482).length, 1);
    equal(desk.events.filter(({ type }) => type === "display").length <= 1, true, "it rings once");
  },
  async "uac-video"({ said }) {
    const [answer] = said.answered("INVITE", 200);
    match(answer.body, /\r\nm=audio [1-9]\d* RTP\/AVP [08]\b[\s\S]*\r\nm=video 0 RTP\/AVP 99\r\n/);
  },
  "uac-options"({ said }) {
    const [answer] = said.answered("OPTIONS", 200);
    for (const method of ["INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "UPDATE", "PRACK", "REFER", "NOTIFY", "INFO"])
      ok(answer.field("Allow").includes(method), `Allow: ${answer.field("Allow")}`);
    match(answer.field("Accept"), /application\/sdp/);
    for (const tag of ["100rel", "timer", "replaces"]) ok(answer.field("Supported").includes(tag));
    neverRang(said);
  },
  "uac-488"({ desk, said }) {
    match(said.answered("INVITE", 488)[0].field("Warning"), /^30[45] /);
    isStill(desk, said);
  },
  async "uac-savp"(scene) {
    equal(scene.said.answered("INVITE", 488).length, 1);
    isStill(scene.desk, scene.said);
    equal((await scene.shark.packets()).length, 0);
  },
  "uac-errors": ({ desk, said }) => isStill(desk, said),
  "uac-422"({ desk, said }) {
    equal(said.answered("INVITE", 422)[0].field("Min-SE"), "90");
    isStill(desk, said);
  },
  "uac-prack"({ said }) {
    const [ringing] = said.answered("INVITE", 180);
    match(ringing.field("Require"), /\b100rel\b/);
    match(ringing.field("RSeq"), /^\d+$/);
    equal(said.answered("PRACK", 200).length, 1);
  },
  "uac-info": ({ said }) =>
    deepEqual(
      said.answered("INFO").map(({ status }) => status),
      [200, 200, 415],
    ),
  "uac-multipart"({ said }) {
    const [answer] = said.answered("INVITE", 200);
    match(answer.line("m=audio "), /^[1-9]\d* RTP\/AVP 0\b/);
  },
  "uac-callerid"({ said }) {
    const [ringing] = said.answered("INVITE", 180);
    const [taken] = said.answered("INVITE", 200);
    ok(taken.t - ringing.t > 1000, "nobody but the hand has lifted the receiver");
  },
};

const asked = (said: Ladder) => said.all.filter(({ out, method }) => out && method !== "").map(({ method }) => method);

const routes = (said: Said) =>
  said
    .fields("Record-Route")
    .join(",")
    .split(/\s*,\s*/);

const ourPort = (said: Ladder) =>
  /^\d+/.exec(said.all.find(({ out, body }) => out && body !== "")?.line("m=audio ") ?? "")?.[0] ?? "";

/** By the clock of the capture, whose first frame is the first message. */
const answered = ({ said }: Scene, { t }: Said) => t - said.all[0].t;

async function ourPackets({ said, shark }: Scene): Promise<RtpPacket[]> {
  const port = ourPort(said);
  return (await shark.packets(port)).filter(({ from, payloadType }) => from.endsWith(`:${port}`) && payloadType < 96);
}

/** After this time a second of sound at least goes to that port in this law. */
async function isSent(scene: Scene, after: number, law: 0 | 8, port: number): Promise<void> {
  const packets = (await ourPackets(scene)).filter(
    ({ at, to, payloadType }) => at > after && to.endsWith(`:${port}`) && payloadType === law,
  );
  ok(packets.length >= 20, `${packets.length} packets of ${law} to ${port} after ${after} ms`);
}

/** Our sound is one stream without a gap. */
async function isUnbroken(scene: Scene): Promise<void> {
  const packets = await ourPackets(scene);
  equal(new Set(packets.map(({ ssrc }) => ssrc)).size, 1);
  for (const [i, { seq, timestamp }] of packets.slice(1).entries()) {
    equal((seq - packets[i].seq) & 0xffff, 1);
    equal((timestamp - packets[i].timestamp) >>> 0, 160, "no gap in time");
  }
}

function directions(answers: Said[], ...wanted: string[]): void {
  deepEqual(
    answers.map(({ direction }) => direction || "sendrecv"),
    wanted,
  );
}

/** sendonly, inactive, 0.0.0.0 and back: mirrored; silent meanwhile; and never a packet to nowhere. */
async function isHeld(scene: Scene): Promise<void> {
  const { said, shark } = scene;
  const answers = said.answered("INVITE", 200).slice(-4);
  const [, , nowhere] = answers.map(({ direction }) => direction);
  directions(answers, "recvonly", "inactive", nowhere === "recvonly" ? "recvonly" : "inactive", "sendrecv");
  equal(await shark.frames("ip.dst == 0.0.0.0"), 0);
  const [from, to] = [answered(scene, answers[0]) + UNDER_WAY, answered(scene, answers[3]) - UNDER_WAY];
  const packets = await ourPackets(scene);
  deepEqual(
    packets.filter(({ at }) => at > from && at < to).map(({ at }) => at),
    [],
    "silent while held",
  );
  // SIPp that has called says goodbye at once
  if (said.asked("INVITE").length > 0) ok(packets.filter(({ at }) => at > to).length > 20, "and heard again");
}

function refreshes(said: Ladder, refresher: string): void {
  const [refresh] = said.asked("UPDATE");
  equal(refresh.field("Session-Expires"), `90;refresher=${refresher}`);
}

/** RFC 3515: how the call goes that was asked for. */
function tells(said: Ladder): void {
  equal(said.answered("REFER", 202).length, 1);
  const notes = said.asked("NOTIFY");
  for (const { body } of notes) match(body, /^SIP\/2\.0 [1-6]\d\d /);
  match(notes[0].field("Subscription-State"), /^active/);
  match(notes[0].body, /^SIP\/2\.0 100 /);
}

/** SIPp challenges once, by MD5. */
function isProven({ said }: Scene): void {
  deepEqual(asked(said), ["INVITE", "ACK", "INVITE", "ACK", "BYE"]);
  const [first, second] = said.asked("INVITE");
  deepEqual([second.callId, second.tag("From")], [first.callId, first.tag("From")]);
  equal(second.sequence[0], first.sequence[0] + 1);
  notEqual(second.branch, first.branch);
  equal(provesWell(second, "Proxy-Authorization", "md5"), 1);
}

/** RFC 7616 section 3.4, computed here; which use of the nonce it is. */
function provesWell(said: Said | undefined, header: string, algorithm: "md5" | "sha256"): number {
  ok(said);
  const proof = said.field(header);
  const value = (name: string) => new RegExp(`\\b${name}="?([^",]+)"?`).exec(proof.replace(/^Digest /, ""))?.[1] ?? "";
  const hash = (text: string) => createHash(algorithm).update(text).digest("hex");
  deepEqual([value("qop"), value("uri"), value("username")], ["auth", said.uri, "1001"]);
  match(value("nc"), /^0000000[1-9]$/);
  ok(value("cnonce") !== "");
  const secret = hash(`1001:${value("realm")}:pw-1001`);
  const chain = [
    secret,
    value("nonce"),
    value("nc"),
    value("cnonce"),
    value("qop"),
    hash(`${said.method}:${said.uri}`),
  ];
  equal(value("response"), hash(chain.join(":")), proof);
  return Number(value("nc"));
}

function neverRang(said: Ladder): void {
  equal(said.answered("INVITE", 180).length, 0);
}

function isStill(desk: Desk, said: Ladder): void {
  neverRang(said);
  equal(desk.events.filter(({ type }) => type === "ring-start").length, 0);
}
