/** A SIP message to octets (RFC 3261 section 7). */
import { onOneLine } from "../../base/patterns.js";
import { octetsOf } from "../../base/text.js";
import type { SipMessage } from "./sip-message.js";
import { compactOf } from "./sip-names.js";

const VERSION = "SIP/2.0";

/** Content-Length is ours: replaced, or added. `compact` writes short header names (section 7.3.3). */
export function emitSip(message: SipMessage, options?: { readonly compact?: boolean }): Uint8Array {
  const { headers, body } = message;
  const compact = options?.compact === true;
  const lines = [
    message.kind === "request"
      ? `${message.method} ${message.uri} ${VERSION}`
      : `${VERSION} ${message.status} ${message.reason}`,
  ];
  const length = `${compact ? compactOf("Content-Length") : "Content-Length"}: ${body.length}`;
  let counted = false;
  for (let i = 0; i < headers.length; i++) {
    const name = headers[i][0];
    if (name !== "Content-Length") lines.push(`${compact ? compactOf(name) : name}: ${headers[i][1]}`);
    else if (!counted) {
      counted = true;
      lines.push(length);
    }
  }
  if (!counted) lines.push(length);
  // whatever a value holds, it starts no line of its own
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    if (line.indexOf("\n") >= 0 || line.indexOf("\r") >= 0) lines[i] = onOneLine(line);
  }
  const head = octetsOf(`${lines.join("\r\n")}\r\n\r\n`);
  if (body.length === 0) return head;
  const octets = new Uint8Array(head.length + body.length);
  octets.set(head);
  octets.set(body, head.length);
  return octets;
}
