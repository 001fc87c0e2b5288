/**
 * Where else a call may go: the Contacts of redirections (RFC 3261 sections 8.1.3.4, 19.1.5), best first, each tried once.
 *
 * Every call goes to our own server, so a Contact counts when it is of our domain, or names a number, which our server
 * then knows. 305 and 380 name a proxy or another service, which is no place to call.
 */
import { addressParam, parseAddress } from "../wire/sip/sip-address.js";
import { headerList, type SipResponse } from "../wire/sip/sip-message.js";
import { emitSipUri, parseSipUri, type SipUri, sameUri } from "../wire/sip/sip-uri.js";
import type { Core } from "./core.js";
import { homeUri } from "./home-uri.js";

const Q = /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/;

type Target = { readonly uri: SipUri; readonly q: number };

export class TargetSet {
  readonly #core: Core;
  /** Redirections that may still be followed. */
  #left: number;
  readonly #tried: SipUri[] = [];
  #waiting: Target[] = [];

  constructor(core: Core, first: string, most: number) {
    this.#core = core;
    this.#left = most;
    const uri = parseSipUri(first);
    if (uri) this.#tried.push(uri);
  }

  /** Takes in the Contacts of a 3xx; of equals the one that was named first comes first. */
  add(response: SipResponse): void {
    const { status } = response;
    if (status < 300 || status >= 400 || status === 305 || status === 380) return;
    for (const value of headerList(response, "Contact")) {
      const contact = parseAddress(value);
      const uri = contact && homeUri(this.#core, contact.uri);
      if (uri && !this.#knows(uri)) this.#waiting.push({ uri, q: qOf(addressParam(contact, "q")) });
    }
    this.#waiting.sort((a, b) => b.q - a.q);
    this.#waiting.length = Math.min(this.#waiting.length, this.#left);
  }

  /** The next one to call, or null when there is none, or have been enough. */
  next(): string | null {
    const target = this.#waiting.shift();
    if (!target) return null;
    this.#left--;
    this.#waiting.length = Math.min(this.#waiting.length, this.#left);
    this.#tried.push(target.uri);
    return emitSipUri(target.uri);
  }

  #knows(uri: SipUri): boolean {
    return this.#tried.some((tried) => sameUri(tried, uri)) || this.#waiting.some((other) => sameUri(other.uri, uri));
  }
}

/** What says nothing of itself is wanted most; what cannot be read, least. */
function qOf(text: string | undefined): number {
  if (text === undefined) return 1;
  return Q.test(text) ? Number(text) : 0;
}
