/** Conversations with clients by WebSocket (RFC 6455), by the package `ws`. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer } from "ws";
import type { Conversation } from "../control/answer.js";

/** Octets of the longest message that is read. */
const LONGEST_MESSAGE = 4096;
/** Octets that wait for a client, two seconds of sound: who does not keep up is dropped. */
const MOST_WAITING = 32 * 1024;
/** ms between two questions whether a client is still there. */
const HEARTBEAT = 15_000;

export class Conversations {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: LONGEST_MESSAGE,
    perMessageDeflate: false,
    handleProtocols: () => false,
  });

  /** `refused` hears of a request that is none of WebSocket's. */
  constructor(refused: (request: IncomingMessage, socket: Duplex) => void) {
    this.#server.on("wsClientError", (_error, socket, request) => refused(request, socket));
  }

  /** On a connection that its server of HTTP has let go of. */
  begin(request: IncomingMessage, connection: Duplex, first: Buffer, { converse }: Conversation): void {
    this.#server.handleUpgrade(request, connection, first, (socket) => hold(socket, converse));
  }

  close(): void {
    for (const client of this.#server.clients) client.terminate();
    this.#server.close();
  }
}

function hold(socket: WebSocket, converse: Conversation["converse"]): void {
  socket.binaryType = "nodebuffer";
  const hearer = converse({
    get open() {
      return socket.readyState === WebSocket.OPEN;
    },
    send(octets) {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (socket.bufferedAmount > MOST_WAITING) socket.terminate();
      else socket.send(octets);
    },
    close: (status, reason) => socket.close(status, reason),
  });
  let there = true;
  const heartbeat = setInterval(() => {
    if (!there) return socket.terminate();
    there = false;
    socket.ping();
  }, HEARTBEAT);
  socket.on("pong", () => {
    there = true;
  });
  socket.on("message", (data, isBinary) => hearer.hear(isBinary ? (data as Buffer) : null));
  socket.on("error", () => {}); // what it said is none of WebSocket's, or too long; it is closed
  socket.on("close", () => {
    clearInterval(heartbeat);
    hearer.gone();
  });
}
