/**
 * A network cable that can be made bad: wraps any network, and is one itself.
 *
 *   adapter  ‾‾|  lane out  |‾‾  network      one pair of lanes for each socket,
 *            __|  lane in   |__               each with faults and an order of its own
 */
import type {
  Datagram,
  Network,
  Tcp,
  TcpListener,
  TcpListenerOptions,
  TcpOptions,
  TcpUser,
  Udp,
  UdpOptions,
} from "../../hal/network.js";
import type { Chance } from "../chance.js";
import type { Time } from "../time.js";
import { CabledTcp } from "./cable-tcp.js";

/** Probabilities 0 to 1 for each packet of each direction; `delay` and `jitter` in ms, one way. */
export type Faults = {
  readonly loss: number;
  readonly duplicate: number;
  /** A packet that is hit is overtaken by the next one. */
  readonly reorder: number;
  readonly delay: number;
  /** Uniform from 0 to this, on top of `delay`, without reordering. */
  readonly jitter: number;
  readonly down: boolean;
};

export const NO_FAULTS: Faults = { loss: 0, duplicate: 0, reorder: 0, delay: 0, jitter: 0, down: false };
export const MAX_DELAY = 10_000;

/** The longest a packet waits to be overtaken when no other comes, in ms: what SIP waits before it repeats (T1). */
const LONGEST_HOLD = 500;
/** Packets under way in one lane, and waiting for the adapter to read; more are lost. */
const MAX_FLYING = 16_384;
const MAX_WAITING = 256;
/** Between packets that leave together, in ms, so that their order is beyond rounding. */
const APART = 0.001;

export type CableOptions = { readonly inner: Network; readonly time: Time; readonly chance: Chance };

export class Cable implements Network {
  readonly #inner: Network;
  readonly #time: Time;
  readonly #chance: Chance;
  readonly #watchers: (() => void)[] = [];
  readonly #connections = new Set<CabledTcp>();
  #faults = NO_FAULTS;
  #age = 0;

  constructor(options: CableOptions) {
    this.#inner = options.inner;
    this.#time = options.time;
    this.#chance = options.chance;
    this.#inner.watch(() => {
      if (!this.#faults.down) this.#tellWatchers();
    });
  }

  get faults(): Faults {
    return this.#faults;
  }

  /** Changes the faults given, from the next packet on. */
  change(changes: Partial<Faults>): void {
    const was = this.#faults;
    this.#faults = { ...was, ...changes };
    // Packets under a new delay need not queue behind those under the old one.
    if (this.#faults.delay !== was.delay || this.#faults.jitter !== was.jitter) this.#age++;
    if (this.#faults.down !== was.down) this.#tellWatchers();
    if (was.down) for (const tcp of [...this.#connections]) tcp.go();
  }

  get address(): string | null {
    return this.#faults.down ? null : this.#inner.address;
  }

  watch(onChange: () => void): void {
    this.#watchers.push(onChange);
  }

  openUdp(options: UdpOptions): Udp {
    const waiting: Datagram[] = [];
    let open = true;
    const arrivals = this.#lane((datagram) => {
      if (!open || waiting.length >= MAX_WAITING) return;
      waiting.push(datagram);
      options.onReadable();
    });
    const { port, dscp } = options;
    const inner = this.#inner.openUdp({
      ...{ port, dscp },
      onReadable: () => {
        for (let datagram = inner.read(); datagram; datagram = inner.read()) arrivals.carry(datagram, false);
      },
    });
    const departures = this.#lane((datagram) => {
      if (open) inner.write(datagram.octets, datagram.address, datagram.port);
    });
    return {
      port: inner.port,
      read: () => waiting.shift(),
      write: (octets, address, port) => {
        if (open) departures.carry({ octets, address, port }, true);
      },
      close: () => {
        open = false;
        waiting.length = 0;
        inner.close();
      },
    };
  }

  listenTcp(options: TcpListenerOptions): TcpListener {
    return this.#inner.listenTcp({
      port: options.port,
      onConnection: (inner) => {
        const tcp: CabledTcp = this.#connection(
          () => inner,
          null,
          () => options.onConnection(tcp),
        );
        tcp.accept();
        return tcp;
      },
      onError: () => options.onError?.(),
    });
  }

  connectTcp(options: TcpOptions): Tcp {
    const tcp: CabledTcp = this.#connection(
      () => inner,
      options,
      () => {
        options.onWritable();
        return options;
      },
    );
    const inner = this.#inner.connectTcp({
      address: options.address,
      port: options.port,
      onReadable: () => tcp.onReadable(),
      onWritable: () => tcp.onWritable(),
      onError: () => tcp.onError(),
    });
    return tcp;
  }

  #connection(inner: () => Tcp, user: TcpUser | null, stand: () => TcpUser | null): CabledTcp {
    const way = { time: this.#time, delay: () => this.#faults.delay, isDown: () => this.#faults.down };
    const tcp: CabledTcp = new CabledTcp({ way, inner, user, stand, gone: () => this.#connections.delete(tcp) });
    this.#connections.add(tcp);
    return tcp;
  }

  #lane(pass: (datagram: Datagram) => void): Lane {
    return new Lane({
      time: this.#time,
      hit: (probability) => probability > 0 && this.#chance() < probability * 0x1_0000_0000,
      wait: () => this.#faults.delay + (this.#faults.jitter * this.#chance()) / 0x1_0000_0000,
      faults: () => this.#faults,
      age: () => this.#age,
      pass,
    });
  }

  #tellWatchers(): void {
    for (const tell of this.#watchers) tell();
  }
}

