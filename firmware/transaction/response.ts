/** A response to a request (RFC 3261 section 8.2.6). */
import type { SipHeaders, SipRequest, SipResponse } from "../wire/sip/sip-message.js";
import { reasonPhrase } from "../wire/sip/sip-status.js";
import { tagOf } from "./mandatory.js";

const NO_BODY = new Uint8Array(0);

export type ResponseParts = { readonly headers?: SipHeaders; readonly body?: Uint8Array; readonly reason?: string };

type Field = SipHeaders[number];

/** `tag` becomes ours in To, unless the request already names one (section 8.2.6.2). */
export function responseTo(request: SipRequest, status: number, tag: string, parts: ResponseParts = {}): SipResponse {
  const headers: Field[] = [];
  const routes: Field[] = [];
  let from: Field | undefined;
  let to: Field | undefined;
  let callId: Field | undefined;
  let sequence: Field | undefined;
  let timestamp: Field | undefined;
  for (let i = 0; i < request.headers.length; i++) {
    const field = request.headers[i];
    switch (field[0]) {
      case "Via":
        headers.push(field);
        break;
      case "Record-Route":
        routes.push(field);
        break;
      case "From":
        from ??= field;
        break;
      case "To":
        to ??= field;
        break;
      case "Call-ID":
        callId ??= field;
        break;
      case "CSeq":
        sequence ??= field;
        break;
      case "Timestamp":
        timestamp ??= field;
        break;
    }
  }
  // section 12.1.1: the way back for what creates a dialog
  if (request.method === "INVITE" && status > 100 && status < 300) headers.push(...routes);
  if (from) headers.push(from);
  if (to) headers.push(status > 100 && tagOf(request, "To") === "" ? ["To", `${to[1]};tag=${tag}`] : to);
  if (callId) headers.push(callId);
  if (sequence) headers.push(sequence);
  if (timestamp && status === 100) headers.push(timestamp);
  return {
    kind: "response",
    status,
    reason: parts.reason ?? reasonPhrase(status),
    headers: parts.headers ? headers.concat(parts.headers) : headers,
    body: parts.body ?? NO_BODY,
  };
}
