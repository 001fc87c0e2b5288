/** Live sound of a telephone: all who listen to its earpiece, and the one who speaks into its mouthpiece. */
import { type Answer, type Conversation, type Hearer, type Peer, refuse } from "./answer.js";

/** A telephone, as far as its sound goes. */
export interface Booth {
  /** Told of each frame the earpiece hears while the receiver is off hook, and when it ended; the frame is lent. */
  onEar: ((frame: Int16Array, end: number) => void) | null;
  /** A frame for the mouthpiece; nothing on hook. The frame is lent. */
  say(frame: Int16Array): void;
}

/** Samples in a message, 16 bit each, the low octet first. */
const FRAME = 160;
const OCTETS = 2 * FRAME;
/** Of one telephone. */
const MOST_LISTENERS = 16;

/** Why a conversation is ended (RFC 6455 section 7.4.1). */
const NO_TEXT = 1003;
const NO_FRAME = 1007;
const NO_WRITER = 1008;

export class LiveSound {
  readonly #booth: Booth;
  readonly #listeners = new Set<Peer>();
  #writer: Peer | null = null;
  readonly #said = new Int16Array(FRAME);

  constructor(booth: Booth) {
    this.#booth = booth;
  }

  /** Somebody wants to hear and to speak, or, as `listens`, to hear only. */
  enter(listens: boolean): Answer | Conversation {
    for (const peer of this.#listeners) if (!peer.open) this.#leave(peer);
    if (!listens && this.#writer) return refuse(409, "somebody speaks into this telephone already");
    if (this.#listeners.size >= MOST_LISTENERS) return refuse(409, "too many listen to this telephone");
    return { status: 101, headers: {}, converse: (peer) => this.#begin(peer, listens) };
  }

  #begin(peer: Peer, listens: boolean): Hearer {
    if (!listens) this.#writer = peer;
    this.#listeners.add(peer);
    this.#booth.onEar = this.#onEar;
    return { hear: (octets) => this.#hear(peer, octets), gone: () => this.#leave(peer) };
  }

  #leave(peer: Peer): void {
    this.#listeners.delete(peer);
    if (this.#writer === peer) this.#writer = null;
    if (this.#listeners.size === 0) this.#booth.onEar = null;
  }

  #hear(peer: Peer, octets: Uint8Array | null): void {
    if (!this.#listeners.has(peer)) return;
    if (octets === null) this.#dismiss(peer, NO_TEXT, "sound is binary");
    else if (peer !== this.#writer) this.#dismiss(peer, NO_WRITER, "this connection only listens");
    else if (octets.length !== OCTETS) this.#dismiss(peer, NO_FRAME, `a message has ${FRAME} samples of 16 bit`);
    else {
      const samples = new DataView(octets.buffer, octets.byteOffset, octets.length);
      for (let i = 0; i < FRAME; i++) this.#said[i] = samples.getInt16(2 * i, true);
      this.#booth.say(this.#said);
    }
  }

  #dismiss(peer: Peer, status: number, why: string): void {
    this.#leave(peer);
    peer.close(status, why);
  }

  readonly #onEar = (frame: Int16Array): void => {
    const octets = new Uint8Array(OCTETS);
    const samples = new DataView(octets.buffer);
    for (let i = 0; i < FRAME; i++) samples.setInt16(2 * i, frame[i], true);
    for (const peer of this.#listeners) peer.send(octets);
  };
}
