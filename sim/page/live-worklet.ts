/** The sound of one telephone, where the browser makes sound: earpiece and microphone, between its rate and 8000 Hz. */
import { RateConverter } from "../resample.js";
import { EarQueue } from "./ear-queue.js";

// What there is in a worklet, and the types of the DOM do not know.
declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

const RATE = 8000;
const FRAME = 160;
const FULL_SCALE = 32768;
/** Seconds that are waited for before anything is heard, and that may wait. */
const BEGIN = 0.06;
const MOST = 0.25;

/** Frames of 160 samples of 16 bit come in and go out as messages. */
class TelephoneSound extends AudioWorkletProcessor {
  readonly #toEar = new RateConverter(RATE, sampleRate);
  readonly #fromMouth = new RateConverter(sampleRate, RATE);
  readonly #ear = new EarQueue(BEGIN * sampleRate, MOST * sampleRate);
  #frame = new Int16Array(FRAME);
  #filled = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => this.#hear(new DataView(data));
  }

  process([[mouth]]: Float32Array[][], [ear]: Float32Array[][]): boolean {
    this.#ear.pull(ear[0]);
    if (mouth) for (const sample of this.#fromMouth.convert(mouth)) this.#say(sample);
    return true;
  }

  #hear(octets: DataView): void {
    const samples = new Float64Array(octets.byteLength >> 1);
    for (let i = 0; i < samples.length; i++) samples[i] = octets.getInt16(2 * i, true) / FULL_SCALE;
    this.#ear.push(this.#toEar.convert(samples));
  }

  #say(sample: number): void {
    this.#frame[this.#filled++] = Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, Math.round(sample * FULL_SCALE)));
    if (this.#filled < FRAME) return;
    const octets = new DataView(new ArrayBuffer(2 * FRAME));
    for (let i = 0; i < FRAME; i++) octets.setInt16(2 * i, this.#frame[i], true);
    this.port.postMessage(octets.buffer, [octets.buffer]);
    this.#filled = 0;
  }
}

registerProcessor("telephone", TelephoneSound);
