/** One request that has come through the door: who asks, what, and whom. */

import type { BackOff } from "./back-off.js";
import type { Captures } from "./captures.js";
import type { History } from "./history.js";
import type { House } from "./house.js";
import type { Head, Request, Response, Upload } from "./http.js";
import type { Body } from "./json.js";
import type { Listeners } from "./listeners.js";
import type { Logins, Role } from "./logins.js";
import type { Redactor } from "./redactor.js";
import type { Session, Sessions } from "./sessions.js";

/** Signed in with a password, or a script with its token (no session). */
export type Who = { readonly role: Role; readonly session: Session | null };

/** What there is behind the door. */
export type Rooms = {
  readonly house: House;
  readonly logins: Logins;
  readonly sessions: Sessions;
  readonly backOff: BackOff;
  readonly redactor: Redactor;
  readonly history: History;
  readonly listeners: Listeners;
  readonly captures: Captures;
};

export type Ask = Rooms & {
  readonly request: Request;
  /** Null only where anybody may ask. */
  readonly who: Who | null;
  /** Of a request with a body; empty without. */
  readonly body: Body;
  /** The number in the path, from 1; 0 where there is none. */
  readonly line: number;
};

export type Route = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** `{n}` stands for the number of a line. */
  readonly path: string;
  /** `anybody` includes who has not signed in, `fresh` even before there is a password. */
  readonly who: "fresh" | "anybody" | "user" | "admin";
  /** For people. */
  readonly does: string;
  /** Longest body; SMALL_BODY without it. */
  readonly longest?: number;
  readonly act: (ask: Ask) => Response;
  /** The body is no JSON, and is taken as it comes. */
  readonly takes?: (rooms: Rooms, length: number, head: Head) => Upload;
};
