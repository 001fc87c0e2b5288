/** What a line is told about its account: who it is, where its server is, and what it may do without it. */

import type { Hop } from "../wire/hop.js";

export type Account = {
  readonly user: string;
  readonly authUser: string;
  readonly password: string;
  readonly displayName: string;
  /** host[:port] for From, To and Request-URI. */
  readonly domain: string;
  /** Next hop as numbers, looked up by the caller; null while it is unknown. */
  readonly server: Hop | null;
  /** The server is an outbound proxy: requests carry it as Route, and all go there. */
  readonly outboundProxy: boolean;
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
};
