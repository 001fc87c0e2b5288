/** Plays a sound into a leg: one packet every 20 ms, by the desk's time (RFC 3551). */
import { encodeAlaw, encodeUlaw } from "../../firmware/dsp/g711.js";
import { emitRtp, emptyRtpHeader, RTP_HEADER_LENGTH } from "../../firmware/wire/rtp/rtp.js";
import type { Chance } from "../chance.js";
import type { Time } from "../time.js";
import type { Audio } from "./description.js";
import type { MediaPort } from "./media-port.js";
import { Metronome } from "./metronome.js";
import type { Sound } from "./sounds.js";

const FRAME = 160;

export class Player {
  readonly #port: MediaPort;
  readonly #sound: Sound;
  readonly #frame = new Int16Array(FRAME);
  readonly #packet = new Uint8Array(RTP_HEADER_LENGTH + FRAME);
  readonly #header = emptyRtpHeader();
  readonly #metronome: Metronome;
  audio: Audio;

  constructor(time: Time, chance: Chance, port: MediaPort, audio: Audio, sound: Sound) {
    this.#port = port;
    this.#sound = sound;
    this.audio = audio;
    this.#header.ssrc = chance();
    this.#header.sequence = chance() & 0xffff;
    this.#header.timestamp = chance();
    this.#header.marker = true;
    this.#metronome = new Metronome(time, () => this.#tick());
  }

  stop(): void {
    this.#metronome.stop();
  }

  #tick(): void {
    this.#sound(this.#frame);
    const header = this.#header;
    if (this.audio.ears.sound) {
      header.payloadType = this.audio.payloadType;
      if (this.audio.codec === "PCMU") encodeUlaw(this.#frame, this.#packet, RTP_HEADER_LENGTH);
      else encodeAlaw(this.#frame, this.#packet, RTP_HEADER_LENGTH);
      emitRtp(header, this.#packet);
      this.#port.send(this.#packet);
      header.sequence = (header.sequence + 1) & 0xffff;
      header.marker = false;
    } else header.marker = true;
    header.timestamp = (header.timestamp + FRAME) >>> 0;
  }
}
