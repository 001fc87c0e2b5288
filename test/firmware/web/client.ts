/** A browser before the page of a whole adapter: it keeps its cookie and its token, and remembers all it was told. */
import { equal } from "node:assert/strict";
import type { Adapter } from "../../../firmware/adapter/adapter.js";
import type { HttpRequest, HttpResponse, HttpServerOptions } from "../../../hal/http.js";
import { type Bench, bench } from "../adapter/board.js";

export const HOST = "ata:80";
export const PASSWORD = "correct horse";

export type Answer = { readonly status: number; readonly headers: HttpResponse["headers"]; readonly text: string };

export class Client {
  cookie: string | null = null;
  csrf: string | null = null;
  /** Everything that was ever answered or streamed. */
  readonly seen: string[] = [];
  readonly #server: () => HttpServerOptions;
  readonly #from: string;

  readonly #wait: (ms: number) => void;

  /** `wait` lets time go by, while an answer comes in pieces. */
  constructor(server: () => HttpServerOptions, from = "10.0.0.9", wait: (ms: number) => void = () => {}) {
    this.#server = server;
    this.#from = from;
    this.#wait = wait;
  }

  /** As a browser asks: a header given as null is left out. */
  raw(method: string, target: string, body: unknown = undefined, changed: { [name: string]: string | null } = {}) {
    const [path, query = ""] = target.split("?");
    const headers: { [name: string]: string } = { host: HOST };
    if (method !== "GET" && method !== "HEAD") headers.origin = `http://${HOST}`;
    if (this.cookie !== null) headers.cookie = `theme=dark; session=${this.cookie}`;
    if (this.csrf !== null && headers.origin) headers["x-csrf"] = this.csrf;
    for (const [name, value] of Object.entries(changed))
      if (value === null) delete headers[name];
      else headers[name] = value;
    const octets = typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body);
    const request: HttpRequest = { method, path, query, headers, body: Buffer.from(octets), from: this.#from };
    return this.#server().respond(request);
  }

  ask(
    method: string,
    target: string,
    body: unknown = undefined,
    changed: { [name: string]: string | null } = {},
  ): Answer {
    const { status, headers, body: told, stream } = this.raw(method, target, body, changed);
    let text = typeof told === "string" ? told : Buffer.from(told).toString("latin1");
    let goesOn = stream !== undefined && /json|xml/.test(headers["content-type"]);
    stream?.({
      write: (piece) => {
        text += typeof piece === "string" ? piece : Buffer.from(piece).toString("latin1");
        this.seen.push(typeof piece === "string" ? piece : Buffer.from(piece).toString("latin1"));
        return true;
      },
      end: () => {
        goesOn = false;
      },
    });
    for (let ms = 0; goesOn && ms < 5000; ms += 10) this.#wait(10);
    this.seen.push(JSON.stringify(headers), text);
    const cookie = /^session=([^;]*);/.exec(headers["set-cookie"] ?? "")?.[1];
    if (cookie !== undefined) this.cookie = cookie;
    return { status, headers, text };
  }

  /** What is answered with 200. */
  get(target: string) {
    return this.told(200, "GET", target);
  }

  told(status: number, method: string, target: string, body: unknown = undefined) {
    const answer = this.ask(method, target, body);
    equal(answer.status, status, `${method} ${target}: ${answer.text}`);
    return answer.text === "" ? null : JSON.parse(answer.text);
  }

  /** The first password, or signing in with it; and the token. */
  enter(password = PASSWORD, role = "admin"): this {
    const { state } = this.get("/api/session");
    if (state === "fresh") this.told(204, "POST", "/api/password", { password });
    else this.told(204, "POST", "/api/login", { role, password });
    this.csrf = this.get("/api/session").csrf;
    return this;
  }
}

export type Visit = Bench & { readonly adapter: Adapter; readonly client: Client };

/** An adapter that runs, and a browser before it. */
export function visit(...given: Parameters<typeof bench>): Visit {
  const board = bench(...given);
  const adapter = board.start();
  const wait = (ms: number) => board.time.advance(ms);
  return { ...board, adapter, client: new Client(() => board.served[0], "10.0.0.9", wait) };
}
