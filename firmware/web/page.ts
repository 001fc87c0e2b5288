/** The built-in page: a request in, a response out, and what happens in the house to whoever listens. */
import type { DateTime } from "../base/date-time.js";
import { jsonText } from "../base/json-text.js";
import type { Rooms } from "./ask.js";
import { assetFor } from "./assets.js";
import { BackOff } from "./back-off.js";
import { Captures } from "./captures.js";
import { admit, lengthOf, wrongHost } from "./door.js";
import type { FinishedCall, Heard, HeardSip, History } from "./history.js";
import type { House } from "./house.js";
import { type Head, page, type Request, type Response, refuse, type Upload } from "./http.js";
import { parseBody } from "./json.js";
import { SMALL_BODY } from "./limits.js";
import { Listeners } from "./listeners.js";
import { Logins, type Passwords } from "./logins.js";
import type { Redactor } from "./redactor.js";
import { Sessions } from "./sessions.js";
import { STYLE, statusPage, withoutPeople } from "./status-page.js";
import { taken } from "./updating.js";

export class Page {
  readonly #rooms: Rooms;
  /** Somebody has been signed in: SIP messages are kept. */
  #traces = false;

  /** `history` is older than the page, which nobody has asked for until now. */
  constructor(house: House, history: History, redactor: Redactor) {
    this.#rooms = {
      house,
      history,
      redactor,
      logins: new Logins(house),
      sessions: new Sessions(house.chance),
      backOff: new BackOff(),
      listeners: new Listeners(house),
      captures: new Captures(house, redactor),
    };
  }

  /** As a profile sets them: whoever was signed in with another one is not any more. Throws as `Logins.setPasswords`. */
  setPasswords(passwords: Passwords): void {
    for (const role of this.#rooms.logins.setPasswords(passwords)) this.#rooms.sessions.closeAll(role, null);
  }

  /** What the journal tells; `line` is its line of the log, as JSON, or null. */
  hear(entry: Heard, line: string | null): void {
    const { listeners } = this.#rooms;
    if (line !== null) listeners.tell("log", line);
    if (entry.type !== "digit") listeners.touch();
  }

  overhear(message: HeardSip): void {
    const { listeners, captures, history, house } = this.#rooms;
    captures.add(message);
    if (this.#traces) listeners.tell("sip", history.trace(message, house.now()));
  }

  finished(call: FinishedCall, began: DateTime | null): void {
    const { listeners, history } = this.#rooms;
    listeners.tell("call", history.finish(call, began));
    listeners.touch();
  }

  /** These settings are others now. */
  changed(names: readonly string[]): void {
    const { listeners, redactor } = this.#rooms;
    redactor.forget();
    listeners.tell("settings", jsonText({ names }));
    listeners.touch();
  }

  /** An image goes on its way. */
  updated(): void {
    const { listeners, house } = this.#rooms;
    if (listeners.any && house.update) listeners.tell("update", jsonText(house.update.view));
  }

  /** How things are may have changed. */
  touch(): void {
    this.#rooms.listeners.touch();
  }

  /** Who listens, listens no more. */
  close(): void {
    this.#rooms.listeners.closeAll();
    this.#rooms.captures.closeAll();
  }

  respond(request: Request): Response {
    const response = this.#answer(request);
    return request.method === "HEAD" ? { ...response, body: "", stream: undefined } : response;
  }

  /** A long body is taken from nobody who may not send it; null for `respond`. */
  upload(head: Head): Upload | null {
    const length = lengthOf(head);
    const isData = head.path.startsWith("/api/");
    const wrong = wrongHost(head, this.#rooms.house.hosts);
    if (wrong) return length > 0 ? taken(wrong) : null;
    if (!isData) return length > SMALL_BODY ? taken(refuse(413, "That is too long.")) : null;
    if (length <= SMALL_BODY && head.path !== UPDATE) return null;
    const admitted = admit(head, this.#rooms);
    if ("status" in admitted) return taken(admitted);
    return admitted.route.takes?.(this.#rooms, length, head) ?? null;
  }

  #answer(request: Request): Response {
    const { house } = this.#rooms;
    const wrong = wrongHost(request, house.hosts);
    if (wrong) return wrong;
    if (!request.path.startsWith("/api/")) return this.#file(request);
    const admitted = admit(request, this.#rooms);
    if ("status" in admitted) return admitted;
    const { route, who, line } = admitted;
    if (who !== null) this.#traces = true;
    if (request.body.length > (route.longest ?? SMALL_BODY)) return refuse(413, "That is too long.");
    const body = request.body.length === 0 || route.takes ? {} : parseBody(request.body);
    if (!body) return refuse(400, "The body is no JSON object.");
    if (line > house.lines) return refuse(404, "There is no such line.");
    return route.act({ ...this.#rooms, request, who, body, line });
  }

  /** A file of the page; where there are none, a page without a script. */
  #file(request: Request): Response {
    const { house, logins } = this.#rooms;
    const isRead = request.method === "GET" || request.method === "HEAD";
    const found =
      assetFor(request, house) ?? (Object.hasOwn(house.assets, "/") ? undefined : this.#plain(request.path));
    if (!found) return logins.fresh ? refuse(403, "Set a password first.") : refuse(404, "There is no such page.");
    return isRead ? found : refuse(405, "This page can only be read.", {}, { allow: "GET, HEAD" });
  }

  #plain(path: string): Response | undefined {
    const { house, logins } = this.#rooms;
    const headers = { "cache-control": "no-store" };
    if (path === "/style.css") return page("text/css; charset=utf-8", STYLE, headers);
    if (path !== "/") return undefined;
    const note = logins.fresh ? "There is no password yet: set one by POST /api/password." : "";
    return page("text/html; charset=utf-8", statusPage(withoutPeople(house.status()), note), headers);
  }
}

const UPDATE = "/api/update";
