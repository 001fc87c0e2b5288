/** Asks time servers for the time of day (SNTP, RFC 4330): a machine over the board's own datagrams. */
import type { Network, Udp } from "../network.js";

const PORT = 123;
const LENGTH = 48;
/** Version 4, client; and what a server answers. */
const CLIENT = 0x23;
const SERVER = 4;
/** Seconds from 1900 to 1970, and in an era. */
const TO_UNIX = 2_208_988_800;
const ERA = 2 ** 32;
/** 2026: an earlier stamp belongs to the era that begins in 2036. */
const BUILT = 1_767_225_600;

const ANSWER_MS = 3000;
const AGAIN_MS: readonly number[] = Object.freeze([5_000, 15_000, 60_000, 600_000]);
/** The crystal is good for a second a day. */
const KEEP_MS = 6 * 3_600_000;

/** A question, marked by 64 bits that the answer has to repeat. */
export function emitQuestion(mark: readonly [number, number]): Uint8Array {
  const packet = new Uint8Array(LENGTH);
  packet[0] = CLIENT;
  const view = new DataView(packet.buffer);
  view.setUint32(40, mark[0]);
  view.setUint32(44, mark[1]);
  return packet;
}

/** Seconds since 1970; undefined for what is no answer to this question, or of a clock that does not know. */
export function parseAnswer(packet: Uint8Array, mark: readonly [number, number]): number | undefined {
  if (packet.length < LENGTH || (packet[0] & 7) !== SERVER || packet[0] >> 6 === 3) return undefined;
  const stratum = packet[1];
  if (stratum === 0 || stratum > 15) return undefined;
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  if (view.getUint32(24) !== mark[0] || view.getUint32(28) !== mark[1]) return undefined;
  const seconds = view.getUint32(40);
  if (seconds === 0) return undefined;
  const unix = seconds - TO_UNIX + view.getUint32(44) / ERA;
  return unix < BUILT ? unix + ERA : unix;
}

export type SntpOptions = {
  readonly network: Network;
  readonly chance: () => number;
  /** Names or addresses, asked in turn. */
  readonly servers: readonly string[];
  /** Looks a name up; undefined when it has none. */
  resolve(name: string, done: (address: string | undefined) => void): void;
  now(): number;
  after(ms: number, call: () => void): () => void;
  /** Seconds since 1970, now. */
  onTime(seconds: number): void;
};

export class Sntp {
  readonly #options: SntpOptions;
  #server = 0;
  #failures = 0;
  #socket: Udp | null = null;
  #cancel = () => {};
  /** Counts the questions: an answer to another is nobody's. */
  #asked = 0;
  #closed = false;

  constructor(options: SntpOptions) {
    this.#options = options;
    if (options.servers.length > 0) this.#ask();
  }

  close(): void {
    this.#closed = true;
    this.#end();
  }

  #end(): void {
    this.#asked++;
    this.#cancel();
    this.#socket?.close();
    this.#socket = null;
  }

  #ask(): void {
    const { resolve, servers, after } = this.#options;
    const asked = ++this.#asked;
    this.#cancel = after(ANSWER_MS, () => this.#fail());
    resolve(servers[this.#server], (address) => {
      if (this.#closed || asked !== this.#asked) return;
      if (address === undefined) this.#fail();
      else this.#send(address);
    });
  }

  #send(address: string): void {
    const { network, chance, now, onTime } = this.#options;
    const mark = [chance(), chance()] as const;
    try {
      const socket = network.openUdp({ onReadable: () => read() });
      this.#socket = socket;
      const began = now();
      const read = () => {
        for (let next = socket.read(); next !== undefined; next = socket.read()) {
          const seconds = next.address === address && next.port === PORT ? parseAnswer(next.octets, mark) : undefined;
          if (seconds === undefined) continue;
          onTime(seconds + (now() - began) / 2000);
          this.#failures = 0;
          this.#wait(KEEP_MS);
          return;
        }
      };
      socket.write(emitQuestion(mark), address, PORT);
    } catch {
      this.#fail();
    }
  }

  #fail(): void {
    const { servers } = this.#options;
    this.#server = (this.#server + 1) % servers.length;
    this.#wait(AGAIN_MS[Math.min(this.#failures, AGAIN_MS.length - 1)]);
    this.#failures++;
  }

  #wait(ms: number): void {
    this.#end();
    this.#cancel = this.#options.after(ms, () => this.#ask());
  }
}
