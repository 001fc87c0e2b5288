/** What the board is told of its owner's wishes: how it comes to its address, and to the time. */
import type { Config } from "../config/config.js";
import { dnsOptions, fixedAddress, timeServers, wirelessNetwork, zoneOf } from "../config/network-options.js";
import type { OverheardBoard } from "./overheard.js";
import { setByHand } from "./zoned-clock.js";

const DNS_PORT = 53;

/** Once, before anything is opened. */
export function settleBoard(board: OverheardBoard, config: Config): void {
  const fixed = fixedAddress(config);
  if (fixed === undefined)
    warn(board, "DHCP is off, and Static_IP or NetMask is missing: the network says what our address is");
  if (board.network.configure) board.network.configure(fixed ?? null, config.get("HostName"));
  else if (fixed) warn(board, "Static_IP is not taken: the address of this board is that of its host");
  // Its own resolver knows no other port.
  const { named } = dnsOptions(config);
  board.network.askNames?.(named.flatMap(({ host, port }) => (port === null || port === DNS_PORT ? [host] : [])));
  joinNetwork(board, config);
  settleClock(board, config);
}

/** At first, and when another network has been named. */
export function joinNetwork(board: OverheardBoard, config: Config): void {
  const { name, passphrase } = wirelessNetwork(config);
  if (board.network.join) board.network.join(name, passphrase);
  else if (name !== "") warn(board, "WiFi_SSID is not taken: this board has no radio");
}

/** At first, and when the zone or the time servers have changed. */
export function settleClock(board: OverheardBoard, config: Config): void {
  board.keepTime(zoneOf(config));
  const servers = timeServers(config);
  if (!board.askTime(servers) && servers.length > 0)
    warn(board, "no time server is asked: the clock of this board is that of its host");
}

/** The date or the time has been set by hand. */
export function resetClock(board: OverheardBoard, config: Config): void {
  if (!setByHand(board.clock, config)) warn(board, "the clock is not set: that of this board is its host's");
}

function warn(board: OverheardBoard, text: string): void {
  board.journal({ type: "log", line: null, level: "warning", room: "net", text });
}
