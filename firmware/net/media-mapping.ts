/** Where the two ports of a call are seen from outside, asked of STUN before others are told (RFC 8489; RTCP: RFC 3605). */
import { type Instant, NEVER } from "../base/instant.js";
import type { Chance } from "../base/random.js";
import { emitStunIndication, STUN_ID_LENGTH } from "../wire/stun/stun.js";
import type { TransportAddress } from "../wire/stun/stun-address.js";
import { STUN_MEDIA_PATIENCE } from "./limits.js";
import { StunClient, type StunOutput } from "./stun-client.js";

/** The one for RTP, and the one for RTCP. */
export type MediaPort = "sound" | "control";
export type MediaQuestion = { readonly send: Uint8Array; readonly from: MediaPort } & TransportAddress;

export class MediaMapping {
  readonly #clients: { readonly [port in MediaPort]: StunClient };
  readonly #mapped: { [port in MediaPort]: TransportAddress | null } = { sound: null, control: null };

  constructor(options: { readonly server: TransportAddress; readonly chance: Chance }) {
    const { server, chance } = options;
    const client = () => new StunClient({ server, chance, patience: STUN_MEDIA_PATIENCE });
    this.#clients = { sound: client(), control: client() };
  }

  /** Null when nobody said. */
  get sound(): TransportAddress | null {
    return this.#mapped.sound;
  }

  get control(): TransportAddress | null {
    return this.#mapped.control;
  }

  /** Answers are awaited. */
  get asking(): boolean {
    return this.deadline !== NEVER;
  }

  get deadline(): Instant {
    const { sound, control } = this.#clients;
    return Math.min(sound.deadline, control.deadline);
  }

  ask(now: Instant): MediaQuestion[] {
    const { sound, control } = this.#clients;
    return [...this.#hear("sound", sound.ask(now)), ...this.#hear("control", control.ask(now))];
  }

  poll(now: Instant): MediaQuestion[] {
    const { sound, control } = this.#clients;
    return [...this.#hear("sound", sound.poll(now)), ...this.#hear("control", control.poll(now))];
  }

  /** Any STUN message of that port. */
  receive(at: MediaPort, octets: Uint8Array, address: string, port: number, now: Instant): MediaQuestion[] {
    return this.#hear(at, this.#clients[at].receive(octets, address, port, now));
  }

  #hear(from: MediaPort, outputs: readonly StunOutput[]): MediaQuestion[] {
    const questions: MediaQuestion[] = [];
    for (const output of outputs)
      if ("send" in output) questions.push({ ...output, from });
      else this.#mapped[from] = "mapped" in output ? output.mapped : null;
    return questions;
  }
}

/** What keeps a silent port open where peers may be asked to read STUN (RFC 6263 section 4.4). */
export function indicationOf(chance: Chance): Uint8Array {
  const id = new Uint8Array(STUN_ID_LENGTH);
  for (let at = 0; at < STUN_ID_LENGTH; at++) id[at] = chance() & 0xff;
  return emitStunIndication(id);
}
