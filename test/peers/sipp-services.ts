/** What the hand does in SIPp's scenarios of transfers, INFO, waiting messages and wishes of the server, and what comes of it. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { type Desk, pause, type SipMessage } from "./desk.js";
import { Ladder } from "./ladder.js";
import { set } from "./provider.js";
import type { Row } from "./sipp-rows.js";
import type { Telephone } from "./telephone.js";

const SECOND = 1_000;
/** The star codes are left alone by the plan. */
const STAR_CODES = set("Dial_Plan[1]=(xxxxS0|*xx)", "Referor_Bye_Delay[1]=1");
const BY_INFO = set("DTMF_Tx_Method[1]=INFO");

export const SERVICE_ROWS: Row[] = [
  { scenario: "uas-refer-rx", drive: handOver, settings: STAR_CODES },
  { scenario: "uas-refer-tx", drive: beHandedOver },
  { scenario: "uac-refer", drive: answerAndBeHandedOver },
  { scenario: "uas-info-dtmf", drive: sendKeys, settings: BY_INFO },
  { scenario: "uas-info-415", drive: sendKeysInVain, settings: BY_INFO },
  { scenario: "uac-info", drive: hearKeysOfInfo },
  { scenario: "uac-mwi", drive: hearOfMessages },
  { scenario: "uac-check-sync", drive: beAskedForASync, settings: set("Auth_Resync-Reboot[1]=no") },
];

const sent = async (desk: Desk, method: string): Promise<string[]> =>
  (await desk.sip("?line=1"))
    .filter(({ direction }) => direction === "out")
    .map(({ message }: SipMessage) => message)
    .filter((message) => message.startsWith(method));

/** A flash, *98, and a number: SIPp is sent there, and we say goodbye a second after it is. */
async function handOver(phone: Telephone, desk: Desk): Promise<void> {
  await phone.call("connected");
  await phone.flash();
  await phone.hears("second-dial");
  await phone.dial("*98");
  await phone.hears("prompt");
  await phone.dial("7001");
  await desk.event({ type: "sip", line: 1, direction: "in" }, { after: desk.mark() });
  const [refer] = await waitFor(desk, "REFER");
  match(refer, /^Refer-To: <sip:7001@127\.0\.0\.1:\d+>\r$/m);
  match(refer, /^Referred-By: <sip:1001@/m);
  await waitFor(desk, "BYE");
  await phone.hangUp();
}

/** SIPp wants 7001 called, which rings nowhere: it hears that, and that the hand has given up. */
async function beHandedOver(phone: Telephone, desk: Desk): Promise<void> {
  await phone.call("connected");
  await followsReferral(desk, "sip:lab@lab.test");
  await pause(SECOND);
  await phone.hangUp();
  await phone.call("idle");
}

/** SIPp says goodbye when it has heard nothing of the other call for two seconds. */
async function answerAndBeHandedOver(phone: Telephone, desk: Desk): Promise<void> {
  await phone.event("ring-start");
  await phone.lift();
  await phone.call("connected");
  await followsReferral(desk, "sip:lab@caller.example");
  for (let tries = 0; (await Ladder.of(desk, 1)).heard("BYE").length === 0; tries++) {
    ok(tries < 40, "no BYE");
    await pause(250);
  }
  await phone.hangUp();
  await phone.call("idle");
}

async function followsReferral(desk: Desk, by: string): Promise<void> {
  const invite = (await waitFor(desk, "INVITE sip:7001@"))[0];
  equal(/^Referred-By: <(.*)>\r$/m.exec(invite)?.[1], by);
  const [notify] = await waitFor(desk, "NOTIFY");
  match(notify, /^SIP\/2\.0 100 /m);
}

/** One INFO for each key, the next one after the answer. */
async function sendKeys(phone: Telephone, desk: Desk): Promise<void> {
  await phone.call("connected");
  await phone.dial("15#");
  const infos = await waitFor(desk, "INFO", 3);
  deepEqual(
    infos.map((info) => /^Signal=(.)\r$/m.exec(info)?.[1]),
    ["1", "5", "#"],
  );
  await pause(SECOND);
  await phone.hangUp();
}

async function sendKeysInVain(phone: Telephone, desk: Desk): Promise<void> {
  await phone.call("connected");
  await phone.dial("159");
  await waitFor(desk, "INFO");
  await pause(2 * SECOND);
  equal((await sent(desk, "INFO")).length, 1);
  equal((await desk.state()).lines[0].call, "connected");
  await phone.hangUp();
}

async function hearKeysOfInfo(phone: Telephone): Promise<void> {
  await phone.event("ring-start");
  await phone.lift();
  await phone.call("connected");
  const digits = await phone.events("digit", 2, { source: "info" });
  deepEqual(
    digits.map(({ digit }) => digit),
    ["5", "9"],
  );
  await phone.call("ended");
}

/** The dial tone stutters between the two NOTIFYs, and not after them. */
async function hearOfMessages(phone: Telephone, desk: Desk): Promise<void> {
  await desk.event({ type: "sip", line: 1, direction: "in" });
  await phone.lift();
  await phone.hears("stutter-dial");
  await phone.hangUp();
  await pause(2 * SECOND);
  await phone.lift();
  await phone.hears("dial");
  await phone.hangUp();
}

async function beAskedForASync(_phone: Telephone, desk: Desk): Promise<void> {
  const answer = await desk.event({ type: "sip", line: 1, direction: "out" });
  ok(String(answer.message).startsWith("SIP/2.0 200"));
}

async function waitFor(desk: Desk, method: string, count = 1): Promise<string[]> {
  for (let tries = 0; ; tries++) {
    const messages = await sent(desk, method);
    if (messages.length >= count) return messages;
    ok(tries < 40, `${messages.length} of ${count} ${method}`);
    await pause(250);
  }
}
