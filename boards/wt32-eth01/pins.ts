/** WT32-ETH01: ESP32 without PSRAM, LAN8720 on RMII with a gated oscillator; what its headers leave free goes to the chips. */
import { frozen } from "../../firmware/base/frozen.js";
import type { Pins } from "../../hal/esp32/pins.js";

export const pins: Pins = frozen<Pins>({
  chip: "esp32",
  ethernet: "rmii",
  psram: "none",
  slic: { port: 1, clock: 14, out: 15, in: 36, select: 4 },
  pcm: { bitClock: 32, frameSync: 33, out: 5, in: 35 },
  reset: 17,
  interrupt: 39,
  lamp: 12,
  lampLit: 1,
  button: 2,
  oscillator: 16,
  pulls: { 2: "none", 4: "up", 5: "none", 12: "down", 14: "none", 15: "none", 17: "down", 39: "up" },
});
