/** Who calls, as older servers say it: Remote-Party-ID (draft-ietf-sip-privacy-04 section 5.1). */
import { addressParam, emitAddress, parseAddress } from "./sip-address.js";
import { paramOf, type SipParam } from "./sip-param.js";

export type RemotePartyId = {
  /** "" when there is none. */
  readonly display: string;
  readonly uri: string;
  /** Lower case: calling, called, or another; null when it is not said. */
  readonly party: string | null;
  /** The server has made sure of it; null when it is not said. */
  readonly screen: boolean | null;
  /** What is not to be shown, lower case: full, name, uri, off, or another; the network's part is left off. */
  readonly privacy: readonly string[];
};

const SEPARATOR = /[,;\s]+/;

/** One value. */
export function parseRemotePartyId(text: string): RemotePartyId | undefined {
  const address = parseAddress(text);
  if (!address) return undefined;
  const { display, uri, params } = address;
  const screen = addressParam(address, "screen")?.toLowerCase();
  const privacy: string[] = [];
  for (let i = 0; i < params.length; i++) {
    if (params[i][0] !== "privacy") continue;
    const words = (paramOf([params[i]], "privacy") ?? "").toLowerCase().split(SEPARATOR);
    for (let k = 0; k < words.length; k++) {
      const word = words[k].split("-", 1)[0];
      if (word !== "" && privacy.indexOf(word) < 0) privacy.push(word);
    }
  }
  return {
    display,
    uri,
    party: addressParam(address, "party")?.toLowerCase() || null,
    screen: screen === "yes" ? true : screen === "no" ? false : null,
    privacy,
  };
}

export function emitRemotePartyId({ display, uri, party, screen, privacy }: RemotePartyId): string {
  const params: SipParam[] = [];
  if (party !== null) params.push(["party", party]);
  if (screen !== null) params.push(["screen", screen ? "yes" : "no"]);
  for (let i = 0; i < privacy.length; i++) params.push(["privacy", privacy[i]]);
  return emitAddress({ display, uri, params });
}
