import { deepEqual, equal, match, ok } from "node:assert/strict";
import { Adapter } from "../../../firmware/adapter/adapter.js";
import { clockIn, overhearTime } from "../../../firmware/adapter/zoned-clock.js";
import type { Board, SettingValues } from "../../../hal/board.js";
import type { Clock, DateTime } from "../../../hal/clock.js";
import type { FixedAddress } from "../../../hal/network.js";
import { bench } from "./board.js";

/** An adapter on a board that can be told its address and the time. `utc` is what its own clock says, null for nothing. */
function start(settings: SettingValues, utc: number | null = null, able = true) {
  const { board, time, journal, lan } = bench({}, { factory: settings });
  const told = {
    addresses: [] as (FixedAddress | null)[],
    names: [] as string[],
    servers: [] as (readonly string[])[],
    resolvers: [] as (readonly string[])[],
    joined: [] as string[],
  };
  let epoch = utc;
  const clock: Clock = {
    now: () => board.clock.now(),
    today: () => board.clock.today(),
    alarm: (when, sleeper) => board.clock.alarm(when, sleeper),
    utc: () => (epoch === null ? null : epoch + time.now() / 1000),
    suggest: (seconds) => {
      epoch = seconds - time.now() / 1000;
    },
    ask: (servers) => told.servers.push(servers),
  };
  const host = board.network;
  const network: Board["network"] = {
    ...{ address: host.address, watch: (onChange) => host.watch(onChange) },
    ...{ openUdp: (udp) => host.openUdp(udp), listenTcp: (tcp) => host.listenTcp(tcp) },
    connectTcp: (tcp) => host.connectTcp(tcp),
    configure(address, name) {
      told.addresses.push(address);
      told.names.push(name);
    },
    askNames: (servers) => told.resolvers.push(servers),
    join: (name, password) => told.joined.push(`${name}/${password}`),
  };
  const whole: Board = {
    ...board,
    ...(able ? { clock, network } : {}),
    hosts: board.hosts,
    openLine: (line, slic) => board.openLine(line, slic),
    openHttp: (http) => board.openHttp(http),
    restart: (reason) => board.restart(reason),
    journal: (entry) => board.journal(entry),
  };
  const adapter = new Adapter(whole);
  return { adapter, told, clock, lan, journal: () => JSON.stringify(journal), wait: (ms: number) => time.advance(ms) };
}

const FIXED = { DHCP: "No", Static_IP: "192.0.2.9", Gateway: "192.0.2.1" };

