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

/** Octets of a head and of a body on a connection; it is closed beyond. */
export const STREAM_HEAD_LIMIT = MESSAGE_LIMIT;
export const STREAM_BODY_LIMIT = 65536;
/** Octets that may wait on a connection before they are read; it is closed beyond. */
export const STREAM_LIMIT = 131072;

/** 2^32 - 1: the longest time that a header can say (RFC 3261 section 25.1, `delta-seconds`); longer is read as this. */
export const SECONDS_LIMIT = 0xffffffff;
/** 2^32 - 1, RFC 3262 section 7.1. */
export const RSEQ_LIMIT = 0xffffffff;

/** Parts of a multipart body, and how deep one may lie within another; it is unreadable beyond. */
export const PART_LIMIT = 8;
export const PART_DEPTH_LIMIT = 2;
/** Octets of the header fields of a part. */
export const PART_HEAD_LIMIT = 2048;
/** Octets that are read of the small bodies: sipfrag, message summaries, DTMF in INFO. */
export const NOTE_LIMIT = 4096;
/** Lines of them. */
export const NOTE_LINE_LIMIT = 64;
/** Numbers in the index of a History-Info entry. */
export const INDEX_DEPTH_LIMIT = 16;
