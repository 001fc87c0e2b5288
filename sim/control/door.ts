/** The door of the control interface: who may come in, which row of the contract is meant, how much may be brought. */
import { emitHostPort } from "../network/ip-packet.js";
import { type Door, type Head, type Headers, refuse } from "./answer.js";
import { parseQuery } from "./fields.js";
import { MAX_JSON, type Outcome, type Route } from "./routes.js";

export type DoorOptions = {
  readonly routes: readonly Route[];
  /** Lines are counted from 1 to this. */
  readonly lines: number;
  /** The host of the desk as it was asked for, beside the address a request arrives at. */
  readonly host: string;
};

/** Finds what the request is for, as far as its head tells. */
export function openDoor(head: Head, { routes, lines, host }: DoorOptions): Door {
  if (!isOurs(head, host)) return shut(refuse(403, "this is not the desk's own address"));
  if (head.origin !== undefined && head.origin.toLowerCase() !== `http://${head.host?.toLowerCase()}`)
    return shut(refuse(403, "requests of another origin are not answered"));
  const [path, query] = split(head.target);
  const [pattern, line] = patternOf(path);
  const here = routes.filter((route) => route.path === pattern);
  if (here.length === 0 || line > lines) return shut(refuse(404, "there is nothing here"));
  const method = head.method === "HEAD" ? "GET" : head.method;
  const route = here.find((route) => route.method === method);
  if (!route) {
    const methods = here.map(({ method }) => (method === "GET" ? "GET, HEAD" : method));
    return shut(refuse(405, `${head.method} is not for this path`, { allow: methods.join(", ") }));
  }
  const answerTo = (body: Uint8Array): Outcome => {
    const fields = route.query === null ? { ok: {} } : parseQuery(query, route.query ?? {});
    if ("wrong" in fields) return refuse(400, fields.wrong);
    const outcome = route.answer({ line, query: fields.ok, body, lastEventId: head.lastEventId });
    if (typeof outcome === "object" && "converse" in outcome && !head.upgrades)
      return refuse(400, "this is to be spoken to by WebSocket", { upgrade: "websocket" });
    return outcome;
  };
  return {
    maxBody: route.maxBody ?? MAX_JSON,
    enter: (body, reply) => {
      const outcome = body === null ? refuse(413, "the body is too long") : answerTo(body);
      if (typeof outcome === "function") outcome(reply);
      else reply(outcome);
    },
  };
}

/** The path with `{n}` for its line, and the line, or 0. */
function patternOf(path: string): [pattern: string, line: number] {
  const match = /^\/api\/lines\/([1-9]\d{0,3})(\/.*)$/.exec(path);
  if (match) return [`/api/lines/{n}${match[2]}`, Number(match[1])];
  return [path.includes("{") ? "" : path, 0];
}

/** On every answer: nothing is kept, nothing is guessed, nothing comes from elsewhere. */
export const ON_EVERY_ANSWER: Headers = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; media-src 'self' blob:; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

/** A door that leads nowhere. */
export const shut = (answer: ReturnType<typeof refuse>): Door => ({
  maxBody: 0,
  enter: (_body, reply) => reply(answer),
});

/** The address the request came in at, by number or by the name it was given; anything else is a trick with DNS. */
function isOurs({ host, localAddress, localPort }: Head, asked: string): boolean {
  if (host === undefined) return false;
  const address = localAddress.replace(/^::ffff:(?=\d+\.)/, "");
  const names = [address, asked];
  if (address === "::1" || address.startsWith("127.")) names.push("localhost");
  return names.some((name) => {
    const own = emitHostPort(name.toLowerCase(), localPort);
    const given = host.toLowerCase();
    return given === own || (localPort === 80 && `${given}:80` === own);
  });
}

function split(target: string): [path: string, query: string] {
  const at = target.indexOf("?");
  return at < 0 ? [target, ""] : [target.slice(0, at), target.slice(at + 1)];
}
