/**
 * What each SIP status means to people (RFC 3261 section 21, the registry of response codes, and what else is met):
 * what the ear hears, whether asking again may help, and what a page says. An unknown code counts as x00 of its class. Of
 * 403 and 480 there are variants, by the reason that comes with them.
 */
import { frozen } from "../base/frozen.js";
import { fits } from "../wire/sip/sip-status.js";
import { variantOf } from "./variants.js";

export type Sit = "sit1" | "sit2" | "sit3" | "sit4";
/** What ends a call that came to nothing. */
export type NoTone = "busy" | "reorder" | Sit;
type Heard = NoTone | "ringback" | "ringback2" | "voice" | "nothing";

/** Codes that sound special information, a list for each of the four tones; `?` is any digit. */
export type SitCodes = readonly (readonly string[])[];

type Row = {
  readonly hears: Heard;
  /** The same request may fare better in a while. */
  readonly again: boolean;
  /** Part of a sentence. */
  readonly says: string;
  /** What it means to a registration, where that is something else. */
  readonly registering?: string;
};

const rows: { readonly [status: number]: Row } = frozen({
  100: { hears: "nothing", again: false, says: "the call is on its way" },
  180: { hears: "ringback", again: false, says: "it rings" },
  181: { hears: "nothing", again: false, says: "the call is being forwarded" },
  182: { hears: "ringback2", again: false, says: "the call waits in a queue" },
  183: { hears: "nothing", again: false, says: "the call makes progress" },
  199: { hears: "nothing", again: false, says: "one of the telephones that rang has stopped" },
  200: { hears: "voice", again: false, says: "all is well" },
  202: { hears: "voice", again: false, says: "the server has taken it in" },
  204: { hears: "voice", again: false, says: "all is well, and there is nothing to tell" },
  300: { hears: "reorder", again: false, says: "the number can be reached at several other places" },
  301: { hears: "reorder", again: false, says: "the number has moved for good" },
  302: { hears: "reorder", again: false, says: "the number can be reached elsewhere" },
  305: { hears: "reorder", again: false, says: "the number wants to be called through another proxy" },
  380: { hears: "reorder", again: false, says: "the number offers another service instead" },
  400: { hears: "reorder", again: false, says: "the server did not understand the request" },
  401: { hears: "reorder", again: false, says: "the password or user name is wrong" },
  402: { hears: "reorder", again: false, says: "the call has to be paid for" },
  403: {
    hears: "reorder",
    again: false,
    says: "this call is not allowed",
    registering: "the password or user name is wrong",
  },
  404: {
    hears: "reorder",
    again: false,
    says: "there is no such number",
    registering: "the server does not know this user",
  },
  405: { hears: "reorder", again: false, says: "the server does not allow this request" },
  406: { hears: "reorder", again: false, says: "the other side accepts nothing that can be offered" },
  407: { hears: "reorder", again: false, says: "the password or user name is wrong" },
  408: { hears: "reorder", again: true, says: "nobody answered" },
  409: { hears: "reorder", again: false, says: "the request is in conflict with another" },
  410: { hears: "reorder", again: false, says: "the number is no longer in use" },
  411: { hears: "reorder", again: false, says: "the server misses the length of the request" },
  412: { hears: "reorder", again: false, says: "a condition of the request was not met" },
  413: { hears: "reorder", again: false, says: "the request is too large" },
  414: { hears: "reorder", again: false, says: "the number is too long" },
  415: { hears: "reorder", again: false, says: "the other side does not know this kind of sound" },
  416: { hears: "reorder", again: false, says: "the server cannot call this kind of address" },
  417: { hears: "reorder", again: false, says: "the server does not know this priority" },
  420: { hears: "reorder", again: false, says: "the other side does not know an extension that is needed" },
  421: { hears: "reorder", again: false, says: "the other side needs an extension that is not known here" },
  422: { hears: "reorder", again: false, says: "the time between refreshes is too short" },
  423: { hears: "reorder", again: false, says: "the registration is too short for the server" },
  424: { hears: "reorder", again: false, says: "the server cannot read where the caller is" },
  425: { hears: "reorder", again: false, says: "the server found the alert wrong" },
  428: { hears: "reorder", again: false, says: "the caller has to prove who he is" },
  429: {
    hears: "reorder",
    again: true,
    says: "the server wants to know who referred the call",
    registering: "the server was asked too often",
  },
  430: { hears: "reorder", again: false, says: "the way through the network has failed" },
  433: { hears: "reorder", again: false, says: "calls without a number are not accepted" },
  436: { hears: "reorder", again: false, says: "the proof of who calls cannot be fetched" },
  437: { hears: "reorder", again: false, says: "the proof of who calls is not trusted" },
  438: { hears: "reorder", again: false, says: "the proof of who calls is wrong" },
  439: { hears: "reorder", again: false, says: "the first server cannot keep the way open" },
  440: { hears: "reorder", again: false, says: "the call would branch too widely" },
  469: { hears: "reorder", again: false, says: "the server does not take this package of information" },
  470: { hears: "reorder", again: false, says: "the other side has not consented" },
  480: { hears: "reorder", again: true, says: "nobody is there at the moment" },
  481: { hears: "reorder", again: false, says: "the call is already over" },
  482: { hears: "reorder", again: false, says: "the call went in a circle" },
  483: { hears: "reorder", again: false, says: "the call went through too many servers" },
  484: { hears: "reorder", again: false, says: "the number is incomplete" },
  485: { hears: "reorder", again: false, says: "the number may mean several people" },
  486: { hears: "busy", again: true, says: "the line is busy" },
  487: { hears: "reorder", again: false, says: "the call was cancelled" },
  488: { hears: "reorder", again: false, says: "the other side accepts none of our kinds of sound" },
  489: { hears: "reorder", again: false, says: "the server does not know this event" },
  491: { hears: "reorder", again: true, says: "both sides asked at the same time" },
  493: { hears: "reorder", again: false, says: "the other side cannot decipher the request" },
  494: { hears: "reorder", again: false, says: "the server wants an agreement on security first" },
  499: { hears: "reorder", again: false, says: "the other side gave up" },
  500: { hears: "reorder", again: true, says: "the server has an error" },
  501: { hears: "reorder", again: false, says: "the server cannot do this" },
  502: { hears: "reorder", again: true, says: "a server behind the server has an error" },
  503: { hears: "reorder", again: true, says: "the server is overloaded" },
  504: { hears: "reorder", again: true, says: "a server behind the server does not answer" },
  505: { hears: "reorder", again: false, says: "the server does not speak this version of SIP" },
  513: { hears: "reorder", again: false, says: "the request is too large for the server" },
  555: { hears: "reorder", again: false, says: "the server does not know this service for notifications" },
  580: { hears: "reorder", again: true, says: "the network cannot give what the call needs" },
  600: { hears: "busy", again: true, says: "the line is busy everywhere" },
  603: { hears: "reorder", again: false, says: "the call was declined" },
  604: { hears: "reorder", again: false, says: "there is no such number anywhere" },
  605: { hears: "reorder", again: false, says: "the call was declined everywhere" },
  606: { hears: "reorder", again: false, says: "the other side accepts none of our kinds of sound" },
  607: { hears: "reorder", again: false, says: "the call is unwanted" },
  608: { hears: "reorder", again: false, says: "the call was rejected on the way" },
  700: { hears: "reorder", again: false, says: "the call came to nothing" },
  701: { hears: "reorder", again: false, says: "the other side did not answer" },
});

