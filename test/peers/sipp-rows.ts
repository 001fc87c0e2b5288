/** SIPp's scenarios, a row each: what the hand at the telephone does, and what the ear has heard when it is over. */
import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { type Desk, pause, type SipMessage } from "./desk.js";
import { near } from "./judge.js";
import { Ladder } from "./ladder.js";
import { set } from "./provider.js";
import { multimon, tones } from "./receivers.js";
import { speech } from "./speech.js";
import type { Telephone } from "./telephone.js";
import { level } from "./wav.js";

export type Row = {
  /** As in lab/sipp; `uas-reject:603` gives the answer. `uas-*` is called by the telephone, `uac-*` calls it. */
  scenario: string;
  drive: (phone: Telephone, desk: Desk) => Promise<void>;
  /** The tone in the ear at the end. */
  tone?: string;
  settings?: string[];
  /** Keys of the scenario, given the port SIPp is at. */
  keys?: (port: number) => { [key: string]: string };
};

const SECOND = 1_000;
/** RFC 3261 timer A, from the first INVITE on, until the answer after 9 s. */
const TIMER_A = [0, 500, 1_500, 3_500, 7_500];
/** RFC 3261 13.3.1.4: the 200 again after T1, doubling up to T2, for 64 T1. */
const REPEATED_200 = [0, 500, 1_500, 3_500, 7_500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500];
const ACK_WAITED_FOR = 32 * SECOND;
const TIMER_TOLERANCE = 100;
const REFRESHED_AT = 45 * SECOND;
const FORGOTTEN_AT = 60 * SECOND;
/** What another Contact of the answer has, before its end. */
const SHORT_LEASE = 6 * SECOND;
/** Also when SIPp is a moment late. */
const REGISTERS = set("Register[1]=yes", "Reg_Retry_Intvl=1");

