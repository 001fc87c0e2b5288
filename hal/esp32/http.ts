/** Moddable's HTTP server, with what it lacks: how long a head may be, how many may come, how long they may stay, and who they are. */

import Listener from "embedded:io/socket/listener";
import TCP from "embedded:io/socket/tcp";
import HTTPServer, { type HTTPConnection } from "embedded:network/http/server";
import type { HttpServer, HttpServerOptions } from "../http.js";
import type { Ticks } from "../si321x/ticks.js";
import { Exchange } from "./http-exchange.js";

/** Of the eight connections lwIP has. */
const MOST_CONNECTIONS = 4;
/** Octets of the lines of one request: its head, and the lengths of its chunks. */
const MOST_LINES = 16 * 1024;
const PATIENCE_MS = 30_000;

type TcpOptions = ConstructorParameters<typeof TCP>[0];

/** A connection with what it belongs to: functions made for each would take a hundred slots of it. */
type Visited = HTTPConnection & { readonly visit: Visit };

/** One connection of the page, until it is over. */
class Visit {
  readonly exchange: Exchange;
  readonly #connection: HTTPConnection;
  readonly #time: Ticks;
  readonly #gone: () => void;
  #cancel: () => void;
  #over = false;

  constructor(exchange: Exchange, connection: HTTPConnection, time: Ticks, gone: () => void) {
    this.exchange = exchange;
    this.#connection = connection;
    this.#time = time;
    this.#gone = gone;
    this.#cancel = time.after(PATIENCE_MS, this.#tick);
  }

  end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#cancel();
    this.exchange.done();
    this.#gone();
  }

  readonly #tick = () => {
    if (this.exchange.streams) this.#cancel = this.#time.after(PATIENCE_MS, this.#tick);
    else this.#connection.close();
  };
}

function end(this: HTTPConnection): void {
  (this as Visited).visit.end();
}

/** The server tells of an end of its own, and not of one that it was asked for. */
function close(this: HTTPConnection): void {
  Object.getPrototypeOf(this).close.call(this);
  end.call(this);
}

const HANDLERS: Parameters<HTTPConnection["accept"]>[0] = Object.freeze({
  onRequest({ method, path, headers }) {
    (this as Visited).visit.exchange.request(method, path, headers);
  },
  onReadable(length) {
    (this as Visited).visit.exchange.readable(length);
  },
  onResponse() {
    (this as Visited).visit.exchange.respond();
  },
  onWritable(room) {
    (this as Visited).visit.exchange.writable(room);
  },
  onDone: end,
  onError: end,
});

/** With what is thrown caught: the connection is over then. */
function patient(options: TcpOptions): TcpOptions {
  const lose = () => {
    try {
      options.onError?.call(undefined as unknown as TCP);
    } catch {
      // It was over before.
    }
  };
  const guarded = (call: ((count: number) => void) | undefined) => (count: number) => {
    try {
      call?.(count);
    } catch {
      lose();
    }
  };
  const { onReadable, onWritable } = options as { onReadable?(count: number): void; onWritable?(count: number): void };
  return { ...options, onReadable: guarded(onReadable), onWritable: guarded(onWritable), onError: lose };
}

export function openHttp(options: HttpServerOptions, time: Ticks): HttpServer {
  let from = "";
  let count = 0;
  const gone = () => void count--;

  /**
   * The server reads lines octet by octet, without an end to them, and stumbles over what follows a request, or over a connection
   * that breaks while it writes: what it throws would end the program.
   */
  class Door extends TCP {
    #left = MOST_LINES;

    /** Without options for one that is still to be given its connection. */
    constructor(...options: TcpOptions[]) {
      super(...(options.map(patient) as [TcpOptions]));
    }

    override read(length?: unknown): never {
      if (this.format === "number") {
        if (this.#left === 0) return undefined as never;
        this.#left--;
        if (this.#left === 0) time.after(1, () => this.close());
      }
      const read = super.read as (length?: unknown) => never;
      return length === undefined ? read.call(this) : read.call(this, length);
    }
  }

  class Doors extends Listener {
    override read(): TCP | undefined {
      const tcp: TCP | undefined = native("xs_listener_read").call(this, new Door());
      from = tcp?.remoteAddress ?? "";
      return tcp;
    }
  }

  let server: HTTPServer;
  try {
    server = new HTTPServer({ io: Doors, port: options.port, onConnect: (connection) => accept(connection) });
  } catch {
    throw new Error(`TCP port ${options.port} is taken`);
  }

  function accept(connection: HTTPConnection): void {
    if (count >= MOST_CONNECTIONS) {
      connection.close();
      return;
    }
    count++;
    const visit = new Visit(new Exchange(options, connection, from, encode), connection, time, gone);
    // Its prototype is frozen once it is preloaded.
    Object.defineProperties(connection, { visit: { value: visit }, close: { value: close } });
    connection.accept(HANDLERS);
  }

  return { port: server.port, close: () => server.close() };
}

const encode = (text: string) => new Uint8Array(ArrayBuffer.fromString(text));
