/** Moddable's HTTP server, with what it lacks: how long a head may be, how many may come, how long they may stay, and who they are. */

import Listener from "embedded:io/socket/listener";
import TCP from "embedded:io/socket/tcp";
import HTTPServer, { type HTTPConnection } from "embedded:network/http/server";
import Timer from "timer";
import type { HttpServer, HttpServerOptions } from "../http.js";
import { Exchange } from "./http-exchange.js";

/** Of the eight connections lwIP has. */
const MOST_CONNECTIONS = 4;
/** Octets of the lines of one request: its head, and the lengths of its chunks. */
const MOST_LINES = 16 * 1024;
const PATIENCE_MS = 30_000;

type TcpOptions = ConstructorParameters<typeof TCP>[0];

// Functions and classes made for each server or connection would take hundreds of slots: these are told whose they are.

/** A connection of the page, until it is over. */
class Visit {
  readonly exchange: Exchange;
  readonly #connection: HTTPConnection;
  readonly #server: PageServer;
  #timer: Timer | undefined;
  #over = false;

  constructor(exchange: Exchange, connection: HTTPConnection, server: PageServer) {
    this.exchange = exchange;
    this.#connection = connection;
    this.#server = server;
    this.#timer = Timer.repeat(() => this.#look(), PATIENCE_MS);
  }

  end(): void {
    if (this.#over) return;
    this.#over = true;
    Timer.clear(this.#timer);
    this.exchange.done();
    this.#server.visits--;
  }

  #look(): void {
    if (!this.exchange.streams) this.#connection.close();
  }
}

type Visited = HTTPConnection & { readonly visit: Visit };

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

/**
 * The server reads lines octet by octet, without an end to them, and stumbles over what follows a request, or over a connection
 * that breaks while it writes: what it throws would end the program, and ends the connection instead.
 */
class Door extends TCP {
  readonly #onReadable: TcpOptions["onReadable"];
  readonly #onWritable: TcpOptions["onWritable"];
  readonly #onError: TcpOptions["onError"];
  #left = MOST_LINES;

  /** Without options for one that is still to be given its connection. */
  constructor(...options: TcpOptions[]) {
    super(...(options.map((user) => ({ ...user, onReadable, onWritable, onError })) as [TcpOptions]));
    this.#onReadable = options[0]?.onReadable;
    this.#onWritable = options[0]?.onWritable;
    this.#onError = options[0]?.onError;
  }

  override read(length?: unknown): never {
    if (this.format === "number") {
      if (this.#left === 0) return undefined as never;
      this.#left--;
      if (this.#left === 0) Timer.set(() => this.close(), 1);
    }
    const read = super.read as (length?: unknown) => never;
    return length === undefined ? read.call(this) : read.call(this, length);
  }

  readable(count: number): void {
    try {
      this.#onReadable?.call(this, count);
    } catch {
      this.lose();
    }
  }

  writable(count: number): void {
    try {
      this.#onWritable?.call(this, count);
    } catch {
      this.lose();
    }
  }

  lose(): void {
    try {
      this.#onError?.call(this);
    } catch {
      // It was over before.
    }
  }
}

function onReadable(this: TCP, count: number): void {
  (this as Door).readable(count);
}

function onWritable(this: TCP, count: number): void {
  (this as Door).writable(count);
}

function onError(this: TCP): void {
  (this as Door).lose();
}

/** Its target is the server. */
class Doors extends Listener {
  override read(): TCP | undefined {
    const tcp: TCP | undefined = native("xs_listener_read").call(this, new Door());
    const server = (this as unknown as { target: PageServer }).target;
    server.from = tcp?.remoteAddress ?? "";
    return tcp;
  }
}

class PageServer extends HTTPServer implements HttpServer {
  readonly options: HttpServerOptions;
  /** Octets of a body. */
  readonly longest: number;
  /** Who has come last. */
  from = "";
  visits = 0;

  constructor(options: HttpServerOptions, longest: number) {
    super({ io: Doors, port: options.port, onConnect });
    this.options = options;
    this.longest = Math.min(longest, options.maxBody);
  }
}

/** The server calls it as its own. */
function onConnect(this: unknown, connection: HTTPConnection): void {
  const server = this as PageServer;
  if (server.visits >= MOST_CONNECTIONS) {
    connection.close();
    return;
  }
  server.visits++;
  const exchange = new Exchange(server.options, connection, server.from, encode, server.longest);
  const visit = new Visit(exchange, connection, server);
  // Its prototype is frozen once it is preloaded.
  Object.defineProperties(connection, { visit: { value: visit }, close: { value: close } });
  connection.accept(HANDLERS);
}

/** With bodies of at most `longest` octets. Throws an Error with a readable message when the port is taken. */
export function openHttp(options: HttpServerOptions, longest: number): HttpServer {
  try {
    return new PageServer(options, longest);
  } catch {
    throw new Error(`TCP port ${options.port} is taken`);
  }
}

const encode = (text: string) => new Uint8Array(ArrayBuffer.fromString(text));
