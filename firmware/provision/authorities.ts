/** Certificates of authorities as PEM (RFC 7468), however their lines were broken on the way into one value. */

const CERTIFICATE = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/g;
const LINE = /.{1,64}/g;
const BLANKS = /\s+/g;
const BASE64 = /^[A-Za-z0-9+/]{4,}={0,2}$/;

/** In lines as they are written; null for a text that is empty, undefined for one that is something else. */
export function parseAuthorities(text: string): string | null | undefined {
  if (text.trim() === "") return null;
  if (text.replace(CERTIFICATE, "").trim() !== "") return undefined;
  const rows: string[] = [];
  for (const [, body] of text.matchAll(CERTIFICATE)) {
    const plain = body.replace(BLANKS, "");
    if (!BASE64.test(plain) || plain.length % 4 !== 0) return undefined;
    rows.push("-----BEGIN CERTIFICATE-----", ...(plain.match(LINE) ?? []), "-----END CERTIFICATE-----");
  }
  return `${rows.join("\n")}\n`;
}
