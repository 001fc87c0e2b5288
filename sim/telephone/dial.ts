/** What fingers do with a number: when each key is pressed, or each contact of the dial breaks. */

export type DialOptions = {
  readonly method: "dtmf" | "pulse";
  /** ms that a key is pressed, and ms until the next; a dial has its own. */
  readonly on: number;
  readonly off: number;
};

/** A key held down, or one break of the loop; ms from the start. */
export type DialStep = { readonly key: string; readonly from: number; readonly to: number };
export type DialPlan = {
  readonly steps: readonly DialStep[];
  /** When the last key has been released, or the dial is at rest again. */
  readonly end: number;
  /** How long to wait before dialling on. */
  readonly pause: number;
};

/** 10 pulses a second, 60/40. */
const BREAK = 60;
const MAKE = 40;
const BETWEEN_DIGITS = 800;
const COMMA = 1000;

/** Whether it is 1 to 64 of what can be dialled so. */
export const canDial = (digits: string, method: "dtmf" | "pulse") =>
  (method === "pulse" ? /^[0-9,]{1,64}$/ : /^[0-9*#A-D,]{1,64}$/).test(digits);

/** The steps of a number that `canDial`. */
export function planDial(digits: string, { method, on, off }: DialOptions): DialPlan {
  const steps: DialStep[] = [];
  const between = method === "pulse" ? BETWEEN_DIGITS : off;
  let at = 0;
  let end = 0;
  for (const key of digits) {
    if (key === ",") {
      end += COMMA;
      at = Math.max(at, end);
      continue;
    }
    if (method === "pulse") {
      for (let pulse = Number(key) || 10; pulse > 0; pulse--, at += BREAK + MAKE)
        steps.push({ key, from: at, to: at + BREAK });
      end = at;
    } else {
      steps.push({ key, from: at, to: at + on });
      end = at + on;
    }
    at = end + between;
  }
  return { steps, end, pause: between };
}
