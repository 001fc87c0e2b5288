/** The proxy and subscriber groups of the Line tab: where our server is, and who we are there. */
import { frozen } from "../base/frozen.js";
import { secondsOf, switchOf } from "./rows.js";
import type { Setting } from "./setting.js";

const account = switchOf("Line", "account");
const seconds = secondsOf("Line", "account");

const text = (max: number, help: string) =>
  ({ tab: "Line", kind: "text", max, fallback: "", help, touches: "account" }) as const;

/** More servers of the same kind. */
const addresses = (help: string) =>
  ({ tab: "Line", kind: "addresses", fallback: "", help, touches: "account" }) as const;

export const lineAccountSettings = frozen({
  Line_Enable: account("Yes", "The line is in use."),
  Proxy: {
    tab: "Line",
    kind: "address",
    fallback: "",
    help: "The SIP server, as host or host:port.",
    touches: "account",
  },
  Alternate_Proxy: addresses("Servers to turn to when that one does not answer, separated by commas."),
  Outbound_Proxy: {
    tab: "Line",
    kind: "address",
    fallback: "",
    help: "Where requests are sent instead, on their way to the server.",
    touches: "account",
  },
  Alternate_Outbound_Proxy: addresses("Outbound proxies to turn to when that one does not answer."),
  Use_Outbound_Proxy: account("No", "The outbound proxy is used."),
  Use_OB_Proxy_In_Dialog: account("Yes", "Requests within a call go through it as well."),
  Register: account("Yes", "The server is told where we are."),
  Make_Call_Without_Reg: account("No", "Calls can be made while we are not registered."),
  Ans_Call_Without_Reg: account("No", "Calls are taken while we are not registered."),
  Register_Expires: seconds("3600", 1, "How long a registration shall last."),
  Use_DNS_SRV: account("Yes", "The DNS is asked which servers a name without a port stands for (RFC 3263)."),
  DNS_SRV_Auto_Prefix: account(
    "Yes",
    "A plain name will do there; else it is that of the service: _sip._udp.example.net.",
  ),
  Proxy_Fallback_Intvl: seconds("3600", 0, "After so long with another server the first is tried again; 0 stays."),
  Proxy_Redundancy_Method: {
    tab: "Line",
    kind: "choice",
    of: ["Normal", "Based on SRV Port"],
    fallback: "Normal",
    help: "Order of servers: by priority, or first those at the port of the first, then the others.",
    touches: "account",
  },
  Voice_Mail_Server: {
    tab: "Line",
    kind: "target",
    fallback: "",
    help: "Where we subscribe to news of messages (RFC 3842): host, host:port or user@host; empty waits to be told.",
    touches: "account",
  },
  Mailbox_Subscribe_Expires: seconds("3600", 0, "How long that subscription shall last; 0 makes none."),
  Mailbox_ID: text(64, "The mailbox, where it is not the user ID."),
  Display_Name: text(64, "The name others see."),
  User_ID: text(64, "Our number or name at the server."),
  Password: { tab: "Line", kind: "password", max: 128, fallback: "", help: "Its password.", touches: "account" },
  Use_Auth_ID: account("No", "The server asks for another name than the user ID."),
  Auth_ID: text(128, "That other name."),
} as const satisfies Record<string, Setting>);
