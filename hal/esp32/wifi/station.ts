/** The owner's network as it is kept in flash: JSON with a name and a password. */

export const STATION_KEY = "station";
const LONGEST_NAME = 32;
const LONGEST_PASSWORD = 63;

export type NamedNetwork = { readonly name: string; readonly password: string };

/** Null for what names none. */
export function stationOf(text: string | null): NamedNetwork | null {
  if (text === null) return null;
  try {
    const { name, password = "" } = JSON.parse(text);
    if (typeof name !== "string" || typeof password !== "string") return null;
    if (name === "" || name.length > LONGEST_NAME || password.length > LONGEST_PASSWORD) return null;
    return { name, password };
  } catch {
    return null;
  }
}
