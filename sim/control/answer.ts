/** What the control interface is asked and what it answers, before any server of HTTP. */
import type { Sink } from "./events.js";

/** The head of a request. */
export type Head = {
  readonly method: string;
  /** As it stands in the request line. */
  readonly target: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly lastEventId: string | undefined;
  /** Where the request arrived. */
  readonly localAddress: string;
  readonly localPort: number;
  /** The client wants to go on in another protocol on this connection. */
  readonly upgrades: boolean;
};

export type Headers = { readonly [name: string]: string };

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  /** A list or a generator is sent piece by piece, so that a long answer keeps no sound waiting. */
  readonly body: string | Uint8Array | Iterable<string | Uint8Array>;
};

/** An answer without an end: `start` begins to write and answers how to stop. */
export type Stream = { readonly status: number; readonly headers: Headers; start(sink: Sink): () => void };

/** An answer that goes on in messages both ways (RFC 6455): `converse` begins to speak and answers who hears. */
export type Conversation = { readonly status: 101; readonly headers: Headers; converse(peer: Peer): Hearer };

/** The client of a conversation. */
export type Peer = {
  /** False as soon as either side has said goodbye. */
  readonly open: boolean;
  /** Octets that nobody changes any more. A client that does not keep up is dropped. */
  send(octets: Uint8Array): void;
  /** `status` is one of RFC 6455 section 7.4. */
  close(status: number, reason: string): void;
};

/** Who is told what the client says. */
export type Hearer = {
  /** Null for a message of text. */
  hear(octets: Uint8Array | null): void;
  gone(): void;
};

export type Reply = (answer: Answer | Stream | Conversation) => void;

/** A request whose head was read: how long its body may be, and what to do with it. */
export type Door = {
  readonly maxBody: number;
  /** `body` is null when it was longer. Replies once, perhaps later. */
  enter(body: Uint8Array | null, reply: Reply): void;
};

export const JSON_TYPE = "application/json; charset=utf-8";

export const json = (value: unknown, status = 200): Answer => ({
  status,
  headers: { "content-type": JSON_TYPE },
  body: JSON.stringify(value),
});

export const NO_CONTENT: Answer = { status: 204, headers: {}, body: "" };

export const refuse = (status: number, error: string, headers: Headers = {}): Answer => ({
  status,
  headers: { "content-type": JSON_TYPE, ...headers },
  body: JSON.stringify({ error }),
});
