/** Words for talking to a transaction: what it does at a time, and on hearing a response. */
import { deepEqual } from "node:assert/strict";

type Output = { readonly do: string; readonly why?: string };
type Machine = { readonly deadline: number; poll(now: number): readonly Output[] };

const said = (outputs: readonly Output[]) =>
  outputs.map((output) => (output.why === "timeout" ? "timeout" : output.do)).join(" ");

export const nothing = "";

/** Time comes to `now`: the machine says this, and has nothing more to say at that moment. */
export function at(machine: Machine, now: number, what: string): void {
  deepEqual(said(machine.poll(now)), what, `at ${now} ms`);
  deepEqual(machine.deadline > now, true, `deadline ${machine.deadline} lies after ${now} ms`);
}

export function says(outputs: readonly Output[], what: string): void {
  deepEqual(said(outputs), what);
}

/** Everything a machine does by itself until it rests, as "time what". */
export function life(machine: Machine, until = Number.POSITIVE_INFINITY): string[] {
  const story: string[] = [];
  while (machine.deadline < until && story.length < 1000) {
    const now = machine.deadline;
    story.push(`${now} ${said(machine.poll(now))}`);
  }
  return story;
}
