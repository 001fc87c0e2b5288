/** HTTP servers by node:http: the desk's control interface, and the one the board opens for the adapter's page. */
import { createServer, type IncomingMessage, type Server, ServerResponse, STATUS_CODES } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { HttpHead, HttpResponse, HttpServer, HttpServerOptions, HttpUpload } from "../../hal/http.js";
import type { Answer, Conversation, Door, Head, Stream } from "../control/answer.js";
import { JSON_TYPE, refuse } from "../control/answer.js";
import { ON_EVERY_ANSWER } from "../control/door.js";
import type { HostPort } from "../options.js";
import { reason } from "./reason.js";
import { Conversations } from "./web-socket.js";

/** Connections at one time, over all clients. */
const MAX_CONNECTIONS = 256;
/** A body too long is read to this end, so that its sender gets to read the answer; then the line is cut. */
const MAX_UNREAD = 64 * 1024 * 1024;
/** A client that is silent in the middle of a request, and one that keeps its connection for the next, in ms. */
const REQUEST_TIMEOUT = 60_000;
const KEEP_ALIVE = 65_000;

export type Listening = {
  /** The port is the one chosen. */
  readonly address: HostPort;
  close(): void;
};

type Handle = (request: IncomingMessage, response: ServerResponse) => void;
/** A client wants to leave HTTP; `first` is what it has said already after its request. */
type Upgrade = (request: IncomingMessage, connection: Duplex, first: Buffer) => void;

/** Throws (rejects with) an Error with one readable line when the address cannot be had. */
async function listen({ host, port }: HostPort, handle: Handle, upgrade?: Upgrade): Promise<Listening> {
  const server = createServer({ requireHostHeader: false, keepAliveTimeout: KEEP_ALIVE });
  server.requestTimeout = REQUEST_TIMEOUT;
  server.maxConnections = MAX_CONNECTIONS;
  server.on("request", handle);
  server.on("checkExpectation", handle);
  server.on("clientError", refuseGarbage);
  if (upgrade) server.on("upgrade", upgrade);
  await listening(server, host, port);
  return {
    address: { host, port: (server.address() as AddressInfo).port },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(new Error(error.code === "ENOTFOUND" ? `${host} is not known` : reason(error, host, port))),
    );
    server.listen({ host, port, exclusive: true }, () => {
      server.removeAllListeners("error");
      server.on("error", () => {}); // of accepting; the next one may do better
      resolve();
    });
  });
}

/** What is no HTTP. */
function refuseGarbage(_error: Error, socket: Socket): void {
  if (!socket.writable) return void socket.destroy();
  const { body } = refuse(400, "this is not a request of HTTP/1.1");
  const head = [`HTTP/1.1 400 ${STATUS_CODES[400]}`, `content-type: ${JSON_TYPE}`, "connection: close"];
  socket.end(`${head.join("\r\n")}\r\ncontent-length: ${body.toString().length}\r\n\r\n${body}`);
}

/** Serves the control interface: `open` is asked with the head of each request. */
export async function serveControl(address: HostPort, open: (head: Head) => Door): Promise<Listening> {
  const conversations = new Conversations((request, connection) =>
    send(request, responseOn(request, connection), refuse(400, "this is no request of WebSocket's")),
  );
  const enter = (door: Door, body: Uint8Array | null, reply: (answer: Answer | Stream | Conversation) => void) => {
    try {
      door.enter(body, reply);
    } catch (error) {
      complain(error);
      reply(refuse(500, "the simulator has made a mistake"));
    }
  };
  const listening = await listen(
    address,
    (request, response) => {
      const door = open(headOf(request, false));
      readBody(request, door.maxBody, (body) => enter(door, body, (answer) => send(request, response, answer)));
    },
    (request, connection, first) => {
      connection.on("error", () => {}); // the client has gone
      // what is no conversation is answered as if nothing but HTTP had been asked for, and without a body
      enter(open(headOf(request, true)), NOTHING, (answer) => {
        if ("converse" in answer) conversations.begin(request, connection, first, answer);
        else send(request, responseOn(request, connection), answer);
      });
    },
  );
  return {
    address: listening.address,
    close: () => {
      conversations.close();
      listening.close();
    },
  };
}

