/** What a rule asks for, fetched by the protocol it names: one thing at a time, whole or in pieces. */
import { type Instant, NEVER } from "../base/instant.js";
import { octetsOf } from "../base/text.js";
import type { Request } from "../provision/request.js";
import { isNumeric } from "../sip/servers.js";
import type { Hop } from "../wire/hop.js";
import { unescaped } from "../wire/sip/percent.js";
import { type Fetched, HttpFetch } from "./http-fetch.js";
import type { Loop } from "./loop.js";
import type { Finder } from "./names.js";
import type { OverheardBoard } from "./overheard.js";
import { TftpFetch } from "./tftp-fetch.js";

export type Fetching = {
  /** Octets that are taken at most. */
  readonly longest: number;
  /** Certificates as PEM that are believed besides the board's own; null for none. */
  readonly authorities: string | null;
  /** Takes the octets as they come; without it they are kept. False for no more. */
  readonly onPiece?: (octets: Uint8Array) => boolean;
  /** The server of a name has this address. */
  found(address: string): void;
};

const TFTP_PORT = 69;
/** ms until a name has to be found. */
const FIND_WITHIN = 30_000;

export class RuleFetch {
  readonly #board: OverheardBoard;
  readonly #loop: Loop;
  readonly #finder: Finder;
  /** What is under way; null for nothing. */
  #fetch: { close(): void } | null = null;
  /** Where TFTP servers with names are; null while the DNS is asked. */
  #places = new Map<string, readonly Hop[] | null>();
  /** Until a name has been found, or has not. */
  #finding: {
    readonly host: string;
    readonly until: Instant;
    readonly found: (address: string | null) => void;
  } | null = null;

  constructor(board: OverheardBoard, loop: Loop, finder: Finder) {
    this.#board = board;
    this.#loop = loop;
    this.#finder = finder;
  }

  get isBusy(): boolean {
    return this.#fetch !== null || this.#finding !== null;
  }

  get deadline(): Instant {
    return this.#finding?.until ?? NEVER;
  }

  poll(now: Instant): void {
    if (this.#finding && this.#finding.until <= now) this.#found(null);
  }

  /** The DNS servers have changed: names are looked up anew. */
  forgetNames(): void {
    this.#places = new Map();
  }

  /** `heard` is called once, never from in here; it is free for the next then. */
  get(request: Request, fetching: Fetching, heard: (fetched: Fetched) => void): void {
    const { target, user, body } = request;
    const { longest, authorities, onPiece } = fetching;
    const done = (fetched: Fetched) => {
      this.#fetch = null;
      heard(fetched);
    };
    if (target.scheme === "tftp") {
      this.#getByTftp(request, fetching, done);
      return;
    }
    this.#fetch = new HttpFetch(
      this.#board,
      {
        ...{ target, user, authorities, maxBody: longest },
        method: body === null ? "GET" : "POST",
        body: body === null ? null : octetsOf(body),
        contentType: "application/x-www-form-urlencoded",
        ...(onPiece && { onBody: onPiece }),
      },
      done,
    );
  }

  /** In a turn of its own, unless all is over by then; what was under way is not any more. */
  instead(act: () => void): void {
    this.close();
    this.#later(() => {
      this.#fetch = null;
      act();
    });
  }

  /** Nothing is heard any more of what is under way. */
  close(): void {
    this.#fetch?.close();
    this.#fetch = null;
    this.#finding = null;
  }

  #getByTftp({ target }: Request, { longest, onPiece, found }: Fetching, heard: (fetched: Fetched) => void): void {
    const host = target.host ?? this.#board.network.fileServer ?? null;
    const file = unescaped(target.path) ?? target.path;
    const fail = (failed: string) => heard({ failed, missing: false });
    if (host === null) {
      this.#later(() => fail("DHCP names no server for files"));
      return;
    }
    if (file.includes("\0")) {
      this.#later(() => fail("this is no name of a file"));
      return;
    }
    this.#find(host, (address) => {
      if (address === null) return fail(`${host} is not found`);
      found(address);
      const port = target.port ?? TFTP_PORT;
      const options = { file, address, port, longest, ...(onPiece && { onBlock: onPiece }) };
      try {
        this.#fetch = new TftpFetch(this.#board, this.#loop, options, heard);
      } catch (error) {
        fail(error instanceof Error ? error.message : String(error));
      }
    });
  }

  /** `found` is never called from in here. */
  #find(host: string, found: (address: string | null) => void): void {
    const known = isNumeric(host) ? host : this.#places.get(host)?.[0]?.address;
    if (known !== undefined) {
      this.#later(() => found(known));
      return;
    }
    this.#finding = { host, until: this.#loop.now() + FIND_WITHIN, found };
    if (this.#places.has(host)) return;
    const places = this.#places;
    places.set(host, null);
    this.#finder.find({ host, port: TFTP_PORT, transport: "udp" }, (hops) => {
      places.set(host, hops);
      if (this.#finding?.host === host) this.#later(() => this.#found(hops[0]?.address ?? null));
    });
  }

  #found(address: string | null): void {
    const finding = this.#finding;
    this.#finding = null;
    finding?.found(address);
  }

  /** In a turn of its own, unless all is over by then. */
  #later(act: () => void): void {
    let isOpen = true;
    this.#fetch = {
      close: () => {
        isOpen = false;
      },
    };
    this.#loop.later(0, () => {
      if (isOpen) act();
    });
  }
}
