/** The bus of the chips on Moddable's SPI: mode 3, one chip select for the whole chain. */
import SPI from "embedded:io/spi";
import type { Spi } from "../si321x/spi.js";
import type { SpiPins } from "./pins.js";

const HERTZ = 4_000_000;
const MODE = 3;

export class ChainSpi implements Spi {
  readonly #spi: SPI;

  /** While the chips are held in reset: their select is low until the first frame is over. */
  constructor(pins: SpiPins) {
    const { port, clock, out, in: input, select } = pins;
    this.#spi = new SPI({ port, clock, out, in: input, select, active: 0, hz: HERTZ, mode: MODE, format: "buffer" });
    this.transfer(new Uint8Array(2));
  }

  transfer(frame: Uint8Array): void {
    this.#spi.transfer(frame);
    // Moddable leaves the select low for more; to the chips a rising one is the end of a frame.
    this.#spi.flush(true);
  }
}
