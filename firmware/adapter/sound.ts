/** The sound of one port: which call is in the ear, what the telephone says to it, and the keys that go another way. */
import type { Board } from "../../hal/board.js";
import { type Instant, NEVER } from "../base/instant.js";
import { applyGain } from "../dsp/level.js";
import { KeyHold } from "../media/key-hold.js";
import type { Carried, ModemCallOptions } from "../media/modem-call.js";
import { statisticsOf } from "../media/stat-header.js";
import type { CallId } from "../sip/seam.js";
import type { Agreement, MediaOffer } from "../wire/agreement.js";
import type { SipHeaders } from "../wire/sip/sip-message.js";
import { ModemWatch, type ModemWatchUser } from "./modem-watch.js";
import type { PortJournal } from "./port-journal.js";
import type { Outside, Session, SessionOptions } from "./session.js";
import { Sessions, type SessionsUser } from "./sessions.js";

export type SoundOptions = {
  readonly session: SessionOptions;
  /** Q15, of the voice from the telephone and to it. */
  readonly inputGain: number;
  readonly outputGain: number;
  /** BYE says how the sound fared. */
  readonly tellsStatistics: boolean;
  readonly keys: {
    /** As telephone events, when the far end takes them. */
    readonly events: boolean;
    readonly inBand: boolean;
    readonly info: boolean;
  };
  /** ms for which a key is held before it goes out otherwise than as sound. */
  readonly keyHoldOff: number;
  /** Keys that come as telephone events are played; they may come where they are only sent, too. */
  readonly playsEvents: boolean;
  readonly fax: ModemCallOptions;
};

/** Among the keys of RFC 4733. */
const FLASH = "!";
/** Written here once, as what is written in a function is made anew with each frame. */
const NO_KEY = "";

export type SoundUser = SessionsUser &
  ModemWatchUser & {
    /** A key that was held for so many ms goes out by INFO. */
    onKey(call: CallId, key: string, duration: number, now: Instant): void;
  };

export class Sound {
  /** How the line is seen, from the next `open` or `ask` on. */
  readonly outside: Outside = { address: null, stun: null };
  readonly #options: SoundOptions;
  readonly #journal: PortJournal;
  readonly #sessions: Sessions;
  readonly #user: SoundUser;
  readonly #modems: ModemWatch;
  readonly #inputGain: number;
  readonly #outputGain: number;
  #heard: Session | null = null;
  #heardCall: CallId = 0;
  #key: string | null = null;
  readonly #hold: KeyHold;
  /** A key is down that is not yet believed. */
  #doubts = false;
  /** Never for a key that was held before the call came to the ear. */
  #keySince: Instant = NEVER;

  constructor(number: number, board: Board, journal: PortJournal, options: SoundOptions, user: SoundUser) {
    this.#options = options;
    this.#inputGain = options.inputGain;
    this.#outputGain = options.outputGain;
    this.#journal = journal;
    this.#user = user;
    this.#sessions = new Sessions(number, board, options.session, this.outside, user);
    this.#modems = new ModemWatch(options.fax, journal, user);
    this.#hold = new KeyHold(options.keyHoldOff);
  }

