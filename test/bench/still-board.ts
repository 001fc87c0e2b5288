/**
 * A board of nothing but numbers, for the bench to run the firmware on: a PBX sets calls up; while the network is still,
 * every packet in and out is the bench's own.
 */
import type { Board } from "../../hal/board.js";
import type { Datagram, Network, Udp, UdpOptions } from "../../hal/network.js";
import type { Slic, SlicOptions } from "../../hal/slic.js";
import { chanceOf } from "../../sim/chance.js";
import { Lan } from "../../sim/network/lan.js";
import { Pbx } from "../../sim/pbx/pbx.js";
import { VirtualTime } from "../../sim/time.js";
import { speech } from "../speech.js";

export const SERVER = { address: "10.0.0.1", port: 5060 };
export const FRAME = 160;
/** Digests are the platform's, and cost the engine nothing to speak of. */
export const DIGEST = new Uint8Array(16);

const SPEECH = speech(4);
const FRAMES = Array.from({ length: SPEECH.length / FRAME }, (_, n) => SPEECH.subarray(n * FRAME, (n + 1) * FRAME));

/** A socket that hears what it is told too; while the network is still, its words go nowhere but into `said`. */
export class Ear implements Udp {
  readonly #inner: Udp;
  readonly #options: UdpOptions;
  readonly #network: StillNetwork;
  #next: Datagram | undefined;
  constructor(network: StillNetwork, inner: Network, options: UdpOptions) {
    this.#network = network;
    this.#options = options;
    this.#inner = inner.openUdp(options);
  }
  get port() {
    return this.#inner.port;
  }
  read(): Datagram | undefined {
    const next = this.#next ?? (this.#network.still ? undefined : this.#inner.read());
    this.#next = undefined;
    return next;
  }
  write(octets: Uint8Array, address: string, port: number): void {
    const network = this.#network;
    network.said = octets;
    network.speaker = this;
    if (!network.still) this.#inner.write(octets, address, port);
  }
  hear(datagram: Datagram): void {
    this.#next = datagram;
    this.#options.onReadable();
  }
  close(): void {
    this.#inner.close();
  }
}

type StillNetwork = { still: boolean; said: Uint8Array; speaker: Ear | null };

/** A line that repeats a few seconds of speech. */
export class Mouth implements Slic {
  readonly options: SlicOptions;
  #at = 0;
  constructor(options: SlicOptions) {
    this.options = options;
  }
  read(frame: Int16Array): number {
    frame.set(FRAMES[this.#at]);
    this.#at = (this.#at + 1) % FRAMES.length;
    return FRAME;
  }
  write(_frame: Int16Array): number {
    return FRAME;
  }
  linefeed(): void {}
  listen(): void {}
  rest(): void {}
  configure(): void {}
  loop(): null {
    return null;
  }
  measure(): "unable" {
    return "unable";
  }
  close(): void {}
}

export class StillBoard {
  readonly time = new VirtualTime();
  readonly sockets: Ear[] = [];
  readonly mouths: Mouth[] = [];
  readonly network: StillNetwork = { still: false, said: new Uint8Array(0), speaker: null };
  alarmAt = 0;
  readonly board: Board;
  readonly #lan = new Lan({ time: this.time });

  constructor(echoDelay: number | null, settings: { readonly [name: string]: string } = {}) {
    const { time, sockets, mouths, network } = this;
    const host = this.#lan.host("10.0.0.2");
    let cancel = () => {};
    this.board = {
      name: "bench",
      mac: "020000000002",
      lines: 2,
      echoDelay,
      openLine(_line, options) {
        const mouth = new Mouth(options);
        mouths.push(mouth);
        return mouth;
      },
      clock: {
        now: () => time.now(),
        today: () => time.today(),
        alarm: (when, sleeper) => {
          this.alarmAt = when;
          cancel();
          cancel = when === Number.POSITIVE_INFINITY ? () => {} : time.after(when - time.now(), () => sleeper.ring());
        },
      },
      chance: chanceOf(1, "board"),
      crypto: { digest: () => DIGEST },
      vault: {
        derive: () => DIGEST,
        hmac: () => DIGEST,
        encrypt: () => DIGEST,
        decrypt: () => DIGEST,
        gunzip: () => DIGEST,
      },
      flash: { read: () => undefined, write: () => {}, erase: () => {} },
      network: {
        ...host,
        openUdp(options) {
          const ear = new Ear(network, host, options);
          sockets.push(ear);
          return ear;
        },
      },
      client: { ask: () => () => {} },
      mqtt: null,
      assets: {},
      update: null,
      restart: () => {},
      openHttp: ({ port }) => ({ port, close: () => {} }),
      hosts: [],
      factory: {},
      profile: null,
      overrides: {
        ...Object.fromEntries(
          [1, 2].flatMap((line) => [
            [`Proxy[${line}]`, `${SERVER.address}:${SERVER.port}`],
            [`User_ID[${line}]`, `10${line}`],
            [`Password[${line}]`, `pw-10${line}`],
            [`Dial_Plan[${line}]`, "(P0 <:600>)"],
            [`SIP_Port[${line}]`, String(5059 + line)],
          ]),
        ),
        ...settings,
      },
      journal: () => {},
    };
  }

  /** The PBX, whose extension 600 is an echo. */
  openPbx(): void {
    new Pbx({
      time: this.time,
      network: this.#lan.host(SERVER.address),
      chance: chanceOf(1, "pbx"),
      digest: () => DIGEST,
      port: SERVER.port,
    });
  }
}
