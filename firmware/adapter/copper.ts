/**
 * The copper of one port: what the telephone does goes into the port's queue, what it is to hear comes back, and every
 * 20 ms a frame of sound goes each way.
 *
 *   slic → line ── event → queue
 *        ← line ← order ── port
 *        ⇄ frame ⇄ sound
 */
import type { Board } from "../../hal/board.js";
import type { Clock } from "../../hal/clock.js";
import type { LineDrive, LineReport, LoopReading, MeasureOutcome, Slic, SlicFault, SlicState } from "../../hal/slic.js";
import type { Instant } from "../base/instant.js";
import { Line } from "../line/line.js";
import type { LineEvent, LineOrder } from "../line/seam.js";
import type { Call } from "../phone/calls.js";
import type { PhoneEvent } from "../phone/seam.js";
import { LineTest, type LineTestUser } from "./line-test.js";
import type { Loop } from "./loop.js";
import type { PortOptions } from "./options.js";
import type { PortJournal } from "./port-journal.js";
import type { Sound } from "./sound.js";
import { Supervision, type SupervisionUser } from "./supervision.js";

const FRAME = 160;
/** Written here once, as what is written in a function is made anew with each frame. */
const NO_KEY = "";

export type CopperOptions = Pick<PortOptions, "line" | "drive" | "supervision" | "takesLetters" | "playsLetters">;

/** `loop`: what flows now, where the chip can tell; `report`: what was found the last time it was measured. */
export type Measurement = {
  readonly measuring: boolean;
  readonly offHook: boolean;
  readonly loop: LoopReading | null;
  readonly report: LineReport | null;
};

/** Whose copper it is. */
export type CopperUser = {
  /** There are calls. */
  readonly busy: boolean;
  /** Something has been put into the queue, or a word been said to the line. */
  onRest(now: Instant): void;
};

export class Copper implements LineTestUser, SupervisionUser {
  readonly drive: LineDrive;
  readonly #clock: Clock;
  readonly #journal: PortJournal;
  readonly #sound: Sound;
  readonly #queue: PhoneEvent[];
  readonly #user: CopperUser;
  readonly #line: Line;
  readonly #slic: Slic;
  /** Only where the wires say more than sound. */
  readonly #supervision: Supervision | null = null;
  readonly #takesLetters: boolean;
  readonly #playsLetters: boolean;
  readonly #frame = new Int16Array(FRAME);
  /** Only where something has been tried out. */
  #test: LineTest | null = null;
  #offHook = false;
  #service: SlicState = "starting";
  #fault: SlicFault | null = null;

  constructor(
    board: Board,
    loop: Loop,
    options: CopperOptions,
    port: {
      readonly journal: PortJournal;
      readonly sound: Sound;
      readonly queue: PhoneEvent[];
      readonly user: CopperUser;
    },
  ) {
    this.drive = options.drive;
    this.#clock = board.clock;
    this.#journal = port.journal;
    this.#sound = port.sound;
    this.#queue = port.queue;
    this.#user = port.user;
    this.#takesLetters = options.takesLetters;
    this.#playsLetters = options.playsLetters;
    this.#line = new Line(options.line, board.speech);
    const { line } = port.journal;
    const { supervision } = options;
    if (supervision) this.#supervision = new Supervision(supervision, board, loop, line, this);
    this.#slic = this.#supervision ?? board.openLine(line, this);
  }

  get offHook(): boolean {
    return this.#offHook;
  }

