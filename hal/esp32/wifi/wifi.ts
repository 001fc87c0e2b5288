/** The radio: a station of the owner's network, or for a while an access point at which he can name it. */
import Station from "embedded:network/interface/wifi";
import Radio from "wifi";
import type { Ticks } from "../../si321x/ticks.js";
import { NvsFlash } from "../flash.js";
import type { Link } from "../link.js";
import { system } from "../system.js";
import { SetupPoint } from "./setup-point.js";
import { STATION_KEY, stationOf } from "./station.js";

const CONNECTED = 500;
const STATION = 1;
const RETRY_MS = 10_000;
/** Whoever stands near the board. */
const MOST_GUESTS = 1;

export type WifiOptions = {
  readonly hostname: string;
  /** Of the owner's network; null while he has named none. */
  readonly station: { readonly name: string; readonly password: string } | null;
  /** The access point: its name, and a password of 8 characters or more, printed on the board. */
  readonly point: { readonly name: string; readonly password: string };
  readonly time: Ticks;
};

export class WifiLink implements Link {
  readonly #options: WifiOptions;
  readonly #station: Station;
  readonly #point: SetupPoint;
  #opened = false;
  #onChange = () => {};
  #cancel = () => {};

  constructor(options: WifiOptions) {
    this.#options = options;
    this.#point = new SetupPoint({ known: options.station !== null }, options.time.now());
    this.#station = new Station({ onChanged: () => this.#changed() });
    this.#station.configure({ hostname: options.hostname });
    this.#connect();
    this.#arm();
  }

  get address(): string | null {
    return this.#station.connection >= CONNECTED ? (this.#station.address ?? null) : null;
  }

  /** The access point is open. */
  get setUp(): boolean {
    return this.#opened;
  }

  watch(onChange: () => void): void {
    this.#onChange = onChange;
  }

  /** Another link has an address, or has lost it: no setting up while there is one. */
  other(connected: boolean): void {
    this.#tell(connected || this.address !== null);
  }

  #changed(): void {
    this.#tell(this.address !== null);
    if (this.#station.connection < 300 && !this.#opened) this.#options.time.after(RETRY_MS, () => this.#connect());
    this.#onChange();
  }

  #connect(): void {
    const { station } = this.#options;
    if (!station || this.#opened || this.#station.connection >= 300) return;
    const { name, password } = station;
    this.#station.connect(password === "" ? { SSID: name } : { SSID: name, password });
  }

  #tell(connected: boolean): void {
    this.#point.connected(connected, this.#options.time.now());
    this.#arm();
  }

  #arm(): void {
    const { time, point } = this.#options;
    this.#cancel();
    if (this.#point.open !== this.#opened) {
      this.#opened = this.#point.open;
      if (this.#opened) {
        Radio.accessPoint({ ssid: point.name, password: point.password, max: MOST_GUESTS });
        // Whoever stands at the serial console owns the board.
        trace(`set up: join ${point.name} with ${point.password}, and open http://192.168.4.1\n`);
      } else {
        Radio.mode = STATION;
        this.#connect();
      }
    }
    if (this.#point.deadline === Number.POSITIVE_INFINITY) return;
    this.#cancel = time.after(Math.max(1, this.#point.deadline - time.now()), () => {
      this.#point.poll(time.now());
      this.#arm();
    });
  }
}

/** The radio as it is kept in flash; the password of the access point is made once, and told at the console. */
export function wifiLink(hostname: string, time: Ticks): WifiLink {
  const flash = new NvsFlash();
  let password = flash.read(POINT_KEY);
  if (!password) {
    password = Uint8Array.from({ length: POINT_PASSWORD }, () => LETTERS.charCodeAt(system.random() % LETTERS.length));
    flash.write(POINT_KEY, password);
  }
  const kept = flash.read(STATION_KEY);
  const point = { name: hostname, password: String.fromCharCode(...password) };
  return new WifiLink({ hostname, station: stationOf(kept ? String.fromCharCode(...kept) : null), point, time });
}

const POINT_KEY = "point";
const POINT_PASSWORD = 12;
/** Without those that look alike; 32 of them, so that each is as likely. */
const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
