/** The NAT group of the Line tab. */
import { frozen } from "../base/frozen.js";
import { switchOf } from "./rows.js";
import type { Setting } from "./setting.js";

const account = switchOf("Line", "account");

export const lineNatSettings = frozen({
  NAT_Mapping_Enable: account("No", "Our messages name our address outside, as far as it is known."),
  EXT_SIP_Port: {
    tab: "Line",
    kind: "number",
    min: 0,
    max: 65535,
    optional: true,
    fallback: "",
    help: "The port outside that leads to SIP_Port; empty where it is the same.",
    touches: "account",
  },
  NAT_Keep_Alive_Enable: account("No", "Small messages keep the way in open."),
  NAT_Keep_Alive_Msg: {
    tab: "Line",
    kind: "text",
    max: 128,
    ascii: true,
    macros: ["$NOTIFY", "$REGISTER", "$OPTIONS", "$CRLF"],
    fallback: "$NOTIFY",
    help: "What they say: a request ($NOTIFY, $REGISTER, $OPTIONS), empty lines ($CRLF, or nothing), or this text.",
    touches: "account",
  },
  NAT_Keep_Alive_Dest: {
    tab: "Line",
    kind: "address",
    macros: ["$PROXY"],
    fallback: "$PROXY",
    help: "Where they go: the server ($PROXY, or nothing), or host or host:port.",
    touches: "account",
  },
} as const satisfies Record<string, Setting>);
