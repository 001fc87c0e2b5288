/** Starts the adapter on a WT32-ETH01. */
import { Adapter } from "../../firmware/adapter/adapter.js";
import { EthernetLink } from "../../hal/esp32/ethernet.js";
import { run } from "../../hal/esp32/program.js";
import { ETHERNET } from "../../hal/esp32/system.js";
import { DISCRETE } from "../../hal/si321x/profile.js";
import { pins } from "./pins.js";

export default function (): void {
  run({
    name: "WT32-ETH01",
    pins,
    profile: DISCRETE,
    lines: 2,
    mac: ETHERNET,
    timeServers: ["pool.ntp.org", "time.google.com"],
    factory: {},
    longestBody: 10 * 1024,
    link: () => new EthernetLink(),
    start: (board) => void new Adapter(board),
  });
}
