/** Bounds of everything the page keeps or takes, in one place. */

/** Octets of a body: of any, of a common one, and of the two that carry a profile or many settings. */
export const MAX_BODY = 96 * 1024;
export const SMALL_BODY = 4 * 1024;
export const SETTINGS_BODY = 64 * 1024;

/** Levels of braces and brackets in a body: the engine's parser descends on its stack. */
export const DEEPEST = 5;

/** Characters of a password or passphrase. */
export const MIN_PASSWORD = 8;
export const MAX_PASSWORD = 64;

/** Rounds of PBKDF2 for a password: a third of a tenth of a second on the chip, where a call may be going on meanwhile. */
export const PASSWORD_ITERATIONS = 1000;
/** ... for a passphrase, which protects what leaves the house; only while no telephone is in use. And the most a file may ask. */
export const PASSPHRASE_ITERATIONS = 20_000;
export const MAX_ITERATIONS = 100_000;

/** People who are signed in at one time; the one idle for longest makes room. ms until an idle one is signed out. */
export const MAX_SESSIONS = 8;
export const SESSION_IDLE = 60 * 60_000;
/** ... and until any of them has to give the password again. */
export const SESSION_LIFE = 24 * 60 * 60_000;

/** Tokens of scripts, and characters of their names. */
export const MAX_TOKENS = 8;
export const MAX_TOKEN_NAME = 32;

/** Clients whose wrong passwords are remembered, how many are free, and the longest wait in ms. */
export const MAX_CULPRITS = 32;
export const FREE_TRIES = 3;
export const LONGEST_WAIT = 15 * 60_000;

/** Who listens to events, and who takes a capture, at one time: a board has four connections, and one is to stay free. */
export const MAX_LISTENERS = 2;
export const MAX_CAPTURES = 1;
/** ms between signs of life, and between two looks at how things are. */
export const HEARTBEAT = 15_000;
export const STATUS_INTERVAL = 500;

/** Octets kept of the log, of the calls that are over and of SIP messages, and characters of a line of the log. */
export const MAX_LOG = 6 * 1024;
export const MAX_CALLS_KEPT = 4 * 1024;
export const MAX_TRACE = 8 * 1024;
export const MAX_LOG_TEXT = 300;

/** Names in one change. */
export const MAX_CHANGES = 512;

/** Octets of an image. */
export const MAX_IMAGE = 16 * 1024 * 1024;
/** Octets of a file of the page, unpacked. */
export const MAX_ASSET = 512 * 1024;
