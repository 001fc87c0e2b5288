/** What the log servers of the settings are to be told. */
import { frozen } from "../base/frozen.js";
import type { Config } from "./config.js";
import { LogLevels } from "./log-levels.js";
import { parseAddress } from "./setting.js";

/** RFC 5426 section 3.3. */
const SYSLOG_PORT = 514;

/** How the exceptions of `SIP_Debug_Option` are called in requests. */
const METHODS: { readonly [short: string]: string } = frozen({ OPT: "OPTIONS", NTFY: "NOTIFY", REG: "REGISTER" });

/** Null where nobody is told anything. */
export function logOptions(config: Config) {
  const place = (text: string) => {
    const address = parseAddress(text);
    return address && { host: address.host, port: address.port ?? SYSLOG_PORT, transport: "udp" as const };
  };
  const syslog = place(config.get("Syslog_Server"));
  const debug = place(config.get("Debug_Server"));
  if (!syslog && !debug) return null;
  const lines = Array.from({ length: config.lines }, (_, at) => at + 1);
  return {
    form: config.get("Syslog_Format") === "RFC3164" ? "RFC3164" : "RFC5424",
    host: config.get("HostName"),
    levels: new LogLevels(config.get("Log_Levels")),
    syslog,
    debug,
    debugLevel: config.number("Debug_Level"),
    sip: lines.map((line) => sipDebugOf(config.getLine("SIP_Debug_Option", line))),
    sound: lines.map((line) => config.numberLine("RTP_Log_Intvl", line)),
  } as const;
}

function sipDebugOf(text: string) {
  const [how, without = ""] = text.split(" excl. ");
  return {
    how: how === "full" || how === "1-line" ? how : "none",
    without: without.split("|").flatMap((short) => METHODS[short] ?? []),
  } as const;
}
