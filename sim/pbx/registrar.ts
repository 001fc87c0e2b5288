/** Who may call, and where they are: digest (RFC 7616, MD5 with qop=auth) and bindings (RFC 3261 section 10.3). */

import { token } from "../../firmware/base/random.js";
import type { Hop } from "../../firmware/sip/datagram.js";
import { type Digest, digestResponse } from "../../firmware/sip/digest.js";
import { addressParam, parseAddress } from "../../firmware/wire/sip-address.js";
import { emitChallenge, parseCredentials } from "../../firmware/wire/sip-challenge.js";
import { header, headerList, type SipHeaders, type SipRequest } from "../../firmware/wire/sip-message.js";
import { parseSipUri } from "../../firmware/wire/sip-uri.js";
import type { Chance } from "../chance.js";
import { passwordOf } from "./extensions.js";

export const REALM = "desk";
const NONCE_LIFETIME = 300_000;
const MOST_NONCES = 1000;
const MIN_EXPIRES = 10;
const DEFAULT_EXPIRES = 3600;
const MAX_EXPIRES = 3600;

export type Binding = { readonly uri: string; readonly hop: Hop; readonly until: number };

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
    const given = header(request, proxy ? "Proxy-Authorization" : "Authorization");
    const credentials = given === undefined ? undefined : parseCredentials(given);
    if (!credentials || credentials.realm !== REALM) return this.#challenge(proxy, false, now);
    const password = passwordOf(credentials.username);
    const nonce = this.#nonces.get(credentials.nonce);
    const expected =
      password === undefined
        ? undefined
        : digestResponse(this.#digest, {
            algorithm: "MD5",
            username: credentials.username,
            realm: REALM,
            password,
            method: request.method,
            uri: credentials.uri,
            nonce: credentials.nonce,
            qop: credentials.qop,
            nc: credentials.nc ?? "",
            cnonce: credentials.cnonce ?? "",
            body: request.body,
          });
    if (expected === undefined || expected !== credentials.response || credentials.qop !== "auth")
      return this.#challenge(proxy, false, now);
    const count = Number.parseInt(credentials.nc ?? "", 16);
    if (!nonce || nonce.until < now || !(count > nonce.count)) return this.#challenge(proxy, true, now);
    nonce.count = count;
    const from = parseSipUri(parseAddress(header(request, "From") ?? "")?.uri ?? "");
    if (from?.user !== credentials.username) return { status: 403, headers: [] };
    return { user: credentials.username };
  }

  /** Answers a REGISTER of somebody who has proved to be `user`. */
  register(request: SipRequest, user: string, source: Hop, now: number): { status: number; headers: SipHeaders } {
    const contacts = headerList(request, "Contact");
    if (contacts.length > 1) return { status: 403, headers: [] };
    const fallback = secondsIn(header(request, "Expires")) ?? DEFAULT_EXPIRES;
    if (contacts[0] === "*") {
      if (fallback !== 0) return { status: 400, headers: [] };
      this.#bindings.delete(user);
    } else if (contacts.length === 1) {
      const contact = parseAddress(contacts[0]);
      if (!contact || !parseSipUri(contact.uri)) return { status: 400, headers: [] };
      const wanted = secondsIn(addressParam(contact, "expires")) ?? fallback;
      if (wanted === 0) this.#bindings.delete(user);
      else if (wanted < MIN_EXPIRES) return { status: 423, headers: [["Min-Expires", String(MIN_EXPIRES)]] };
      else {
        const until = now + 1000 * Math.min(wanted, MAX_EXPIRES);
        this.#bindings.set(user, { uri: contact.uri, hop: source, until });
      }
    }
    const binding = this.find(user, now);
    const seconds = binding ? Math.round((binding.until - now) / 1000) : 0;
    return { status: 200, headers: binding ? [["Contact", `<${binding.uri}>;expires=${seconds}`]] : [] };
  }

  find(user: string, now: number): Binding | null {
    const binding = this.#bindings.get(user);
    return binding && binding.until > now ? binding : null;
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

function secondsIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}
