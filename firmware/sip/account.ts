/** What a line is told about its account: who it is, where its server is, and what it may do without it. */

import type { DialPlanOptions } from "../dialplan/dial-plan.js";
import type { Place } from "../wire/hop.js";

export type Account = {
  readonly user: string;
  readonly authUser: string;
  readonly password: string;
  readonly displayName: string;
  /** host[:port] for From, To and Request-URI. */
  readonly domain: string;
  /** Next hops in the order to try them; names are looked up by the adapter. */
  readonly servers: readonly Place[];
  /** ms after which a server that has failed is asked whether it is back; 0 for never. */
  readonly fallbackInterval: number;
  /** `5??`: answers of a server after which another is tried, besides 503 and none at all. */
  readonly backupCodes: readonly string[];
  /** The servers are outbound proxies: requests carry them as Route, and all go there. */
  readonly outboundProxy: boolean;
  /** So do requests within a call, whatever its route says. */
  readonly outboundInDialog: boolean;
  /** Requests too large for a datagram go by TCP where the server takes that (RFC 3261 section 18.1.1). */
  readonly enlarges: boolean;
  readonly registers: boolean;
  /** Seconds. */
  readonly registerExpires: number;
  /** A registration is not renewed more often than this, whatever is granted, nor asked for longer than that. */
  readonly registerExpiresMin: number;
  readonly registerExpiresMax: number;
  /** `5??`: answers after which a registration waits the shorter time, besides those that may pass anyway. */
  readonly retryCodes: readonly string[];
  readonly registration: RegistrationTerms;
  /** Challenges answered for one request before it is given up. */
  readonly maxChallenges: number;
  readonly identity: IdentityTerms;
  readonly headers: HeaderTerms;
  readonly answersWithoutRegistration: boolean;
  /** Requests outside our dialogs must come from the server. */
  readonly restrictSource: boolean;
  /** Such requests must name our contact's user part, which only the server knows. */
  readonly restrictContactUser: boolean;
  /** Anyone may call who knows our address and user name. */
  readonly takesDirectCalls: boolean;
  /** Whom others have us call must be whom the telephone could; missing for anybody. */
  readonly dialPlan?: DialPlanOptions;
  /** "" for none. */
  readonly userAgentName: string;
  /** Header names are written in their short forms. */
  readonly compact: boolean;
  /** Hops a request may take. */
  readonly maxForwards: number;
  /** Seconds the other side may think about a change within a call; 0 for as long as it likes. */
  readonly reInviteExpires: number;
  /** Reliable progress is offered (RFC 3262); where it is required it is given anyway. */
  readonly reliable: boolean;
  /** Calls are refreshed (RFC 4028): by whom, within how many seconds, and how many may be asked of us at the least. */
  readonly sessionTimer: boolean;
  readonly sessionExpires: number;
  readonly minSe: number;
  readonly refresher: "auto" | "uac" | "uas";
  /** Holding sends the address 0.0.0.0 besides (RFC 2543). */
  readonly holdsOldWay: boolean;
  /** Once early sound was heard, a 180 is no news. */
  readonly sticky183: boolean;
  /** Media types of the INFO that carries a key, or a flash of the hook. */
  readonly keyType: string;
  readonly flashType: string;
  readonly transfer: TransferTerms;
  /** The mailbox whose news we subscribe to, and for how many seconds; null when the server tells by itself, or nothing. */
  readonly messages: { readonly uri: string; readonly expires: number } | null;
  /** Who calls, or asks for new settings or a new start, has to know our user and password (RFC 3261 section 22). */
  readonly challengesInvite: boolean;
  readonly challengesResync: boolean;
};

/** How a line hands calls over; times in ms, after the transfer has come through. */
export type TransferTerms = {
  /** Until we end the call whose far end was sent elsewhere. */
  readonly referorByeDelay: number;
  /** Until we end the call with the one it was sent to. */
  readonly targetByeDelay: number;
  /** Refer-To names his Contact, not his address of record. */
  readonly toContact: boolean;
};

/** How a line registers. */
export type RegistrationTerms = {
  /** User-Agent of a REGISTER; "" for none. */
  readonly userAgentName: string;
  /** A binding of ours that leads to an old address is removed with the next REGISTER. */
  readonly removesLast: boolean;
  /** `urn:uuid:...`, the same for ever, another one for each line (RFC 5626 section 4.1); null to send none. */
  readonly instanceId: string | null;
  /** Flows are kept (RFC 5626), and URIs that lead to us from anywhere wanted (RFC 5627): both need an instance. */
  readonly outbound: boolean;
  readonly gruu: boolean;
};

/** How a line says who it is. */
export type IdentityTerms = {
  readonly remotePartyId: boolean;
  /** RFC 3325, in anonymous calls. */
  readonly preferredIdentity: boolean;
  /** An anonymous call has an anonymous From; else Remote-Party-ID says that it is. */
  readonly anonymousFrom: boolean;
  /** GUID of the line, the same for ever; null to send none. */
  readonly guid: string | null;
  /** The display name is quoted as it stands; else one that is already in quotes is left so. */
  readonly escapesDisplayName: boolean;
};

/** Values of header fields; "" leaves one out. */
export type HeaderTerms = {
  readonly server: string;
  readonly acceptLanguage: string;
  readonly proxyRequire: string;
};
