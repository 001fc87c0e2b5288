/** A telephone on its pair of copper: hook, bell, window, mouthpiece and earpiece. All it knows it learns from the pair. */
import type { Copper, Subscriber } from "../copper.js";
import type { Cancel, Time } from "../time.js";
import type { CallerIdMessage } from "./caller-id-message.js";
import { CallerIdReceiver } from "./caller-id-receiver.js";
import { type DialOptions, planDial } from "./dial.js";
import type { Modem } from "./fsk-receiver.js";
import { Mouthpiece } from "./mouthpiece.js";
import { Recorder } from "./recorder.js";
import { ToneListener } from "./tone-listener.js";
import { NORTH_AMERICA, type ToneName } from "./tones.js";

/** What the window shows. */
export type Display = {
  readonly standard: "bellcore" | "etsi" | "bt" | "dtmf" | "ntt";
  readonly number: string | null;
  readonly name: string | null;
  readonly absence: "private" | "unavailable" | null;
  /** MM-DD HH:MM */
  readonly date: string | null;
  readonly callWaiting: boolean;
};

export type TelephoneEvent =
  | { readonly type: "hook"; readonly state: "on" | "off" }
  | { readonly type: "polarity"; readonly reversed: boolean }
  | { readonly type: "ring-start" }
  | { readonly type: "ring-stop" }
  | ({ readonly type: "display" } & Display)
  | { readonly type: "hears"; readonly tone: ToneName | null }
  | { readonly type: "mwi"; readonly on: boolean };

export type TelephoneOptions = {
  readonly copper: Copper;
  readonly time: Time;
  tell(event: TelephoneEvent): void;
};

/** A bell needs this much, rms. */
const BELL_VOLTS = 40;
/** Bursts this close belong together; beyond, one call's ringing pauses as the country's rings do, or as it did before. */
const GROUPED_MS = 1000;
const RINGING_PAUSES_MS = [2000, 4000, 9750];
const PAUSE_SPREAD_MS = 300;
/** A message this long after the bell sounded is none of that call's. */
const RINGING_PAUSE_MS = 6500;
/** A reversal belongs to the caller ID that follows within this time. */
const REVERSAL_MS = 5000;
const FRAME_MS = 20;
const SAMPLES_PER_MS = 8;

export class Telephone implements Subscriber {
  /** Told of each frame the earpiece hears while the receiver is off hook; the frame is lent. */
  onEar: ((frame: Int16Array, end: number) => void) | null = null;
  readonly #copper: Copper;
  readonly #time: Time;
  readonly #tell: (event: TelephoneEvent) => void;
  readonly #mouth = new Mouthpiece();
  readonly #ear: ToneListener;
  readonly #callerId: CallerIdReceiver;
  readonly #recorder = new Recorder();

  #offHook = false;
  #liftedAt = 0;
  /** The dial has broken the loop for a pulse. */
  #broken = false;
  #flash: { readonly cancel: Cancel; readonly done: (ok: boolean) => void } | null = null;
  #dial: { readonly cancels: readonly Cancel[]; readonly done: (outcome: "done" | "hung-up") => void } | null = null;
  /** A finger is not back on the keys before this. */
  #readyAt = 0;

  #ringing = false;
  /** When the bell last sounded; -Infinity after the call it rang for. */
  #rangAt = Number.NEGATIVE_INFINITY;
  /** The last pause that was longer than those within a group. */
  #pause = Number.NEGATIVE_INFINITY;
  #reversed = false;
  #reversedAt = Number.NEGATIVE_INFINITY;
  #display: Display | null = null;
  /** When a message came before the ringing it belongs to. */
  #announcedAt = Number.NEGATIVE_INFINITY;
  #mwi = false;

  constructor(options: TelephoneOptions) {
    this.#copper = options.copper;
    this.#time = options.time;
    this.#tell = (event) => options.tell(event);
    this.#ear = new ToneListener(NORTH_AMERICA, (tone) => this.#tell({ type: "hears", tone }));
    this.#callerId = new CallerIdReceiver((message, modem) => this.#show(message, modem));
    this.#copper.plug(this);
  }

  get hook(): "on" | "off" {
    return this.#offHook ? "off" : "on";
  }

  /** While the bell sounds. */
  get ringing(): boolean {
    return this.#ringing;
  }

  get polarity(): "normal" | "reversed" {
    return this.#reversed ? "reversed" : "normal";
  }

  get display(): Display | null {
    return this.#display;
  }

  get hears(): ToneName | null {
    return this.#ear.hears;
  }

  /** The message lamp. */
  get mwi(): boolean {
    return this.#mwi;
  }

  get dialling(): boolean {
    return this.#dial !== null;
  }

