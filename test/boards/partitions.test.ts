/** How the flash of each board is divided: one image, or two where there is room, beside settings and what a crash leaves. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { partitionsOf, slotsOf } from "../../boards/partitions.mjs";
import { pins as s3 } from "../../boards/s3-w5500/pins.js";
import { pins as wrover } from "../../boards/wrover-lan8720/pins.js";
import { pins as wt32 } from "../../boards/wt32-eth01/pins.js";
import type { Pins } from "../../hal/esp32/pins.js";

const root = join(import.meta.dirname, "../..");
const boards: readonly (readonly [folder: string, flash: 4 | 8, pins: Pins])[] = [
  ["wt32-eth01", 4, wt32],
  ["wrover-lan8720", 8, wrover],
  ["s3-w5500", 8, s3],
];

/** A row of the table in docs/hardware.md, in the order of the boards. */
function rowOf(name: string): number[] {
  const page = readFileSync(join(root, "docs/hardware.md"), "utf8");
  const [, row] = new RegExp(`^\\| ${name} \\|(.*)\\|$`, "m").exec(page) ?? [];
  ok(row, name);
  return row.split("|").map((figure) => Number(figure.replaceAll(",", "")));
}

describe("the partitions", () => {
  for (const [folder, flash, pins] of boards) {
    const rows = partitionsOf(folder);

    it(`of ${folder} lie one after another within its flash, with room for settings`, () => {
      let end = 0x9000;
      for (const { name, type, offset, size } of rows) {
        equal(offset >= end, true, name);
        equal(offset % (type === "app" ? 0x10000 : 0x1000), 0, name);
        end = offset + size;
      }
      ok(end <= flash * 2 ** 20, `${end}`);
      // What is erased by hand where a board starts no more.
      deepEqual([rows[0].name, rows[0].offset, rows[0].size], ["nvs", 0x9000, 0x10000]);
      // Old and new value of the largest record side by side, and a page that is being cleared.
      ok(rows[0].size >= 3 * 16 * 1024);
    });

    it(`of ${folder} are ${flash === 4 ? "one slot" : "two slots of one size"} for images`, () => {
      const slots = rows.filter(({ type }) => type === "app");
      const kinds = slots.map(({ kind }) => kind);
      deepEqual(kinds, flash === 4 ? ["factory"] : ["ota_0", "ota_1"]);
      for (const { size } of slots) equal(size, slotsOf(folder).size);
      // Which of two is started is kept in a partition of its own.
      equal(
        rows.some(({ kind }) => kind === "ota"),
        flash === 8,
      );
    });

    it(`are the ones that ${folder} is configured for, with that flash, and a new image on trial`, () => {
      const config = readFileSync(join(root, "boards", folder, "sdkconfig/sdkconfig.defaults"), "utf8").split("\n");
      for (const wanted of [
        `CONFIG_ESPTOOLPY_FLASHSIZE_${flash}MB=y`,
        "CONFIG_PARTITION_TABLE_CUSTOM=y",
        "CONFIG_BOOTLOADER_APP_ROLLBACK_ENABLE=y",
        "CONFIG_ESP_TASK_WDT_EN=y",
        "CONFIG_I2S_ISR_IRAM_SAFE=y",
        `CONFIG_SPIRAM_MODE_${{ none: "", quad: "QUAD", octal: "OCT" }[pins.psram]}=y`,
      ])
        if (wanted !== "CONFIG_SPIRAM_MODE_=y") ok(config.includes(wanted), wanted);
      equal(config.includes("CONFIG_SPIRAM=y"), pins.psram !== "none");
    });
  }

  it("take the image as docs/hardware.md counts it, and a tenth more", () => {
    const parts = ["program", "engine and our C", "the page", "spoken words", "IDF, estimated"].map(rowOf);
    const whole = rowOf("the image, estimated");
    deepEqual(
      rowOf("room for it"),
      boards.map(([folder]) => slotsOf(folder).size),
    );
    boards.forEach(([folder], i) => {
      equal(
        parts.reduce((sum, part) => sum + part[i], 0),
        whole[i],
        folder,
      );
      ok(whole[i] * 1.1 <= slotsOf(folder).size, folder);
    });
  });
});
