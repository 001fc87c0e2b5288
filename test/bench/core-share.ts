/**
 * What 20 ms of two talking lines mean for a core of an ESP32: `npm run bench -- share`. Units of the engine and
 * instructions of the kernels are counted here; what a unit is in instructions, what a native call is, and how long an
 * instruction takes was counted and estimated on an emulated core (docs/performance.md).
 */
import { countInstructions } from "./kernels.js";
import { measureHost } from "./sound-cost.js";

const LINES = 2;
/** Instructions: of a unit of TypeScript that is no loop over samples, and of a call into C beyond the units it has. */
const UNIT = 60;
const CALL = 300;
/** Instructions of the core for one of a PC; cycles each; cycles of a tick of 20 ms at 240 MHz. */
const XTENSA = 1.3;
const CYCLES = 1.75;
const TICK = 4_800_000;

/** Calls in a frame of one line. */
const CALLS: readonly (readonly [kernel: string, times: number])[] = [
  ["encodeUlaw", 1],
  ["decodeUlaw", 1],
  ["applyGain", 2],
  ["keepHeard", 1],
  ["lookForKeys", 1],
  ["lookForModems", 2],
  ["cancelFrame", 1],
];

/** Markdown: each part, its instructions in a tick, and its share of a core in per cent; null where it cannot be counted. */
export async function shareOfCore(): Promise<string | null> {
  const host = await measureHost();
  const counts = await countInstructions(CALLS.map(([name]) => name));
  if (host === null || counts === null) return null;
  const rows: [part: string, instructions: number][] = [
    [`TypeScript, ${Math.round(host.all.units)} units`, UNIT * host.all.units],
    ["calls into C", CALL * LINES * CALLS.reduce((sum, [, times]) => sum + times, 0)],
    ...CALLS.map(([name, times]): [string, number] => [`\`${name}\``, XTENSA * LINES * times * counts[name]]),
  ];
  const line = ([part, instructions]: [string, number]) =>
    `| ${part} | ${Math.round(instructions / 1000)} k | ${((100 * CYCLES * instructions) / TICK).toFixed(1)} % |`;
  const total = (parts: typeof rows) => parts.reduce((sum, [, instructions]) => sum + instructions, 0);
  const without = rows.filter(([part]) => !part.includes("cancelFrame"));
  return [
    "| two lines, 20 ms | instructions | of a core |",
    "|---|---|---|",
    ...rows.map(line),
    line(["all", total(rows)]),
    line(["all but the echo canceller", total(without)]),
  ].join("\n");
}
