/** How much of everything one line keeps and believes. */

/** Early dialogs of one INVITE: as many phones as a call may fork to (RFC 3261 section 12.1). */
export const MOST_FORKS = 8;
/** Calls that are over for the telephone but still exchange their last messages. */
export const MOST_LINGERING_CALLS = 8;
/** Challenges answered for one request before it is given up. */
export const MOST_CHALLENGES = 4;
/** Realms of one server: its registrar and a proxy in front of it may have one each. */
export const MOST_REALMS = 3;
/** Servers a registration is sent on to before it is given up for now. */
export const MOST_TURNS = 3;
/** Characters of a nonce, realm or opaque value that we would send back. */
export const LONGEST_CHALLENGE_TEXT = 1024;
/** Proxies of a route set. */
export const MOST_ROUTES = 16;
/** Seconds a server may ask us to stay away. */
export const LONGEST_RETRY_AFTER = 3600;
/** Seconds a registration is left alone, whatever the server grants. */
export const LONGEST_REFRESH = 86_400;
/** Characters of a name, number or reason that goes up to the telephone. */
export const LONGEST_TEXT = 128;
/** Times a hold or resume is tried again after a glare. */
export const MOST_GLARES = 8;
/** Seconds a telephone rings for a caller who sets no end to it himself. */
export const LONGEST_RINGING = 600;
/** ms before a session runs out at which the one who was to hear of it gives it up, at the most (RFC 4028 section 10). */
export const SURE_MARGIN = 32_000;
/** Seconds: no session may be refreshed more often (RFC 4028 section 5). */
export const LEAST_SESSION_INTERVAL = 90;
/** Seconds: as RFC 4028 section 4 recommends. */
export const USUAL_SESSION_INTERVAL = 1800;
/** Times a longer session interval is offered. */
export const MOST_INTERVALS = 4;
/** Keys and flashes that wait to be sent by INFO. */
export const MOST_SIGNALS = 32;
/** Seconds in which the first word of a transfer comes, and the last of a call that is still ringing. */
export const REFERRAL_PATIENCE = 60;
export const LONGEST_REFERRAL = 240;
/** Characters of a Referred-By that is passed on. */
export const LONGEST_REFERRED_BY = 512;
/** Octets of a MESSAGE (RFC 3428 section 8). */
export const LONGEST_MESSAGE = 1300;
/** Seconds after which a change within a call is tried again, when the other side names a time. */
export const LONGEST_WAIT = 32;
/** Nonces whose uses we count. */
export const MOST_NONCES = 8;
