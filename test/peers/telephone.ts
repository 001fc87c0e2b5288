/** One of the two telephones on the desk: a hand on the receiver, a mouth, an ear. */
import type { Desk, DeskEvent } from "./desk.js";
import { type Recording, readWav } from "./wav.js";

type Within = { within?: number; after?: number };

/** What a tone takes to be recognised by its cadence, at worst ringback with its 4 s of silence. */
const RECOGNISED_WITHIN = 8_000;

export class Telephone {
  readonly line: number;
  readonly #desk: Desk;
  #mark = 0;

  constructor(desk: Desk, line: number) {
    this.#desk = desk;
    this.line = line;
  }

  lift(): Promise<void> {
    return this.#do("hook", { state: "off" });
  }

  hangUp(): Promise<void> {
    return this.#do("hook", { state: "on" });
  }

  flash(ms = 300): Promise<void> {
    return this.#do("hook", { state: "flash", ms });
  }

  dial(digits: string, how: { method?: "dtmf" | "pulse"; on?: number; off?: number } = {}): Promise<void> {
    return this.#do("dial", { digits, ...how });
  }

  /** Lifts the receiver, waits for dial tone as a person does, and dials. */
  async place(number: string): Promise<void> {
    await this.lift();
    await this.hears("dial");
    await this.dial(number);
  }

  /** From here on `event` and its kin look at what comes next, and not since the hand last did something. */
  attend(): void {
    this.#mark = this.now();
  }

  /** The mark for what comes after now. */
  now(): number {
    return this.#desk.mark();
  }

  async speak(wav: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#desk.call("POST", this.#path("speak"), wav);
  }

  async hush(): Promise<void> {
    await this.#desk.call("DELETE", this.#path("speak"));
  }

  /** What the earpiece heard: these many seconds up to the desk's time `end`, or up to now. */
  heard(seconds: number, end?: number): Promise<Recording> {
    return this.#recording("heard.wav", seconds, end);
  }

  /** What was on the pair, caller identification included. */
  pair(seconds: number, end?: number): Promise<Recording> {
    return this.#recording("line.wav", seconds, end);
  }

  /** The next event of this line with these fields since the hand last did something here. */
  event(type: string, fields: object = {}, { within, after = this.#mark }: Within = {}): Promise<DeskEvent> {
    return this.#desk.event({ type, line: this.line, ...fields }, { within, after });
  }

  /** As many of them, in order. */
  async events(
    type: string,
    count: number,
    fields: object = {},
    { within = 5_000 }: Within = {},
  ): Promise<DeskEvent[]> {
    const found: DeskEvent[] = [];
    const until = Date.now() + within;
    for (let after = this.#mark; found.length < count; ) {
      const event = await this.event(type, fields, { after, within: Math.max(until - Date.now(), 1) });
      found.push(event);
      after = this.#desk.events.indexOf(event) + 1;
    }
    return found;
  }

  call(state: string, within?: Within): Promise<DeskEvent> {
    return this.event("call", { state }, within);
  }

  hears(tone: string | null, within: Within = { within: RECOGNISED_WITHIN }): Promise<DeskEvent> {
    return this.event("hears", { tone }, within);
  }

  async #do(what: string, body: object): Promise<void> {
    this.attend();
    await this.#desk.call("POST", this.#path(what), body);
  }

  async #recording(name: string, seconds: number, end?: number): Promise<Recording> {
    const until = end === undefined ? "" : `&end=${end}`;
    const response = await this.#desk.call("GET", `${this.#path(name)}?seconds=${seconds}${until}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    return { bytes, samples: readWav(bytes), end: Number(response.headers.get("x-end")) };
  }

  #path(what: string): string {
    return `/api/lines/${this.line}/${what}`;
  }
}
