/** Names in messages of the DNS: labels, and pointers back to labels already said (RFC 1035 sections 3.1 and 4.1.4). */

/** Octets of a name as it travels, and of one label (section 2.3.4). */
export const LONGEST_NAME = 255;
export const LONGEST_LABEL = 63;

/** Where a name may not be followed further: it has pointed back this often. */
const MOST_POINTERS = 16;
/** Visible, and neither the dot that divides labels nor the backslash that would escape it. */
const LABEL = /^[!-[\]-~]+$/;

/**
 * The name at `start`, lower case, without the last dot; `end` is behind it. What stands at `start` must end before
 * `limit`. A pointer leads only to what came before the labels it follows, so there is no way round in circles.
 */
export function parseName(
  octets: Uint8Array,
  start: number,
  limit: number,
): { readonly name: string; readonly end: number } | undefined {
  let name = "";
  let length = 1;
  let at = start;
  let from = start;
  let end = -1;
  let pointers = 0;
  for (;;) {
    if (at >= limit) return undefined;
    const octet = octets[at];
    if (octet === 0) return { name, end: end < 0 ? at + 1 : end };
    if (octet >= 0xc0) {
      if (at + 1 >= limit) return undefined;
      const to = ((octet & 0x3f) << 8) | octets[at + 1];
      pointers++;
      if (to >= from || pointers > MOST_POINTERS) return undefined;
      if (end < 0) end = at + 2;
      at = from = to;
      limit = octets.length;
      continue;
    }
    length += 1 + octet;
    if (octet > LONGEST_LABEL || at + 1 + octet > limit || length > LONGEST_NAME) return undefined;
    let label = "";
    for (let i = at + 1; i <= at + octet; i++) label += String.fromCharCode(octets[i]);
    if (!LABEL.test(label)) return undefined;
    name += name === "" ? label.toLowerCase() : `.${label.toLowerCase()}`;
    at += 1 + octet;
  }
}

/** Undefined when it is none: "" is the root. */
export function emitName(name: string): number[] | undefined {
  const octets: number[] = [];
  for (const label of name === "" ? [] : name.split(".")) {
    if (label.length > LONGEST_LABEL || !LABEL.test(label)) return undefined;
    octets.push(label.length);
    for (let i = 0; i < label.length; i++) octets.push(label.charCodeAt(i));
  }
  octets.push(0);
  return octets.length <= LONGEST_NAME ? octets : undefined;
}
