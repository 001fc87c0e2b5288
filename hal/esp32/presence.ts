/** What the board does in the network of its own accord, for as long as it has an address there: it says its name, and asks for the time. */

export type Errand = { close(): void };

export type PresenceOptions = {
  /** Null without one. */
  address(): string | null;
  /** Whom to ask for the time, in their order; none for nobody. */
  timeServers(): readonly string[];
  announce(): Errand;
  askTime(servers: readonly string[]): Errand;
};

export class Presence {
  readonly #options: PresenceOptions;
  #address: string | null = null;
  #servers = "";
  #name: Errand | null = null;
  #time: Errand | null = null;

  constructor(options: PresenceOptions) {
    this.#options = options;
  }

  /** The link has changed, or whom to ask. */
  look(): void {
    const { address, timeServers, announce, askTime } = this.#options;
    const here = address();
    const servers = timeServers();
    if (here !== this.#address) {
      this.#name?.close();
      this.#name = here === null ? null : announce();
    }
    const asked = here === null ? "" : servers.join();
    if (asked !== this.#servers || (here !== null && here !== this.#address)) {
      this.#time?.close();
      this.#time = asked === "" ? null : askTime(servers);
    }
    this.#address = here;
    this.#servers = asked;
  }
}
