/** The settings of the System tab: the adapter in its network. */
import type { Setting } from "./setting.js";

export const systemSettings = {
  Enable_Web_Server: {
    tab: "System",
    kind: "yesno",
    fallback: "Yes",
    help: "The built-in page can be reached.",
    touches: "web",
  },
  Web_Server_Port: {
    tab: "System",
    kind: "number",
    min: 0,
    max: 65535,
    fallback: "80",
    help: "Its TCP port; 0 takes any free one.",
    touches: "web",
  },
  Primary_DNS: {
    tab: "System",
    kind: "address",
    numeric: true,
    fallback: "",
    help: "The DNS server that knows where SIP servers with names are, as address or address:port.",
    touches: "network",
  },
  Secondary_DNS: {
    tab: "System",
    kind: "address",
    numeric: true,
    fallback: "",
    help: "A second one, in case the first does not answer.",
    touches: "network",
  },
  HostName: {
    tab: "System",
    kind: "host",
    fallback: "",
    help: "What the adapter calls itself towards DHCP and mDNS.",
    touches: "network",
  },
} as const satisfies Record<string, Setting>;
