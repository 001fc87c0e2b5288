/**
 * Whether a call may go to a number that nobody has dialled here, as others have named it: it must be one that the plan can
 * lead to, and none that it bars. Timers mean nothing, as no key is waited for.
 *
 * What is compared is what a sequence sends: keys it swallows may have been any, what it puts in must be there.
 */
import type { DialPlanOptions } from "./dial-plan.js";
import { fits } from "./emergency.js";
import type { Sequence, Step } from "./sequence.js";

/** What could be a number; anything else is a name, which a plan knows nothing of. */
const NUMBER = /^\+?[0-9*#]+$/;
/** More keys than any number has. */
const LONGEST = 64;

export function permits({ plan, emergency, sendIncomplete }: DialPlanOptions, number: string): boolean {
  if (!NUMBER.test(number)) return true;
  if (number.length > LONGEST) return false;
  if (emergency.some((pattern) => pattern !== "" && fits(pattern, number))) return true;
  let permitted = false;
  for (const form of formsOf(number))
    for (const sequence of plan.sequences) {
      const standing = standingOf(sequence, form);
      if (standing === "whole" && sequence.barred) return false;
      if (standing === "whole" || (sendIncomplete && standing === "part")) permitted ||= !sequence.barred;
    }
  return permitted;
}

/** A plan has no plus unless it writes one: an international number is also dialled without it, or with 00. */
function formsOf(number: string): readonly string[] {
  if (!number.startsWith("+")) return [number];
  return [number, number.slice(1), `00${number.slice(1)}`];
}

/** Whether the sequence sends this number, something that begins with it, or neither. A way to another host is no way here. */
function standingOf({ steps, barred }: Sequence, number: string): "whole" | "part" | "none" {
  const routed = steps.some((step) => step.do === "send" && step.route !== null && step.route.kind !== "proxy");
  if (routed && !barred) return "none";
  // the places where the next character is wanted: of a step, and within the text it sends
  let places = new Map<string, Place>();
  rest({ at: 0, from: 0 }, steps, places);
  for (const character of number) {
    const next = new Map<string, Place>();
    for (const place of places.values()) take(place, character, steps, next);
    if (next.size === 0) return "none";
    places = next;
  }
  for (const { at } of places.values()) if (at === steps.length) return "whole";
  return "part";
}

type Place = { readonly at: number; readonly from: number };

function take({ at, from }: Place, character: string, steps: readonly Step[], into: Map<string, Place>): void {
  const step = steps[at];
  if (step?.do === "send" && step.text[from] === character) rest({ at, from: from + 1 }, steps, into);
  else if (step?.do === "take" && step.echo && step.keys.includes(character))
    rest({ at: step.repeat ? at : at + 1, from: 0 }, steps, into);
}

/** Everything that may be passed from here without a character, and where one is wanted. */
function rest(place: Place, steps: readonly Step[], into: Map<string, Place>): void {
  for (let { at, from } = place; ; at++, from = 0) {
    const step = steps[at];
    if (step?.do === "send" && from < step.text.length) {
      into.set(`${at} ${from}`, { at, from });
      return;
    }
    if (step && (step.do !== "take" || !step.echo)) continue;
    into.set(`${at} 0`, { at, from: 0 });
    if (!step?.repeat) return;
  }
}
