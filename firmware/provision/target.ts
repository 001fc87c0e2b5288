/** Where a profile is: `[scheme://][server[:port]]path`. Without a scheme it is fetched by TFTP, without a server from the one that DHCP names. */

import { frozen } from "../base/frozen.js";
import { escaped } from "../wire/sip/percent.js";

export type Scheme = "tftp" | "http" | "https";

export type Target = {
  readonly scheme: Scheme;
  /** Without brackets; null for the server that DHCP names (option 66). */
  readonly host: string | null;
  /** Its address, where that is another and known. */
  readonly address: string | null;
  readonly port: number | null;
  /** Begins with a slash; with the query, escaped as a URL is. */
  readonly path: string;
};

const URL = /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?(?:\[([0-9A-Fa-f:.]+)\]|([^/:[\]@]*))(?::([0-9]{1,5}))?(\/.*|)$/;
const HOST = /^[A-Za-z0-9_]([A-Za-z0-9._-]{0,252})$/;
const CREDENTIALS = /^[^/]*\/\/[^/]*@/;
const FRAGMENT = /#.*$/;
const SCHEMES: readonly string[] = frozen(["tftp", "http", "https"]);
const FOREIGN = /[^!-~]|["<>\\^`{|}]/u;

/** Null for a target; else what is wrong with it. */
export function parseTarget(text: string): Target | { readonly refused: string } {
  const match = URL.exec(text);
  if (!match) {
    if (CREDENTIALS.test(text)) return { refused: "a user and a password are named by --uid and --pwd" };
    return { refused: "this is no URL: [scheme://][server[:port]]/path" };
  }
  const [, given, ip6, name, digits, rest] = match;
  const scheme = (given ?? "tftp").toLowerCase();
  if (!isScheme(scheme)) return { refused: `${scheme} is none of ${SCHEMES.join(", ")}` };
  const host = ip6 ?? (name || null);
  if (host === null && (scheme !== "tftp" || digits !== undefined)) return { refused: "the URL names no server" };
  if (ip6 === undefined && host !== null && !HOST.test(host)) return { refused: "the URL names no server" };
  const port = digits === undefined ? null : Number(digits);
  if (port !== null && (port < 1 || port > 65535)) return { refused: `${port} is no port` };
  if (rest === "" && scheme === "tftp") return { refused: "the URL names no file" };
  const path = escaped((rest || "/").replace(FRAGMENT, ""), FOREIGN);
  return { scheme, host, address: null, port, path };
}

/** As a URL; of one without a server only the path. */
export function emitTarget({ scheme, host, port, path }: Target): string {
  if (host === null) return path;
  return `${scheme}://${host.includes(":") ? `[${host}]` : host}${port === null ? "" : `:${port}`}${path}`;
}

const isScheme = (text: string): text is Scheme => SCHEMES.includes(text);
