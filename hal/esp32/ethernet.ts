/** The cable: Moddable's Ethernet, whose PHY or controller is named in the board's manifest. */
import Ethernet from "embedded:network/interface/ethernet";
import type { FixedAddress, Lease } from "../network.js";
import { type Link, Watchers } from "./link.js";
import { CABLE, Netif } from "./netif.js";

export class EthernetLink implements Link {
  readonly #netif = new Netif(CABLE);
  readonly #watchers = new Watchers();
  readonly #ethernet: Ethernet;

  /** It looks for a cable at once, and asks for an address when it has one. */
  constructor() {
    this.#ethernet = new Ethernet({ onChanged: () => this.refresh() });
  }

  get address(): string | null {
    return this.#netif.address;
  }

  get lease(): Lease | null {
    return this.#netif.lease;
  }

  get fileServer(): string | null {
    return this.#netif.fileServer;
  }

  get timeServers(): readonly string[] {
    return this.#netif.timeServers;
  }

  /** A board whose PHY does not answer has no cable, and goes on. */
  configure(hostname: string, fixed: FixedAddress | null): void {
    try {
      this.#netif.configure(this.#ethernet, hostname, fixed);
    } catch (error) {
      trace(`Ethernet: ${error}\n`);
    }
  }

  askNames(servers: readonly string[]): void {
    this.#netif.askNames(servers);
  }

  refresh(): void {
    if (this.#netif.refresh()) this.#watchers.tell();
  }

  watch(onChange: () => void): void {
    this.#watchers.add(onChange);
  }
}
