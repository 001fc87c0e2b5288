/** What a cable or a radio gives: an address, or none. */

export interface Link {
  /** Null without a cable, a station or a lease. */
  readonly address: string | null;
  watch(onChange: () => void): void;
}

/** Several links, of which the first with an address counts. */
export class Links implements Link {
  readonly #links: readonly Link[];
  #watchers: (() => void)[] = [];
  #told: string | null = null;

  constructor(links: readonly Link[]) {
    this.#links = links;
    for (const link of links) link.watch(() => this.#look());
  }

  get address(): string | null {
    for (const { address } of this.#links) if (address !== null) return address;
    return null;
  }

  watch(onChange: () => void): void {
    this.#watchers.push(onChange);
  }

  #look(): void {
    const { address } = this;
    if (address === this.#told) return;
    this.#told = address;
    for (const watcher of this.#watchers) watcher();
  }
}
