/**
 * Faxes and modems on one port: in the call that is in the ear their tones are listened for on both sides, and what its
 * machine orders is done to its sound.
 */
import { frozen } from "../base/frozen.js";
import { type Instant, NEVER } from "../base/instant.js";
import { loudnessAt, loudnessOf } from "../dsp/level.js";
import { ANS, ANSAM_REVERSED, ModemTones, NOTHING } from "../dsp/modem-tones.js";
import { type Carried, ModemCall, type ModemCallOptions, type ModemOrder } from "../media/modem-call.js";
import type { CallId } from "../sip/seam.js";
import type { Agreement, Codec } from "../wire/agreement.js";
import { NSE_PASS } from "../wire/rtp/nse.js";
import type { PortJournal } from "./port-journal.js";
import type { Session } from "./session.js";

export type ModemWatchUser = {
  /** What speaks in the call has been found out. */
  onCarries(call: CallId, carries: Carried, now: Instant): void;
  /** The other side is to be offered the sound of the call as it is now. */
  onAsk(call: CallId, now: Instant): void;
  /** `bypasses` has changed. */
  onEcho(): void;
};

type Watched = { readonly call: CallId; readonly session: Session; readonly modem: ModemCall };

/** The tone disabler of G.168 lets go below this, in dBm0. */
const SILENCE = loudnessAt(-36);
const LAWS: Readonly<Record<Codec, string>> = frozen({ PCMU: "G.711 u-law", PCMA: "G.711 A-law" });
const other = (codec: Codec): Codec => (codec === "PCMU" ? "PCMA" : "PCMU");

export class ModemWatch {
  readonly #options: ModemCallOptions;
  readonly #journal: PortJournal;
  readonly #user: ModemWatchUser;
  readonly #calls: Watched[] = [];
  #ear: Watched | null = null;
  /** There while tones are listened for. */
  #near: ModemTones | null = null;
  #far: ModemTones | null = null;
  /** What else is done with each frame: silence is awaited, NSE are. */
  #rests = false;
  #takesNse = false;
  /** The frame that was last said is silence. */
  #silent = false;

  constructor(options: ModemCallOptions, journal: PortJournal, user: ModemWatchUser) {
    this.#options = options;
    this.#journal = journal;
    this.#user = user;
  }

  /** The echo canceller lets everything through, for the sake of the call in the ear. */
  get bypasses(): boolean {
    return this.#ear?.modem.bypassed ?? false;
  }

