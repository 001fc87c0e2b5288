/** One pair of copper: hook, bell, mouthpiece and earpiece as one machine. Orders down, gestures up. */
import type { Instant } from "../base/instant.js";
import { CallerIdTx } from "../callerid/caller-id-tx.js";
import { callSetup, messageWaiting } from "../callerid/message.js";
import { type Standard, type StandardName, standards } from "../callerid/standards.js";
import type { EchoCancellerOptions } from "../dsp/echo-canceller.js";
import { Earpiece } from "./earpiece.js";
import { type Gesture, Hook, type HookOptions } from "./hook.js";
import { Lamp } from "./lamp.js";
import { Mouthpiece } from "./mouthpiece.js";
import { Ringer } from "./ringer.js";
import type { LineEvent, LineOrder } from "./seam.js";

export type LineOptions = HookOptions & {
  readonly callerId: StandardName | "none";
  /** dBm of each tone of a digit, on average. */
  readonly dtmfPlaybackLevel: number;
  /** dB of its column over its row. */
  readonly dtmfPlaybackTwist: number;
  /** ms of a digit. */
  readonly dtmfPlaybackLength: number;
  /** Null where no echo is to be cancelled, or the board is too slow for it. */
  readonly echo?: EchoCancellerOptions | null;
};

const NOTHING: readonly LineEvent[] = Object.freeze([]);

export class Line {
  #options: LineOptions;
  readonly #hook: Hook;
  readonly #ringer = new Ringer();
  readonly #lamp = new Lamp();
  readonly #mouthpiece: Mouthpiece;
  readonly #earpiece: Earpiece;
  /** What the chip was last told. */
  #linefeed: "forward" | "reverse" | "ringing" | "open" = "forward";
  #listening = false;

  /** `words` are spoken ones as they lie in flash; none are heard without. */
  constructor(options: LineOptions, words?: Uint8Array) {
    this.#options = options;
    this.#hook = new Hook(options);
    this.#mouthpiece = new Mouthpiece(options.echo ?? null);
    this.#earpiece = new Earpiece(playback(options), words);
  }

  /** Holds from now on; what rings or sounds already goes on as it began. */
  configure(options: LineOptions): void {
    this.#options = options;
    this.#hook.configure(options);
    this.#mouthpiece.configure(options.echo ?? null);
    this.#earpiece.configure(playback(options));
  }

