/** How much of everything provisioning takes. */

/** Alternatives of a rule. */
export const MOST_ALTERNATIVES = 16;
/** Comparisons of a condition, and assignments of an alternative. */
export const MOST_COMPARISONS = 16;
export const MOST_ASSIGNMENTS = 32;
/** Characters of a rule, a condition or a message once its macros are written out. */
export const LONGEST_EXPANSION = 4096;
/** Rounds of PBKDF2: `openssl enc -pbkdf2` takes 10,000 where nobody says more. */
export const LEAST_ITERATIONS = 1;
export const MOST_ITERATIONS = 1_000_000;
/** Octets that are fetched, and that a profile may have once it is unpacked. */
export const LONGEST_PROFILE = 139_264;
/** Octets of a firmware image's program, and characters of the names in its head. */
export const LONGEST_IMAGE = 16 * 1024 * 1024;
export const LONGEST_IMAGE_NAME = 32;
/** Envelopes, one in another. */
export const MOST_ENVELOPES = 3;
/** Entries of a list of delays. */
export const MOST_DELAYS = 16;
/** ms after which conditions are looked at again, and the clock on the wall. */
export const LOOK_AGAIN = 10_000;
export const LOOK_AT_CLOCK = 60_000;
/** ms in which the last words of a call have been said. */
export const REST = 1000;
/** Runs in a row that follow from what the one before has brought. */
export const MOST_FOLLOWING = 4;