export const ROWS: Row[] = [
  { scenario: "uas-answer", drive: hearRingbackAndSpeak },
  { scenario: "uas-answer-bye", drive: untilFarEndHangsUp, tone: "reorder", settings: set("Reorder_Delay=1") },
  { scenario: "uas-reject", drive: untilRefused, tone: "busy" },
  { scenario: "uas-reject:600", drive: untilRefused, tone: "busy" },
  { scenario: "uas-reject:603", drive: untilRefused, tone: "reorder" },
  ...[403, 404, 480, 484, 488, 500, 503].map(
    (status): Row => ({ scenario: `uas-reject:${status}`, drive: untilRefused, tone: "reorder" }),
  ),
  { scenario: "uas-302", drive: beSentOn, keys: (port) => ({ target: `lab@127.0.0.1:${port}` }) },
  { scenario: "uas-require-100rel", drive: untilRefused, tone: "reorder" },
  { scenario: "uas-noanswer", drive: giveUpRinging },
  { scenario: "uas-cancel-race", drive: giveUpRinging },
  { scenario: "uas-trying-only", drive: giveUpSilence },
  { scenario: "uas-silent", drive: callInSilence },
  { scenario: "uas-dup-200", drive: talkAndHangUp },
  { scenario: "uas-auth", drive: talkAndHangUp },
  { scenario: "uas-early-media", drive: beHeardEarly },
  { scenario: "uas-180-183-180", drive: beHeardAndStayHeard },
  { scenario: "uas-forked", drive: talkAndHangUp },
  { scenario: "uas-forked-2x200", drive: talkAndHangUp },
  { scenario: "uas-hold", drive: beHeldAndHangUp },
  { scenario: "uas-reinvite-nosdp", drive: talkLongAndHangUp },
  { scenario: "uas-port-change", drive: talkLongAndHangUp },
  { scenario: "uas-t38", drive: talkLongAndHangUp },
  { scenario: "uas-dtmf4733", drive: hearKeysAndHangUp },
  { scenario: "uas-pt96", drive: pressKeysAndHangUp },
  { scenario: "uas-no-event", drive: pressKeysAndHangUp },
  { scenario: "uas-record-route", drive: talkAndHangUp },
  { scenario: "uas-strict-route", drive: talkAndHangUp },
  { scenario: "uas-prack", drive: talkAndHangUp },
  { scenario: "uas-update", drive: talkLongAndHangUp },
  { scenario: "uas-422", drive: talkAndHangUp },
  { scenario: "uas-glare", drive: holdAndComeBack },
  { scenario: "uas-timer", drive: talkPastRefresh },
  { scenario: "uas-timer-uas", drive: talkLongAndHangUp },
  { scenario: "uac-call", drive: answerAndListen, tone: "reorder", settings: set("Reorder_Delay=1") },
  { scenario: "uac-cancel", drive: letRing },
  { scenario: "uac-delayed-offer", drive: answer },
  { scenario: "uac-hold", drive: answer },
  { scenario: "uac-dtmf4733", drive: answerAndHearKeys },
  { scenario: "uac-callerid", drive: answerDistinctive },
  { scenario: "uac-anonymous", drive: answerWithheld },
  { scenario: "uac-video", drive: answer },
  { scenario: "uac-big", drive: answer },
  { scenario: "uac-dup-invite", drive: staySilentAfterwards },
  { scenario: "uac-options", drive: staySilentAfterwards },
  { scenario: "uac-488", drive: staySilentAfterwards },
  { scenario: "uac-savp", drive: staySilentAfterwards },
  { scenario: "uac-multipart", drive: answer },
  { scenario: "uac-errors", drive: staySilentAfterwards },
  { scenario: "uac-prack", drive: ringAndAnswer },
  { scenario: "uac-update", drive: answer },
  { scenario: "uac-422", drive: staySilentAfterwards },
  { scenario: "uac-timer", drive: answerPastRefresh },
  { scenario: "uac-timer-lost", drive: answerForgotten, tone: "reorder", settings: set("Reorder_Delay=1") },
  { scenario: "uac-no-ack", drive: answerUnheard, tone: "reorder", settings: set("Reorder_Delay=1") },
  { scenario: "uas-register-dual", drive: registerBySha256, settings: REGISTERS },
  {
    scenario: "uas-register-stale",
    drive: registerWithNewNonce,
    settings: [...REGISTERS, ...set("Register_Expires[1]=600")],
  },
];

async function talkAndHangUp(phone: Telephone): Promise<void> {
  await phone.call("connected", { within: 12 * SECOND });
  await pause(2 * SECOND);
  await phone.hangUp();
}

/** Long enough for SIPp to have its say in the middle of the call. */
async function talkLongAndHangUp(phone: Telephone): Promise<void> {
  await phone.call("connected");
  await pause(5 * SECOND);
  await phone.hangUp();
}

async function beHeldAndHangUp(phone: Telephone): Promise<void> {
  const { t } = await phone.call("connected");
  const held = await phone.call("holding");
  ok(held.t > t);
  await phone.call("connected", { after: phone.now(), within: 10 * SECOND });
  await pause(SECOND);
  await phone.hangUp();
}

/** SIPp sends 1, 5 and 9 as telephone-events; an ear other than the telephone's own reads the tones. */
async function hearKeysAndHangUp(phone: Telephone): Promise<void> {
  await phone.call("connected");
  await keys(phone);
  await phone.hangUp();
}

async function answerAndHearKeys(phone: Telephone): Promise<void> {
  await phone.event("ring-start");
  await phone.lift();
  await phone.call("connected");
  await keys(phone);
  await phone.call("ended");
}

async function keys(phone: Telephone): Promise<void> {
  const [{ t: first }, , { t: last }] = await phone.events("digit", 3, { source: "event" });
  await pause(SECOND);
  const { bytes } = await phone.heard((last - first) / SECOND + 1, last + 500);
  equal(await multimon(bytes), "159");
}

