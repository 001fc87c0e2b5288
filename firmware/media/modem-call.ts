/**
 * What becomes of a call in which a fax or a modem speaks: it passes as G.711, with a delay that does not change, and with
 * nothing done to the sound (ITU-T V.152 calls this voice-band data). It stays so until the call is over.
 *
 *   2100 Hz or flags from our telephone     pass, and tell the far end at once
 *   the same from the far end               pass, and tell it when it says nothing itself for a second
 *   the far end's NSE, or an offer for a fax    pass
 *   the phase of 2100 Hz turns around       the echo canceller rests until both sides are silent (G.168, tone disabler)
 *   CNG                                     nothing: many who send it talk to a person first
 *   a star code, or a modem's line          passes from the start
 */
import { frozen } from "../base/frozen.js";
import { type Instant, NEVER } from "../base/instant.js";
import { ANS, ANS_REVERSED, ANSAM, ANSAM_REVERSED, CNG, V21_FLAGS } from "../dsp/modem-tones.js";
import type { Codec } from "../wire/agreement.js";
import { NSE_NO_CANCELLER, NSE_PASS } from "../wire/rtp/nse.js";

/** What speaks in a call. */
export type Carried = "voice" | "fax" | "modem";

export type ModemCallOptions = {
  /** Tones of an answer, and the flags of a fax. */
  readonly hearsAnswers: boolean;
  readonly hearsCalling: boolean;
  /** Tones count in calls that we make, and in those that we take. */
  readonly asCaller: boolean;
  readonly asCallee: boolean;
  readonly codec: Codec;
  /** The same codec both ways. */
  readonly symmetric: boolean;
  /** How the far end is told. */
  readonly method: "none" | "nse" | "reinvite";
  /** What the far end tells by NSE counts. */
  readonly processesNse: boolean;
  /** No echo is cancelled in any such call. */
  readonly withoutCanceller: boolean;
};

/** Where the sign came from. */
export type ModemCause = "near" | "far" | "nse" | "offer" | "start";

export type ModemOrder =
  | { readonly do: "pass"; readonly carries: Carried; readonly cause: ModemCause }
  /** It has turned out to be another. */
  | { readonly do: "rename"; readonly carries: Carried }
  /** The calling tone of a fax was heard. */
  | { readonly do: "note" }
  /** The far end is to be offered a sound that is fit for a fax. */
  | { readonly do: "ask" }
  | { readonly do: "signal"; readonly event: typeof NSE_PASS | typeof NSE_NO_CANCELLER }
  /** `bypassed` has changed. */
  | { readonly do: "canceller" };

/** ms for the far end to tell of its own fax: both at once would be a glare. */
const PATIENCE = 1000;
/** ms between repetitions of an NSE that is not answered, and how many there are. */
const REPETITION = 500;
const REPETITIONS = 2;
/** ms after which a call that passes is listened to no more: tones and flags are over. */
const AFTERMATH = 10_000;
/** Frames of silence after which the canceller works again: 250 ms, and 150 less or more. */
const SILENCE = 13;

const NOTHING: readonly ModemOrder[] = frozen([]);
const PASS_TOLD = 1;
const NO_CANCELLER_TOLD = 2;

export class ModemCall {
  carries: Carried;
  passing: boolean;
  /** The echo canceller is to let everything through. */
  bypassed = false;
  readonly #options: ModemCallOptions;
  readonly #listens: boolean;
  #up = false;
  /** The far end takes NSE; its last description was one for a fax. */
  #nse = false;
  #offered = false;
  #calling = false;
  /** The canceller rests, whatever is heard. */
  #restsForGood = false;
  /** Frames of silence in a row. */
  #silence = 0;
  #askAt: Instant = NEVER;
  #listensUntil: Instant = NEVER;
  #deaf = false;
  /** Events that have been told, that wait for an answer, and that have been answered. */
  #told = 0;
  #answered = 0;
  #repeatAt: Instant = NEVER;
  #repetitions = 0;

