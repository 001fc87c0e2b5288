/** Who knows the names of servers, besides `Primary_DNS` and `Secondary_DNS` of the System tab. */
import { frozen } from "../base/frozen.js";
import type { Setting } from "./setting.js";

export const nameSettings = frozen({
  DNS_Server_Order: {
    tab: "System",
    kind: "choice",
    of: ["Manual", "Manual,DHCP", "DHCP,Manual"],
    fallback: "Manual",
    help: "Which DNS servers are asked, in which order; with Manual those of DHCP only where none is named here.",
    touches: "network",
  },
  Domain: {
    tab: "System",
    kind: "host",
    fallback: "",
    help: "What is added to the name of a server that has no dot in it; that of DHCP where none is named here.",
    touches: "network",
  },
} as const satisfies Record<string, Setting>);