/** What 440 and 480 Hz are to the ear, in these parts of the desk's time. */
async function isRingback(phone: Telephone, from: number, to: number): Promise<boolean> {
  const heard = await tones((await phone.heard((to - from) / SECOND, to)).bytes);
  return heard.some(({ freqs }) => [440, 480].every((hertz) => freqs.some((one) => Math.abs(one - hertz) < 5)));
}

/** It sounds until the answer, and not a moment longer. */
async function hearRingbackAndSpeak(phone: Telephone): Promise<void> {
  const { t: rang } = await phone.call("proceeding");
  const { t: up } = await phone.call("connected");
  await pause(SECOND);
  ok(await isRingback(phone, rang, up), "no ringback");
  ok(!(await isRingback(phone, up + 100, up + 900)), "ringback in the call");
  await phone.speak(speech("her").wav);
  await phone.hears("voice");
  await pause(2 * SECOND);
  await phone.hangUp();
}

/** SIPp sends back what it hears, and that is heard instead of any ringback. */
async function beHeardEarly(phone: Telephone): Promise<void> {
  const { t: early } = await phone.call("proceeding");
  await phone.speak(speech("her").wav);
  const { t: heard } = await phone.hears("voice");
  const { t: up } = await phone.call("connected");
  ok(heard < up, "nothing was heard before the answer");
  ok(!(await isRingback(phone, early, up)), "ringback over early sound");
  await pause(SECOND);
  await phone.hangUp();
}

/** Ringback; then early sound, which a second 180 does not end. */
async function beHeardAndStayHeard(phone: Telephone, desk: Desk): Promise<void> {
  const { t: rang } = await phone.call("proceeding");
  await phone.speak(speech("her").wav);
  const { t: up } = await phone.call("connected");
  const [first, second] = (await Ladder.of(desk, 1)).told("INVITE").filter(({ status }) => status > 180);
  ok(await isRingback(phone, rang, first.t), "no ringback before the early sound");
  ok(!(await isRingback(phone, first.t + 100, second.t)), "ringback over early sound");
  const { samples } = await phone.heard(0.4, up);
  ok(level(samples) > -40, `${level(samples)} dBm0 after the second 180`);
  await pause(SECOND);
  await phone.hangUp();
}

async function pressKeysAndHangUp(phone: Telephone): Promise<void> {
  await phone.call("connected");
  await pause(SECOND);
  await phone.dial("159");
  await pause(SECOND);
  await phone.hangUp();
}

/** SIPp is the server, and what it asserts is believed; its Bellcore-dr3 rings, and nobody but the hand answers. */
async function answerDistinctive(phone: Telephone): Promise<void> {
  const starts = await phone.events("ring-start", 3);
  const stops = await phone.events("ring-stop", 3);
  for (const [i, { t }] of starts.entries()) near(stops[i].t - t, [400, 400, 800][i], 60, `burst ${i + 1}`);
  for (const [i, { t }] of starts.slice(1).entries()) near(t - stops[i].t, 200, 60, `pause ${i + 1}`);
  const { number, name } = await phone.event("display", {}, { within: 8 * SECOND });
  deepEqual([number, name], ["+4930999", "Asserted"]);
  phone.attend();
  await phone.lift();
  await phone.call("connected");
  await phone.call("ended");
}

async function untilFarEndHangsUp(phone: Telephone): Promise<void> {
  await phone.call("connected");
  await phone.call("ended");
}

async function untilRefused(phone: Telephone): Promise<void> {
  await phone.call("reorder");
}

