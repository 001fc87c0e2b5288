/** The radio: a station of the owner's network, or for a while an access point of its own at which he can name it. */
import Station from "embedded:network/interface/wifi";
import type { FixedAddress, Lease } from "../../network.js";
import type { Ticks } from "../../si321x/ticks.js";
import { NvsFlash } from "../flash.js";
import { type Link, Watchers } from "../link.js";
import { Netif, RADIO } from "../netif.js";
import { system } from "../system.js";
import { accessPoint } from "./access-point.js";
import { SetupPoint } from "./setup-point.js";

/** From here on it is busy: it looks for the network, or is in it. */
const BUSY = 300;
const RETRY_MS = 10_000;
/** ms without an address after which the network that worked last is tried, and after that the owner's again. */
const SWAP_MS = 60_000;
/** Whoever stands near the board, with a telephone in his hand and a computer on his lap. */
const MOST_GUESTS = 2;
/** Of the board towards them, as the IDF has it. */
const GUEST_ADDRESS = "192.168.4.1";

export type NamedNetwork = { readonly name: string; readonly password: string };

export type WifiOptions = {
  /** Its access point: a name, and a password of 8 characters or more. */
  readonly point: { readonly name: string; readonly password: string };
  /** The network in which the board had an address last, kept over a restart: a wrong name leaves it within reach. */
  readonly proven: NamedNetwork | null;
  prove(network: NamedNetwork): void;
  readonly time: Ticks;
};

export class WifiLink implements Link {
  readonly #options: WifiOptions;
  readonly #netif = new Netif(RADIO);
  readonly #watchers = new Watchers();
  readonly #station: Station;
  readonly #point: SetupPoint;
  /** Of the owner's network; null while he has named none. */
  #network: NamedNetwork | null = null;
  #proven: NamedNetwork | null;
  /** The one of the two that is tried now. */
  #tried: NamedNetwork | null = null;
  #opened = false;
  /** A cable has an address: the radio rests. */
  #resting = false;
  #cancelPoint = () => {};
  #cancelRetry = () => {};
  #cancelSwap = () => {};

  constructor(options: WifiOptions) {
    this.#options = options;
    this.#proven = options.proven;
    this.#point = new SetupPoint(options.time.now());
    this.#station = new Station({ onChanged: () => this.refresh() });
    this.#arm();
  }