function rowOf(status: number): Row {
  return rows[status] ?? rows[100 * Math.floor(status / 100)] ?? rows[500];
}

/** What a refusal sounds like. A code that the owner has named for special information sounds that. */
export function toneOf(status: number, sitCodes: SitCodes = [], reason = ""): NoTone {
  const sit = sitCodes.findIndex((codes) => codes.some((code) => fits(code, status)));
  if (sit >= 0) return SITS[sit];
  const hears = variantOf(status, reason)?.hears ?? rowOf(status).hears;
  return hears === "busy" ? "busy" : "reorder";
}

/** What is heard while a call is on its way. */
export function progressTone(status: number): "ringback" | "ringback2" | null {
  const { hears } = rowOf(status);
  return hears === "ringback" || hears === "ringback2" ? hears : null;
}

/** Part of a sentence: why a call came to nothing. `reason` is what the server says besides. */
export function wordsFor(status: number, reason = ""): string {
  return variantOf(status, reason)?.says ?? rowOf(status).says;
}

/** Part of a sentence: why a registration came to nothing. */
export function registrationWordsFor(status: number, reason = ""): string {
  const { says, registering } = rowOf(status);
  return variantOf(status, reason)?.says ?? registering ?? says;
}

/** True for failures of the moment: nobody answered, or could, or the server is in trouble. */
export function mayTryAgain(status: number, reason = ""): boolean {
  const variant = variantOf(status, reason);
  return variant ? variant.again === true : rowOf(status).again;
}

const SITS: readonly Sit[] = frozen(["sit1", "sit2", "sit3", "sit4"]);
