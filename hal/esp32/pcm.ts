/** The highway of pcm.c, in the shape of `hal/pcm.ts`. */
import type { PcmHighway, PcmSlot } from "../pcm.js";
import type { PcmPins } from "./pins.js";

/** As pcm.c exports it; samples are those of one slot. */
class Pcm extends Native("xs_pcm_destructor") {
  constructor(bitClock: number, frameSync: number, out: number, input: number, onTick: (slot: number) => void) {
    super();
    native("xs_pcm").call(this, bitClock, frameSync, out, input, onTick);
  }
  start(slot: number): void {
    native("xs_pcm_start").call(this, slot);
  }
  stop(slot: number): void {
    native("xs_pcm_stop").call(this, slot);
  }
  read(slot: number, frame: Int16Array): number {
    return native("xs_pcm_read").call(this, slot, frame);
  }
  write(slot: number, frame: Int16Array): number {
    return native("xs_pcm_write").call(this, slot, frame);
  }
  underruns(slot: number): number {
    return native("xs_pcm_underruns").call(this, slot);
  }
  overruns(slot: number): number {
    return native("xs_pcm_overruns").call(this, slot);
  }
  close(): void {
    native("xs_pcm_close").call(this);
  }
}

/** 512 kHz, two words of 32 bits, short frame sync. */
const OFFSETS: readonly number[] = Object.freeze([1, 33]);

export class BoardHighway implements PcmHighway {
  readonly offsets = OFFSETS;
  readonly #pcm: Pcm;
  readonly #users: (() => void)[] = OFFSETS.map(() => () => {});

  /** Its clocks run from here on. Throws an Error when the controller cannot be had. */
  constructor({ bitClock, frameSync, out, in: input }: PcmPins) {
    this.#pcm = new Pcm(bitClock, frameSync, out, input, (slot) => this.#users[slot]());
  }

  open(slot: number, onReadable: () => void): PcmSlot {
    const pcm = this.#pcm;
    const users = this.#users;
    users[slot] = onReadable;
    return {
      get underruns() {
        return pcm.underruns(slot);
      },
      get overruns() {
        return pcm.overruns(slot);
      },
      read: (frame) => pcm.read(slot, frame),
      write: (frame) => pcm.write(slot, frame),
      start: () => pcm.start(slot),
      stop: () => pcm.stop(slot),
      close() {
        pcm.stop(slot);
        users[slot] = () => {};
      },
    };
  }
}
