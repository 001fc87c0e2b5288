/** Time as a number: milliseconds since boot, only ever handed in, never asked for. */
export type Instant = number;

/** A deadline that does not come. */
export const NEVER: Instant = Number.POSITIVE_INFINITY;
