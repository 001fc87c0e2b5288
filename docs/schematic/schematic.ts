/** The schematic of a board as SVG, drawn from its pin map: one block for the ESP32, one for each chip, one net a line. */
import type { Pins } from "../../hal/esp32/pins.js";

type Net = { readonly name: string; readonly gpio: number; readonly chip: string; readonly note: string };

const WIDTH = 960;
const ROW = 30;
const TOP = 90;
const LEFT = { x: 40, width: 200 };
const RIGHT = { x: 640, width: 280 };

/** Nets between the ESP32 and the chips, in the order they are drawn; `chip` is the pin of the Si3215 (both, unless it says which). */
export function netsOf({ slic, pcm, reset, interrupt, lamp, lampLit, button, pulls }: Pins): readonly Net[] {
  const pull = (gpio: number) =>
    pulls[gpio] === "up" ? "10 k to 3.3 V" : pulls[gpio] === "down" ? "10 k to ground" : "";
  const net = (name: string, gpio: number, chip: string, note = pull(gpio)): Net => ({ name, gpio, chip, note });
  return [
    net("PCLK", pcm.bitClock, "PCLK"),
    net("FSYNC", pcm.frameSync, "FSYNC"),
    net("DRX", pcm.out, "DRX"),
    net("DTX", pcm.in, "DTX"),
    net("SCLK", slic.clock, "SCLK"),
    net("SDI", slic.out, "SDI of the first, its SDITHRU to the second"),
    net("SDO", slic.in, "SDO"),
    net("CS", slic.select, "CS"),
    net("RESET", reset, "RESET"),
    net("INT", interrupt, "INT (open drain)"),
    net("LAMP", lamp, `LED, 470 to ${lampLit === 1 ? "ground" : "3.3 V"}`),
    net("BUTTON", button, "button to ground", pull(button) || "pulled up inside"),
  ];
}

const plain = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

export function schematicOf(title: string, pins: Pins): string {
  const nets = netsOf(pins);
  const height = TOP + nets.length * ROW + 190;
  const bottom = TOP + nets.length * ROW;
  const text = (x: number, y: number, words: string, kind = "", anchor = "start") =>
    `<text x="${x}" y="${y}"${kind === "" ? "" : ` class="${kind}"`} text-anchor="${anchor}">${plain(words)}</text>`;
  const box = (x: number, y: number, width: number, tall: number) =>
    `<rect x="${x}" y="${y}" width="${width}" height="${tall}" rx="4"/>`;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="13">`,
    `<title>${plain(title)}: how the chips are wired</title>`,
    "<style>rect{fill:none;stroke:#333;stroke-width:2}path{fill:none;stroke:#36c;stroke-width:1.5}.note{fill:#777;font-size:11px}.head{font-size:18px;font-weight:bold}</style>",
    `<rect x="0" y="0" width="${WIDTH}" height="${height}" style="fill:#fff;stroke:none"/>`,
    text(LEFT.x, 34, title, "head"),
    text(LEFT.x, 54, "Two Si3215 in one SPI chain and on one PCM highway; ground of all parts is one.", "note"),
    box(LEFT.x, TOP - 24, LEFT.width, nets.length * ROW + 20),
    text(LEFT.x + LEFT.width / 2, TOP - 32, pins.chip === "esp32" ? "ESP32" : "ESP32-S3", "", "middle"),
    box(RIGHT.x, TOP - 24, RIGHT.width, nets.length * ROW + 20),
    text(RIGHT.x + RIGHT.width / 2, TOP - 32, "Si3215, lines 1 and 2", "", "middle"),
  ];
  nets.forEach(({ name, gpio, chip, note }, i) => {
    const y = TOP + i * ROW;
    parts.push(
      `<path d="M${LEFT.x + LEFT.width} ${y} H${RIGHT.x}"/>`,
      text(LEFT.x + LEFT.width - 8, y + 4, `GPIO${gpio}`, "", "end"),
      text(LEFT.x + LEFT.width + 12, y - 4, name),
      text(RIGHT.x - 12, y - 4, note, "note", "end"),
      text(RIGHT.x + 10, y + 4, chip),
    );
  });
  const supplies = [
    "5 V in, 2 A",
    "3.3 V of the module to VDD of both chips, 100 nF and 10 uF at each",
    "5 V to the converter of each chip (inductor 150 uH, per AN45): the high voltage is made there",
  ];
  supplies.forEach((words, i) => {
    parts.push(text(LEFT.x, bottom + 40 + i * 22, words));
  });
  for (const line of [1, 2]) {
    const y = bottom + 26 + (line - 1) * 66;
    parts.push(
      box(RIGHT.x, y, RIGHT.width, 54),
      text(RIGHT.x + 10, y + 22, `Line ${line}: linefeed transistors, TIP and RING`),
      text(RIGHT.x + 10, y + 42, "RJ11 pins 3 and 4; up to 90 V when it rings", "note"),
    );
  }
  parts.push("</svg>", "");
  return parts.join("\n");
}