describe("what a board is told", () => {
  it("is DHCP, and whom it chooses to ask for the time, where its owner says nothing", () => {
    const { told } = start({});
    deepEqual(told, { addresses: [null], names: [""], servers: [[]], resolvers: [[]], joined: ["/"] });
  });

  it("is whom to ask for names, where they listen at the port of the DNS", () => {
    const { told } = start({ Primary_DNS: "192.0.2.53", Secondary_DNS: "192.0.2.54:5353" });
    deepEqual(told.resolvers, [["192.0.2.53"]]);
  });

  it("is its owner's network, at once when he names another; a board without a radio says so", () => {
    const { adapter, told } = start({ WiFi_SSID: "home", WiFi_Passphrase: "12345678" });
    adapter.change({ WiFi_SSID: "attic" });
    deepEqual(told.joined, ["home/12345678", "attic/12345678"]);
    match(start({ WiFi_SSID: "home" }, null, false).journal(), /WiFi_SSID is not taken/);
  });

  it("is the address its owner has set, at the next start only", () => {
    const { adapter, told } = start({ ...FIXED, HostName: "hall" });
    deepEqual(told.addresses, [{ address: "192.0.2.9", netmask: "255.255.255.0", gateway: "192.0.2.1" }]);
    deepEqual(told.names, ["hall"]);
    adapter.change({ Static_IP: "192.0.2.10" });
    equal(told.addresses.length, 1);
    deepEqual(adapter.waiting, []);
  });

  it("is DHCP where that address is missing, with a warning", () => {
    const { told, journal } = start({ DHCP: "No", Static_IP: "0.0.0.0" });
    deepEqual(told.addresses, [null]);
    match(journal(), /DHCP is off, and Static_IP or NetMask is missing/);
  });

  it("are time servers, whenever they change", () => {
    const { adapter, told } = start({ Secondary_NTP_Server: "b.example.net" });
    adapter.change({ Primary_NTP_Server: "192.0.2.123" });
    deepEqual(told.servers, [["b.example.net"], ["192.0.2.123", "b.example.net"]]);
  });

  it("is told to the journal by a board whose host decides, if its owner wants something", () => {
    equal(/not taken|no time server/.test(start({}, null, false).journal()), false);
    const { adapter, journal } = start({ ...FIXED, Primary_NTP_Server: "a.example.net" }, null, false);
    match(journal(), /Static_IP is not taken: the address of this board is that of its host/);
    match(journal(), /no time server is asked: the clock of this board is that of its host/);
    adapter.change({ Set_Local_Date__mm_dd_: "11/21", Set_Local_Time__HH_mm_: "18:05" });
    match(journal(), /the clock is not set: that of this board is its host's/);
  });
});

describe("the clock of an adapter", () => {
  const seconds = (iso: string) => Date.parse(iso) / 1000;
  const SUMMER = seconds("2026-07-01T12:00:00Z");

  it("shows what the board takes for local, until a zone is set", () => {
    const { clock } = start({}, SUMMER);
    equal(clockIn(clock, null), clock);
    const zone = { offset: -8 * 3600, daylight: null };
    deepEqual(clockIn(clock, zone).today(), { year: 2026, month: 7, day: 1, hour: 4, minute: 0, second: 0 });
    const deaf: Clock = { now: () => 0, today: () => null, alarm: () => {} };
    equal(clockIn(deaf, zone), deaf);
  });

  it("shows nothing while nobody has told the board, and then what a server has said by the way", () => {
    const { clock } = start({}, null);
    const zoned = clockIn(clock, { offset: 3600, daylight: null });
    equal(zoned.today(), null);
    const date: DateTime = { year: 2026, month: 11, day: 21, hour: 23, minute: 30, second: 5 };
    ok(overhearTime(zoned, date));
    deepEqual(zoned.today(), { year: 2026, month: 11, day: 22, hour: 0, minute: 30, second: 5 });
    equal(overhearTime(zoned, { ...date, year: 1999 }), false, "it knows by now");
  });

  it("is that of the server a line registers with, while nobody else has told it", () => {
    const { clock, lan, wait, journal } = start({ "Proxy[1]": "10.0.0.1", "User_ID[1]": "101" }, null);
    const registrar = lan.host("10.0.0.1").openUdp({
      port: 5060,
      onReadable() {
        for (let packet = registrar.read(); packet; packet = registrar.read()) {
          const kept = /^(Via|From|To|Call-ID|CSeq|Contact): .*$/gim;
          const headers = new TextDecoder().decode(packet.octets).match(kept) ?? [];
          const lines = [
            "SIP/2.0 200 OK",
            ...headers,
            "Date: Sat, 21 Nov 2026 23:30:05 GMT",
            "Content-Length: 0",
            "",
            "",
          ];
          registrar.write(new TextEncoder().encode(lines.join("\r\n")), packet.address, packet.port);
        }
      },
    });
    wait(1000);
    const late = (clock.utc?.() ?? 0) - seconds("2026-11-21T23:30:05Z");
    ok(late >= 0 && late <= 1, `${late} s`);
    match(journal(), /the time is that of our server/);
  });

  it("is set by hand, in the owner's zone", () => {
    const { adapter, clock } = start({ Time_Zone: "GMT-08:00" }, null);
    adapter.change({ Set_Local_Date__mm_dd_: "7/4", Set_Local_Time__HH_mm_: "18:05" });
    equal(clock.utc?.(), seconds("2026-07-05T01:05:00Z"), "summer time by the default rule");
    adapter.change({ Daylight_Saving_Time_Rule: "" });
    adapter.change({ Set_Local_Date__mm_dd_: "7/5/2027" });
    equal(clock.utc?.(), seconds("2027-07-06T02:05:00Z"));
  });
});
