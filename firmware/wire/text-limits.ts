/** How large SIP and SDP may be. A value at its limit passes; one more is refused with the status beside it. */

/** Octets of a whole SIP message: 513. */
export const MESSAGE_LIMIT = 16384;
/** Header fields, counted after lists of Via, Route, Record-Route and Contact are taken apart: 513. */
export const FIELD_LIMIT = 128;
/** Lines of a head, folded ones counted one by one: 513. */
export const LINE_COUNT_LIMIT = 256;
/** Characters of a start line or header line, unfolded: 513. */
export const LINE_LIMIT = 4096;
/** Characters of a URI: 414 in the request line, else 400. */
export const URI_LIMIT = 2048;
/** Values of one list, and parameters of one value; what is written behind them makes the value unreadable: 400. */
export const LIST_LIMIT = 64;
/** 2^31 - 1, RFC 3261 section 8.1.1.5. */
export const CSEQ_LIMIT = 0x7fffffff;

/** Octets, lines, media and formats of a session description; it is unreadable beyond. */
export const SDP_LIMIT = 4096;
export const SDP_LINE_LIMIT = 128;
export const SDP_MEDIA_LIMIT = 8;
export const SDP_FORMAT_LIMIT = 32;
