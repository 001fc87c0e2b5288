/** Sends one row to every call at once, on time: sleeps until shortly before each packet, and waits the rest awake. */
import type { Caller } from "./caller.js";
import { now, pause } from "./clock.js";
import { PACKET_MS, type Schedule } from "./schedule.js";

const SAMPLES = 8 * PACKET_MS;
const AWAKE_MS = 2;
/** How often `each` is called. */
const LOOK_MS = 3;

export type Sent = {
  /** When the first packet would have been sent. */
  readonly start: number;
  /** ms by which packets were late: on the average, and at worst. */
  readonly late: number;
  readonly latest: number;
};

export async function send(
  calls: readonly Caller[],
  schedule: Schedule,
  octets: Uint8Array,
  each: () => void,
): Promise<Sent> {
  const start = now() + 100;
  let [sum, latest] = [0, 0];
  for (const { index, at } of schedule.packets) {
    const due = start + at;
    for (let left = due - now() - AWAKE_MS; left > 0; left = due - now() - AWAKE_MS) {
      await pause(Math.min(left, LOOK_MS));
      each();
    }
    while (now() < due);
    const late = now() - due;
    sum += late;
    latest = Math.max(latest, late);
    const sound = octets.subarray(index * SAMPLES, (index + 1) * SAMPLES);
    for (const call of calls) call.speak(index, sound);
  }
  return { start, late: sum / schedule.packets.length, latest };
}
