import { deepEqual, equal } from "node:assert/strict";
import { Config, type SettingValues } from "../../../firmware/config/config.js";
import { dnsOptions, fixedAddress, timeByHand, timeServers, zoneOf } from "../../../firmware/config/network-options.js";
import { supervisionOptions } from "../../../firmware/config/supervision-options.js";

const config = (owner: SettingValues = {}) => {
  const config = new Config({ lines: 2, owner });
  deepEqual(config.refused, []);
  return config;
};

describe("options of the network", () => {
  it("are DHCP's, unless an address is set whole", () => {
    const set = { Static_IP: "192.0.2.9", Gateway: "0.0.0.0" };
    equal(fixedAddress(config(set)), null);
    deepEqual(fixedAddress(config({ ...set, DHCP: "No" })), {
      address: "192.0.2.9",
      netmask: "255.255.255.0",
      gateway: "",
    });
    equal(fixedAddress(config({ DHCP: "No" })), undefined);
    equal(fixedAddress(config({ DHCP: "No", Static_IP: "192.0.2.9", NetMask: "0.0.0.0" })), undefined);
  });

  it("are DNS servers, in their order", () => {
    deepEqual(dnsOptions(config()), { named: [], lease: "instead", domain: "" });
    const named = { Primary_DNS: "0.0.0.0", Secondary_DNS: "192.0.2.53:5353", Domain: "example.net" };
    deepEqual(dnsOptions(config({ ...named, DNS_Server_Order: "DHCP,Manual" })), {
      named: [{ host: "192.0.2.53", port: 5353 }],
      lease: "before",
      domain: "example.net",
    });
    equal(dnsOptions(config({ DNS_Server_Order: "manual,dhcp" })).lease, "after");
  });
});

describe("options of the clock", () => {
  it("are its servers and its zone", () => {
    deepEqual(timeServers(config({ Primary_NTP_Server: "0.0.0.0", Secondary_NTP_Server: "a.example" })), ["a.example"]);
    equal(zoneOf(config()), null);
    deepEqual(zoneOf(config({ Time_Zone: "GMT-03:30", Daylight_Saving_Time_Rule: "" })), {
      offset: -12_600,
      daylight: null,
    });
    equal(zoneOf(config({ Time_Zone: "GMT-08:00" }))?.daylight?.save, 3600);
  });

  it("are date and time by hand, where both are set", () => {
    equal(timeByHand(config({ Set_Local_Date__mm_dd_: "11/21" })), null);
    deepEqual(timeByHand(config({ Set_Local_Date__mm_dd_: "11/21", Set_Local_Time__HH_mm_: "1805" })), {
      ...{ year: null, month: 11, day: 21 },
      minutes: 1085,
    });
  });
});

describe("options of the wires", () => {
  it("are none by default, and of each line", () => {
    equal(supervisionOptions(config(), 1), null);
    equal(supervisionOptions(config({ CPC_Delay: "9" }), 1), null, "without a length there is no break");
    const one = config({ "Callee_Conn_Polarity[2]": "Reverse", CPC_Delay: ".5" });
    equal(supervisionOptions(one, 1), null);
    deepEqual(supervisionOptions(one, 2), {
      ...{ idle: "forward", caller: "forward", callee: "reverse" },
      ...{ breakDelay: 500, breakLength: 0, onHookDelay: 0 },
    });
  });
});