const NOTHING = new Uint8Array(0);

/** The last answer on a connection that its server has let go of. */
function responseOn(request: IncomingMessage, connection: Duplex): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(connection as Socket);
  response.on("finish", () => (connection as Socket).destroySoon());
  return response;
}

function headOf(request: IncomingMessage, upgrades: boolean): Head {
  const { host, origin } = request.headers;
  return {
    method: request.method ?? "GET",
    target: request.url ?? "/",
    host,
    origin,
    lastEventId: request.headers["last-event-id"]?.toString(),
    localAddress: request.socket.localAddress ?? "",
    localPort: request.socket.localPort ?? 0,
    upgrades,
  };
}

/** The whole body, or null when it was longer; nothing when the client has gone. */
function readBody(request: IncomingMessage, longest: number, done: (body: Uint8Array | null) => void): void {
  let chunks: Buffer[] = [];
  let length = 0;
  let told = false;
  const tell = (body: Uint8Array | null) => {
    if (!told) done(body);
    told = true;
  };
  request.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length <= longest) chunks.push(chunk);
    else chunks = [];
    if (length > MAX_UNREAD) {
      tell(null);
      request.pause();
    }
  });
  request.on("end", () => tell(length > longest ? null : Buffer.concat(chunks)));
  request.on("error", () => {}); // the client has gone
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer | Stream | Conversation): void {
  if (response.headersSent || response.destroyed || "converse" in answer) return;
  const headers: { [name: string]: string | number } = { ...ON_EVERY_ANSWER, ...answer.headers };
  if (!request.complete) headers.connection = "close";
  response.on("error", () => {}); // the client has gone
  if ("start" in answer) {
    response.writeHead(answer.status, headers);
    response.flushHeaders();
    if (request.method === "HEAD") return void response.end();
    const stop = answer.start({
      write: (text) => response.write(text),
      onRoom: (call) => response.once("drain", call),
    });
    response.on("close", stop);
    return;
  }
  const { body } = answer;
  if (typeof body === "string" || body instanceof Uint8Array) {
    if (answer.status !== 204) headers["content-length"] = Buffer.byteLength(body);
    response.writeHead(answer.status, headers);
    response.end(body);
  } else {
    response.writeHead(answer.status, headers);
    if (request.method === "HEAD") response.end();
    else pour(response, body[Symbol.iterator]());
  }
}

/** One piece at a time, everything else in between. */
function pour(response: ServerResponse, pieces: Iterator<string | Uint8Array>): void {
  if (response.destroyed) return;
  const { done, value } = pieces.next();
  if (done) return void response.end();
  const next = () => setImmediate(() => pour(response, pieces));
  if (response.write(value)) next();
  else response.once("drain", next);
}

/** What waits for a client that does not keep up, in octets: what comes then is lost to it. */
const MAX_WAITING = 256 * 1024;

/** The port of the adapter's own page: listened to from the start, answered while the adapter has its server open. */
export class WebPort {
  readonly address: HostPort;
  readonly #close: () => void;
  readonly #answering: Answering;

  private constructor(listening: Listening, answering: Answering) {
    this.address = listening.address;
    this.#close = listening.close;
    this.#answering = answering;
  }

  /** Rejects with an Error with one readable line when the address cannot be had. */
  static async open(address: HostPort): Promise<WebPort> {
    const answering: Answering = { by: null, streams: new Set() };
    const listening = await listen(address, (request, response) => {
      if (answering.by) serve(request, response, answering.by, answering.streams);
      else readBody(request, 0, () => finish(request, response, SWITCHED_OFF));
    });
    return new WebPort(listening, answering);
  }

