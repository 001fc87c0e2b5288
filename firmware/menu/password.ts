/** A password as it is pressed on a telephone: letters by their keys (ITU-T E.161), and what has no key as 0. */

/** The keys of A to Z. */
const KEYS = "22233344455566677778889999";
const A = 0x61;

export function keyedAs(password: string): string {
  let keys = "";
  for (const char of password.toLowerCase()) {
    if (char >= "0" && char <= "9") keys += char;
    else if (char >= "a" && char <= "z") keys += KEYS[char.charCodeAt(0) - A];
    else keys += "0";
  }
  return keys;
}
