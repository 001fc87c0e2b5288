/** Certificates of authorities as PEM (RFC 7468), however their lines were broken on the way into one value. */

const CERTIFICATE = /^-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/;
const BLANKS = /\s+/;
/** Characters of a line (section 2). */
const LINE = 64;
const BASE64 = /^[A-Za-z0-9+/]{4,}={0,2}$/;

/** In lines as they are written; null for a text that is empty, undefined for one that is something else. */
export function parseAuthorities(text: string): string | null | undefined {
  let rest = text.trim();
  if (rest === "") return null;
  const rows: string[] = [];
  while (rest !== "") {
    const match = CERTIFICATE.exec(rest);
    const plain = match?.[1].split(BLANKS).join("");
    if (!match || plain === undefined || !BASE64.test(plain) || plain.length % 4 !== 0) return undefined;
    rows.push("-----BEGIN CERTIFICATE-----");
    for (let at = 0; at < plain.length; at += LINE) rows.push(plain.slice(at, at + LINE));
    rows.push("-----END CERTIFICATE-----");
    rest = rest.slice(match[0].length).trimStart();
  }
  return `${rows.join("\n")}\n`;
}
