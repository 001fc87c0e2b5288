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

/** The chip wakes, serves its line, or does not; one that is down is tried again by itself. */
export type SlicState = "starting" | "up" | "down";

/** Why a line is out of service. */
export type SlicFault = {
  readonly kind: /** Nothing answers in the chip's place. */
    | "absent"
    /** What answers is a chip that is not driven here. */
    | "unsupported"
    /** It answers, but not as its data sheet says. */
    | "bus"
    /** The battery does not come up, or has fallen. */
    | "supply"
    /** The battery does not hold though nothing is fed. */
    | "leakage"
    | "calibration"
    /** It has opened the line again and again for its own good. */
    | "alarms";
  /** In words, as part of a sentence. */
  readonly text: string;
};

/** Between the leads and through them at this moment: V and mA, more than 0 either way round. */
export type LoopReading = { readonly volts: number; readonly milliamperes: number };

/** What a chip has found out about its line; null where it cannot, Infinity where it is more than it can measure. */
export type LineReport = {
  /** From either lead to ground with nothing fed, whichever has more: direct voltage, and alternating in V rms. */
  readonly foreignVolts: number | null;
  readonly foreignVoltsAlternating: number | null;
  /** Ohms; null behind foreign voltage, too. */
  readonly tipRing: number | null;
  readonly tipGround: number | null;
  readonly ringGround: number | null;
  /** Ringer equivalence, 1 is one bell. */
  readonly ringers: number | null;
};

/** What becomes of the wish to have a line measured. */
export type MeasureOutcome = "started" | "busy" | "down" | "unable";

/** Whoever has a line: the chip keeps hold of him, and calls him by his methods. */
export type SlicOptions = {
  /** At first; `configure` says otherwise later. */
  readonly drive: LineDrive;
  /** The raw loop, every bounce of it. */
  onHook(offHook: boolean): void;
  /** The line's own clock: a frame of 160 samples can be read and one can be written. Only while listening. */
  onReadable(): void;
  onError(reason: string): void;
  /** Whether the line is in service; `fault` where it is down. Told for the first time soon after the line is opened. */
  onState(state: SlicState, fault: SlicFault | null): void;
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
  /** What flows now; null where the chip cannot tell, or not at this moment. */
  loop(): LoopReading | null;
  /**
   * Finds out what it can about an idle line, which is out of use for a second or two. `done` is called later, once, when
   * that has `started`; with null when the line was taken into use meanwhile, or has failed.
   */
  measure(done: (report: LineReport | null) => void): MeasureOutcome;
  close(): void;
}
