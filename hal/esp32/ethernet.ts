/** The cable: Moddable's Ethernet, whose PHY or controller is named in the board's manifest. */
import Ethernet from "embedded:network/interface/ethernet";
import type { Link } from "./link.js";

/** From here on there is an address. */
const CONNECTED = 500;

export class EthernetLink implements Link {
  readonly #ethernet: Ethernet;
  #onChange = () => {};

  constructor(hostname: string) {
    this.#ethernet = new Ethernet({ onChanged: () => this.#onChange() });
    this.#ethernet.configure({ hostname });
    this.#ethernet.connect();
  }

  get address(): string | null {
    return this.#ethernet.connection >= CONNECTED ? (this.#ethernet.address ?? null) : null;
  }

  watch(onChange: () => void): void {
    this.#onChange = onChange;
  }
}
