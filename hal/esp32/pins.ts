/** Where things are soldered: the map of a board as data, numbers of GPIOs. */

export type SpiPins = {
  /** As the IDF counts them: 1 is SPI2, 2 is SPI3. */
  readonly port: number;
  readonly clock: number;
  readonly out: number;
  readonly in: number;
  readonly select: number;
};

export type PcmPins = {
  readonly bitClock: number;
  readonly frameSync: number;
  /** To the chips (DRX) and from them (DTX). */
  readonly out: number;
  readonly in: number;
};

/** What the board does to a pin at reset: a resistor, or nothing. */
export type Pull = "up" | "down" | "none";

export type Pins = {
  readonly chip: "esp32" | "esp32s3";
  readonly ethernet: "rmii" | "w5500";
  /** PSRAM that takes pins of its own. */
  readonly psram: "none" | "quad" | "octal";
  readonly slic: SpiPins;
  readonly pcm: PcmPins;
  /** Of all chips: pulled low to reset them. */
  readonly reset: number;
  /** Of all chips: low when one has something to say. */
  readonly interrupt: number;
  readonly lamp: number;
  /** What lights it. */
  readonly lampLit: 0 | 1;
  /** Low while it is pressed. */
  readonly button: number;
  /** Gates the oscillator of the PHY, low at reset; RMII only. */
  readonly oscillator?: number;
  /** The W5500, which has a bus of its own; w5500 only. */
  readonly w5500?: SpiPins & { readonly interrupt: number; readonly reset: number };
  /** Resistors to be fitted. */
  readonly pulls: { readonly [pin: number]: Pull };
};
