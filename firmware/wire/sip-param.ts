/** The parameters behind a semicolon, and what may stand in quotes (RFC 3261 section 25.1). */

/** A value as it is written, quotes included; null where only the name stands. */
export type SipParam = readonly [name: string, value: string | null];