  get address(): string | null {
    return this.#resting ? null : this.#netif.address;
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

  get guestAddress(): string | null {
    return this.#opened ? GUEST_ADDRESS : null;
  }

  configure(hostname: string, fixed: FixedAddress | null): void {
    try {
      this.#netif.configure(this.#station, hostname, fixed);
    } catch (error) {
      trace(`Wi-Fi: ${error}\n`);
    }
  }

  askNames(servers: readonly string[]): void {
    this.#netif.askNames(servers);
  }

  join(name: string, password: string): void {
    const last = this.#network;
    if (last?.name === name && last.password === password) return;
    this.#network = this.#tried = name === "" ? null : { name, password };
    this.#point.known(this.#network !== null, this.#options.time.now());
    this.#arm();
    if (this.#station.connection >= BUSY) this.#station.disconnect();
    this.#connect();
    this.#armSwap();
    this.refresh();
  }

  /** Another link has an address, or has lost it: this one has nothing to do while there is one. */
  rest(resting: boolean): void {
    if (resting === this.#resting) return;
    this.#resting = resting;
    if (resting && this.#station.connection >= BUSY) this.#station.disconnect();
    this.refresh();
  }

  refresh(): void {
    const changed = this.#netif.refresh();
    this.#point.connected(this.#resting || this.address !== null, this.#options.time.now());
    if (changed) this.#judge();
    this.#arm();
    if (this.#station.connection < BUSY) {
      this.#cancelRetry();
      this.#cancelRetry = this.#options.time.after(RETRY_MS, () => this.#connect());
    }
    if (changed) this.#watchers.tell();
  }

  watch(onChange: () => void): void {
    this.#watchers.add(onChange);
  }

  #connect(): void {
    this.#cancelRetry();
    if (!this.#tried || this.#opened || this.#resting || this.#station.connection >= BUSY) return;
    const { name, password } = this.#tried;
    try {
      this.#station.connect(password === "" ? { SSID: name } : { SSID: name, password });
    } catch (error) {
      trace(`Wi-Fi: ${error}\n`);
      this.#cancelRetry = this.#options.time.after(RETRY_MS, () => this.#connect());
    }
  }

  /** An address proves the owner's network; without one there is a time for each. */
  #judge(): void {
    const network = this.#network;
    if (this.address === null) this.#armSwap();
    else if (network && network === this.#tried && !isSame(network, this.#proven)) {
      this.#proven = network;
      this.#options.prove(network);
    }
  }

  #armSwap(): void {
    this.#cancelSwap();
    this.#cancelSwap = () => {};
    if (!this.#network || !this.#proven || isSame(this.#network, this.#proven)) return;
    this.#cancelSwap = this.#options.time.after(SWAP_MS, () => {
      if (this.address !== null) return;
      if (!this.#opened && !this.#resting) {
        this.#tried = this.#tried === this.#network ? this.#proven : this.#network;
        if (this.#station.connection >= BUSY) this.#station.disconnect();
        this.#connect();
      }
      this.#armSwap();
    });
  }

  #arm(): void {
    const { time } = this.#options;
    this.#cancelPoint();
    this.#cancelPoint = () => {};
    if (this.#point.open !== this.#opened) this.#turn();
    if (this.#point.deadline === Number.POSITIVE_INFINITY) return;
    this.#cancelPoint = time.after(Math.max(1, this.#point.deadline - time.now()), () => {
      this.#point.poll(time.now());
      this.#arm();
    });
  }

  /** Opens the access point, or closes it. */
  #turn(): void {
    const { name, password } = this.#options.point;
    this.#opened = this.#point.open;
    try {
      if (this.#opened) {
        if (this.#station.connection >= BUSY) this.#station.disconnect();
        accessPoint.open(name, password, MOST_GUESTS);
        // Whoever stands at the serial console owns the board.
        trace(`set up: join ${name} with ${password}, and open http://${GUEST_ADDRESS}\n`);
      } else {
        accessPoint.close();
        trace("set up: closed\n");
        this.#connect();
      }
    } catch (error) {
      trace(`Wi-Fi: ${error}\n`);
    }
    this.#watchers.tell();
  }
}

/** The radio with the password of its access point, which is made once, kept in flash, and told at the console. */
export function wifiLink(name: string, time: Ticks): WifiLink {
  const flash = new NvsFlash();
  let password = flash.read(POINT_KEY);
  if (!password) {
    password = Uint8Array.from({ length: POINT_PASSWORD }, () => LETTERS.charCodeAt(system.random() % LETTERS.length));
    flash.write(POINT_KEY, password);
  }
  const kept = flash.read(PROVEN_KEY);
  return new WifiLink({
    point: { name, password: textOf(password) },
    proven: kept ? networkOf(textOf(kept)) : null,
    prove: (network) => flash.write(PROVEN_KEY, octetsOf(`${network.name}${APART}${network.password}`)),
    time,
  });
}

const isSame = (one: NamedNetwork, other: NamedNetwork | null) =>
  one.name === other?.name && one.password === other.password;

const textOf = (octets: Uint8Array) => String.fromArrayBuffer(octets.slice().buffer as ArrayBuffer);
const octetsOf = (text: string) => new Uint8Array(ArrayBuffer.fromString(text));

/** No name and no password has it in it. */
const APART = "\n";

function networkOf(text: string): NamedNetwork {
  const at = text.indexOf(APART);
  return { name: text.slice(0, at), password: text.slice(at + 1) };
}

const POINT_KEY = "point";
const PROVEN_KEY = "proven";
const POINT_PASSWORD = 12;
/** Without those that look alike; 32 of them, so that each is as likely. */
const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
