/** Who answers what: the methods we understand, where, and what they may carry (RFC 3261 sections 8.2.1, 8.2.3). */
import { frozen } from "../base/frozen.js";
import { DTMF, DTMF_RELAY, HOOK_FLASH } from "../wire/sip/dtmf-relay.js";
import type { SipHeaders } from "../wire/sip/sip-message.js";

type Row = {
  /** Outside a call, within one, or both; outside, what belongs within is 481. */
  readonly where: "outside" | "within" | "both";
  /** Media types of its body; null for those that depend on its Event. */
  readonly content: readonly string[] | null;
};

const SDP = frozen(["application/sdp"]);
const ROWS: Readonly<Record<string, Row>> = frozen({
  INVITE: { where: "both", content: SDP },
  ACK: { where: "within", content: SDP },
  CANCEL: { where: "within", content: SDP },
  BYE: { where: "within", content: SDP },
  OPTIONS: { where: "both", content: SDP },
  PRACK: { where: "within", content: SDP }, // RFC 3262
  UPDATE: { where: "within", content: SDP }, // RFC 3311
  INFO: { where: "within", content: [DTMF_RELAY, DTMF, HOOK_FLASH] }, // RFC 6086
  REFER: { where: "both", content: null }, // RFC 3515
  NOTIFY: { where: "both", content: null }, // RFC 6665
  SUBSCRIBE: { where: "both", content: null },
  MESSAGE: { where: "both", content: ["text/plain"] }, // RFC 3428
});
const NONE: readonly string[] = frozen([]);

export const METHODS: readonly string[] = frozen(Object.keys(ROWS));

/** `undefined` for a method we do not understand. */
export function placeOf(method: string): Row["where"] | undefined {
  return Object.hasOwn(ROWS, method) ? ROWS[method].where : undefined;
}

/** Media types a request may carry; null when its handler knows. */
export function contentOf(method: string): readonly string[] | null {
  return Object.hasOwn(ROWS, method) ? ROWS[method].content : NONE;
}

/** Event packages we understand, `check-sync` and its kin besides (RFC 6665 section 8.2.2). */
export const ALLOW_EVENTS: SipHeaders = frozen([["Allow-Events", "message-summary, refer, check-sync"]]);
