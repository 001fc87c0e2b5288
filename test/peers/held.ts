/** A call of line 2 in which each side holds the other, and takes it back. */
import { deepEqual, ok } from "node:assert/strict";
import { type Desk, pause } from "./desk.js";
import { near } from "./judge.js";
import { baresip, lab } from "./lab.js";
import { Ladder } from "./ladder.js";
import { tones } from "./receivers.js";

/** How the other side holds and takes back; the tone it sends, where it sends any. */
export type Peer = { hold(): Promise<unknown>; resume(): Promise<unknown>; readonly hertz: number | null };

/** The calling baresip. */
export const CALLER = { hold: () => baresip("hold"), resume: () => baresip("resume"), hertz: 1004 };
/** It has no microphone. */
export const LINPHONE: Peer = {
  hold: () => lab("linphone/say.sh", ["pause"]),
  resume: () => lab("linphone/say.sh", ["resume"]),
  hertz: null,
};

export async function holdEachOther(desk: Desk, peer: Peer): Promise<void> {
  const phone = desk.two;
  await pause(500);
  phone.attend();
  const { t: began } = await desk.state();
  await peer.hold();
  await phone.call("holding");
  await pause(500);
  phone.attend();
  await peer.resume();
  await phone.call("connected");
  const answers = (await Ladder.of(desk, 2)).answered("INVITE", 200).filter(({ t }) => t > began);
  const [held, back] = answers.map(({ direction }) => direction);
  ok(/^(recvonly|inactive)$/.test(held) && back === "sendrecv", `held: ${held}, taken back: ${back}`);
  const { t: since } = await desk.state();
  await phone.flash();
  await phone.hears("second-dial");
  await phone.flash();
  const { t } = await phone.call("connected");
  const said = (await Ladder.of(desk, 2)).asked("INVITE").filter((invite) => invite.t > since);
  deepEqual(
    said.map(({ direction }) => direction),
    ["sendonly", "sendrecv"],
  );
  const replies = (await Ladder.of(desk, 2)).told("INVITE", 200).filter((told) => told.t > since);
  ok(/^(recvonly|inactive)$/.test(replies[0].direction), `the other side answered ${replies[0].direction}`);
  if (peer.hertz === null) return;
  await pause(2_500);
  const [tone] = await tones((await phone.heard(2, t + 2_400)).bytes);
  near(tone.freqs[0], peer.hertz, 1, "the frequency of the other side's tone");
}
