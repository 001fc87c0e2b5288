/** One subscriber line interface: the pair of copper as the firmware sees it. */

/** What the chip does with the pair. `open` is a loop break (CPC); `ringing` puts ringing voltage on it. */
export type Linefeed = "forward" | "reverse" | "ringing" | "open";

/** How the bell is driven, and how the line is matched. */
export type LineDrive = {
  readonly ringHertz: number;
  readonly ringVolts: number;
  readonly ringWaveform: "sinusoid" | "trapezoid";
  readonly impedance: string;
};

export type SlicOptions = {
  readonly drive: LineDrive;
  /** The raw loop, every bounce of it. */
  onHook(offHook: boolean): void;
  /** The line's own clock: a frame of 160 samples can be read and one can be written. Only while listening. */
  onReadable(): void;
  onError(reason: string): void;
};

/** Samples are 16-bit linear, 8000 a second, full scale +3.14 dBm0. */
export interface Slic {
  /** Fills the frame with what the telephone said; returns the samples read. */
  read(frame: Int16Array): number;
  /** Queues what the telephone shall hear; returns the samples taken. */
  write(frame: Int16Array): number;
  linefeed(state: Linefeed): void;
  /** Sound runs: frames come 50 times a second, also on hook (on-hook transmission). */
  listen(): void;
  /** Sound rests: no frames; hook edges still arrive. */
  rest(): void;
  configure(drive: LineDrive): void;
  close(): void;
}
