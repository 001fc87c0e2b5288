/**
 * The PCM highway of a board: one wire each way on which the samples of all lines go round, 8000 times a second.
 *
 * Its clocks run from before the chips leave reset until the power is cut, whether or not anybody listens.
 * Samples are 16-bit linear, full scale +3.14 dBm0.
 */

export interface PcmHighway {
  /** Clocks after the frame sync at which each slot begins: what a chip has to be told. */
  readonly offsets: readonly number[];
  /** The slot of one line, at rest; `slot` counts from 0. `onReadable`: 20 ms have passed since the start or the last call. */
  open(slot: number, onReadable: () => void): PcmSlot;
}

export interface PcmSlot {
  /** Frames that had to be silence because nothing was written, and frames lost because nobody read. */
  readonly underruns: number;
  readonly overruns: number;
  /** Fills the frame with what the chip sent; returns the samples read. */
  read(frame: Int16Array): number;
  /** Queues what the chip shall get; returns the samples taken, none at rest. */
  write(frame: Int16Array): number;
  /** Frames come, 50 a second, by the clock of the highway. */
  start(): void;
  /** Frames cease at once, and what was queued either way is gone. */
  stop(): void;
  close(): void;
}
