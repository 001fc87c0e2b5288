/** The ACK of a 2xx to an INVITE of ours: given once, and again with each copy of the 2xx (RFC 3261 section 13.2.2.4). */
import { NO_SDP, type Sdp } from "./sdp.js";

export class Acknowledgement {
  readonly #send: (answer: Sdp) => void;
  #given: Sdp | null = null;

  constructor(send: (answer: Sdp) => void) {
    this.#send = send;
  }

  /** `answer` is that to an offer in the 2xx; only the first one counts. */
  give(answer: Sdp = NO_SDP): void {
    if (this.#given) return;
    this.#given = answer;
    this.#send(answer);
  }

  /** The 2xx came again. Nothing is sent while the answer is still to come. */
  again(): void {
    if (this.#given) this.#send(this.#given);
  }
}