  /** As `Board.openHttp`: the port is that of the desk, whatever the adapter asks for. */
  openHttp(options: HttpServerOptions): HttpServer {
    if (this.#answering.by) throw new Error(`port ${this.address.port} is taken`);
    this.#answering.by = options;
    return {
      port: this.address.port,
      close: () => {
        if (this.#answering.by !== options) return;
        this.#answering.by = null;
        for (const stream of this.#answering.streams) stream.destroy();
      },
    };
  }

  close(): void {
    this.#close();
  }
}

type Answering = {
  by: HttpServerOptions | null;
  /** Answers that go on. */
  readonly streams: Set<ServerResponse>;
};

const plain = (status: number, body: string): HttpResponse => ({ status, headers: {}, body });
const SWITCHED_OFF = plain(503, "The adapter's page is switched off.");
const TOO_LONG = plain(413, "This is too long.");
const MISTAKEN = plain(500, "The adapter has made a mistake.");

function serve(
  request: IncomingMessage,
  response: ServerResponse,
  by: HttpServerOptions,
  streams: Set<ServerResponse>,
): void {
  const head = pageHeadOf(request);
  const answer = (act: () => HttpResponse) => finish(request, response, guarded(act, MISTAKEN), streams);
  const upload = guarded(() => by.upload?.(head) ?? null, null);
  if (upload) takeUpload(request, upload, answer);
  else
    readBody(request, by.maxBody, (body) => answer(() => (body === null ? TOO_LONG : by.respond({ ...head, body }))));
}

function guarded<T>(act: () => T, otherwise: T): T {
  try {
    return act();
  } catch (error) {
    complain(error);
    return otherwise;
  }
}

function pageHeadOf(request: IncomingMessage): HttpHead {
  const target = request.url ?? "/";
  const question = target.indexOf("?");
  const headers: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers[name] = value.toString();
  return {
    method: request.method ?? "GET",
    path: question < 0 ? target : target.slice(0, question),
    query: question < 0 ? "" : target.slice(question + 1),
    headers,
    from: request.socket.remoteAddress ?? "",
  };
}

/** A body piece by piece; one that is refused is read on for a while, so that its sender gets to read why. */
function takeUpload(request: IncomingMessage, upload: HttpUpload, answer: (act: () => HttpResponse) => void): void {
  let over = false;
  let unread = 0;
  const end = () => {
    if (over) return;
    over = true;
    answer(() => upload.end());
  };
  request.on("data", (chunk: Buffer) => {
    if (!over && !guarded(() => upload.write(new Uint8Array(chunk)), false)) end();
    else if (over) {
      unread += chunk.length;
      if (unread > MAX_UNREAD) request.pause();
    }
  });
  request.on("end", end);
  request.on("error", () => {}); // the client has gone
  request.on("close", () => {
    if (over) return;
    over = true;
    guarded(() => upload.abort(), undefined);
  });
}

function finish(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body, stream }: HttpResponse,
  streams?: Set<ServerResponse>,
): void {
  response.on("error", () => {}); // the client has gone
  if (response.headersSent || response.destroyed) return;
  const closing = request.complete ? {} : { connection: "close" };
  if (stream === undefined || request.method === "HEAD" || !streams) {
    const length = status === 204 || status === 304 ? {} : { "content-length": Buffer.byteLength(body) };
    response.writeHead(status, { ...headers, ...length, ...closing });
    response.end(body);
    return;
  }
  response.writeHead(status, { ...headers, ...closing });
  response.flushHeaders();
  if (body.length > 0) response.write(body);
  streams.add(response);
  const stop = stream({
    write: (piece) => {
      if (response.destroyed || response.writableEnded || response.writableLength > MAX_WAITING) return false;
      response.write(piece);
      return true;
    },
    end: () => response.end(),
  });
  response.on("close", () => {
    streams.delete(response);
    stop();
  });
}

const complain = (error: unknown) => process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
