/**
 * What a registrar tells of the binding it has made: for how long, by which names and ways we are reached (RFC 3261
 * section 10.2.4, RFC 3608, RFC 5626, RFC 5627).
 */
import { frozen } from "../base/frozen.js";
import { secondsOf } from "../transaction/mandatory.js";
import { addressParam, parseAddress, type SipAddress } from "../wire/sip/sip-address.js";
import { header, headerLines, headerList, type SipResponse } from "../wire/sip/sip-message.js";
import { parseSipUri, uriParam } from "../wire/sip/sip-uri.js";
import { MOST_ROUTES } from "./limits.js";

export type Binding = {
  /** Seconds it is for; null when nothing is said. */
  readonly granted: number | null;
  /** Our Contact in dialogs: a URI that leads to us from anywhere; null where there is none. */
  readonly gruu: string | null;
  /** Values of Route for requests outside dialogs, nearest first; none leaves the way to the outbound proxy. */
  readonly routes: readonly string[];
  /** The server keeps the flow by which we have registered, and sends by it. */
  readonly outbound: boolean;
  /** Seconds in which the server wants a sign of life by that flow; null when it does not say. */
  readonly flowTimer: number | null;
};

export const UNBOUND: Binding = frozen({ granted: null, gruu: null, routes: [], outbound: false, flowTimer: null });

/** Which of the Contacts is ours. */
export type OurContact = {
  /** A random word: hosts and ports are rewritten on the way. */
  readonly user: string;
  /** A URN; null when none was sent. */
  readonly instanceId: string | null;
  /** What was asked for besides. */
  readonly outbound: boolean;
  readonly gruu: boolean;
};

const SECONDS = /^\d{1,10}$/;

/** Reads a 200 to REGISTER: its time from our own Contact among those of all our siblings, else for all. */
export function bindingOf(response: SipResponse, ours: OurContact): Binding {
  const contact = ourContact(response, ours);
  const expires = contact && addressParam(contact, "expires");
  const outbound = ours.outbound && headerList(response, "Require").some((tag) => tag.toLowerCase() === "outbound");
  return {
    granted: expires && SECONDS.test(expires) ? Number(expires) : (secondsOf(response, "Expires") ?? null),
    gruu: contact && ours.gruu ? gruuOf(contact) : null,
    routes: serviceRoutes(response),
    outbound,
    flowTimer: outbound ? (secondsOf(response, "Flow-Timer") ?? null) : null,
  };
}

/** By our name before the instance: that of an earlier run may still stand beside it. One that stands alone is ours, whatever it says. */
function ourContact(response: SipResponse, { user, instanceId }: OurContact): SipAddress | undefined {
  let ours: SipAddress | undefined;
  const name = `:${user}@`;
  const contacts = headerLines(response, "Contact");
  for (const value of contacts) {
    // whoever rewrites the user leaves the instance
    const isNamed = value.includes(name);
    if (!isNamed && (instanceId === null || !value.includes(instanceId))) continue;
    const contact = parseAddress(value);
    if (!contact) continue;
    if (isNamed && contact.uri.includes(name)) return contact;
    if (instanceId !== null && addressParam(contact, "+sip.instance") === `<${instanceId}>`) ours ??= contact;
  }
  return ours ?? (contacts.length === 1 ? parseAddress(contacts[0]) : undefined);
}

/** The one that does not name us where there are both, which suits calls of every kind (RFC 5627 section 3.1.2). */
function gruuOf(contact: SipAddress): string | null {
  for (const name of ["temp-gruu", "pub-gruu"]) {
    const uri = addressParam(contact, name);
    if (uri && parseSipUri(uri)?.scheme === "sip") return uri;
  }
  return null;
}

/** RFC 3608 section 5; all or none: a way with a gap leads nowhere. */
function serviceRoutes(response: SipResponse): readonly string[] {
  if (header(response, "Service-Route") === undefined) return UNBOUND.routes;
  const routes = headerList(response, "Service-Route");
  return routes.length <= MOST_ROUTES && routes.every(isLoose) ? routes : UNBOUND.routes;
}

function isLoose(route: string): boolean {
  const address = parseAddress(route);
  const uri = address && parseSipUri(address.uri);
  return uri?.scheme === "sip" && uriParam(uri, "lr") !== undefined;
}
