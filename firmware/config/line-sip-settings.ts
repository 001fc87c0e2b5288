/** The SIP group of the Line tab: how this line speaks, and to whom it listens. */
import { frozen } from "../base/frozen.js";
import { switchOf } from "./rows.js";
import type { Setting } from "./setting.js";

const account = switchOf("Line", "account");

/** Time between the answer to a transfer and our BYE. */
const byeDelay = <F extends string>(fallback: F, help: string) =>
  ({ tab: "Line", kind: "number", min: 0, max: 65535, unit: "s", fallback, help, touches: "account" }) as const;

const SIP_DEBUG = frozen([
  "none",
  "1-line",
  "1-line excl. OPT",
  "1-line excl. NTFY",
  "1-line excl. REG",
  "1-line excl. OPT|NTFY|REG",
  "full",
  "full excl. OPT",
  "full excl. NTFY",
  "full excl. REG",
  "full excl. OPT|NTFY|REG",
] as const);

export const lineSipSettings = frozen({
  SIP_Transport: {
    tab: "Line",
    kind: "choice",
    of: ["UDP", "TCP", "AUTO"],
    fallback: "UDP",
    help: "How messages travel. AUTO goes by what the DNS says of the server, and sends large requests by TCP.",
    touches: "account",
  },
  SIP_Port: {
    tab: "Line",
    kind: "number",
    min: 0,
    max: 65535,
    fallback: ["5060", "5061"],
    help: "Our port; 0 takes any free one.",
    touches: "account",
  },
  SIP_Debug_Option: {
    tab: "Line",
    kind: "choice",
    of: SIP_DEBUG,
    fallback: "none",
    help: "What of each SIP message the debug server is told: its first line or all of it, and which methods are left out.",
    touches: "log",
  },
  SIP_ToS_DiffServ_Value: {
    tab: "Line",
    kind: "hex",
    fallback: "0x68",
    label: "SIP ToS/DiffServ Value",
    help: "Priority of signalling (RFC 2474).",
    touches: "account",
  },
  "Auth_Resync-Reboot": account("Yes", "Whoever asks for new settings or a restart (NOTIFY) must know our password."),
  "SIP_Proxy-Require": {
    tab: "Line",
    kind: "text",
    max: 64,
    ascii: true,
    fallback: "",
    help: "Proxy-Require of our requests; empty leaves it out.",
    touches: "account",
  },
  "SIP_Remote-Party-ID": account("Yes", "Calls carry Remote-Party-ID, which tells the server who calls."),
  "SIP_P-Preferred-Identity": account("Yes", "Calls carry P-Preferred-Identity (RFC 3325), which tells the same."),
  Use_Anonymous_With_RPID: account("Yes", "A withheld number is withheld in From too; else only Privacy asks for it."),
  SIP_GUID: account("No", "Requests carry a GUID header that tells this line from all others."),
  SIP_Instance_ID: account("Yes", "Contacts carry a name of this line that stays (+sip.instance, RFC 5626)."),
  SIP_Outbound: account("No", "The server is asked to reach us by the flow we registered on (RFC 5626)."),
  SIP_GRUU: account("Yes", "The server is asked for an address that leads to this line alone (RFC 5627)."),
  SIP_100REL_Enable: account(
    "Yes",
    "Reliable progress of calls is offered (RFC 3262); where the other side asks for it, it is given anyway.",
  ),
  SIP_Session_Timer: account("Yes", "Long calls are refreshed, so that dead ones are found (RFC 4028)."),
  Restrict_Source_IP: account("Yes", "Only our server may ring; strangers get no answer."),
  Restrict_Contact_User: account("Yes", "Only requests that name our own contact are for us."),
  Auth_INVITE: account("No", "Whoever calls us must know our password."),
  Sticky_183: account("No", "Once early sound was heard, a later 180 does not bring ringback."),
  SIP_Follow_REFER: {
    tab: "Line",
    kind: "yesno",
    fallback: "Yes",
    help: "The other side of a call may have us call somebody else instead (RFC 3515).",
    touches: "phone",
  },
  Reply_182_On_Call_Waiting: {
    tab: "Line",
    kind: "yesno",
    fallback: "No",
    help: "A second caller is told that the call waits (182).",
    touches: "phone",
  },
  Referor_Bye_Delay: byeDelay("4", "We have sent the other side elsewhere: wait before we end our call with it."),
  Refer_Target_Bye_Delay: byeDelay("0", "The same for our call with the one it was sent to."),
  Referee_Bye_Delay: byeDelay("0", "We were sent elsewhere: wait before we end the call with the one who did it."),
  "Refer-To_Target_Contact": account("No", "A transfer names the Contact of its target, not the number."),
  "Blind_Attn-Xfer_Enable": account("No", "A transfer after talking to the target is sent as one without."),
} as const satisfies Record<string, Setting>);
