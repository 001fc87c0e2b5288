/** What is known of a NAT, and the words for it (RFC 4787 sections 4.1 and 5, RFC 3489 section 5). */
import { frozen } from "../base/frozen.js";
import type { TransportAddress } from "../wire/stun/stun-address.js";
import { isAt } from "./stun-client.js";

/** What our address as seen from outside depends on; "none" where nothing is translated. */
export type NatMapping =
  | "none"
  | "endpoint-independent"
  | "address-dependent"
  | "address-and-port-dependent"
  | "unknown";
/** Who is let in at that address. */
export type NatFiltering = Exclude<NatMapping, "none">;

/** In the words of RFC 3489, which the PAP2T reports. */
export type NatName =
  | "Open Internet"
  | "Symmetric UDP Firewall"
  | "Full Cone"
  | "Restricted Cone"
  | "Port Restricted Cone"
  | "Symmetric"
  | "UDP blocked"
  | "Unknown";

export type NatFinding = {
  /** Nobody answered. */
  readonly blocked: boolean;
  /** Whether what is seen from outside is another address or port than ours; null when nobody told. */
  readonly translated: boolean | null;
  readonly mapping: NatMapping;
  readonly filtering: NatFiltering;
  /** Where the first server that answered saw us. */
  readonly mapped: TransportAddress | null;
  readonly kind: NatName;
  /** A sentence or two, for people. */
  readonly words: string;
};

/** Which server saw us where. */
export type Sight = { readonly server: TransportAddress; readonly mapped: TransportAddress };

type Row = { readonly kind: NatName; readonly words: string };
const row = (kind: NatName, words: string): Row => frozen({ kind, words });

const FIREWALL = row(
  "Symmetric UDP Firewall",
  "There is no NAT, but a firewall lets in only those the adapter has sent to.",
);
const PER_HOST = row(
  "Symmetric",
  "A NAT gives the adapter another address or port for each host: what a STUN server sees is of no use to others.",
);
const PER_PORT = row(
  "Symmetric",
  "A NAT gives the adapter another address or port for each destination: what a STUN server sees is of no use to others.",
);
const NOBODY_KNOWS = row("Unknown", "What stands between the adapter and the Internet could not be found out.");
const SOME_NAT = row("Unknown", "There is a NAT, but its kind could not be found out.");
const BLOCKED = row("UDP blocked", "No STUN server answered: UDP to the Internet seems to be blocked.");

const ROWS: { readonly [mapping in NatMapping]: { readonly [filtering in NatFiltering]: Row } } = frozen({
  none: {
    "endpoint-independent": row("Open Internet", "There is no NAT, and no firewall: anybody can reach the adapter."),
    "address-dependent": FIREWALL,
    "address-and-port-dependent": FIREWALL,
    unknown: row("Unknown", "There is no NAT. Whether a firewall keeps others out could not be found out."),
  },
  "endpoint-independent": {
    "endpoint-independent": row("Full Cone", "A NAT gives the adapter one address for all, and lets anybody in."),
    "address-dependent": row(
      "Restricted Cone",
      "A NAT gives the adapter one address for all, and lets in the hosts it has sent to.",
    ),
    "address-and-port-dependent": row(
      "Port Restricted Cone",
      "A NAT gives the adapter one address for all, and lets in only the very ports it has sent to.",
    ),
    unknown: row("Unknown", "A NAT gives the adapter one address for all. Whom it lets in could not be found out."),
  },
  "address-dependent": {
    "endpoint-independent": PER_HOST,
    "address-dependent": PER_HOST,
    "address-and-port-dependent": PER_HOST,
    unknown: PER_HOST,
  },
  "address-and-port-dependent": {
    "endpoint-independent": PER_PORT,
    "address-dependent": PER_PORT,
    "address-and-port-dependent": PER_PORT,
    unknown: PER_PORT,
  },
  unknown: {
    "endpoint-independent": NOBODY_KNOWS,
    "address-dependent": NOBODY_KNOWS,
    "address-and-port-dependent": NOBODY_KNOWS,
    unknown: NOBODY_KNOWS,
  },
});

/** `refused`: somebody answered, if only to say no. The first sight is `mapped`. */
export function natFinding(
  sights: readonly Sight[],
  local: TransportAddress,
  filtering: NatFiltering,
  refused: boolean,
): NatFinding {
  const mapped = sights.length > 0 ? sights[0].mapped : null;
  const mapping = mappingOf(sights, local) ?? guessOf(sights);
  const translated = mapped ? mapping !== "none" : null;
  const blocked = !mapped && !refused;
  const { kind, words } = blocked ? BLOCKED : mapping === "unknown" && translated ? SOME_NAT : ROWS[mapping][filtering];
  return { blocked, translated, mapping, filtering, mapped, kind, words };
}

/** Undefined until enough servers have said where they see us. */
export function mappingOf(sights: readonly Sight[], local: TransportAddress): NatMapping | undefined {
  if (sights.length > 0 && sights.every(({ mapped }) => isAt(local, mapped.address, mapped.port))) return "none";
  if (differs(sights, true)) return "address-and-port-dependent";
  if (agrees(sights, false)) return "endpoint-independent";
  return differs(sights, false) && agrees(sights, true) ? "address-dependent" : undefined;
}

/** Of two hosts that see us differently, and no more: which also differ in port, or nobody knows whether that matters. */
function guessOf(sights: readonly Sight[]): NatMapping {
  return differs(sights, false) ? "address-and-port-dependent" : "unknown";
}

/** Whether any two servers of one host, or of two, see us at the same place. */
function agrees(sights: readonly Sight[], oneHost: boolean): boolean {
  return anyTwo(sights, oneHost, true);
}

/** Whether any two see us at different places. */
function differs(sights: readonly Sight[], oneHost: boolean): boolean {
  return anyTwo(sights, oneHost, false);
}

function anyTwo(sights: readonly Sight[], oneHost: boolean, same: boolean): boolean {
  for (let i = 1; i < sights.length; i++)
    for (let j = 0; j < i; j++) {
      const { server, mapped } = sights[j];
      if ((sights[i].server.address === server.address) !== oneHost) continue;
      if (isAt(sights[i].mapped, mapped.address, mapped.port) === same) return true;
    }
  return false;
}
