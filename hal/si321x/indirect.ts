/** The indirect registers: where Si3210 and Si3215 keep them, and what they start with. Undefined after reset, each of them. */

type Row = {
  readonly name: string;
  /** Address, or null where the part has none. */
  readonly si3210: number | null;
  readonly si3215: number | null;
  readonly start: number;
};

export type IndirectName = (typeof ROWS)[number]["name"];

export type Part = "Si3210" | "Si3215";

const row = <N extends string>(name: N, si3210: number | null, si3215: number | null, start: number) =>
  Object.freeze({ name, si3210, si3215, start });

const ROWS = Object.freeze([
  row("DTMF_ROW_0_PEAK", 0, null, 0x55c2),
  row("DTMF_ROW_1_PEAK", 1, null, 0x51e6),
  row("DTMF_ROW_2_PEAK", 2, null, 0x4b85),
  row("DTMF_ROW_3_PEAK", 3, null, 0x4937),
  row("DTMF_COLUMN_PEAK", 4, null, 0x3333),
  row("DTMF_FORWARD_TWIST", 5, null, 0x0202),
  row("DTMF_REVERSE_TWIST", 6, null, 0x0202),
  row("DTMF_ROW_RATIO", 7, null, 0x0198),
  row("DTMF_COLUMN_RATIO", 8, null, 0x0198),
  row("DTMF_ROW_SECOND_HARMONIC", 9, null, 0x0611),
  row("DTMF_COLUMN_SECOND_HARMONIC", 10, null, 0x0202),
  row("DTMF_LEAST_POWER", 11, null, 0x00e5),
  row("DTMF_HOT_LIMIT", 12, null, 0x0a1c),
  row("OSC1", 13, 0, 0x7b30),
  row("OSC1X", 14, 1, 0x0063),
  row("OSC1Y", 15, 2, 0x0000),
  row("OSC2", 16, 3, 0x7870),
  row("OSC2X", 17, 4, 0x007d),
  row("OSC2Y", 18, 5, 0x0000),
  row("ROFF", 19, 6, 0x0000),
  row("RCO", 20, 7, 0x7ef0),
  row("RNGX", 21, 8, 0x0160),
  row("RNGY", 22, 9, 0x0000),
  row("PULSE_METERING_1", 23, null, 0x2000),
  row("PULSE_METERING_2", 24, null, 0x2000),
  row("PULSE_METERING_3", 25, null, 0x0000),
  row("DACG", 26, 13, 0x4000),
  row("ADCG", 27, 14, 0x4000),
  row("LCRT", 28, 15, 0x1000),
  row("RPTP", 29, 16, 0x3600),
  row("CMMIN", 30, 17, 0x1000),
  row("CMMAX", 31, 18, 0x0200),
  row("PPT12", 32, 19, 0x07c0),
  row("PPT34", 33, 20, 0x2600),
  row("PPT56", 34, 21, 0x1b80),
  row("NCLR", 35, 22, 0x8000),
  row("NRTP", 36, 23, 0x0320),
  row("NQ12", 37, 24, 0x008c),
  row("NQ34", 38, 25, 0x0100),
  row("NQ56", 39, 26, 0x0010),
  row("VCMR", 40, 27, 0x0c00),
  row("VMIND", 41, 64, 0x0c00),
  row("DCDC_EXTRA", 42, null, 0x1000),
  row("LCRTL", 43, 66, 0x1000),
]) satisfies readonly Row[];

export const INDIRECT: readonly (Row & { readonly name: IndirectName })[] = ROWS;

/** Scratch that the manual calibration of a Si3210 wants empty, and what its bring-up clears. */
export const SCRATCH: readonly number[] = Object.freeze([88, 89, 90, 91, 92, 93]);
export const CLEARED = 97;

/** Their filters are opened wide (`FLUSH`) until everything has settled. */
export const FILTERS: readonly IndirectName[] = Object.freeze(["NCLR", "NRTP", "NQ12", "NQ34", "NQ56"] as const);
export const FLUSH = 0x8000;

/** Power alarms for the Si3201, whose transistors share one case. */
export const SI3201_POWER: { readonly [name in IndirectName]?: number } = Object.freeze({
  PPT12: 0x0ff0,
  PPT34: 0x7f80,
  PPT56: 0x0ff0,
  NQ12: 0x0010,
  NQ34: 0x0010,
  NQ56: 0x0010,
  VCMR: 0x0000,
});

/** Null where the part has no such register. */
export function addressOf(name: IndirectName, part: Part): number | null {
  for (const row of ROWS) if (row.name === name) return part === "Si3215" ? row.si3215 : row.si3210;
  return null;
}
