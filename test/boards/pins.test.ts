import { deepEqual, equal, fail, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pins as s3 } from "../../boards/s3-w5500/pins.js";
import { pins as wrover } from "../../boards/wrover-lan8720/pins.js";
import { pins as wt32 } from "../../boards/wt32-eth01/pins.js";
import type { Pins, Pull } from "../../hal/esp32/pins.js";

const boards: { readonly [folder: string]: Pins } = { "wt32-eth01": wt32, "wrover-lan8720": wrover, "s3-w5500": s3 };
const root = join(import.meta.dirname, "../..");

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** What a pin has to be at reset for the chip to start from its flash, and how it is pulled inside. */
type Strap = { readonly level: "up" | "down" | "any"; readonly inside: Pull };

const CHIPS: {
  readonly [chip in Pins["chip"]]: {
    readonly exist: readonly number[];
    readonly inputsOnly: readonly number[];
    readonly flash: readonly number[];
    readonly console: readonly number[];
    readonly straps: { readonly [pin: number]: Strap };
  };
} = {
  esp32: {
    exist: [...range(0, 23), ...range(25, 27), ...range(32, 39)],
    inputsOnly: range(34, 39),
    flash: range(6, 11),
    console: [1, 3],
    // 2 and 5 matter to a download and to SDIO only, and are left as they are pulled.
    straps: {
      0: { level: "up", inside: "up" },
      2: { level: "down", inside: "down" },
      5: { level: "up", inside: "up" },
      12: { level: "down", inside: "down" },
      15: { level: "up", inside: "up" },
    },
  },
  esp32s3: {
    exist: [...range(0, 21), ...range(26, 48)],
    inputsOnly: [],
    flash: range(26, 32),
    console: [19, 20, 43, 44],
    straps: {
      0: { level: "up", inside: "up" },
      3: { level: "any", inside: "none" },
      45: { level: "down", inside: "down" },
      46: { level: "down", inside: "down" },
    },
  },
};

const RMII = [0, 18, 19, 21, 22, 23, 25, 26, 27];
const PSRAM = { none: [], quad: [16, 17], octal: range(33, 37) };

/** Signals of the map, by name. */
function signals({ slic, pcm, reset, interrupt, lamp, button, oscillator, w5500 }: Pins): [string, number, boolean][] {
  const bus = (name: string, pins: typeof slic): [string, number, boolean][] => [
    [`${name} clock`, pins.clock, true],
    [`${name} out`, pins.out, true],
    [`${name} in`, pins.in, false],
    [`${name} select`, pins.select, true],
  ];
  return [
    ...bus("slic", slic),
    ["bit clock", pcm.bitClock, true],
    ["frame sync", pcm.frameSync, true],
    ["pcm out", pcm.out, true],
    ["pcm in", pcm.in, false],
    ["reset", reset, true],
    ["interrupt", interrupt, false],
    ["lamp", lamp, true],
    ["button", button, false],
    ...(oscillator === undefined ? [] : [["oscillator", oscillator, true] as [string, number, boolean]]),
    ...(w5500
      ? [
          ...bus("w5500", w5500),
          ["w5500 interrupt", w5500.interrupt, false] as [string, number, boolean],
          ["w5500 reset", w5500.reset, true] as [string, number, boolean],
        ]
      : []),
  ];
}

describe("the pin maps", () => {
  for (const [folder, pins] of Object.entries(boards)) {
    const chip = CHIPS[pins.chip];
    const used = signals(pins);

    it(`${folder} uses no pin twice, and only pins there are`, () => {
      const numbers = used.map(([, pin]) => pin);
      deepEqual(
        numbers.filter((pin, i) => numbers.indexOf(pin) !== i),
        [],
      );
      for (const [name, pin] of used) ok(chip.exist.includes(pin), `${name} at ${pin}`);
    });

    it(`${folder} leaves flash, PSRAM, RMII and console alone`, () => {
      const taken = [...chip.flash, ...chip.console, ...PSRAM[pins.psram], ...(pins.ethernet === "rmii" ? RMII : [])];
      for (const [name, pin] of used) ok(!taken.includes(pin), `${name} at ${pin}`);
    });

    it(`${folder} drives nothing that can only listen`, () => {
      for (const [name, pin, drives] of used) if (drives) ok(!chip.inputsOnly.includes(pin), `${name} at ${pin}`);
    });

    it(`${folder} pulls no strap against its level`, () => {
      for (const [pin, { level, inside }] of Object.entries(chip.straps)) {
        const outside = pins.pulls[Number(pin)] ?? "none";
        const pulled = outside === "none" ? inside : outside;
        if (level !== "any") equal(pulled, level, `GPIO${pin}`);
      }
      // A lamp is a pull of its own, towards where it is dark.
      const strap = chip.straps[pins.lamp];
      if (strap) equal(strap.level, pins.lampLit === 1 ? "down" : "up", "lamp");
    });

    it(`${folder} holds the chips in reset, unselected and unheard until the program runs`, () => {
      equal(pins.pulls[pins.reset], "down");
      equal(pins.pulls[pins.slic.select], "up");
      equal(pins.pulls[pins.interrupt], "up");
      // Inputs that have no pull of their own have one outside.
      if (chip.inputsOnly.includes(pins.button)) equal(pins.pulls[pins.button], "up");
      for (const pin of Object.keys(pins.pulls))
        if (!used.some(([, used]) => used === Number(pin))) fail(`GPIO${pin} is pulled, and not used`);
    });

    it(`${folder} says the same to Moddable`, () => {
      const target = join(root, "boards", folder, "target/manifest.json");
      if (pins.w5500) {
        const { ethernet } = JSON.parse(readFileSync(target, "utf8")).defines;
        const { clock, out, in: input, select, interrupt, reset } = pins.w5500;
        const { cs_pin, miso_pin, mosi_pin, sck_pin } = ethernet.spi;
        deepEqual([sck_pin, mosi_pin, miso_pin, cs_pin], [clock, out, input, select]);
        deepEqual([ethernet.int_pin, ethernet.reset_pin], [interrupt, reset]);
      } else if (folder !== "wt32-eth01") {
        const { ethernet } = JSON.parse(readFileSync(target, "utf8")).defines;
        deepEqual([ethernet.internal.mac, ethernet.power_pin], [{ MDC: 23, MDIO: 18 }, pins.oscillator]);
      }
    });
  }

  it("are frozen", () => {
    for (const pins of Object.values(boards)) ok(Object.isFrozen(pins) && Object.isFrozen(pins.pcm));
  });
});
