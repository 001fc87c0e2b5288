/** Starts the adapter on an ESP32-WROVER with a LAN8720: cable and radio, and TLS, for which its PSRAM has room. */
import { Adapter } from "../../firmware/adapter/adapter.js";
import { run } from "../../hal/esp32/program.js";
import { ETHERNET } from "../../hal/esp32/system.js";
import { connectTls, secureSocket } from "../../hal/esp32/tls/tls.js";
import { cableAndRadio } from "../../hal/esp32/wifi/cable-and-radio.js";
import { DISCRETE } from "../../hal/si321x/profile.js";
import { pins } from "./pins.js";

export default function (): void {
  run({
    name: "ESP32-WROVER with LAN8720",
    pins,
    profile: DISCRETE,
    lines: 2,
    mac: ETHERNET,
    timeServers: ["pool.ntp.org", "time.google.com"],
    factory: {},
    longestBody: 96 * 1024,
    tls: connectTls,
    secureSocket,
    link: cableAndRadio,
    start: (board) => void new Adapter(board),
  });
}
