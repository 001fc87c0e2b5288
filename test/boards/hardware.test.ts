import { equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pins as s3 } from "../../boards/s3-w5500/pins.js";
import { pins as wrover } from "../../boards/wrover-lan8720/pins.js";
import { pins as wt32 } from "../../boards/wt32-eth01/pins.js";
import { netsOf, schematicOf } from "../../docs/schematic/schematic.js";
import { LAMP } from "../../hal/esp32/lamp.js";

const docs = join(import.meta.dirname, "../../docs");
const page = readFileSync(join(docs, "hardware.md"), "utf8");

describe("docs/hardware.md", () => {
  for (const [name, title, pins] of [
    ["wt32-eth01", "WT32-ETH01", wt32],
    ["wrover-lan8720", "ESP32-WROVER with LAN8720", wrover],
    ["s3-w5500", "ESP32-S3 with W5500", s3],
  ] as const)
    it(`shows ${name} as its pin map is (docs/schematic/write.ts draws it anew)`, () => {
      equal(readFileSync(join(docs, "schematic", `${name}.svg`), "utf8"), schematicOf(title, pins));
      ok(page.includes(`schematic/${name}.svg`));
    });

  it("has the wiring of each board", () => {
    netsOf(wt32).forEach(({ name, gpio }, i) => {
      const others = [wrover, s3].map((pins) => netsOf(pins)[i].gpio);
      const row = new RegExp(`^\\| ${name} \\|.*\\| ${[gpio, ...others].join(" \\| ")} \\|$`, "m");
      ok(row.test(page), name);
    });
  });

  it("has every state of the lamp", () => {
    for (const { rhythm, means } of Object.values(LAMP)) {
      const words = rhythm[0] === Number.POSITIVE_INFINITY ? "steady" : rhythm.join(" ");
      ok(page.includes(`| ${words} | ${means} |`), means);
    }
  });
});
