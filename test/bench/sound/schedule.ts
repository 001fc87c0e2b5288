/** When each packet of a row is sent, and which are not: computed once, from a seed, the same for every receiver. */
import { chanceOf } from "../../../sim/chance.js";

export type Impairment = {
  readonly name: string;
  /** Share of packets lost, each by itself, or by `burst` of them in a row (least and most). */
  readonly loss?: number;
  readonly burst?: readonly [number, number];
  /** A packet is under way 0 to so many ms longer than the fastest, each by itself: they may overtake each other. */
  readonly jitter?: number;
  /** The network keeps their order. */
  readonly ordered?: boolean;
  /** By how much the sender's clock is slow, in millionths. */
  readonly drift?: number;
};

export type Packet = {
  readonly index: number;
  /** ms since the first would have been sent. */
  readonly at: number;
};

export type Schedule = {
  /** In order of time; those that are lost are missing. */
  readonly packets: readonly Packet[];
  readonly lost: readonly number[];
  /** ms of real time in a ms of what is said. */
  readonly pace: number;
};

export const PACKET_MS = 20;

export const ROWS: readonly Impairment[] = [
  { name: "loss0" },
  { name: "loss1", loss: 0.01 },
  { name: "loss3", loss: 0.03 },
  { name: "loss10", loss: 0.1 },
  { name: "burst3", loss: 0.03, burst: [3, 5] },
  { name: "jitter10", jitter: 10 },
  { name: "jitter20", jitter: 20 },
  { name: "jitter40", jitter: 40 },
  { name: "jitter80", jitter: 80 },
  { name: "jitter40-ordered", jitter: 40, ordered: true },
  { name: "drift+100", drift: 100 },
  { name: "drift-100", drift: -100 },
  { name: "jitter40-loss3", jitter: 40, loss: 0.03 },
];

export function scheduleOf(row: Impairment, seconds: number, seed: number): Schedule {
  const chance = chanceOf(seed, row.name);
  const draw = (most: number) => chance() % most;
  const count = Math.floor((seconds * 1000) / PACKET_MS);
  const lost = lostOf(row, count, draw);
  const pace = 1 + (row.drift ?? 0) / 1_000_000;
  const packets: Packet[] = [];
  let last = 0;
  for (let index = 0; index < count; index++) {
    const delay = row.jitter ? (row.jitter * draw(10_001)) / 10_000 : 0;
    const at = Math.max(row.ordered ? last : 0, index * PACKET_MS * pace + delay);
    last = at;
    if (!lost.has(index)) packets.push({ index, at });
  }
  packets.sort((a, b) => a.at - b.at || a.index - b.index);
  return { packets, lost: [...lost].sort((a, b) => a - b), pace };
}

/** Exactly the share that was asked for, at places left to chance. */
function lostOf({ loss = 0, burst }: Impairment, count: number, draw: (most: number) => number): Set<number> {
  const [least, most] = burst ?? [1, 1];
  const wanted = Math.round(loss * count);
  const lost = new Set<number>();
  while (lost.size < wanted) {
    const length = Math.min(least + draw(most - least + 1), wanted - lost.size);
    const start = draw(count - length - 1);
    // a packet on either side arrives, so that a run is no longer than it should be
    let free = true;
    for (let i = burst ? -1 : 0; i <= (burst ? length : length - 1); i++) free &&= !lost.has(start + i);
    if (free) for (let i = 0; i < length; i++) lost.add(start + i);
  }
  return lost;
}