  get deadline(): Instant {
    return Math.min(this.#sessions.deadline, this.#modems.deadline);
  }

  poll(now: Instant): void {
    this.#sessions.poll(now);
    if (this.#modems.deadline <= now) this.#modems.poll(now);
  }

  /** ms of silence after which the other side is taken for gone; 0 for never. */
  get timeout(): number {
    return this.#options.session.timeout;
  }

  /** A call is in the ear whose echo is to be cancelled. */
  get cancelsEcho(): boolean {
    return this.#heard !== null && !this.#modems.bypasses;
  }

  /** Keys are not to be heard: they are told in another way. */
  get mutesKeys(): boolean {
    const { events, inBand, info } = this.#options.keys;
    const heard = this.#heard;
    if (heard === null || heard.passing) return false;
    return (events && heard.takesEvents) || (info && !inBand);
  }

  /** The calls there is sound for. */
  get calls(): readonly CallId[] {
    return this.#sessions.calls;
  }

  /** Makes room for the sound of a call, of ours or of theirs; false when no port is free. */
  open(call: CallId, now: Instant, caller: boolean, carries: Carried = "voice"): boolean {
    try {
      this.#modems.open(call, this.#sessions.open(call, now), carries, caller, now);
      return true;
    } catch (error) {
      this.#journal.log("error", error instanceof Error ? error.message : String(error), "media");
      return false;
    }
  }

  /** Null for a call without sound. */
  sessionOf(call: CallId): Session | null {
    return this.#sessions.get(call);
  }

  /** STUN has not yet said where the ports of this call are seen. */
  asking(call: CallId): boolean {
    return this.#sessions.get(call)?.asking ?? false;
  }

  /** Asks it again. */
  ask(call: CallId, now: Instant): void {
    this.#sessions.get(call)?.ask(now);
  }

  /** What an offer or an answer says of our side, as it is now; null for a call without sound. */
  offer(call: CallId): MediaOffer | null {
    return this.#sessions.get(call)?.offer ?? null;
  }

  agree(call: CallId, agreement: Agreement, now: Instant): void {
    this.#sessions.get(call)?.agree(agreement, now);
    this.#modems.agreed(call, agreement, now);
  }

  /** The call is up: silence is noticed from now on. */
  answered(call: CallId, now: Instant): void {
    this.#sessions.get(call)?.voice.answered(now);
    this.#modems.answered(call, now);
  }

  /** The other side does not want a change of the sound. */
  unchanged(call: CallId, status: number): void {
    this.#modems.refused(call, status);
  }

  release(call: CallId, now: Instant): void {
    if (this.#heard !== null && this.#heardCall === call) this.hear(null, null, now);
    this.#modems.close(call);
    this.#sessions.close(call, now);
  }

  /** This call is in the ear from now on; `key` is the one held at the moment, which is not for it. */
  hear(call: CallId | null, key: string | null, now: Instant): void {
    const session = call === null ? null : this.#sessions.get(call);
    if (session === this.#heard) return;
    this.#press(null, now);
    this.#heard = session;
    this.#heardCall = call ?? 0;
    this.#key = session === null ? null : key;
    this.#keySince = NEVER;
    this.#modems.listen(session === null ? null : call);
  }

  /** How the sound of a call has fared, as header fields for its BYE; undefined where nobody wants to know. */
  statistics(call: CallId, now: Instant): SipHeaders | undefined {
    const session = this.#options.tellsStatistics ? this.#sessions.get(call) : null;
    return session ? statisticsOf(session.voice.account(now)) : undefined;
  }

  /** A flash of the hook, as an event of the ear's call. */
  flash(call: CallId): void {
    const voice = this.#sessions.get(call)?.voice;
    voice?.press(FLASH);
    voice?.release();
  }

  /** One frame: what the telephone said goes out, and `frame` becomes what it shall hear. Returns the keys pressed there. */
  exchange(frame: Int16Array, key: string | null, now: Instant): string {
    const session = this.#heard;
    if (session === null) {
      frame.fill(0);
      return NO_KEY;
    }
    if (key !== this.#key || this.#doubts) {
      const settled = this.#hold.settle(key, now);
      this.#doubts = settled !== key;
      this.#press(settled, now);
      if (settled !== null) this.#keySince = this.#hold.since;
    }
    const modems = this.#modems;
    modems.said(frame, now);
    // The gain is the voice's alone: tones and keys have levels of their own, and a fax minds any.
    if (!session.passing) applyGain(frame, this.#inputGain);
    session.exchange(frame);
    modems.heard(frame, now);
    const pressed = session.voice.takePressed();
    if (session.passing) return NO_KEY;
    applyGain(frame, this.#outputGain);
    return pressed === NO_KEY || this.#options.playsEvents ? pressed : NO_KEY;
  }

  closeAll(now: Instant): void {
    this.#sessions.closeAll(now);
  }

  #press(key: string | null, now: Instant): void {
    const session = this.#heard;
    if (session === null || key === this.#key) return;
    const before = this.#key;
    this.#key = key;
    if (session.passing) return;
    if (this.#options.keys.events) {
      if (key === null) session.voice.release();
      else session.voice.press(key);
    }
    const began = this.#keySince <= now;
    if (before !== null && began && this.#options.keys.info)
      this.#user.onKey(this.#heardCall, before, now - this.#keySince, now);
    this.#keySince = now;
  }
}
