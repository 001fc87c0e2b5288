/** A socket of ECMA-419 that is enciphered: the engine of tls.c on top of one that is not. */
import TCP from "embedded:io/socket/tcp";
import Timer from "timer";
import { reasonOf } from "./doubts.js";
import { Engine, GOES_ON, STANDS } from "./engine.js";

export type SecureSocketOptions = {
  readonly address: string;
  readonly port: number;
  /** Whom the certificate has to be for, the address where it is missing; whom to trust besides the board's own, as PEM. */
  readonly secure?: { readonly serverName?: string; readonly authorities?: string | null };
  onReadable?(this: SecureSocket, count: number): void;
  onWritable?(this: SecureSocket, count: number): void;
  onError?(this: SecureSocket): void;
  /** Before `onError`: why there is no connection. */
  onRefused?(reason: string): void;
};

/** Octets of a record that are none of what is said. */
const OVERHEAD = 128;
/** Said at a time: what waits for the other side stays small. */
const MOST = 4096;
/** For Mbed TLS to take that some address has no name. */
const NOBODY = "";

export class SecureSocket {
  readonly #options: SecureSocketOptions;
  readonly #tcp: TCP;
  readonly #engine: Engine;
  #state: "connecting" | "stepping" | "waiting" | "standing" | "closed" = "connecting";
  #writable = 0;
  #unread: ArrayBuffer | null = null;
  /** The other side has gone. */
  #ended = false;
  /** What has been heard and not yet read. */
  #plain = new Uint8Array(0);
  #numbers = false;
  #timer: Timer | undefined;

  /** Throws an Error when there is no memory for it. */
  constructor(options: SecureSocketOptions) {
    this.#options = options;
    const { address, port, secure } = options;
    this.#engine = new Engine(secure?.serverName ?? address, secure?.authorities ?? NOBODY, (state) =>
      this.#stepped(state),
    );
    try {
      this.#tcp = new TCP({
        ...{ address, port, nodelay: true, format: "buffer" },
        onReadable: () => this.#heard(),
        onWritable: (count) => this.#room(count),
        onError: () => this.#gone(),
      });
    } catch (error) {
      this.#engine.close();
      throw error;
    }
  }

  get format(): string {
    return this.#numbers ? "number" : "buffer";
  }

  set format(format: string) {
    this.#numbers = format === "number";
  }

  /** A number, or octets: all there are, so many, or as many as go into what is handed in, whose count is answered then. */
  read(wanted?: number | ArrayBuffer | Uint8Array): ArrayBuffer | number | undefined {
    if (this.#state === "closed" || this.#plain.length === 0) return undefined;
    if (this.#numbers) return this.#take(1)[0];
    if (wanted === undefined || typeof wanted === "number")
      return this.#take(wanted ?? this.#plain.length).slice().buffer;
    const into = wanted instanceof ArrayBuffer ? new Uint8Array(wanted) : wanted;
    const taken = this.#take(into.length);
    into.set(taken);
    return taken.length;
  }

  /** Answers the room that is left. Throws an Error while there is no connection. */
  write(octets: ArrayBuffer | Uint8Array): number {
    if (this.#state !== "standing") throw new Error("not ready");
    this.#engine.write(octets instanceof ArrayBuffer ? new Uint8Array(octets) : octets);
    this.#flush();
    return this.#left;
  }

  close(): void {
    if (this.#state === "closed") return;
    const said = this.#state === "standing";
    this.#state = "closed";
    if (this.#timer) Timer.clear(this.#timer);
    if (said) {
      this.#engine.sayEnd();
      this.#flush();
    }
    this.#engine.close();
    this.#tcp.close();
  }

  get #left(): number {
    return Math.max(0, Math.min(MOST, this.#writable - OVERHEAD));
  }

  #take(count: number): Uint8Array {
    const taken = this.#plain.subarray(0, count);
    this.#plain = this.#plain.subarray(taken.length);
    // Whoever reads is not told of more before he has come back.
    if (this.#plain.length === 0) this.#timer ??= Timer.set(() => this.#again());
    return taken;
  }

  #again(): void {
    this.#timer = undefined;
    this.#go();
  }

  #heard(): void {
    if (this.#state === "closed") return;
    // What is not taken from the socket keeps the other side from saying more.
    if (this.#unread === null && this.#plain.length === 0)
      this.#unread = this.#tcp.read() as unknown as ArrayBuffer | null;
    this.#go();
  }

  #room(count: number): void {
    if (this.#state === "closed") return;
    this.#writable = count;
    if (this.#state === "connecting") this.#step();
    else if (this.#state !== "stepping") {
      this.#flush();
      if (this.#state === "standing" && this.#left > 0) this.#options.onWritable?.call(this, this.#left);
    }
  }

  #gone(): void {
    if (this.#state === "closed") return;
    this.#ended = true;
    if (this.#state === "connecting") this.#lose();
    else this.#go();
  }

  #step(): void {
    this.#state = "stepping";
    try {
      this.#engine.step();
    } catch {
      this.#refuse("there is no memory for TLS");
    }
  }

  #stepped(state: number): void {
    if (this.#state === "closed") return;
    this.#state = state === STANDS ? "standing" : "waiting";
    this.#flush();
    if (state === STANDS) {
      if (this.#left > 0) this.#options.onWritable?.call(this, this.#left);
      this.#go();
    } else if (state === GOES_ON) this.#go();
    else if (this.#ended && this.#engine.doubts() === 0)
      this.#refuse("the server ended the connection before TLS stood");
    else this.#refuse(reasonOf(this.#engine.doubts(), this.#engine.error()));
  }

  /** Hands what has come to the engine, and what it makes of that to whoever reads. */
  #go(): void {
    if (this.#state !== "waiting" && this.#state !== "standing") return;
    const had = this.#hand();
    if (this.#state === "waiting") {
      if (had || this.#ended) this.#step();
      return;
    }
    if (this.#plain.length > 0) return;
    const octets = this.#engine.read();
    this.#flush();
    if (octets) {
      this.#plain = new Uint8Array(octets);
      this.#options.onReadable?.call(this, octets.byteLength);
    } else if (this.#engine.isOver() || this.#ended) this.#lose();
  }

  /** True when there was something. */
  #hand(): boolean {
    const octets = this.#unread ?? (this.#tcp.read() as unknown as ArrayBuffer | undefined) ?? null;
    this.#unread = octets !== null && !this.#engine.push(octets) ? octets : null;
    if (this.#ended) this.#engine.end();
    return octets !== null;
  }

  #flush(): void {
    const octets = this.#writable > 0 ? this.#engine.pull(this.#writable) : undefined;
    if (!octets) return;
    try {
      this.#tcp.write(new Uint8Array(octets));
      this.#writable -= octets.byteLength;
    } catch {
      // It has broken, and will say so.
      this.#writable = 0;
    }
  }

  #refuse(reason: string): void {
    this.#options.onRefused?.(reason);
    this.#lose();
  }

  #lose(): void {
    if (this.#state === "closed") return;
    this.close();
    this.#options.onError?.call(this);
  }
}
