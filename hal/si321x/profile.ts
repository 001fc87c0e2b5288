/** What the driver has to know of the board round a chip: what feeds the line, and what makes the battery. */

export type Profile = {
  /** Six transistors, or the Si3201 that holds them. */
  readonly feed: "discrete" | "si3201";
  /** DR92 and DR93: as the converter has been designed (AN45). */
  readonly converterPeriod: number;
  readonly converterDelay: number;
  /** V that the battery has to reach, and ms it may take. */
  readonly leastBattery: number;
  readonly batteryLimit: number;
  /** V of the high battery while the chip wakes, and of the low one: steps of 1.5 V. */
  readonly highBattery: number;
  readonly lowBattery: number;
};

/** Bipolar transistors and an inductor. */
export const DISCRETE: Profile = Object.freeze({
  feed: "discrete",
  converterPeriod: 0xff,
  converterDelay: 0x19,
  leastBattery: 72,
  batteryLimit: 500,
  highBattery: 50,
  lowBattery: 16,
});

/** Si3201 and an inductor of 150 uH. */
export const SI3201: Profile = Object.freeze({
  feed: "si3201",
  converterPeriod: 230,
  converterDelay: 0x19,
  leastBattery: 60,
  batteryLimit: 100,
  highBattery: 44,
  lowBattery: 40,
});
