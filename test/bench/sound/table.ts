/** The figures of a run as a page, and where the adapter falls short of its aim. */

import { VERSIONS } from "./receivers.js";
import type { Result, RowResult, Run } from "./run.js";
import { type Impairment, PACKET_MS } from "./schedule.js";

/** Differences that nobody hears: dB of noise, dB of distortion. */
const SNR_SAME = 0.5;
const DISTORTION_SAME = 0.15;
/** Delays this close are the same: receivers take their frames at any moment within a packet. */
const DELAY_SAME = 3;

export function page(run: Run): string {
  const { rows, seconds, seed, voice } = run;
  const names = rows[0]?.results.map(({ receiver }) => receiver) ?? [];
  const head = (title: string) => [
    `| ${title} | ${names.join(" | ")} |`,
    `| --- |${names.map(() => " --- |").join("")}`,
  ];
  const table = (title: string, tell: (result: Result) => string) =>
    [
      ...head(title),
      ...rows.map(({ row, results }) => `| ${tellRow(row)} | ${results.map(tell).join(" | ")} |`),
      "",
    ].join("\n");
  const short = rows.flatMap(shortfalls);
  return `# Sound on bad networks

The adapter (the desk in real time, on real sockets), baresip ${VERSIONS.baresip} and Linphone ${VERSIONS.linphone}, each with its own defaults, called at the same time and sent the same packets at the same moments: ${seconds} s of G.711 mu-law in 20 ms packets (${voice}; a click each second). Made by \`npm run bench -- sound\` (seed ${seed}), which writes this page anew. baresip's concealment module changes nothing here, so it is left out as in its default configuration: what is lost it skips, and plays silence later.

Jitter is what each packet is under way longer than the fastest, evenly from 0 to the figure, each by itself; "in order" means that none overtakes another. Bursts are 3 to 5 packets. Drift is how much slower the sender's clock runs.

${table("Delay, ms: median (95 %)", ({ delay, delay95 }) => `${fixed(delay, 0)} (${fixed(delay95, 0)})`)}
From the moment a packet would have been sent without jitter to the moment its first sample is handed to the loudspeaker: the earpiece of the simulated telephone, baresip's player (aubridge, whose frames come back at once), Linphone's file. What a sound card would add is in none of them.

${table("Segmental SNR, dB", ({ snr }) => fixed(snr, 1))}
${table("Log spectral distortion, dB", ({ distortion }) => fixed(distortion, 2))}
${table("Damaged frames, % (of them silent)", ({ damaged, gaps }) => `${fixed(100 * damaged, 1)} (${fixed(100 * gaps, 1)})`)}
${table("Sound repeated / left out, ms", ({ repeated, leftOut }) => `${fixed(repeated, 0)} / ${fixed(leftOut, 0)}`)}
How these are taken is said at the top of [measure.ts](../test/bench/sound/measure.ts): each 20 ms of speech is compared with what was said at the delay that suits it best, noise is clamped to -10 to 35 dB (35 is a perfect copy). The first second is left out.

${table("Round trip of a click, ms: median (worst)", ({ roundTrip, roundTripWorst }) => (Number.isNaN(roundTrip) ? "-" : `${fixed(roundTrip, 0)} (${fixed(roundTripWorst, 0)})`))}
Ear to mouth: the simulated telephone speaks what it hears, which takes the 20 ms of a frame as with any microphone; baresip's bridge gives a frame back at once. Linphone has no such loop.

## Where the adapter is not best

The aim: with jitter or loss the least delay of those whose sound is no worse; without, no more than ${PACKET_MS} ms above the least. Differences below ${DELAY_SAME} ms, ${SNR_SAME} dB of noise and ${DISTORTION_SAME} dB of distortion do not count.

${short.length > 0 ? short.map((line) => `- ${line}`).join("\n") : "Nowhere in this run."}

## The sender

A row in which a packet left more than 5 ms late is sent once more, and the one in which it was less late counts. Where it still was tens of ms late the host stood still, for the receivers too: delays above the median of that row, and some of its damage, are those of a network that stops for so long.

| | packets lost, % | late by, ms: mean, worst |
| --- | --- | --- |
${rows.map(({ row, lost, sent }) => `| ${tellRow(row)} | ${fixed(100 * lost, 1)} | ${fixed(sent.late, 2)}, ${fixed(sent.latest, 1)} |`).join("\n")}
`;
}

export function tellRow({ loss = 0, burst, jitter, ordered, drift }: Impairment): string {
  const parts: string[] = [];
  if (jitter !== undefined) parts.push(`jitter ${jitter} ms${ordered ? ", in order" : ""}`);
  if (drift !== undefined) parts.push(`drift ${drift > 0 ? "+" : ""}${drift} ppm`);
  if (loss > 0) parts.push(`loss ${fixed(100 * loss, 0)} %${burst ? " in bursts" : ""}`);
  return parts.length > 0 ? parts.join(", ") : "a perfect network";
}

/** In words; nothing where the aim is reached. */
function shortfalls({ row, results }: RowResult): string[] {
  const ours = results.find(({ receiver }) => receiver === "adapter");
  if (!ours) return [];
  const others = results.filter((result) => result !== ours && !Number.isNaN(result.delay));
  const bad = row.loss !== undefined || row.jitter !== undefined;
  const margin = bad ? DELAY_SAME : PACKET_MS;
  const told: string[] = [];
  for (const other of others) {
    const worse = soundsWorse(ours, other);
    if (ours.delay > other.delay + margin && !soundsWorse(other, ours))
      told.push(
        `${tellRow(row)}: ${other.receiver} is ${fixed(ours.delay - other.delay, 0)} ms sooner and sounds no worse.`,
      );
    if (worse) {
      const sooner = other.delay - ours.delay;
      told.push(
        `${tellRow(row)}: ${other.receiver} sounds better (${fixed(other.snr, 1)} dB to ${fixed(ours.snr, 1)} dB of SNR, ${fixed(other.distortion, 2)} dB to ${fixed(ours.distortion, 2)} dB of distortion), ${fixed(Math.abs(sooner), 0)} ms ${sooner >= 0 ? "later" : "sooner"}.`,
      );
    }
  }
  return told;
}

/** Both measures have to say so, or one clearly while the other does not say the opposite. */
const soundsWorse = (one: Result, other: Result) =>
  (other.snr > one.snr + SNR_SAME && other.distortion < one.distortion + DISTORTION_SAME) ||
  (other.distortion < one.distortion - DISTORTION_SAME && other.snr > one.snr - SNR_SAME);

const fixed = (value: number, digits: number) => (Number.isFinite(value) ? value.toFixed(digits) : "-");