  /** A call of ours or of theirs; one that is not a voice's passes from the start. */
  constructor(options: ModemCallOptions, caller: boolean, carries: Carried = "voice") {
    this.#options = options;
    this.carries = carries;
    this.passing = carries !== "voice";
    const hears = options.hearsAnswers || options.hearsCalling;
    this.#listens = hears && (caller ? options.asCaller : options.asCallee) && !this.passing;
    if (this.passing) this.bypassed = this.#restsForGood = carries === "modem" || options.withoutCanceller;
  }

  /** Tones are to be listened for. */
  get listens(): boolean {
    return this.#up && this.#listens && !this.#deaf;
  }

  /** The canceller rests until there is silence: frames are to be handed to `rest`. */
  get awaitsSilence(): boolean {
    return this.bypassed && !this.#restsForGood;
  }

  get deadline(): Instant {
    return Math.min(this.#askAt, this.#repeatAt, this.#listensUntil);
  }

  /** An offer and an answer have met: does the far end take NSE, and has it asked for a fax to be passed? */
  agreed(nse: boolean, passThrough: boolean, now: Instant): readonly ModemOrder[] {
    this.#nse = nse;
    const asked = this.#up && passThrough && !this.#offered;
    this.#offered = passThrough;
    if (asked) this.#askAt = NEVER;
    if (asked && !this.passing) return this.#pass("fax", "offer", now);
    // of one and the same response, that it is the answer may have been told first
    return this.#up ? this.#announce(now) : NOTHING;
  }

  /** The call is up. */
  answered(now: Instant): readonly ModemOrder[] {
    if (this.#up) return NOTHING;
    this.#up = true;
    return this.#announce(now);
  }

  /** A call that passes says so. */
  #announce(now: Instant): readonly ModemOrder[] {
    if (!this.passing) return NOTHING;
    const orders: ModemOrder[] = [];
    this.#tell(NSE_PASS, orders, now);
    if (this.carries === "modem" && this.bypassed) this.#tell(NSE_NO_CANCELLER, orders, now);
    return orders;
  }

  /** What `ModemTones` has found on one side. */
  heard(side: "near" | "far", found: number, now: Instant): readonly ModemOrder[] {
    if (!this.listens) return NOTHING;
    const { hearsCalling, hearsAnswers } = this.#options;
    if (found === CNG) return hearsCalling && !this.#calling ? this.#called() : NOTHING;
    if (!hearsAnswers) return NOTHING;
    switch (found) {
      case V21_FLAGS:
        return this.#isFax(side, now);
      case ANS:
        return this.passing ? NOTHING : this.#pass("fax", side, now);
      case ANSAM:
        return this.#isModem(side, now);
      case ANS_REVERSED:
      case ANSAM_REVERSED: {
        const orders = [...this.#isModem(side, now)];
        this.#bypass(orders);
        this.#tell(NSE_NO_CANCELLER, orders, now);
        return orders;
      }
    }
    return NOTHING;
  }

  /** The far end's NSE. */
  signalled(event: number, now: Instant): readonly ModemOrder[] {
    const { processesNse, method } = this.#options;
    if (!(this.#up && this.#nse) || !(event === NSE_PASS || event === NSE_NO_CANCELLER)) return NOTHING;
    this.#answered |= event === NSE_PASS ? PASS_TOLD : PASS_TOLD | NO_CANCELLER_TOLD;
    if (!processesNse && !(method === "nse" && this.passing)) return NOTHING;
    this.#askAt = NEVER;
    const orders: ModemOrder[] = [];
    if (!this.passing) orders.push(...this.#pass(event === NSE_PASS ? "fax" : "modem", "nse", now));
    this.#answer(NSE_PASS, orders);
    if (event === NSE_NO_CANCELLER) {
      this.#bypass(orders);
      this.#answer(NSE_NO_CANCELLER, orders);
    }
    return orders;
  }

  /** A frame while the canceller rests: true when both sides have been silent for so long that it works again. */
  rest(silent: boolean): boolean {
    this.#silence = silent ? this.#silence + 1 : 0;
    if (this.#silence < SILENCE) return false;
    this.#silence = 0;
    this.bypassed = false;
    return true;
  }

  poll(now: Instant): readonly ModemOrder[] {
    const orders: ModemOrder[] = [];
    if (now >= this.#listensUntil) this.#hearNoMore();
    if (now >= this.#askAt) {
      this.#askAt = NEVER;
      this.#ask(orders, now);
    }
    if (now >= this.#repeatAt) this.#repeat(orders, now);
    return orders;
  }

  #hearNoMore(): void {
    this.#deaf = true;
    this.#listensUntil = NEVER;
  }

  #called(): readonly ModemOrder[] {
    this.#calling = true;
    const orders: ModemOrder[] = [{ do: "note" }];
    if (this.passing) this.#rename("fax", orders);
    return orders;
  }

  /** No modem sends the flags of HDLC so slowly. */
  #isFax(side: "near" | "far", now: Instant): readonly ModemOrder[] {
    const orders: ModemOrder[] = [];
    if (this.passing) this.#rename("fax", orders);
    else orders.push(...this.#pass("fax", side, now));
    this.#hearNoMore();
    return orders;
  }

  /** A modem; or a fax that can do as a modem does, when it has called so. */
  #isModem(side: "near" | "far", now: Instant): readonly ModemOrder[] {
    const carries = this.#calling ? "fax" : "modem";
    if (!this.passing) return this.#pass(carries, side, now);
    const orders: ModemOrder[] = [];
    this.#rename(carries, orders);
    return orders;
  }

  #rename(carries: Carried, orders: ModemOrder[]): void {
    if (carries === this.carries) return;
    this.carries = carries;
    orders.push({ do: "rename", carries });
  }

  #pass(carries: Carried, cause: ModemCause, now: Instant): readonly ModemOrder[] {
    this.carries = carries;
    this.passing = true;
    this.#listensUntil = now + AFTERMATH;
    const orders: ModemOrder[] = [{ do: "pass", carries, cause }];
    if (this.#options.withoutCanceller) {
      this.#restsForGood = true;
      this.#bypass(orders);
    }
    if (cause === "near") this.#ask(orders, now);
    else if (cause === "far") this.#askAt = now + PATIENCE;
    return orders;
  }

  /** Tells the far end in the owner's way. */
  #ask(orders: ModemOrder[], now: Instant): void {
    if (this.#options.method === "reinvite") orders.push({ do: "ask" });
    this.#tell(NSE_PASS, orders, now);
    if (this.bypassed && !this.#options.withoutCanceller) this.#tell(NSE_NO_CANCELLER, orders, now);
  }

  #bypass(orders: ModemOrder[]): void {
    this.#silence = 0;
    if (this.bypassed) return;
    this.bypassed = true;
    orders.push({ do: "canceller" });
  }

  /** Not while the far end is waited for, which tells by itself. */
  #tell(event: typeof NSE_PASS | typeof NSE_NO_CANCELLER, orders: ModemOrder[], now: Instant): void {
    if (this.#options.method !== "nse" || this.#askAt !== NEVER) return;
    if (!this.#answer(event, orders)) return;
    this.#repetitions = REPETITIONS;
    this.#repeatAt = now + REPETITION;
  }

  /** Once in a call. */
  #answer(event: typeof NSE_PASS | typeof NSE_NO_CANCELLER, orders: ModemOrder[]): boolean {
    const bit = event === NSE_PASS ? PASS_TOLD : NO_CANCELLER_TOLD;
    if (!this.#nse || (this.#told & bit) !== 0) return false;
    this.#told |= bit;
    orders.push({ do: "signal", event });
    return true;
  }

  #repeat(orders: ModemOrder[], now: Instant): void {
    const missing = this.#told & ~this.#answered;
    if (missing & PASS_TOLD) orders.push({ do: "signal", event: NSE_PASS });
    if (missing & NO_CANCELLER_TOLD) orders.push({ do: "signal", event: NSE_NO_CANCELLER });
    this.#repeatAt = missing !== 0 && --this.#repetitions > 0 ? now + REPETITION : NEVER;
  }
}
