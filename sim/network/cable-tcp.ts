/**
 * A connection through the cable. TCP repeats what is lost, so that of the faults two are left to see: all comes later
 * by `delay`, and while the cable is down nothing passes and all of it waits.
 */
import type { Tcp, TcpUser } from "../../hal/network.js";
import type { Cancel, Time } from "../time.js";

/** Octets under way in one direction; past them the sender is told to wait. */
export const WINDOW = 65_536;

export type Way = {
  readonly time: Time;
  /** In ms. */
  delay(): number;
  isDown(): boolean;
};

export type CabledTcpOptions = {
  readonly way: Way;
  /** The connection on the network. */
  inner(): Tcp;
  /** The adapter's side, where it is known before the connection stands. */
  readonly user: TcpUser | null;
  /** The connection stands at the adapter too: whoever is to hear of it, or null. */
  stand(): TcpUser | null;
  /** There will be nothing more to do. */
  gone(): void;
};

/** Stands for the connection itself, on its way. */
const HANDSHAKE = new Uint8Array(0);

/** The adapter's end of a connection, and the user of the one on the network. */
export class CabledTcp implements Tcp, TcpUser {
  readonly #options: CabledTcpOptions;
  readonly #out: Lane;
  readonly #in: Lane;
  readonly #waiting: Uint8Array[] = [];
  #user: TcpUser | null;
  #asked = false;
  #stands = false;
  #unread = 0;
  #open = true;
  #wantsRoom = false;

  constructor(options: CabledTcpOptions) {
    const { way, inner, gone } = options;
    this.#options = options;
    this.#user = options.user;
    this.#out = new Lane(way, {
      pass: (octets) => {
        if (octets !== HANDSHAKE) return inner().write(octets);
        this.#in.carry(octets);
        return 0;
      },
      room: () => this.#room(),
      end: () => {
        inner().close();
        gone();
      },
    });
    this.#in = new Lane(way, {
      pass: (octets) => {
        if (octets === HANDSHAKE) this.#stand();
        else {
          this.#waiting.push(octets);
          this.#unread += octets.length;
          this.#user?.onReadable();
        }
        return octets.length;
      },
      // What did not fit waits on the network.
      room: () => this.onReadable(),
      end: () => {
        if (!this.#open) return;
        this.#open = false;
        gone();
        this.#user?.onError();
      },
    });
  }

  /** The other side has connected to us: we know in a while. */
  accept(): void {
    this.#in.carry(HANDSHAKE);
  }

  get address(): string {
    return this.#options.inner().address;
  }

  get port(): number {
    return this.#options.inner().port;
  }

  read(): Uint8Array | undefined {
    const octets = this.#waiting.shift();
    if (octets) {
      this.#unread -= octets.length;
      this.onReadable();
    }
    return octets;
  }

  write(octets: Uint8Array): number {
    if (!this.#open || !this.#stands) return 0;
    const count = Math.min(octets.length, this.#out.room);
    if (count < octets.length) this.#wantsRoom = true;
    if (count > 0) this.#out.carry(octets.slice(0, count));
    return count;
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#waiting.length = 0;
    this.#in.stop();
    this.#out.end();
  }

  onReadable(): void {
    while (this.#open && this.#in.room > this.#unread) {
      const octets = this.#options.inner().read();
      if (!octets) return;
      this.#in.carry(octets);
    }
  }

  onWritable(): void {
    if (this.#options.user && !this.#asked) {
      this.#asked = true;
      this.#out.carry(HANDSHAKE); // there and back
    } else this.#out.go();
  }

  onError(): void {
    if (this.#open) this.#in.end();
    else {
      this.#out.stop();
      this.#options.gone();
    }
  }

  /** The cable is up again. */
  go(): void {
    this.#out.go();
    this.#in.go();
  }

  #room(): void {
    if (!this.#open || !this.#wantsRoom || this.#out.room === 0) return;
    this.#wantsRoom = false;
    this.#user?.onWritable();
  }

  #stand(): void {
    if (!this.#open) return;
    this.#stands = true;
    this.#user = this.#options.stand();
    if (!this.#user) this.close();
  }
}

type LaneUser = {
  /** Answers how many octets it has taken; all that is left waits for `go`. */
  pass(octets: Uint8Array): number;
  /** Some have passed. */
  room(): void;
  /** The last has passed. */
  end(): void;
};

/** One direction: octets in order, each piece due when its delay is over. */
class Lane {
  readonly #way: Way;
  readonly #user: LaneUser;
  readonly #pieces: { octets: Uint8Array; readonly due: number }[] = [];
  #count = 0;
  #ends = Number.POSITIVE_INFINITY;
  #cancel: Cancel = () => {};

  constructor(way: Way, user: LaneUser) {
    this.#way = way;
    this.#user = user;
  }

  get room(): number {
    return Math.max(0, WINDOW - this.#count);
  }

  carry(octets: Uint8Array): void {
    this.#count += octets.length;
    this.#pieces.push({ octets, due: this.#due() });
    if (this.#pieces.length === 1) this.#wait();
  }

  end(): void {
    this.#ends = this.#due();
    if (this.#pieces.length === 0) this.#wait();
  }

  stop(): void {
    this.#cancel();
    this.#pieces.length = 0;
    this.#ends = Number.POSITIVE_INFINITY;
  }

  /** All that is due passes, as far as it is let. */
  go(): void {
    const { time, isDown } = this.#way;
    while (!isDown()) {
      const first = this.#pieces[0];
      if (!first) {
        if (this.#ends <= time.now()) {
          this.stop();
          this.#user.end();
        } else if (this.#ends < Number.POSITIVE_INFINITY) this.#wait();
        return;
      }
      if (first.due > time.now()) {
        this.#wait();
        return;
      }
      const passed = this.#user.pass(first.octets);
      this.#count -= passed;
      if (passed < first.octets.length) {
        first.octets = first.octets.subarray(passed);
        return;
      }
      this.#pieces.shift();
      this.#user.room();
    }
  }

  #due(): number {
    return this.#way.time.now() + this.#way.delay();
  }

  #wait(): void {
    const { time } = this.#way;
    this.#cancel();
    this.#cancel = time.after((this.#pieces[0]?.due ?? this.#ends) - time.now(), () => this.go());
  }
}
