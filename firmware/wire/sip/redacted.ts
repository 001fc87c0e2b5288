/** SIP messages as they may be shown to others: nobody can log in by them, and no key that was pressed in a call is in them. */

/** Answers to challenges (RFC 3261 section 22.4), wherever they stand, and the nonces that belong to them. */
const CREDENTIALS = /\b(response|cnonce|nonce|nextnonce|opaque)\s*=\s*("[^"\r\n]*"|[^\s,;"]+)/gi;
/** Keys by INFO: `Signal=5`, and the single character of application/dtmf. */
const SIGNALS = /^(Signal\s*=\s*)[^\r\n]*/gim;
const BARE_KEY = /^(content-type|c)\s*:\s*application\/dtmf\s*$/im;
const PASSWORD = /\b(sips?:[^\s:@<>"]+):[^\s@<>"]+@/gi;

export function redacted(message: string): string {
  const end = message.indexOf("\r\n\r\n");
  const head = (end < 0 ? message : message.slice(0, end))
    .replace(CREDENTIALS, (_, name: string) => `${name}="***"`)
    .replace(PASSWORD, "$1:***@");
  if (end < 0) return head;
  const body = message.slice(end);
  return head + (BARE_KEY.test(head) ? "\r\n\r\n*" : body.replace(SIGNALS, "$1*"));
}
