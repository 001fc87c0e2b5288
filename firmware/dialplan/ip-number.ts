/** Addresses dialled as numbers, as on a PAP2T: `[user*]a*b*c*d[*port]`, where a port is above 255. */

export type IpNumber = { readonly user: string; readonly host: string; readonly port: number | null };

const LONGEST_USER = 32;
const MOST_GROUPS = 6;
const LEAST_PORT = 256;
const MOST_PORT = 65_535;

/** What the keys so far are; "part" when more of them could make an address of it, null when nothing can. */
export function ipNumber(keys: string): IpNumber | "part" | null {
  const groups = keys.split("*");
  if (groups.length > MOST_GROUPS) return null;
  for (let i = 0; i < groups.length; i++) {
    const last = i === groups.length - 1;
    if (!isDigits(groups[i]) && !(last && i > 0 && groups[i] === "")) return null;
    if (groups[i].length > LONGEST_USER) return null;
  }
  const [first] = groups;
  switch (groups.length) {
    case 4:
      return read("", groups, null) ?? (couldGoOn(groups) ? "part" : null);
    case 5:
      return (
        read("", groups.slice(0, 4), groups[4]) ??
        read(first, groups.slice(1), null) ??
        (couldGoOn(groups) ? "part" : null)
      );
    case 6:
      return read(first, groups.slice(1, 5), groups[5]) ?? (couldGoOn(groups) ? "part" : null);
    default:
      return couldGoOn(groups) ? "part" : null;
  }
}

/** All but a user at the beginning and a port at the end are octets. */
function couldGoOn(groups: readonly string[]): boolean {
  for (let i = 1; i < groups.length; i++) {
    const isPort = i === groups.length - 1 && i >= 4;
    if (groups[i] !== "" && Number(groups[i]) > (isPort ? MOST_PORT : 255)) return false;
  }
  return groups.length < MOST_GROUPS || groups[MOST_GROUPS - 1].length < 5;
}

function read(user: string, octets: readonly string[], port: string | null): IpNumber | null {
  for (let i = 0; i < 4; i++) if (octets[i] === "" || octets[i].length > 3 || Number(octets[i]) > 255) return null;
  const host = octets.map(Number).join(".");
  if (port === null) return { user, host, port: null };
  const number = Number(port);
  return number >= LEAST_PORT && number <= MOST_PORT ? { user, host, port: number } : null;
}

function isDigits(text: string): boolean {
  if (text === "") return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}
