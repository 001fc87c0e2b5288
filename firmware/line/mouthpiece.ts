/** What the telephone says: its keys are found, and kept from the network when that is asked for. */
import { KEYS } from "../dsp/dtmf.js";
import { DtmfRx, PRESSED, RELEASED } from "../dsp/dtmf-rx.js";

export class Mouthpiece {
  /** Silence goes to the network instead of a key: it is told in another way. */
  mutesDigits = false;
  /** The key that is held, or null. */
  keyDown: string | null = null;
  readonly #dtmf = new DtmfRx();

  /** A frame from the telephone; true when a key has just been pressed, which is then in `keyDown`. */
  speak(frame: Int16Array): boolean {
    const told = this.#dtmf.speak(frame);
    if (this.mutesDigits && this.#dtmf.suspicious) frame.fill(0);
    if (told & PRESSED) this.keyDown = KEYS[this.#dtmf.key];
    else if (told & RELEASED) this.keyDown = null;
    return (told & PRESSED) !== 0;
  }

  /** A frame to the telephone, whose echo is no key. */
  listen(frame: Int16Array): void {
    this.#dtmf.listen(frame);
  }

  /** Another receiver, another word. */
  reset(): void {
    this.keyDown = null;
    this.#dtmf.reset();
  }
}
