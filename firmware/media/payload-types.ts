/** What may come on the port of a call, by its payload type (RFC 3551, and what was agreed). */
import type { Agreement } from "../wire/agreement.js";

/** RFC 3389; its number needs no agreement. */
const COMFORT_NOISE = 13;

/** Packets of this payload type make sense. */
export function expects(agreement: Agreement, payloadType: number): boolean {
  const { payloadTypeIn, otherPayloadTypeIn, eventPayloadTypeIn, nse } = agreement;
  if (payloadType === payloadTypeIn || payloadType === eventPayloadTypeIn) return true;
  if (nse && payloadType === nse.in) return true;
  return payloadType === otherPayloadTypeIn || payloadType === COMFORT_NOISE;
}