type LaneOptions = {
  readonly time: Time;
  hit(probability: number): boolean;
  wait(): number;
  faults(): Faults;
  /** Grows with each change of delay or jitter. */
  age(): number;
  pass(datagram: Datagram): void;
};

/** One direction of one socket. */
class Lane {
  readonly #options: LaneOptions;
  #held: Datagram | null = null;
  #cancelHold = () => {};
  #age = 0;
  /** How many are under way since the last change of delay, and when the last of them arrives. */
  #flying = { count: 0 };
  #last = 0;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** `borrowed`: the octets are the sender's, who may use them again at once. */
  carry(datagram: Datagram, borrowed: boolean): void {
    const { faults, hit, time } = this.#options;
    const { down, loss, reorder } = faults();
    if (down || hit(loss)) return;
    if (this.#held === null && hit(reorder)) {
      this.#held = borrowed ? copyOf(datagram) : datagram;
      this.#cancelHold = time.after(LONGEST_HOLD, () => this.#letGo());
      return;
    }
    this.#leave(datagram, borrowed);
    this.#letGo();
  }

  #letGo(): void {
    const held = this.#held;
    if (held === null) return;
    this.#held = null;
    this.#cancelHold();
    if (!this.#options.faults().down) this.#leave(held, false);
  }

  #leave(datagram: Datagram, borrowed: boolean): void {
    const { faults, hit } = this.#options;
    const twice = hit(faults().duplicate);
    this.#fly(datagram, borrowed);
    if (twice) this.#fly(datagram, borrowed);
  }

  #fly(datagram: Datagram, borrowed: boolean): void {
    const { time, wait, age, pass, faults } = this.#options;
    if (this.#age !== age()) {
      this.#age = age();
      this.#flying = { count: 0 };
    }
    const flying = this.#flying;
    const now = time.now();
    const due = now + wait();
    if (flying.count === 0 && due <= now) {
      pass(datagram);
      return;
    }
    if (flying.count >= MAX_FLYING) return;
    const at = flying.count === 0 ? due : Math.max(due, this.#last + APART);
    const own = borrowed ? copyOf(datagram) : datagram;
    flying.count++;
    this.#last = at;
    time.after(at - now, () => {
      flying.count--;
      if (!faults().down) pass(own);
    });
  }
}

const copyOf = ({ octets, address, port }: Datagram): Datagram => ({ octets: octets.slice(), address, port });
