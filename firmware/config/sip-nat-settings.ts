/** The NAT group of the SIP tab: what we learn and believe about the address others see us at. */
import { frozen } from "../base/frozen.js";
import { secondsOf, switchOf } from "./rows.js";
import type { Setting } from "./setting.js";

const nat = switchOf("SIP", "account");
const seconds = secondsOf("SIP", "account");

export const sipNatSettings = frozen({
  Handle_VIA_received: nat("Yes", "The address a server has seen us at (Via, received) is ours outside."),
  Handle_VIA_rport: nat("Yes", "The port a server has seen us at (Via, rport; RFC 3581) is ours outside."),
  Insert_VIA_received: nat("Yes", "Others are told the address we have seen them at (RFC 3261 section 18.2.1)."),
  Insert_VIA_rport: nat("Yes", "Others who ask for it are told their port as well (RFC 3581 section 4)."),
  Substitute_VIA_Addr: nat("No", "Our Via names our address outside instead of the one inside."),
  Send_Resp_To_Src_Port: nat("No", "Answers go to where a request came from, even when its Via names another port."),
  STUN_Enable: nat("No", "Our address outside is asked for at the STUN server (RFC 8489)."),
  STUN_Test_Enable: nat(
    "No",
    "The kind of NAT is found out at the start and told with each registration; behind a symmetric one mapping is off.",
  ),
  STUN_Server: {
    tab: "SIP",
    kind: "address",
    fallback: "",
    help: "That server, as host or host:port; 3478 without a port.",
    touches: "account",
  },
  EXT_IP: {
    tab: "SIP",
    kind: "ip",
    fallback: "",
    help: "Our address outside, where it is known and stays; what STUN or a server says wins over it.",
    touches: "account",
  },
  EXT_RTP_Port_Min: {
    tab: "SIP",
    kind: "number",
    min: 0,
    max: 65534,
    optional: true,
    fallback: "",
    help: "The port outside that leads to RTP_Port_Min, the others following it; empty where it is the same.",
    touches: "account",
  },
  NAT_Keep_Alive_Intvl: seconds("15", 0, "Between the messages that keep a NAT open; 0 sends none."),
  Redirect_Keep_Alive: nat("No", "After a redirected registration they go to the server it was sent on to."),
} as const satisfies Record<string, Setting>);
