/** spandsp's V.22bis modem (`modem.c`) at the socket of a telephone: 2400 bit/s both ways at once. */
import type { Telephone } from "../../../sim/telephone/telephone.js";
import { compile } from "./library.js";

const FRAME = 160;
const MOST_OCTETS = 4096;

type Library = {
  readonly open: (calls: number, rate: number) => unknown;
  readonly exchange: (modem: unknown, heard: Int16Array, said: Int16Array, length: number) => void;
  readonly send: (modem: unknown, octets: Uint8Array, length: number) => void;
  readonly take: (modem: unknown, octets: Uint8Array) => number;
  readonly rate: (modem: unknown) => number;
  readonly close: (modem: unknown) => void;
};

let library: Library | undefined;

function compiled(): Library {
  if (library) return library;
  const opened = compile("modem");
  library = {
    open: opened.func("void *modem_open(int, int)"),
    exchange: opened.func("void modem_exchange(void *, int16_t *, _Out_ int16_t *, int)"),
    send: opened.func("void modem_send(void *, const uint8_t *, int)"),
    take: opened.func("int modem_take(void *, _Out_ uint8_t *)"),
    rate: opened.func("int modem_rate(void *)"),
    close: opened.func("void modem_close(void *)"),
  };
  return library;
}

export class Modem {
  readonly #library = compiled();
  readonly #modem: unknown;
  readonly #telephone: Telephone;
  readonly #said = new Int16Array(FRAME);

  /** It has called, or answers with a tone (V.25); in place of the handset of a telephone that is off hook. */
  constructor(telephone: Telephone, { calls }: { calls: boolean }) {
    const { open, exchange } = this.#library;
    this.#modem = open(Number(calls), 2400);
    if (this.#modem === null) throw new Error("there is no modem");
    this.#telephone = telephone;
    telephone.onEar = (heard) => {
      exchange(this.#modem, heard, this.#said, FRAME);
      telephone.say(this.#said);
    };
  }

  /** bit/s; 0 before the two have met. */
  get rate(): number {
    return this.#library.rate(this.#modem);
  }

  /** At most 4096 octets, in place of what has not been sent yet. */
  send(text: string): void {
    const octets = new TextEncoder().encode(text);
    this.#library.send(this.#modem, octets, octets.length);
  }

  /** What has come since the last time. */
  take(): string {
    const octets = new Uint8Array(MOST_OCTETS);
    return Buffer.from(octets.subarray(0, this.#library.take(this.#modem, octets))).toString("latin1");
  }

  unplug(): void {
    this.#telephone.onEar = null;
    this.#library.close(this.#modem);
  }
}
