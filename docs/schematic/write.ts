/** Writes the pictures anew: node --import ./test/register.mjs docs/schematic/write.ts */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pins as s3 } from "../../boards/s3-w5500/pins.js";
import { pins as wrover } from "../../boards/wrover-lan8720/pins.js";
import { pins as wt32 } from "../../boards/wt32-eth01/pins.js";
import { schematicOf } from "./schematic.js";

for (const [name, title, pins] of [
  ["wt32-eth01", "WT32-ETH01", wt32],
  ["wrover-lan8720", "ESP32-WROVER with LAN8720", wrover],
  ["s3-w5500", "ESP32-S3 with W5500", s3],
] as const)
  writeFileSync(join(import.meta.dirname, `${name}.svg`), schematicOf(title, pins));