  lift(): void {
    const flash = this.#flash;
    this.#flash = null;
    flash?.cancel();
    if (!this.#offHook) this.#move(true);
    flash?.done(true);
  }

  hangUp(): void {
    const flash = this.#flash;
    this.#flash = null;
    flash?.cancel();
    if (this.#offHook) this.#move(false);
    this.#putDown();
    flash?.done(false);
  }

  /** Breaks the loop for `ms`; answers when it is closed again, or false when the receiver was or has been put down. */
  flash(ms: number, done: (ok: boolean) => void): void {
    if (!this.#offHook) {
      done(false);
      return;
    }
    this.#flash = { cancel: this.#time.after(ms, () => this.lift()), done };
    this.#move(false);
  }

  /** Digits that `canDial`; answers when the last key has been released. Throws while another number is being dialled. */
  dial(digits: string, options: DialOptions, done: (outcome: "done" | "hung-up") => void): void {
    if (this.#dial) throw new Error("a number is being dialled already");
    if (!this.#offHook) {
      done("hung-up");
      return;
    }
    const { steps, end, pause } = planDial(digits, options);
    const wait = Math.max(0, this.#readyAt - this.#time.now());
    const start = this.#time.now() + wait;
    const cancels: Cancel[] = [];
    for (const { key, from, to } of steps) {
      if (options.method === "pulse") {
        cancels.push(this.#time.after(wait + from, () => this.#break(true)));
        cancels.push(this.#time.after(wait + to, () => this.#break(false)));
      } else this.#mouth.keypad.press(key, start + from, start + to);
    }
    cancels.push(this.#time.after(wait + end, () => this.#dialled("done", start + end + pause)));
    this.#dial = { cancels, done };
  }

  /** 8 kHz samples for the mouthpiece, behind those that still play; false when 8 are held, or on hook. */
  speak(samples: Int16Array): boolean {
    return this.#offHook && this.#mouth.play(samples, this.#time.now());
  }

  hush(): void {
    this.#mouth.hush();
  }

  /** A live frame for the mouthpiece, added to what else is said. */
  say(frame: Int16Array): void {
    if (this.#offHook) this.#mouth.say(frame);
  }

  /** What the earpiece heard: exactly `seconds` that end at `end`, silence on hook. */
  heard(seconds: number, end = this.#copper.end): { samples: Int16Array; end: number } {
    return { samples: this.#recorder.take(seconds, end), end };
  }

  frame(heard: Int16Array, said: Int16Array, end: number): void {
    if (!this.#offHook) {
      if (this.#flash) this.#ear.listen(heard.fill(0));
      else this.#callerId.listen(heard);
      return;
    }
    const onHook = Math.ceil((this.#liftedAt - (end - FRAME_MS)) * SAMPLES_PER_MS);
    if (this.#broken) heard.fill(0);
    else if (onHook > 0) heard.fill(0, 0, onHook);
    this.#ear.listen(heard);
    this.#recorder.add(heard, end);
    this.#mouth.speak(said, end);
    if (this.#broken) said.fill(0);
    this.onEar?.(heard, end);
  }

  fed(): void {
    const now = this.#time.now();
    if (this.#copper.reversed !== this.#reversed) {
      this.#reversed = this.#copper.reversed;
      this.#reversedAt = now;
      this.#tell({ type: "polarity", reversed: this.#reversed });
    }
    const ringing = this.#copper.ringing >= BELL_VOLTS;
    if (ringing === this.#ringing) return;
    this.#ringing = ringing;
    if (ringing && !this.#ringsOn(now - this.#rangAt)) this.#firstRing();
    this.#rangAt = this.#offHook ? Number.NEGATIVE_INFINITY : now;
    this.#tell({ type: ringing ? "ring-start" : "ring-stop" });
  }

  rested(): void {
    this.#callerId.reset();
    this.#ear.reset();
  }

  /** The hook switch goes up or down. */
  #move(offHook: boolean): void {
    this.#offHook = offHook;
    this.#tell({ type: "hook", state: this.hook });
    if (offHook) {
      this.#liftedAt = this.#time.now();
      this.#rangAt = Number.NEGATIVE_INFINITY;
      this.#callerId.reset();
    }
    this.#copper.contact(offHook && !this.#broken);
  }

  #break(broken: boolean): void {
    this.#broken = broken;
    this.#copper.contact(this.#offHook && !broken);
  }

  /** The receiver is on hook to stay: nothing more is said or heard. */
  #putDown(): void {
    this.#broken = false;
    this.#mouth.clear();
    this.#ear.reset();
    for (const cancel of this.#dial?.cancels ?? []) cancel();
    this.#dialled("hung-up", 0);
  }

  #dialled(outcome: "done" | "hung-up", readyAt: number): void {
    const dial = this.#dial;
    this.#dial = null;
    this.#readyAt = readyAt;
    dial?.done(outcome);
  }

  /** No call is ringing, not even between two bursts. */
  get #silent(): boolean {
    return this.#time.now() - this.#rangAt > RINGING_PAUSE_MS;
  }

  /** After this pause the same call rings on: that of a caller who tried again falls out of the rhythm. */
  #ringsOn(pause: number): boolean {
    if (pause <= GROUPED_MS) return true;
    const near = (usual: number) => Math.abs(pause - usual) <= PAUSE_SPREAD_MS;
    const known = near(this.#pause) || RINGING_PAUSES_MS.some(near);
    this.#pause = pause;
    return known;
  }

  /** Another call rings: the window is wiped, unless that call's message came first. */
  #firstRing(): void {
    if (this.#time.now() - this.#announcedAt > RINGING_PAUSE_MS) this.#display = null;
    this.#announcedAt = Number.NEGATIVE_INFINITY;
  }

  #show(message: CallerIdMessage, modem: Modem): void {
    if (message.type === "waiting") {
      if (message.on === this.#mwi) return;
      this.#mwi = message.on;
      this.#tell({ type: "mwi", on: message.on });
      return;
    }
    const { number, name, absence, date } = message;
    this.#display = { standard: this.#standard(modem), number, name, absence, date, callWaiting: false };
    if (this.#silent) this.#announcedAt = this.#time.now();
    this.#tell({ type: "display", ...this.#display });
  }

  /** V.23 after a reversal is how BT sends (SIN 227). */
  #standard(modem: Modem): "bellcore" | "etsi" | "bt" {
    if (modem === "bell202") return "bellcore";
    return this.#reversed || this.#time.now() - this.#reversedAt < REVERSAL_MS ? "bt" : "etsi";
  }
}