/** SIPp is content with the ACK and gone; nobody hears the second INVITE. */
async function beSentOn(phone: Telephone, desk: Desk): Promise<void> {
  await phone.call("calling");
  await pause(SECOND);
  const sent = (await desk.sip("?line=1")).filter(({ direction }) => direction === "out");
  const methods = sent.map(({ message }) => message.split(" ")[0]);
  deepEqual(methods.slice(0, 3), ["INVITE", "ACK", "INVITE"]);
  const [first, , second] = sent.map(({ message }) => message);
  ok(second.startsWith("INVITE sip:lab@127.0.0.1"), second);
  const field = (message: string, name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(message)?.[1];
  for (const name of ["Call-ID", "From", "To"]) equal(field(second, name), field(first, name));
  deepEqual([field(first, "CSeq"), field(second, "CSeq")], ["1 INVITE", "2 INVITE"]);
  notEqual(field(second, "Via"), field(first, "Via"));
  await phone.hangUp();
  await phone.call("idle");
}

/** SIPp meets the hold with 491; whoever has called waits 2.1 to 4 s (RFC 3261 section 14.1). */
async function holdAndComeBack(phone: Telephone, desk: Desk): Promise<void> {
  await phone.call("connected");
  await phone.flash();
  await phone.event("sip", { direction: "in" }, { after: desk.mark() });
  await pause(4.5 * SECOND);
  const messages = await desk.sip("?line=1");
  const refusal = messages.find(({ message }) => /^SIP\/2\.0 491 /.test(message));
  const invites = messages.filter(({ message }) => message.startsWith("INVITE"));
  ok(refusal && invites.length === 3, `${invites.length} INVITEs`);
  near(invites[2].t - refusal.t, 3050, 950 + TIMER_TOLERANCE, "the hold, once more");
  await phone.flash();
  await phone.call("connected");
  await pause(SECOND);
  await phone.hangUp();
}

/** A session of 90 s is refreshed after 45 (RFC 4028 section 7.2). */
async function talkPastRefresh(phone: Telephone, desk: Desk): Promise<void> {
  const { t } = await phone.call("connected");
  await pause(REFRESHED_AT + 2 * SECOND);
  await refreshedAfter(t, desk);
  await phone.hangUp();
}

async function answerPastRefresh(phone: Telephone, desk: Desk): Promise<void> {
  await phone.event("ring-start");
  await phone.lift();
  const { t } = await phone.call("connected");
  await phone.call("ended", { within: REFRESHED_AT + 5 * SECOND });
  await refreshedAfter(t, desk);
}

async function refreshedAfter(began: number, desk: Desk): Promise<void> {
  const updates = (await desk.sip("?line=1")).filter(({ message }) => message.startsWith("UPDATE"));
  equal(updates.length, 1);
  near(updates[0].t - began, REFRESHED_AT, 10 * TIMER_TOLERANCE, "the refresh");
}

/** SIPp promises to refresh and does not: 90 s less a third of them (RFC 4028 section 10). */
async function answerForgotten(phone: Telephone): Promise<void> {
  await phone.event("ring-start");
  await phone.lift();
  const { t } = await phone.call("connected");
  const ended = await phone.call("ended", { within: FORGOTTEN_AT + 5 * SECOND });
  near(ended.t - t, FORGOTTEN_AT, 10 * TIMER_TOLERANCE, "the end");
}

/** The 180 is acknowledged before anybody lifts the receiver. */
async function ringAndAnswer(phone: Telephone): Promise<void> {
  await phone.event("ring-start");
  await pause(SECOND);
  await phone.lift();
  await phone.call("connected");
  await phone.call("ended");
}

async function giveUpRinging(phone: Telephone): Promise<void> {
  await phone.hears("ringback");
  await phone.hangUp();
  await phone.call("idle");
}

async function callInSilence(phone: Telephone, desk: Desk): Promise<void> {
  await phone.call("connected", { within: 12 * SECOND });
  await pause(SECOND);
  await phone.hangUp();
  const invites = (await desk.sip("?line=1")).filter(({ message }) => message.startsWith("INVITE"));
  atTimes(invites, TIMER_A);
  equal(new Set(invites.map(({ message }) => /branch=([^;\s]+)/.exec(message)?.[1])).size, 1, "one branch");
}

async function giveUpSilence(phone: Telephone): Promise<void> {
  await phone.call("calling");
  await pause(1.5 * SECOND);
  await phone.hangUp();
  await phone.call("idle");
}

async function answer(phone: Telephone): Promise<void> {
  await phone.event("ring-start");
  await phone.lift();
  await phone.call("connected");
  await phone.call("ended", { within: 15 * SECOND });
}

async function answerWithheld(phone: Telephone): Promise<void> {
  const { number, name, absence } = await phone.event("display", {}, { within: 8 * SECOND });
  deepEqual([number, name, absence], [null, null, "private"]);
  phone.attend();
  await phone.lift();
  await phone.call("connected");
  await phone.call("ended");
}

/** SIPp asks and is answered without anybody lifting a receiver; afterwards the bell is still. */
async function staySilentAfterwards(_phone: Telephone, desk: Desk): Promise<void> {
  await pause(3 * SECOND);
  equal((await desk.state()).lines[0].ringing, false);
}

async function answerAndListen(phone: Telephone): Promise<void> {
  await phone.event("ring-start");
  const { number, name } = await phone.event("display", {}, { within: 8 * SECOND });
  deepEqual([number, name], ["+49301234567", "Lab Caller"]);
  phone.attend();
  await phone.lift();
  await phone.call("connected");
  await phone.call("ended", { within: 8 * SECOND });
}

async function letRing(phone: Telephone, desk: Desk): Promise<void> {
  await phone.event("ring-start");
  const cancelled = await phone.event("sip", { direction: "in" }, { after: desk.mark() });
  ok(String(cancelled.message).startsWith("CANCEL"));
  const { t } = await phone.call("idle");
  near(t, cancelled.t, 100, "the end of ringing");
  await pause(5 * SECOND);
  equal((await desk.state()).lines[0].ringing, false);
}

async function answerUnheard(phone: Telephone, desk: Desk): Promise<void> {
  await phone.event("ring-start");
  await phone.lift();
  await phone.call("ended", { within: ACK_WAITED_FOR + 3 * SECOND });
  const sent = (await desk.sip("?line=1")).filter(({ direction }) => direction === "out");
  const answers = sent.filter(({ message }) => /^SIP\/2\.0 200 /.test(message));
  atTimes(answers, REPEATED_200);
  const bye = sent.find(({ message }) => message.startsWith("BYE"));
  ok(bye, "no BYE after the last 200");
  near(bye.t - answers[0].t, ACK_WAITED_FOR, TIMER_TOLERANCE, "the BYE");
}

/** The topmost challenge that it can do (RFC 8760 section 2.4), by itself. */
async function registerBySha256(_phone: Telephone, desk: Desk): Promise<void> {
  const last = (await registers(desk)).at(-1) ?? "";
  const proofs = last.split("\r\n").filter((line) => line.startsWith("Authorization:"));
  equal(proofs.length, 1, last);
  match(proofs[0], /nonce="s\d+".*response="[0-9a-f]{64}".*algorithm=SHA-256/);
}

/** A nonce grown old is no wrong password, and 423 is a matter of asking again. */
async function registerWithNewNonce(_phone: Telephone, desk: Desk): Promise<void> {
  const asked = await registers(desk);
  const refused = desk.events.filter(({ type, code }) => type === "registration" && (code === 401 || code === 423));
  deepEqual(refused, []);
  const proofs = asked.map((message) => /^Authorization:.* nonce="([ab])/m.exec(message)?.[1]);
  deepEqual(proofs.slice(-3), ["a", "b", "b"]);
  await pause(SHORT_LEASE);
  match(asked.at(-1) ?? "", /^Expires: 1800\r$/m);
}

async function registers(desk: Desk): Promise<string[]> {
  await desk.event({ type: "registration", line: 1, state: "registered" });
  const said = (await desk.sip("?line=1")).filter(({ direction }) => direction === "out");
  return said.map(({ message }) => message).filter((message) => message.startsWith("REGISTER"));
}

function atTimes(messages: SipMessage[], times: number[]): void {
  const seen = messages.map(({ t }) => t - messages[0].t);
  equal(seen.length, times.length, `sent at ${seen}`);
  for (const [i, time] of times.entries()) near(seen[i], time, TIMER_TOLERANCE, `message ${i + 1} of ${seen}`);
}
