/** What the telephone says: its keys are found, its echo is taken out, and keys are kept from the network when that is asked for. */
import { KEYS } from "../dsp/dtmf.js";
import { DtmfRx, PRESSED, RELEASED } from "../dsp/dtmf-rx.js";
import { EchoCanceller, type EchoCancellerOptions } from "../dsp/echo-canceller.js";

export class Mouthpiece {
  /** Silence goes to the network instead of a key: it is told in another way. */
  mutesDigits = false;
  /** The key that is held, or null. */
  keyDown: string | null = null;
  readonly #dtmf = new DtmfRx();
  #options: EchoCancellerOptions | null;
  /** Made for the first call: it is the largest thing a line has. */
  #echo: EchoCanceller | null = null;
  #cancels = false;

  /** Without options no echo is cancelled. */
  constructor(echo: EchoCancellerOptions | null = null) {
    this.#options = echo;
  }

  /** Holds from the next call on. */
  configure(echo: EchoCancellerOptions | null): void {
    this.#options = echo;
    if (!this.#cancels) this.#echo = null;
  }

  /** The echo of what is heard is taken out of what is said; the path it takes is remembered from call to call. */
  set cancelsEcho(cancels: boolean) {
    if (cancels === this.#cancels) return;
    this.#cancels = cancels;
    if (cancels && this.#options !== null) this.#echo ??= new EchoCanceller(this.#options);
    if (this.#echo !== null) this.#echo.bypassed = !cancels;
  }

  /** A frame from the telephone; true when a key has just been pressed, which is then in `keyDown`. */
  speak(frame: Int16Array): boolean {
    // Keys first: what is suppressed with the rest of an echo would be missing from them.
    const told = this.#dtmf.speak(frame);
    if (this.#cancels && this.#echo !== null) this.#echo.cancel(this.#dtmf.heard, frame);
    if (this.mutesDigits && this.#dtmf.suspicious) frame.fill(0);
    if (told === 0) return false;
    if (told & PRESSED) this.keyDown = KEYS[this.#dtmf.key];
    else if (told & RELEASED) this.keyDown = null;
    return (told & PRESSED) !== 0;
  }

  /** Frames to the telephone are a tone of ours from now on, or what somebody says. */
  set hearsTone(tone: boolean) {
    this.#dtmf.hearsTone = tone;
  }

  /** A frame to the telephone, whose echo is no key. */
  listen(frame: Int16Array): void {
    this.#dtmf.listen(frame);
  }

  /** Another receiver, another word. */
  reset(): void {
    this.keyDown = null;
    this.#dtmf.reset();
    this.cancelsEcho = false;
  }
}
