/** Who may call, and where they are: digest (RFC 7616, MD5 with qop=auth) and bindings (RFC 3261 section 10.3). */
import { token } from "../../firmware/base/random.js";
import { type Digest, digestResponse } from "../../firmware/sip/digest.js";
import type { Endpoint } from "../../firmware/wire/hop.js";
import { addressParam, parseAddress } from "../../firmware/wire/sip/sip-address.js";
import { type Credentials, emitChallenge, parseCredentials } from "../../firmware/wire/sip/sip-challenge.js";
import {
  header,
  headerLines,
  headerList,
  type SipHeaders,
  type SipRequest,
} from "../../firmware/wire/sip/sip-message.js";
import { parseSipUri, type SipUri, sameUri } from "../../firmware/wire/sip/sip-uri.js";
import type { Chance } from "../chance.js";
import { passwordOf } from "./extensions.js";
import type { Asking, Flow } from "./flow.js";
import { reach } from "./reach.js";

export const REALM = "desk";
const NONCE_LIFETIME = 300_000;
const MOST_NONCES = 1000;
const MIN_EXPIRES = 10;
const DEFAULT_EXPIRES = 3600;
const MAX_EXPIRES = 3600;
/** By a connection: being refreshed keeps it alive, and tells that it is. */
const MAX_EXPIRES_OF_CONNECTION = 600;

/** Where a telephone is, and by what flow it is reached (RFC 5626): its connection, when it came by one. */
export type Binding = { readonly uri: string; readonly flow: Flow; readonly hop: Endpoint; readonly until: number };

export type Verdict = { readonly user: string } | { readonly status: 401 | 403 | 407; readonly headers: SipHeaders };

export class Registrar {
  readonly #chance: Chance;
  readonly #digest: Digest;
  readonly #bindings = new Map<string, Binding>();
  /** Nonces given out, and the highest count each has been used with. */
  readonly #nonces = new Map<string, { readonly until: number; count: number }>();

  constructor(chance: Chance, digest: Digest) {
    this.#chance = chance;
    this.#digest = digest;
  }

  /** Who proves to have sent this, or what to answer instead. */
  prove(request: SipRequest, now: number): Verdict {
    const proxy = request.method !== "REGISTER";
    const credentials = headerLines(request, proxy ? "Proxy-Authorization" : "Authorization")
      .map(parseCredentials)
      .find((one) => one?.realm === REALM);
    if (!credentials || !this.#isRight(credentials, request)) return this.#challenge(proxy, false, now);
    const nonce = this.#nonces.get(credentials.nonce);
    const count = Number.parseInt(credentials.nc ?? "", 16);
    if (!nonce || nonce.until < now || !(count > nonce.count)) return this.#challenge(proxy, true, now);
    nonce.count = count;
    const user = credentials.username;
    return isFrom(request, user) ? { user } : { status: 403, headers: [] };
  }

  #isRight(credentials: Credentials, request: SipRequest): boolean {
    const { username, uri, nonce, qop, nc, cnonce } = credentials;
    const password = passwordOf(username);
    if (password === undefined || qop !== "auth" || nc === null || cnonce === null) return false;
    const expected = digestResponse(this.#digest, {
      ...{ algorithm: "MD5", username, realm: REALM, password, method: request.method, uri, nonce, qop, nc, cnonce },
      body: request.body,
    });
    return expected === credentials.response;
  }

  /** Answers a REGISTER of somebody who has proved to be `user`. What is refused changes nothing. */
  register(asking: Asking, user: string, now: number): { status: number; headers: SipHeaders } {
    const { request } = asking;
    if (named(request, "To")?.user !== user) return { status: 403, headers: [] };
    const contacts = headerList(request, "Contact");
    const fallback = secondsIn(header(request, "Expires")) ?? DEFAULT_EXPIRES;
    if (contacts.includes("*")) {
      if (fallback !== 0 || contacts.length > 1) return { status: 400, headers: [] };
      this.#bindings.delete(user);
    } else {
      const wishes = contacts.map((contact) => wishOf(contact, fallback));
      for (const wish of wishes) {
        if (!wish) return { status: 400, headers: [] };
        if (wish.seconds > 0 && wish.seconds < MIN_EXPIRES)
          return { status: 423, headers: [["Min-Expires", String(MIN_EXPIRES)]] };
      }
      for (const wish of wishes) if (wish) this.#bind(user, wish, asking, now);
    }
    const binding = this.find(user, now);
    const seconds = binding ? Math.ceil((binding.until - now) / 1000) : 0;
    return { status: 200, headers: binding ? [["Contact", `<${binding.uri}>;expires=${seconds}`]] : [] };
  }

  /** One telephone an extension: the last that came. */
  #bind(user: string, { text, uri, seconds }: Wish, { flow, from }: Asking, now: number): void {
    const known = parseSipUri(this.#bindings.get(user)?.uri ?? "");
    if (seconds > 0) {
      const most = flow.isConnection ? MAX_EXPIRES_OF_CONNECTION : MAX_EXPIRES;
      const until = now + 1000 * Math.min(seconds, most);
      this.#bindings.set(user, { uri: text, flow, hop: reach(text, from), until });
    } else if (known && sameUri(known, uri)) this.#bindings.delete(user);
  }

  find(user: string, now: number): Binding | null {
    const binding = this.#bindings.get(user);
    return binding && binding.until > now ? binding : null;
  }

  /** Somebody is reached by this flow. */
  uses(flow: Flow, now: number): boolean {
    for (const binding of this.#bindings.values()) if (binding.flow === flow && binding.until > now) return true;
    return false;
  }

  /** Nobody is reached by this flow any more. */
  forget(flow: Flow): void {
    for (const [user, binding] of this.#bindings) if (binding.flow === flow) this.#bindings.delete(user);
  }

  #challenge(proxy: boolean, stale: boolean, now: number): Verdict {
    for (const [nonce, { until }] of this.#nonces)
      if (until < now || this.#nonces.size >= MOST_NONCES) this.#nonces.delete(nonce);
    const nonce = token(this.#chance, 24);
    this.#nonces.set(nonce, { until: now + NONCE_LIFETIME, count: 0 });
    const challenge = emitChallenge({
      scheme: "Digest",
      realm: REALM,
      nonce,
      opaque: null,
      algorithm: "MD5",
      qop: ["auth"],
      stale,
      domain: null,
    });
    return proxy
      ? { status: 407, headers: [["Proxy-Authenticate", challenge]] }
      : { status: 401, headers: [["WWW-Authenticate", challenge]] };
  }
}

/** What one Contact of a REGISTER asks for. */
type Wish = { readonly text: string; readonly uri: SipUri; readonly seconds: number };

function wishOf(contact: string, fallback: number): Wish | undefined {
  const address = parseAddress(contact);
  const uri = address && parseSipUri(address.uri);
  if (!address || !uri || uri.scheme !== "sip") return undefined;
  return { text: address.uri, uri, seconds: secondsIn(addressParam(address, "expires")) ?? fallback };
}

/** From names the user, or nobody at all (RFC 3323 section 4.1.1.3). */
function isFrom(request: SipRequest, user: string): boolean {
  const from = named(request, "From");
  const withheld = request.method === "INVITE" && from?.host.endsWith(".invalid") === true;
  return withheld || from?.user === user;
}

function named(request: SipRequest, name: "From" | "To"): SipUri | undefined {
  return parseSipUri(parseAddress(header(request, name) ?? "")?.uri ?? "");
}

function secondsIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}