  get deadline(): Instant {
    return Math.min(this.#hook.deadline, this.#ringer.deadline, this.#lamp.deadline);
  }

  /** The key that is held now, or null. */
  get keyDown(): string | null {
    return this.#mouthpiece.keyDown;
  }

  /** Keys are silenced for the network, because they are told in another way. */
  set mutesDigits(mutes: boolean) {
    this.#mouthpiece.mutesDigits = mutes;
  }

  /** Somebody far away is spoken with, who would hear himself. */
  set cancelsEcho(cancels: boolean) {
    this.#mouthpiece.cancelsEcho = cancels;
  }

  /** Digits are wanted: where a pulse could also be a flash, it is a pulse. True at first. */
  set collecting(collecting: boolean) {
    this.#hook.collecting = collecting;
  }

  /** The raw loop closes or opens. */
  hook(offHook: boolean, now: Instant): readonly LineEvent[] {
    const events: LineEvent[] = [];
    this.#ring(now, events);
    this.#gestures(this.#hook.edge(offHook, now), events);
    if (this.#hook.lifted) {
      this.#lamp.wake(this.#telling);
      this.#ringer.interrupt(now);
    }
    return this.#settle(events, now);
  }

  poll(now: Instant): readonly LineEvent[] {
    const events: LineEvent[] = [];
    this.#gestures(this.#hook.poll(now), events);
    this.#ring(now, events);
    if (this.#lamp.poll(now, this.#ringer.busy)) this.#tellLamp(now);
    return this.#settle(events, now);
  }

  handle(order: LineOrder, now: Instant): readonly LineEvent[] {
    switch (order.do) {
      case "tone":
        this.#earpiece.tone(order.tone);
        this.#mouthpiece.hearsTone = true;
        break;
      case "quiet":
        this.#earpiece.quiet();
        this.#mouthpiece.hearsTone = false;
        break;
      case "ring": {
        const standard = this.#standard;
        this.#lamp.wake(this.#telling);
        const hidden = standard === null || order.identity === null || this.#hook.lifted;
        const message = hidden ? null : callSetup(order.identity, order.date, standard.format);
        this.#ringer.start(order.cadence, standard, message, now);
        this.#hook.ringing = true;
        break;
      }
      case "stopRinging":
        if (this.#ringer.active) this.#stopRinging();
        break;
      case "say":
        this.#earpiece.say(order.words);
        this.#mouthpiece.hearsTone = true;
        break;
      case "beep":
        this.#earpiece.beep(order.tone);
        break;
      case "stopBeeping":
        this.#earpiece.stopBeeping();
        break;
      case "lamp":
        this.#lamp.set(order.on, order.count, now);
        break;
      case "play":
        this.#earpiece.play(order.digit);
    }
    return this.#settle([], now);
  }

  /** A frame from the telephone, silenced where a key is not to be heard. */
  speak(frame: Int16Array, now: Instant): readonly LineEvent[] {
    if (!this.#hook.lifted || !this.#mouthpiece.speak(frame)) return NOTHING;
    const events: LineEvent[] = [];
    // A key is proof that somebody is there, however short the loop has been closed.
    this.#gestures(this.#hook.seize(now), events);
    events.push({ event: "digit", digit: this.#mouthpiece.keyDown as string, source: "dtmf" });
    return this.#settle(events, now);
  }

  /** A frame to the telephone: voice becomes what is heard. */
  listen(frame: Int16Array, now: Instant): readonly LineEvent[] {
    const sent = this.#earpiece.listen(frame);
    if (this.#hook.lifted) this.#mouthpiece.listen(frame);
    if (!sent) return NOTHING;
    this.#ringer.sent(now);
    return this.#settle([], now);
  }

  get #standard(): Standard | null {
    return this.#options.callerId === "none" ? null : standards[this.#options.callerId];
  }

  /** The lamp is just being told what to show. */
  get #telling(): boolean {
    return this.#ringer.busy && !this.#ringer.active;
  }

  #tellLamp(now: Instant): void {
    const standard = this.#standard;
    if (standard === null) return;
    const message = messageWaiting(this.#lamp.on === true, this.#lamp.count, standard.format);
    this.#ringer.tell(standard.lamp, new CallerIdTx(message, standard.modem, standard.level, standard.framing), now);
  }

  #gestures(gestures: readonly Gesture[], events: LineEvent[]): void {
    for (const gesture of gestures) {
      events.push(gesture);
      if (gesture.event === "offHook") this.#stopRinging();
      else if (gesture.event === "onHook") {
        this.#earpiece.stop();
        this.#mouthpiece.hearsTone = false;
      }
    }
  }

  #ring(now: Instant, events: LineEvent[]): void {
    if (!this.#ringer.poll(now)) return;
    this.#stopRinging();
    events.push({ event: "ringingEnded" });
  }

  #stopRinging(): void {
    this.#ringer.stop();
    this.#hook.ringing = false;
  }

  /** Tells the chip what has become of the pair: no ringing voltage on a closed loop, no frames that nobody hears. */
  #settle(events: LineEvent[], now: Instant): readonly LineEvent[] {
    const ringer = this.#ringer;
    if (!this.#hook.lifted && !ringer.active) this.#lamp.rest(now);
    this.#earpiece.message = ringer.message;
    const listening = this.#hook.lifted || ringer.signalling;
    // Sound and ringing voltage never meet: rest comes before the bell, the bell's end before sound.
    if (!listening && this.#listening) {
      this.#mouthpiece.reset();
      events.push({ slic: "rest" });
    }
    const linefeed = ringer.linefeed === "ringing" && this.#hook.lifted ? "forward" : ringer.linefeed;
    if (linefeed !== this.#linefeed) {
      this.#linefeed = linefeed;
      events.push({ slic: linefeed });
    }
    if (listening && !this.#listening) events.push({ slic: "listen" });
    this.#listening = listening;
    return events;
  }
}

/** ms of silence after a digit that is played. */
const PLAYBACK_PAUSE = 60;

const playback = ({ dtmfPlaybackLevel, dtmfPlaybackTwist, dtmfPlaybackLength }: LineOptions) => ({
  level: dtmfPlaybackLevel,
  twist: dtmfPlaybackTwist,
  on: dtmfPlaybackLength,
  off: PLAYBACK_PAUSE,
});
