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
/** Whoever stands near the board, with a telephone in his hand and a computer on his lap. */
const MOST_GUESTS = 2;
/** Of the board towards them, as the IDF has it. */
const GUEST_ADDRESS = "192.168.4.1";

export type WifiOptions = {
  /** Its access point: a name, and a password of 8 characters or more. */
  readonly point: { readonly name: string; readonly password: string };
  readonly time: Ticks;
};

export class WifiLink implements Link {
  readonly #options: WifiOptions;
  readonly #netif = new Netif(RADIO);
  readonly #watchers = new Watchers();
  readonly #station: Station;
  readonly #point: SetupPoint;
  /** Of the owner's network; null while he has named none. */
  #network: { readonly name: string; readonly password: string } | null = null;
  #opened = false;
  /** A cable has an address: the radio rests. */
  #resting = false;
  #cancelPoint = () => {};
  #cancelRetry = () => {};

  constructor(options: WifiOptions) {
    this.#options = options;
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
    this.#network = name === "" ? null : { name, password };
    this.#point.known(this.#network !== null, this.#options.time.now());
    this.#arm();
    if (this.#station.connection >= BUSY) this.#station.disconnect();
    this.#connect();
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
    if (!this.#network || this.#opened || this.#resting || this.#station.connection >= BUSY) return;
    const { name, password } = this.#network;
    try {
      this.#station.connect(password === "" ? { SSID: name } : { SSID: name, password });
    } catch (error) {
      trace(`Wi-Fi: ${error}\n`);
      this.#cancelRetry = this.#options.time.after(RETRY_MS, () => this.#connect());
    }
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
  return new WifiLink({ point: { name, password: String.fromCharCode(...password) }, time });
}

const POINT_KEY = "point";
const POINT_PASSWORD = 12;
/** Without those that look alike; 32 of them, so that each is as likely. */
const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
