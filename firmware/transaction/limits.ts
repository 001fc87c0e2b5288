/** How much of everything is kept between messages. */

/** Server transactions; the oldest that have answered go first. */
export const MOST_SERVER_TRANSACTIONS = 64;
/** Octets of a request past which it shall not go in a datagram, where the next hop hears streams too (RFC 3261 section 18.1.1). */
export const LARGEST_DATAGRAM = 1300;
