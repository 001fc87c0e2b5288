/** The keys of a telephone: DTMF as two sines (ITU-T Q.23), -9 dBm low and -7 dBm high. */

const RATE = 8;
const LOW = [697, 770, 852, 941];
const HIGH = [1209, 1336, 1477, 1633];
const KEYS = "123A456B789C*0#D";

/** A sine of 0 dBm0 at its peak, where full scale is +3.14 dBm0. */
const PEAK_0DBM0 = 32767 * 10 ** (-3.14 / 20);
const LOW_PEAK = PEAK_0DBM0 * 10 ** (-9 / 20);
const HIGH_PEAK = PEAK_0DBM0 * 10 ** (-7 / 20);

type Press = { readonly low: number; readonly high: number; readonly from: number; readonly to: number };

export class Keypad {
  /** Keys that are or will be pressed, in order. */
  #presses: Press[] = [];

  /** Presses a key from `from` to `to`, ms since the desk started. */
  press(key: string, from: number, to: number): void {
    const index = KEYS.indexOf(key);
    if (index < 0) throw new Error(`there is no key ${key}`);
    this.#presses.push({
      low: (2 * Math.PI * LOW[index >> 2]) / 8000,
      high: (2 * Math.PI * HIGH[index & 3]) / 8000,
      from: Math.round(from * RATE),
      to: Math.round(to * RATE),
    });
  }

  /** Lets go of every key. */
  release(): void {
    this.#presses = [];
  }

  /** Puts what is pressed in the frame that ends at `end` in the place of what was said: a keypad mutes the mouthpiece. */
  speak(frame: Int16Array, end: number): void {
    if (this.#presses.length === 0) return;
    const stop = Math.round(end * RATE);
    const start = stop - frame.length;
    while (this.#presses.length > 0 && this.#presses[0].to <= start) this.#presses.shift();
    for (const { low, high, from, to } of this.#presses) {
      if (from >= stop) return;
      for (let at = Math.max(from, start); at < Math.min(to, stop); at++)
        frame[at - start] = LOW_PEAK * Math.sin(low * (at - from)) + HIGH_PEAK * Math.sin(high * (at - from));
    }
  }
}
