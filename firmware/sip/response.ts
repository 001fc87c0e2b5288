/** A response to a request (RFC 3261 section 8.2.6). */
import {
  header,
  headerLines,
  headerList,
  type SipHeaders,
  type SipRequest,
  type SipResponse,
} from "../wire/sip-message.js";
import { reasonPhrase } from "../wire/sip-status.js";
import { tagOf } from "./mandatory.js";

const NO_BODY = new Uint8Array(0);

export type ResponseParts = { readonly headers?: SipHeaders; readonly body?: Uint8Array; readonly reason?: string };

/** `tag` becomes ours in To, unless the request already names one (section 8.2.6.2). */
export function responseTo(request: SipRequest, status: number, tag: string, parts: ResponseParts = {}): SipResponse {
  const copied: [string, string][] = [];
  for (const via of headerList(request, "Via")) copied.push(["Via", via]);
  // section 12.1.1: the way back for what creates a dialog
  if (request.method === "INVITE" && status > 100 && status < 300)
    for (const route of headerLines(request, "Record-Route")) copied.push(["Record-Route", route]);
  for (const name of ["From", "To", "Call-ID", "CSeq"]) {
    const value = header(request, name);
    if (value === undefined) continue;
    const ours = name === "To" && status > 100 && tagOf(request, "To") === "";
    copied.push([name, ours ? `${value};tag=${tag}` : value]);
  }
  const timestamp = header(request, "Timestamp");
  if (status === 100 && timestamp !== undefined) copied.push(["Timestamp", timestamp]);
  return {
    kind: "response",
    status,
    reason: parts.reason ?? reasonPhrase(status),
    headers: [...copied, ...(parts.headers ?? [])],
    body: parts.body ?? NO_BODY,
  };
}
