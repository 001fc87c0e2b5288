/** What a telephone is told of its owner's wishes. */
import type { DialPlanOptions } from "../dialplan/dial-plan.js";
import type { Cadence, Tone } from "../line/script.js";
import type { SitCodes } from "./statuses.js";

export type PhoneTones = {
  readonly dial: Tone;
  readonly outside: Tone;
  readonly ringback: Tone;
  readonly ringback2: Tone;
  readonly busy: Tone;
  readonly reorder: Tone;
  readonly offHookWarning: Tone;
  readonly sit1: Tone;
  readonly sit2: Tone;
  readonly sit3: Tone;
  readonly sit4: Tone;
  readonly callWaiting: Tone;
  readonly holding: Tone;
};

export type PhoneOptions = {
  readonly dialling: DialPlanOptions;
  readonly tones: PhoneTones;
  /** Refusals that sound special information instead of busy or reorder. */
  readonly sitCodes: SitCodes;
  /** The bells, and the names an Alert-Info may call them by; the first is rung when none is named. */
  readonly rings: readonly { readonly name: string; readonly cadence: Cadence }[];
  /** ms of silence after the far end has gone; Infinity for ever. */
  readonly reorderDelay: number;
  readonly callWaiting: boolean;
  /** 182 instead of 180 to a call that waits. */
  readonly says182: boolean;
  readonly showsCaller: boolean;
  readonly callsWithoutRegistration: boolean;
};

/** ms from a tone's first sample to its last, Infinity when it never ends. */
export function durationOf(tone: Tone): number {
  let duration = 0;
  for (const section of tone.sections) duration += section.duration;
  return duration;
}

/** The bell an Alert-Info asks for, or the owner's own. */
export function ringFor({ rings }: PhoneOptions, alertInfo: string | null): Cadence {
  const named = alertInfo ? rings.find(({ name }) => name !== "" && alertInfo.includes(name)) : undefined;
  return (named ?? rings[0]).cadence;
}