  get deadline(): Instant {
    if (this.#calls.length === 0) return NEVER;
    let next = NEVER;
    for (const { modem } of this.#calls) next = Math.min(next, modem.deadline);
    return next;
  }

  poll(now: Instant): void {
    for (const watched of this.#calls)
      if (watched.modem.deadline <= now) this.#perform(watched, watched.modem.poll(now), now);
    this.#settle();
  }

  /** A call of ours or of theirs begins. */
  open(call: CallId, session: Session, carries: Carried, caller: boolean, now: Instant): void {
    const modem = new ModemCall(this.#options, caller, carries);
    this.#calls.push({ call, session, modem });
    if (!modem.passing) return;
    const { codec } = this.#options;
    session.describe([codec, other(codec)]);
    session.pass(now);
    this.#journal.log("info", `this call is a ${carries}'s: its delay is fixed, and nothing is done to its sound`);
  }

  close(call: CallId): void {
    if (this.#ear?.call === call) this.listen(null);
    const at = this.#calls.findIndex((watched) => watched.call === call);
    if (at >= 0) this.#calls.splice(at, 1);
  }

  /** This call is in the ear from now on. */
  listen(call: CallId | null): void {
    this.#ear = call === null ? null : this.#of(call);
    this.#near = this.#far = null;
    this.#settle();
  }

  agreed(call: CallId, { nse, passThrough }: Agreement, now: Instant): void {
    const watched = this.#of(call);
    if (watched) this.#perform(watched, watched.modem.agreed(Boolean(nse), passThrough === true, now), now);
  }

  answered(call: CallId, now: Instant): void {
    const watched = this.#of(call);
    if (watched) this.#perform(watched, watched.modem.answered(now), now);
  }

  /** The other side does not want what it was offered. */
  refused(call: CallId, status: number): void {
    const watched = this.#of(call);
    if (!watched?.modem.passing) return;
    watched.session.describe(null);
    const law = LAWS[watched.session.codec];
    this.#journal.log("warning", `the other side takes no offer for a fax (${status}): the call goes on as ${law}`);
  }

  /** A frame that the telephone has said. */
  said(frame: Int16Array, now: Instant): void {
    const ear = this.#ear;
    if (ear === null) return;
    const near = this.#near;
    if (near !== null) {
      const found = near.hear(frame);
      if (found !== NOTHING) {
        // what the far end answers comes back from the telephone, a little later and softer
        const echo = found >= ANS && found <= ANSAM_REVERSED && this.#far?.answering;
        this.#perform(ear, ear.modem.heard(echo ? "far" : "near", found, now), now);
      }
    }
    if (this.#rests) this.#silent = loudnessOf(frame) < SILENCE;
  }

  /** A frame that has come from the other side. */
  heard(frame: Int16Array, now: Instant): void {
    const ear = this.#ear;
    if (ear === null) return;
    const far = this.#far;
    if (far !== null) {
      const found = far.hear(frame);
      if (found !== NOTHING) this.#perform(ear, ear.modem.heard("far", found, now), now);
    }
    if (this.#takesNse) this.#told(ear, now);
    if (this.#rests && ear.modem.rest(this.#silent && loudnessOf(frame) < SILENCE)) {
      this.#settle();
      this.#journal.log("info", "both sides are silent: echo is cancelled again");
      this.#user.onEcho();
    }
  }

  #of(call: CallId): Watched | null {
    for (const watched of this.#calls) if (watched.call === call) return watched;
    return null;
  }

  #told(ear: Watched, now: Instant): void {
    const { session, modem } = ear;
    session.follow(now);
    for (let event = session.voice.heardNse(); event !== 0; event = session.voice.heardNse())
      this.#perform(ear, modem.signalled(event, now), now);
  }

  /** How it stands with the call in the ear, after anything that may have changed it. */
  #settle(): void {
    const ear = this.#ear;
    if (!ear?.modem.listens) this.#near = this.#far = null;
    else if (this.#near === null) {
      this.#near = new ModemTones();
      this.#far = new ModemTones();
    }
    this.#rests = ear?.modem.awaitsSilence ?? false;
    this.#takesNse = ear?.session.takesNse ?? false;
  }

  #perform(watched: Watched, orders: readonly ModemOrder[], now: Instant): void {
    for (const order of orders) this.#obey(watched, order, now);
    this.#settle();
  }

  #obey({ call, session, modem }: Watched, order: ModemOrder, now: Instant): void {
    const { codec, symmetric } = this.#options;
    const journal = this.#journal;
    switch (order.do) {
      case "pass":
        if (order.cause === "offer") session.describe([session.codec]);
        if (order.cause === "nse") session.upspeed(symmetric ? session.codec : codec, symmetric);
        session.pass(now);
        journal.log(
          "info",
          `${subjectOf(order)}: the call goes on as ${this.#lawAfter(order, session)}, its delay fixed`,
        );
        this.#user.onCarries(call, order.carries, now);
        return;
      case "rename":
        journal.log("info", `it is a ${order.carries}`);
        this.#user.onCarries(call, order.carries, now);
        return;
      case "note":
        journal.log("info", "the calling tone of a fax");
        return;
      case "ask":
        session.describe(symmetric ? [codec] : [codec, other(codec)]);
        this.#user.onAsk(call, now);
        return;
      case "signal":
        if (order.event === NSE_PASS && session.upspeed(codec, false)) session.pass(now);
        session.voice.tellNse(order.event);
        return;
      case "canceller":
        journal.log("info", `${modem.awaitsSilence ? "the phase of the tone turns around: " : ""}no echo is cancelled`);
        this.#user.onEcho();
    }
  }

  /** What is sent from now on; or will be, as soon as the other side has been told. */
  #lawAfter({ cause }: Extract<ModemOrder, { do: "pass" }>, session: Session): string {
    const leads =
      cause === "near" && (this.#options.method === "reinvite" || (this.#options.method === "nse" && session.takesNse));
    return LAWS[leads ? this.#options.codec : session.codec];
  }
}

function subjectOf({ carries, cause }: Extract<ModemOrder, { do: "pass" }>): string {
  if (cause === "near") return `a ${carries}`;
  return cause === "far" ? `a ${carries} at the other side` : `the other side tells of a ${carries}`;
}
