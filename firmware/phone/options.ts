/** What a telephone is told of its owner's wishes. */
import type { DialPlanOptions } from "../dialplan/dial-plan.js";
import type { Cadence, Tone } from "../line/script.js";
import type { StarCodes } from "./star-codes.js";
import type { SitCodes } from "./statuses.js";

export type PhoneTones = {
  readonly dial: Tone;
  readonly messagesDial: Tone;
  readonly secondDial: Tone;
  readonly outside: Tone;
  readonly prompt: Tone;
  readonly confirm: Tone;
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

/** One bell, and the name an Alert-Info may call it by. */
export type Bell = { readonly name: string; readonly cadence: Cadence };

export type PhoneOptions = {
  readonly dialling: DialPlanOptions;
  readonly tones: PhoneTones;
  /** Refusals that sound special information instead of busy or reorder. */
  readonly sitCodes: SitCodes;
  /** The owner's own bell, rung when an Alert-Info names none; and all of them, that one first. */
  readonly rings: { readonly own: Bell; readonly all: readonly Bell[] };
  /** The bell of a receiver that lies while a call is held; null for none. */
  readonly holdReminder: { readonly cadence: Cadence } | null;
  /** ms of silence after the far end has gone; Infinity for ever. */
  readonly reorderDelay: number;
  readonly callWaiting: boolean;
  /** A call that wants it is answered by itself, where the receiver is off the hook and nobody uses it. */
  readonly answersPages: boolean;
  /** 182 instead of 180 to a call that waits. */
  readonly says182: boolean;
  readonly showsCaller: boolean;
  readonly callsWithoutRegistration: boolean;
  /** A flash holds the call, and another can be dialled. */
  readonly secondCall: boolean;
  /** Hanging up on the second call hands the first one over to it. */
  readonly attendedTransfer: boolean;
  /** It does so by the number alone, and hangs the second call up before. */
  readonly attendedAsBlind: boolean;
  /** The other side may have us call somebody else instead. */
  readonly followsReferrals: boolean;
  /** ms from the answer of that call until we hang up the old one, if nobody else does. */
  readonly refereeByeDelay: number;
  /** Where a flash goes while there is one call: it acts here, or is told to the far end. */
  readonly flashGoes: "here" | "event" | "info";
  /** The voice menu: whoever changes something has to know a password; all settings can be forgotten by it. */
  readonly menu: { readonly isProtected: boolean; readonly resets: boolean };
  /** A dial tone of its own says that messages wait; a lamp of the telephone shows it. */
  readonly messagesTone: boolean;
  /** They did when we were last told. */
  readonly messagesWaiting: boolean;
  readonly messagesLamp: boolean;
  /** Calls are anonymous, unless a star code says otherwise. */
  readonly hidesCaller: boolean;
  readonly starCodes: StarCodes;
  /** Calls are a modem's, unless a star code says otherwise. */
  readonly modemLine: boolean;
};

/** ms from a tone's first sample to its last, Infinity when it never ends. */
export function durationOf(tone: Tone): number {
  let duration = 0;
  for (const section of tone.sections) duration += section.duration;
  return duration;
}

/** One tone, then the other. */
export function inTurn(first: Tone, then: Tone): Tone {
  const after = first.components.length;
  return {
    components: [...first.components, ...then.components],
    sections: [
      ...first.sections,
      ...then.sections.map(({ duration, segments }) => ({
        duration,
        segments: segments.map(({ on, off, components }) => ({
          on,
          off,
          components: components.map((component) => component + after),
        })),
      })),
    ],
  };
}

/** The bell an Alert-Info asks for, or the owner's own. */
export function ringFor({ rings }: PhoneOptions, alertInfo: string | null): Cadence {
  if (!alertInfo) return rings.own.cadence;
  // many a server says dr where the settings, as those of the PAP2T, say r
  const other = alertInfo.replace("Bellcore-dr", "Bellcore-r");
  const named = rings.all.find(({ name }) => name !== "" && (alertInfo.includes(name) || other.includes(name)));
  return (named ?? rings.own).cadence;
}
