/** TLS of the board: the socket over an engine that is not there, and its reasons. */
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { reasonOf } from "../../../hal/esp32/tls/doubts.js";
import type { SecureSocket } from "../../../hal/esp32/tls/secure-socket.js";
import { VirtualTime } from "../../../sim/time.js";
import { loadWith } from "./stand-in.js";

const octetsOf = (text: string) => new TextEncoder().encode(text);
const textOf = (octets: ArrayBuffer | Uint8Array) => new TextDecoder().decode(octets);

/** In the place of tls.c: what is said goes out in brackets, and comes in so; a handshake is "hello" to "HELLO". */
class Engine {
  in = "";
  out = "";
  doubts = 0;
  ended = false;
  over = false;
  closed = 0;
  steps = 0;
  greeted = false;
  readonly #onStep: (state: number) => void;
  readonly given: readonly string[];

  constructor(onStep: (state: number) => void, given: readonly string[]) {
    this.#onStep = onStep;
    this.given = given;
  }

  /** The step that has begun comes to its end. */
  finish(): void {
    if (!this.greeted) this.out += "hello";
    this.greeted = true;
    if (this.doubts !== 0) this.#onStep(2);
    else if (this.in.startsWith("HELLO")) {
      this.in = this.in.slice(5);
      this.#onStep(1);
    } else this.#onStep(this.ended ? 2 : 0);
  }

  read(): string | undefined {
    const end = this.in.indexOf("]");
    if (end < 0) {
      this.over ||= this.ended;
      return undefined;
    }
    const text = this.in.slice(1, end);
    this.in = this.in.slice(end + 1);
    return text;
  }
}

async function world(room = 10_000) {
  const time = new VirtualTime();
  const heard: string[] = [];
  const made: Engine[] = [];
  const engine = () => made[0];
  const calls: { readonly [name: string]: (...values: never[]) => unknown } = {
    xs_ata_tls: (name: string, authorities: string, onStep: (state: number) => void) => {
      made.push(new Engine(onStep, [name, authorities]));
    },
    xs_ata_tls_step: () => void engine().steps++,
    xs_ata_tls_push: (octets: ArrayBuffer) => {
      engine().in += textOf(octets);
      return true;
    },
    xs_ata_tls_end: () => {
      engine().ended = true;
    },
    xs_ata_tls_pull: (most: number) => {
      const octets = engine().out.slice(0, most);
      engine().out = engine().out.slice(most);
      return octets === "" ? undefined : octetsOf(octets).buffer;
    },
    xs_ata_tls_read: () => {
      const text = engine().read();
      return text === undefined ? undefined : octetsOf(text).buffer;
    },
    xs_ata_tls_is_over: () => engine().over,
    xs_ata_tls_write: (octets: Uint8Array) => {
      engine().out += `[${textOf(octets)}]`;
      return octets.length;
    },
    xs_ata_tls_say_end: () => {
      engine().out += "bye";
    },
    xs_ata_tls_doubts: () => engine().doubts,
    xs_ata_tls_error: () => -0x7280,
    xs_ata_tls_close: () => void engine().closed++,
  };
  const native = (name: string) =>
    function (this: unknown, ...values: never[]) {
      return calls[name](...values);
    };
  Object.assign(globalThis, { native, Native: () => class {} });
  type Options = { onReadable(count: number): void; onWritable(count: number): void; onError(): void };
  class TCP {
    static one: TCP;
    unread = "";
    said = "";
    closed = false;
    readonly options: Options;
    constructor(options: Options) {
      TCP.one = this;
      this.options = options;
    }
    read() {
      const octets = this.unread === "" ? undefined : octetsOf(this.unread).buffer;
      this.unread = "";
      return octets;
    }
    write(octets: Uint8Array) {
      this.said += textOf(octets);
    }
    close() {
      this.closed = true;
    }
    hears(text: string) {
      this.unread += text;
      this.options.onReadable(this.unread.length);
    }
  }
  const { SecureSocket: Socket } = await loadWith<{ SecureSocket: typeof SecureSocket }>(
    "hal/esp32/tls/secure-socket.ts",
    {
      "embedded:io/socket/tcp": { default: TCP },
      timer: { default: { set: (call: () => void) => time.after(0, call), clear: (cancel: () => void) => cancel() } },
    },
  );
  const socket: SecureSocket = new Socket({
    ...{ address: "10.0.0.1", port: 443, secure: { serverName: "lab.test", authorities: "PEM" } },
    onReadable: (count) => heard.push(`readable ${count}`),
    onWritable: (count) => heard.push(`writable ${count}`),
    onError: () => heard.push("error"),
    onRefused: (reason) => heard.push(reason),
  });
  const tcp = TCP.one;
  const stand = () => {
    tcp.options.onWritable(room);
    engine().finish();
    tcp.hears("HELLO");
    engine().finish();
  };
  return { socket, tcp, time, stand, engine: engine(), take: () => heard.splice(0) };
}

