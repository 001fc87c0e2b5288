/** How much a resolver keeps, and for how long; times in ms. */
import { frozen } from "../base/frozen.js";
/** How long each of the servers is waited for, round by round. */
export const WAITS: readonly number[] = frozen([1000, 2000, 4000]);
/** Answers remembered; the oldest go first. */
export const MOST_ANSWERS = 64;
/** Questions under way. */
export const MOST_QUESTIONS = 32;
/** Aliases followed in one answer. */
export const MOST_ALIASES = 8;
/** What an answer is good for, whatever its TTL. */
export const SHORTEST_LIFE = 5_000;
export const LONGEST_LIFE = 86_400_000;
/** Of an answer that there is nothing, when it names no time itself (RFC 2308 section 5); and at most: names get repaired. */
export const LIFE_OF_NOTHING = 60_000;
export const LONGEST_LIFE_OF_NOTHING = 300_000;
/** After no server could answer. */
export const LIFE_OF_FAILURE = 15_000;
/** SRV records of one service that are looked at, and addresses of one name. */
export const MOST_SERVICES = 8;
export const MOST_ADDRESSES = 8;
/**
 * How often STUN asks in all, the wait after the first, doubled each time, and the wait after the last (RFC 8489
 * section 6.2.1: Rc, RTO, and Rm times RTO).
 */
export type StunPatience = { readonly tries: number; readonly first: number; readonly last: number };
export const STUN_PATIENCE: StunPatience = frozen({ tries: 7, first: 500, last: 8_000 });
/** For a server that has just answered, where silence is an answer too. */
export const STUN_TEST_PATIENCE: StunPatience = frozen({ tries: 4, first: 500, last: 2_000 });
/** STUN servers asked about one NAT. */
export const MOST_STUN_SERVERS = 4;
/** For a port of a call: somebody waits for the offer, so that all is over after half a second. */
export const STUN_MEDIA_PATIENCE: StunPatience = frozen({ tries: 3, first: 100, last: 200 });
/** Between two news of where we are seen: a NAT that never settles must not keep us talking about it. Doubled up to the longest. */
export const SHORTEST_REST = 5_000;
export const LONGEST_REST = 320_000;
/** Between signs of life, whatever a registrar wishes. */
export const SHORTEST_FLOW = 5_000;
export const LONGEST_FLOW = 3_600_000;
