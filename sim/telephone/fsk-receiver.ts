/**
 * A telephone's modem: 1200 bit/s FSK to octets, Bell 202 (GR-30: mark 1200 Hz, space 2200 Hz) and V.23 (mark 1300, space 2100) alike.
 *
 * Each sample is correlated over one bit with a tone half-way between the two marks and one half-way between the two spaces;
 * the stronger decides. Which modem it was is told by the frequency of the marks that stand before the message.
 */

export type Modem = "bell202" | "v23";

export type FskSink = {
  /** Marks, then a start bit: a message may follow. */
  begin(modem: Modem): void;
  /** The next octet; false when no more are wanted. */
  octet(octet: number): boolean;
};

const MARK = 1250;
const SPACE = 2150;
/** Both tones fit a whole number of times into this many samples. */
const TURN = 160;
/** Samples of a bit, and the nearest whole number of them. */
const BIT = 8000 / 1200;
const WINDOW = 7;
/** Characters follow at least this many bits of mark; the seizure's alternating bits do not. */
const MARKS_BEFORE = 30;
/** Marks between two characters of a message, at most (EN 300 659-1: 10, GR-30: 20 bits). */
const MARKS_BETWEEN = 24;
/** Carrier: mean square of a bit's samples; -45 dBm0. */
const LEAST_POWER = (22826 * 10 ** (-45 / 20)) ** 2 / 2;
/** Of the power, how much must be in the stronger tone at least, lest it be speech or noise. */
const LEAST_PURITY = 0.3;

const wave = (hertz: number, quarter: number) =>
  Float64Array.from({ length: TURN }, (_, n) => Math.cos((2 * Math.PI * hertz * n) / 8000 - (quarter * Math.PI) / 2));
const MARK_COS = wave(MARK, 0);
const MARK_SIN = wave(MARK, 1);
const SPACE_COS = wave(SPACE, 0);
const SPACE_SIN = wave(SPACE, 1);

type Character = { bits: number; octet: number; next: number };

export class FskReceiver {
  readonly #sink: FskSink;
  /** The last bit's products with the four waves, and its squares. */
  readonly #products = [0, 1, 2, 3, 4].map(() => new Float64Array(WINDOW));
  readonly #sums = new Float64Array(5);
  #phase = 0;
  #slot = 0;
  #sample = 0;

  #lastDifference = 0;
  /** Samples of unbroken mark. */
  #marks = 0;
  /** Where in its turn the mark stood, how far it has turned since the run began, and over how many samples. */
  #angle = 0;
  #turned = 0;
  #turns = 0;
  #character: Character | null = null;
  #inMessage = false;

  constructor(sink: FskSink) {
    this.#sink = sink;
  }

  reset(): void {
    for (const products of this.#products) products.fill(0);
    this.#sums.fill(0);
    this.#lastDifference = 0;
    this.#lost();
  }

  listen(frame: Int16Array): void {
    for (let i = 0; i < frame.length; i++) this.#listen(frame[i]);
  }

  #listen(x: number): void {
    const phase = this.#phase;
    this.#phase = phase + 1 === TURN ? 0 : phase + 1;
    const slot = this.#slot;
    this.#slot = slot + 1 === WINDOW ? 0 : slot + 1;
    this.#sample++;
    const markRe = this.#slide(0, slot, x * MARK_COS[phase]);
    const markIm = this.#slide(1, slot, x * MARK_SIN[phase]);
    const spaceRe = this.#slide(2, slot, x * SPACE_COS[phase]);
    const spaceIm = this.#slide(3, slot, x * SPACE_SIN[phase]);
    const squares = this.#slide(4, slot, x * x);
    const mark = markRe * markRe + markIm * markIm;
    const space = spaceRe * spaceRe + spaceIm * spaceIm;
    // A pure tone's correlation is WINDOW * squares / 2.
    if (squares < LEAST_POWER * WINDOW || Math.max(mark, space) < (LEAST_PURITY * WINDOW * squares) / 2) {
      if (this.#marks > 0 || this.#inMessage || this.#character) this.#lost();
      this.#lastDifference = 0;
      return;
    }
    const difference = mark - space;
    if (this.#character) this.#receive(this.#character, difference);
    else if (difference >= 0) this.#rest(markRe, markIm);
    else this.#start(difference);
    this.#lastDifference = difference;
  }

  #slide(which: number, slot: number, value: number): number {
    const products = this.#products[which];
    this.#sums[which] += value - products[slot];
    products[slot] = value;
    // Sums drift by rounding: once a turn they are made anew.
    if (slot === 0) {
      let sum = 0;
      for (let i = 0; i < WINDOW; i++) sum += products[i];
      this.#sums[which] = sum;
    }
    return this.#sums[which];
  }

  /** Mark: between characters, or before the first. */
  #rest(re: number, im: number): void {
    this.#marks++;
    if (this.#inMessage) {
      if (this.#marks > MARKS_BETWEEN * BIT) this.#lost();
      return;
    }
    const angle = Math.atan2(im, re);
    // The first samples still hold some of the space before.
    if (this.#marks > 2 * WINDOW) {
      let turn = angle - this.#angle;
      if (turn > Math.PI) turn -= 2 * Math.PI;
      if (turn < -Math.PI) turn += 2 * Math.PI;
      this.#turned += turn;
      this.#turns++;
    }
    this.#angle = angle;
  }

  /** Space after mark: a start bit, if the marks were long enough. */
  #start(difference: number): void {
    const marks = this.#marks;
    this.#marks = 0;
    if (!this.#inMessage) {
      const enough = marks >= MARKS_BEFORE * BIT && this.#turns > 0;
      const turned = this.#turned / this.#turns;
      this.#turned = 0;
      this.#turns = 0;
      if (!enough) return;
      this.#inMessage = true;
      // Mixed with cos and +sin, a tone above the middle of the two marks turns backwards.
      this.#sink.begin(turned > 0 ? "bell202" : "v23");
    }
    const part = this.#lastDifference > 0 ? this.#lastDifference / (this.#lastDifference - difference) : 0;
    const edge = this.#sample - 1 + part;
    this.#character = { bits: 0, octet: 0, next: edge + BIT / 2 };
  }

  /** The middle of a bit has come: start, eight from the least on, stop. */
  #receive(character: Character, difference: number): void {
    if (this.#sample < character.next) return;
    const part = character.next - (this.#sample - 1);
    const bit = this.#lastDifference + part * (difference - this.#lastDifference) >= 0 ? 1 : 0;
    character.next += BIT;
    const index = character.bits++;
    if (index === 0) {
      if (bit === 1) this.#lost(); // a click, not a start bit
    } else if (index <= 8) character.octet |= bit << (index - 1);
    else if (bit === 0) this.#lost();
    else {
      this.#character = null;
      this.#marks = 0;
      if (!this.#sink.octet(character.octet)) this.#lost();
    }
  }

  #lost(): void {
    this.#marks = 0;
    this.#turned = 0;
    this.#turns = 0;
    this.#character = null;
    this.#inMessage = false;
  }
}
