/** ESP32-WROVER with PSRAM and a LAN8720 module, whose oscillator of 50 MHz stands on GPIO0 and is gated. */
import { frozen } from "../../firmware/base/frozen.js";
import type { Pins } from "../../hal/esp32/pins.js";

export const pins: Pins = frozen<Pins>({
  chip: "esp32",
  ethernet: "rmii",
  psram: "quad",
  slic: { port: 1, clock: 14, out: 15, in: 35, select: 4 },
  pcm: { bitClock: 32, frameSync: 33, out: 13, in: 34 },
  reset: 2,
  interrupt: 39,
  lamp: 5,
  lampLit: 0,
  button: 36,
  oscillator: 12,
  pulls: { 2: "down", 4: "up", 5: "none", 12: "down", 15: "none", 36: "up", 39: "up" },
});
