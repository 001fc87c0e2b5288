/** SIP messages as they may be shown to others: nobody can log in by them, and no key that was pressed in a call is in them. */
import { replacedEach } from "../../base/patterns.js";

/** Answers to challenges (RFC 3261 section 22.4), wherever they stand, and the nonces that belong to them. */
const CREDENTIALS = /\b(response|cnonce|nonce|nextnonce|opaque)\s*=\s*("[^"\r\n]*"|[^\s,;"]+)/i;
/** Keys by INFO: `Signal=5`, and the single character of application/dtmf. */
const SIGNALS = /^(Signal\s*=\s*)[^\r\n]*/im;
const BARE_KEY = /^(content-type|c)\s*:\s*application\/dtmf\s*$/im;
const PASSWORD = /\b(sips?:[^\s:@<>"]+):[^\s@<>"]+@/i;

export function redacted(message: string): string {
  const end = message.indexOf("\r\n\r\n");
  const head = replacedEach(
    replacedEach(end < 0 ? message : message.slice(0, end), CREDENTIALS, ([, name]) => `${name}="***"`),
    PASSWORD,
    ([, uri]) => `${uri}:***@`,
  );
  if (end < 0) return head;
  const body = message.slice(end);
  return head + (BARE_KEY.test(head) ? "\r\n\r\n*" : replacedEach(body, SIGNALS, ([, signal]) => `${signal}*`));
}
