/** A telephone's ear for caller ID: type, length, body and checksum (GR-30-CORE, EN 300 659-3) from whichever modem is on the pair. */
import { type CallerIdMessage, isMessageType, parseMessage } from "./caller-id-message.js";
import { FskReceiver, type Modem } from "./fsk-receiver.js";

export class CallerIdReceiver {
  readonly #tell: (message: CallerIdMessage, modem: Modem) => void;
  readonly #modem: FskReceiver;
  readonly #octets = new Uint8Array(258);
  #length = 0;
  #kind: Modem = "bell202";

  /** Tells of messages whose checksum is right; of others nothing. */
  constructor(tell: (message: CallerIdMessage, modem: Modem) => void) {
    this.#tell = tell;
    this.#modem = new FskReceiver({
      begin: (modem) => {
        this.#kind = modem;
        this.#length = 0;
      },
      octet: (octet) => this.#take(octet),
    });
  }

  listen(frame: Int16Array): void {
    this.#modem.listen(frame);
  }

  reset(): void {
    this.#modem.reset();
    this.#length = 0;
  }

  #take(octet: number): boolean {
    const octets = this.#octets;
    octets[this.#length++] = octet;
    if (this.#length === 1) return isMessageType(octet);
    const total = 2 + octets[1] + 1;
    if (this.#length < total) return true;
    let sum = 0;
    for (let i = 0; i < total; i++) sum += octets[i];
    if (sum % 256 === 0) {
      const message = parseMessage(octets[0], octets.slice(2, total - 1));
      if (message) this.#tell(message, this.#kind);
    }
    return false;
  }
}