  /** Whether the line works, and why not. One that is tried again is down until it is up. */
  get service(): { readonly state: SlicState; readonly fault: SlicFault | null } {
    return { state: this.#service, fault: this.#fault };
  }

  get isDown(): boolean {
    return this.#service === "down";
  }

  /** What its owner sees of the wires. */
  get measurement(): Measurement {
    const { measuring = false, report = null } = this.#test ?? {};
    return { measuring, offHook: this.#offHook, loop: this.#slic.loop(), report };
  }

  measure(done: (report: LineReport | null) => void): MeasureOutcome {
    return this.#slic.measure(done);
  }

  get busy(): boolean {
    return this.#user.busy;
  }

  /** The key that is held down at the moment; null for none. */
  get keyDown(): string | null {
    return this.#line.keyDown;
  }

  get deadline(): Instant {
    return this.#test === null ? this.#line.deadline : Math.min(this.#line.deadline, this.#test.deadline);
  }

  poll(now: Instant): void {
    if (this.#line.deadline <= now) this.#fromLine(this.#line.poll(now));
    if (this.#test !== null && this.#test.deadline <= now) this.#test.poll(now);
  }

  order(order: LineOrder, now: Instant): void {
    this.#fromLine(this.#line.handle(order, now));
  }

  /** Somebody calls. */
  ring(order: Omit<Extract<LineOrder, { do: "ring" }>, "date">, now: Instant): void {
    this.#test?.over();
    this.order({ ...order, date: this.#clock.today() }, now);
  }

  /** A key of the far end, which told of it otherwise than by sound. */
  play(digit: string, source: "event" | "info", now: Instant): void {
    if (isLetter(digit) && !this.#playsLetters) return;
    this.#journal.digit(digit, source);
    this.order({ do: "play", digit }, now);
  }

  /** What has become of telephone and sound; `collecting`: digits mean a number. */
  attune(collecting: boolean, calls: readonly Call[], now: Instant): void {
    const line = this.#line;
    line.collecting = collecting;
    line.mutesDigits = this.#sound.mutesKeys;
    line.cancelsEcho = this.#sound.cancelsEcho;
    this.#supervision?.look(calls, this.#offHook, now);
  }

  /** Or no longer: as the call in the ear wants it. */
  cancelEcho(): void {
    this.#line.cancelsEcho = this.#sound.cancelsEcho;
  }

  /** What its owner tries out. */
  get test(): LineTest {
    this.#test ??= new LineTest(this);
    return this.#test;
  }

  close(): void {
    this.#slic.close();
  }

  // What the chip calls: each is one turn of the house.

  onHook(offHook: boolean): void {
    const now = this.#clock.now();
    this.#fromLine(this.#line.hook(offHook, now));
    this.#user.onRest(now);
  }

  onReceiver(event: "onHook" | "offHook", now: Instant): void {
    this.#queue.push({ event });
    this.#user.onRest(now);
  }

  onError(reason: string): void {
    this.#journal.log("error", reason, "line");
  }

  onState(state: SlicState, fault: SlicFault | null): void {
    const wasDown = this.#service === "down";
    if (wasDown && state === "starting") return;
    this.#service = state;
    this.#fault = fault;
    if (wasDown === (state === "down")) return;
    if (wasDown) this.#journal.log("info", "the line is in service again", "line");
    this.#queue.push({ event: "service", up: wasDown });
    this.#user.onRest(this.#clock.now());
  }

  /** The line's clock has ticked: one frame up, one frame down. */
  onReadable(): void {
    const now = this.#clock.now();
    const frame = this.#frame;
    const line = this.#line;
    this.#slic.read(frame);
    const spoken = line.speak(frame, now);
    const pressed = this.#sound.exchange(frame, line.keyDown, now);
    const heard = line.listen(frame, now);
    this.#slic.write(frame);
    if (spoken.length === 0 && heard.length === 0 && pressed === NO_KEY && this.#queue.length === 0) return;
    this.#fromLine(spoken);
    this.#fromLine(heard);
    if (pressed !== NO_KEY) this.play(pressed, "event", now);
    this.#user.onRest(now);
  }

  #fromLine(events: readonly LineEvent[]): void {
    for (const event of events) {
      if ("slic" in event) this.#drive(event.slic);
      else {
        if (event.event === "offHook") this.#offHook = true;
        else if (event.event === "onHook") this.#offHook = false;
        else if (event.event === "digit") {
          if (isLetter(event.digit) && !this.#takesLetters) continue;
          this.#journal.digit(event.digit, event.source);
        }
        if (!this.#supervision?.withholds(event.event)) this.#queue.push(event);
        if (this.#test !== null) this.#tryOut(this.#test, event);
      }
    }
  }

  #tryOut(test: LineTest, { event }: LineEvent & { event: string }): void {
    if (event === "offHook") this.#queue.push(...test.lifted());
    else if (event === "ringingEnded") test.over();
  }

  #drive(order: Extract<LineEvent, { slic: string }>["slic"]): void {
    if (order === "listen") this.#slic.listen();
    else if (order === "rest") this.#slic.rest();
    else this.#slic.linefeed(order);
  }
}

/** The fourth column, which no ordinary telephone has. */
function isLetter(key: string): boolean {
  return key >= "A" && key <= "D";
}