describe("an enciphered socket", () => {
  it("shakes hands, and can be written to when that is done", async () => {
    const { socket, tcp, engine, take } = await world(1_000);
    deepEqual(engine.given, ["lab.test", "PEM"]);
    tcp.options.onWritable(1_000);
    throws(() => socket.write(octetsOf("too soon")), /not ready/);
    engine.finish();
    equal(tcp.said, "hello");
    deepEqual(take(), []);
    tcp.hears("HEL");
    engine.finish();
    tcp.hears("LO");
    engine.finish();
    deepEqual([take(), engine.steps], [["writable 867"], 3]);
    equal(socket.write(octetsOf("abc")), 862);
    equal(tcp.said, "hello[abc]");
  });

  it("tells of what it has heard piece by piece, the next when the last has been read", async () => {
    const { socket, tcp, time, stand, take } = await world();
    stand();
    take();
    tcp.hears("[one][two][thr");
    deepEqual(take(), ["readable 3"]);
    socket.format = "number";
    equal(socket.read(), "o".charCodeAt(0));
    socket.format = "buffer";
    tcp.hears("ee]");
    deepEqual(take(), []);
    equal(textOf(socket.read() as ArrayBuffer), "ne");
    equal(socket.read(), undefined);
    time.advance(0);
    deepEqual(take(), ["readable 3"]);
    const into = new Uint8Array(8);
    deepEqual([socket.read(into), textOf(into.subarray(0, 3))], [3, "two"]);
    time.advance(0);
    deepEqual(take(), ["readable 5"]);
    equal(textOf(socket.read(5) as ArrayBuffer), "three");
  });

  it("says why there is no connection, before it says that there is none", async () => {
    const { tcp, engine, take } = await world();
    tcp.options.onWritable(100);
    engine.doubts = 4;
    engine.finish();
    deepEqual(take(), ["the certificate of the server is for another name", "error"]);
    deepEqual([engine.closed, tcp.closed], [1, true]);
  });

  it("is over when the other side goes: in the middle, and after its last word has been read", async () => {
    const early = await world();
    early.tcp.options.onWritable(100);
    early.engine.finish();
    early.tcp.options.onError();
    early.engine.finish();
    deepEqual(early.take(), ["the server ended the connection before TLS stood", "error"]);
    const late = await world();
    late.stand();
    late.take();
    late.tcp.hears("[last]");
    late.tcp.options.onError();
    deepEqual(late.take(), ["readable 4"]);
    late.socket.read();
    late.time.advance(0);
    deepEqual(late.take(), ["error"]);
  });

  it("that is closed says so to the other side, once, and nothing to its owner", async () => {
    const { socket, tcp, engine, stand, take } = await world();
    stand();
    take();
    socket.close();
    socket.close();
    ok(tcp.said.endsWith("bye"));
    tcp.options.onError();
    deepEqual([take(), engine.closed], [[], 1]);
  });

  it("keeps for later what the socket below has no room for", async () => {
    const { socket, tcp, stand } = await world(210);
    stand();
    socket.write(octetsOf("x".repeat(300)));
    equal(tcp.said.length, 210);
    tcp.options.onWritable(1_000);
    equal(tcp.said.length, "hello".length + 302);
  });
});

describe("the reasons of TLS", () => {
  it("name the doubt that tells most, or the number of the error", () => {
    equal(reasonOf(0x0c, 0), "the certificate of the server is for another name");
    ok(/authority that nobody here knows/.test(reasonOf(0x08, -0x2700)));
    ok(/does not know the time/.test(reasonOf(0x0200, -0x2700)));
    equal(reasonOf(0x100000, -1), "the certificate of the server is not good");
    equal(reasonOf(0, -0x7780), "no TLS with this server (-0x7780)");
  });
});
