/** What a cable or a radio gives: an address, or none. */
import type { FixedAddress, Lease } from "../network.js";

export interface Link {
  /** Null without a cable, a station or a lease. */
  readonly address: string | null;
  readonly lease: Lease | null;
  readonly fileServer: string | null;
  /** Those of DHCP, as addresses. */
  readonly timeServers: readonly string[];
  /** By which those find the board who have joined its own access point; null while there is none. */
  readonly guestAddress?: string | null;
  /** Before anything else; null is DHCP. */
  configure(hostname: string, fixed: FixedAddress | null): void;
  askNames(servers: readonly string[]): void;
  /** The owner's network, "" for none; on a radio. */
  join?(name: string, password: string): void;
  /** To be called when lwIP has told of a change, and before a name is asked for. */
  refresh(): void;
  /** Something of it is different: it has gone, is there, or DHCP has told something else. */
  watch(onChange: () => void): void;
}

/** Who hears of a change: the lamp, the health of a new image, the adapter. */
export class Watchers {
  readonly #watchers: (() => void)[] = [];

  add(watcher: () => void): void {
    this.#watchers.push(watcher);
  }

  tell(): void {
    for (const watcher of this.#watchers) watcher();
  }
}

/** Several links, of which the first with an address counts. */
export class Links implements Link {
  readonly #links: readonly Link[];
  readonly #watchers = new Watchers();
  #told: Pick<Links, "address" | "lease" | "guestAddress"> = { address: null, lease: null, guestAddress: null };
  readonly join?: (name: string, password: string) => void;

  constructor(links: readonly Link[]) {
    this.#links = links;
    const radio = links.find((link) => link.join);
    if (radio) this.join = (name, password) => radio.join?.(name, password);
    for (const link of links) link.watch(() => this.#look());
  }

  get #first(): Link | null {
    for (const link of this.#links) if (link.address !== null) return link;
    return null;
  }

  get address(): string | null {
    return this.#first?.address ?? null;
  }

  get lease(): Lease | null {
    return this.#first?.lease ?? null;
  }

  get fileServer(): string | null {
    return this.#first?.fileServer ?? null;
  }

  get timeServers(): readonly string[] {
    return this.#first?.timeServers ?? [];
  }

  get guestAddress(): string | null {
    for (const { guestAddress } of this.#links) if (guestAddress) return guestAddress;
    return null;
  }

  /** A fixed address is that of whichever is in use. */
  configure(hostname: string, fixed: FixedAddress | null): void {
    for (const link of this.#links) link.configure(hostname, fixed);
  }

  askNames(servers: readonly string[]): void {
    for (const link of this.#links) link.askNames(servers);
  }

  refresh(): void {
    for (const link of this.#links) link.refresh();
  }

  watch(onChange: () => void): void {
    this.#watchers.add(onChange);
  }

  #look(): void {
    const { address, lease, guestAddress } = this;
    if (address === this.#told.address && lease === this.#told.lease && guestAddress === this.#told.guestAddress)
      return;
    this.#told = { address, lease, guestAddress };
    this.#watchers.tell();
  }
}
