/** ESP32-S3 with octal PSRAM, and a W5500 on a bus of its own. */
import { frozen } from "../../firmware/base/frozen.js";
import type { Pins } from "../../hal/esp32/pins.js";

export const pins: Pins = frozen<Pins>({
  chip: "esp32s3",
  ethernet: "w5500",
  psram: "octal",
  slic: { port: 2, clock: 15, out: 16, in: 17, select: 18 },
  pcm: { bitClock: 4, frameSync: 5, out: 6, in: 7 },
  reset: 8,
  interrupt: 9,
  lamp: 38,
  lampLit: 1,
  button: 39,
  w5500: { port: 1, clock: 12, out: 11, in: 13, select: 10, interrupt: 14, reset: 21 },
  pulls: { 8: "down", 9: "up", 10: "up", 14: "up", 18: "up", 39: "up" },
});
