/** Where a call is sent, and who sends it: Refer-To and Referred-By (RFC 3515 section 2.1, RFC 3892 section 3). */
import { addressParam, emitAddress, parseAddress, type SipAddress } from "./sip-address.js";
import { emitReplaces, parseReplaces, type Replaces } from "./sip-replaces.js";
import { splitList } from "./sip-text.js";
import { emitSipUri, parseSipUri, type SipUri, schemeOf, uriParam } from "./sip-uri.js";

export type ReferTo = {
  /** "" when there is none. */
  readonly display: string;
  /** To be called: without the headers that came with it, and without a method. */
  readonly uri: string;
  /** The dialog that the new call is to replace (RFC 3891 section 4). */
  readonly replaces: Replaces | null;
  /** Option tags of a Require that came with it, as written. */
  readonly require: readonly string[];
  /** Names of all other headers that came with it, in lower case; they are not ours to send (RFC 3261 section 19.1.5). */
  readonly otherHeaders: readonly string[];
};

/** A target that can be read, and that we do not call: another scheme, another method than INVITE. */
export type ReferRefusal = { readonly refuse: 416 | 603; readonly because: string };

/** `undefined` when it cannot be read, a Replaces within it included: 400. */
export function parseReferTo(text: string): ReferTo | ReferRefusal | undefined {
  const address = parseAddress(text);
  if (!address) return undefined;
  const scheme = schemeOf(address.uri);
  if (scheme !== "sip" && scheme !== "sips" && scheme !== "tel")
    return { refuse: 416, because: `no way to reach ${scheme}:` };
  const uri = parseSipUri(address.uri);
  if (!uri) return undefined;
  const method = uriParam(uri, "method");
  if (method !== undefined && method.toUpperCase() !== "INVITE") return { refuse: 603, because: "no INVITE" };

  let replaces: Replaces | null = null;
  const require: string[] = [];
  const otherHeaders: string[] = [];
  for (let i = 0; i < uri.headers.length; i++) {
    const [name, value] = uri.headers[i];
    if (name === "replaces") {
      const parsed = parseReplaces(value);
      if (!parsed || replaces) return undefined;
      replaces = parsed;
    } else if (name === "require") require.push(...splitList(value));
    else otherHeaders.push(name);
  }
  const plain = method === undefined && uri.headers.length === 0;
  const bare = plain ? address.uri : emitSipUri(withoutExtras(uri));
  return { display: address.display, uri: bare, replaces, require, otherHeaders };
}

function withoutExtras(uri: SipUri): SipUri {
  return { ...uri, params: uri.params.filter(([name]) => name !== "method"), headers: [] };
}

/** What is to be called, and what that call is to replace. `undefined` for a URI that cannot carry it. */
export function emitReferTo(target: string, replaces: Replaces | null): string | undefined {
  if (!replaces) return `<${target}>`;
  const uri = parseSipUri(target);
  if (!uri || uri.scheme === "tel") return undefined;
  return `<${emitSipUri({ ...withoutExtras(uri), headers: [["Replaces", emitReplaces(replaces)]] })}>`;
}

export type ReferredBy = {
  readonly address: SipAddress;
  /** Content-ID of the body that proves it (RFC 3892 section 2.3); null when there is none. */
  readonly cid: string | null;
};

export function parseReferredBy(text: string): ReferredBy | undefined {
  const address = parseAddress(text);
  return address && { address, cid: addressParam(address, "cid") || null };
}

export function emitReferredBy(display: string, uri: string): string {
  return emitAddress({ display, uri, params: [] });
}
