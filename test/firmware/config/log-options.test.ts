import { deepEqual, equal } from "node:assert/strict";
import { Config, type SettingValues } from "../../../firmware/config/config.js";
import { logOptions } from "../../../firmware/config/log-options.js";

const options = (owner: SettingValues) => logOptions(new Config({ lines: 2, owner }));

describe("what log servers are to be told", () => {
  it("is nothing where there are none", () => {
    equal(options({ Debug_Level: "3" }), null);
  });

  it("is what their owner wants", () => {
    const { levels, ...rest } = options({
      Syslog_Server: "log.example.net",
      Debug_Server: "192.0.2.1:1514",
      Syslog_Format: "RFC3164",
      Log_Levels: "sip=error",
      Debug_Level: "2",
      HostName: "ata",
      "SIP_Debug_Option[2]": "full excl. OPT|NTFY|REG",
      "RTP_Log_Intvl[1]": "5",
    }) ?? { levels: null };
    equal(levels?.lets("sip", "warning"), false);
    deepEqual(rest, {
      form: "RFC3164",
      host: "ata",
      syslog: { host: "log.example.net", port: 514, transport: "udp" },
      debug: { host: "192.0.2.1", port: 1514, transport: "udp" },
      debugLevel: 2,
      sip: [
        { how: "none", without: [] },
        { how: "full", without: ["OPTIONS", "NOTIFY", "REGISTER"] },
      ],
      sound: [5, 0],
    });
  });
});
