/** A link as lwIP knows it (esp32-netif.c): its address, and what DHCP has told with it. */
import type { FixedAddress, Lease } from "../network.js";

export const CABLE = "ETH_DEF";
export const RADIO = "WIFI_STA_DEF";

/** DNS servers that lwIP asks, one after another; DHCP fills the first two, at every renewal. */
const SERVERS = 3;
const TIME_SERVERS = 2;
/** What DHCP tells by text: the domain, and where files are (RFC 2132 sections 3.17 and 9.4, and what Polycom made of it). */
const DOMAIN = 15;
const FILE_SERVERS: readonly number[] = Object.freeze([66, 160]);
const NAME = /^[0-9A-Za-z_.-]{1,64}$/;
/** A URL or a name, of which the host counts. */
const HOST = /^(?:[a-z]+:\/\/)?([^\s/:]+)(?::\d+)?(?:\/.*)?$/i;

/** xsc binds methods of this very form to C. */
const lwip = Object.freeze({
  watch(onChange: () => void): void {
    native("xs_ata_netif_watch").call(this, onChange);
  },
  address(key: string): string | undefined {
    return native("xs_ata_netif_address").call(this, key);
  },
  dns(key: string, which: number): string | undefined {
    return native("xs_ata_netif_dns").call(this, key, which);
  },
  setDns(key: string, which: number, address: string): void {
    native("xs_ata_netif_set_dns").call(this, key, which, address);
  },
  told(option: number): ArrayBuffer | undefined {
    return native("xs_ata_netif_told").call(this, option);
  },
  timeServer(which: number): string | undefined {
    return native("xs_ata_netif_time_server").call(this, which);
  },
});

/** What Moddable's Ethernet and Wi-Fi have in common. */
export type Interface = {
  configure(options: { hostname?: string; static?: { address: string; mask: string; gateway: string } }): void;
};

/** Calls whenever some link has got an address or lost it; once, when the first has been made. */
export const watchLinks = (onChange: () => void): void => lwip.watch(onChange);

/** What DHCP has told of itself; "" for nothing, or for what is no name. */
function told(option: number): string {
  let text = "";
  for (const octet of new Uint8Array(lwip.told(option) ?? new ArrayBuffer(0)))
    if (octet > 0) text += String.fromCharCode(octet);
  const host = option === DOMAIN ? text : (HOST.exec(text)?.[1] ?? "");
  return NAME.test(host) ? host : "";
}

export class Netif {
  readonly #key: string;
  #fixed = false;
  #named: readonly string[] = [];
  #lastAddress: string | null = null;
  /** Null without an address, or with one that the owner has set. */
  lease: Lease | null = null;

  constructor(key: string) {
    this.#key = key;
  }

  get address(): string | null {
    return lwip.address(this.#key) ?? null;
  }

  /** Where files are, if DHCP has said so. */
  get fileServer(): string | null {
    if (this.lease) for (const option of FILE_SERVERS) if (told(option) !== "") return told(option);
    return null;
  }

  /** As addresses, if DHCP has named any. */
  get timeServers(): readonly string[] {
    const servers: string[] = [];
    for (let which = 0; this.lease && which < TIME_SERVERS; which++) {
      const server = lwip.timeServer(which);
      if (server !== undefined) servers.push(server);
    }
    return servers;
  }

  /** Throws an Error when what it is does not take it. */
  configure(link: Interface, hostname: string, fixed: FixedAddress | null): void {
    this.#fixed = fixed !== null;
    if (!fixed) link.configure({ hostname });
    else {
      const { address, netmask: mask, gateway } = fixed;
      link.configure({ hostname, static: { address, mask, gateway: gateway === "" ? "0.0.0.0" : gateway } });
    }
  }

  /** These, addresses, are asked for names before those that DHCP names. */
  askNames(servers: readonly string[]): void {
    this.#named = servers.slice(0, SERVERS - 1);
    this.refresh();
  }

  /**
   * Reads what DHCP has told, and has lwIP ask those first whom the owner has named: to be called when the link has changed, and
   * before a name is asked for, since a renewal tells nobody that it has put back its own. True when something is different.
   */
  refresh(): boolean {
    const [last, lastAddress] = [this.lease, this.#lastAddress];
    this.#lastAddress = this.address;
    if (this.#fixed || this.address === null) this.lease = null;
    else {
      const dns: string[] = [];
      for (let which = 0; which < SERVERS; which++) {
        const server = lwip.dns(this.#key, which);
        if (server !== undefined && !dns.includes(server) && !this.#named.includes(server)) dns.push(server);
      }
      const domain = told(DOMAIN);
      if (last?.domain !== domain || last.dns.join() !== dns.join())
        this.lease = Object.freeze({ dns: Object.freeze(dns), domain });
    }
    const servers = this.#named.length === 0 ? [] : [...this.#named, ...(this.lease?.dns ?? [])];
    for (let which = 0; which < Math.min(SERVERS, servers.length); which++)
      lwip.setDns(this.#key, which, servers[which]);
    return this.lease !== last || this.#lastAddress !== lastAddress;
  }
}
