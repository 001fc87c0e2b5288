/** What a line is told about its account: who it is, where its server is, and what it may do without it. */

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
  readonly answersWithoutRegistration: boolean;
  /** Requests outside our dialogs must come from the server. */
  readonly restrictSource: boolean;
  /** Such requests must name our contact's user part, which only the server knows. */
  readonly restrictContactUser: boolean;
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
};
