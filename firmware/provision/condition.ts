/** Whether a condition holds: whole numbers by their size, versions part by part, texts only as the same or another. */

import { expanded, type Facts } from "./macros.js";
import type { Condition, Operand, Relation, Rule } from "./rule.js";

const WHOLE = /^[0-9]{1,15}$/;
/** `5.1.10(LS)`. */
const VERSION = /^([0-9]{1,9}(?:\.[0-9]{1,9})*)(?:\(([A-Za-z0-9]+)\))?$/;

export function holds(condition: Condition, facts: Facts): boolean {
  return condition.every(({ left, relation, right }) => {
    const a = expanded(left.text, facts);
    if (relation === null || right === null) return a !== "" && a !== "0" && a.toLowerCase() !== "false";
    const order = compared(left, a, right, expanded(right.text, facts));
    return order !== null && isSo(relation, order);
  });
}

/** The first alternative that has no condition, or one that holds; null for none. */
export function chosen(rule: Rule, facts: Facts): Rule[number] | null {
  return rule.find(({ condition }) => condition === null || holds(condition, facts)) ?? null;
}

/** Below 0, 0, above 0, or NaN for texts that are not the same: those have no order. */
function compared(left: Operand, a: string, right: Operand, b: string): number | null {
  if (left.quoted || right.quoted) return a === b ? 0 : Number.NaN;
  if (WHOLE.test(a) && WHOLE.test(b)) return Number(a) - Number(b);
  return compareVersions(a, b) ?? (a === b ? 0 : Number.NaN);
}

export const isVersion = (text: string) => VERSION.test(text);

/** Below 0 when `a` is the older; null where one is no version. */
export function compareVersions(a: string, b: string): number | null {
  const [, partsA, suffixA = ""] = VERSION.exec(a) ?? [];
  const [, partsB, suffixB = ""] = VERSION.exec(b) ?? [];
  if (partsA === undefined || partsB === undefined) return null;
  const [x, y] = [partsA.split("."), partsB.split(".")];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const order = Number(x[i] ?? 0) - Number(y[i] ?? 0);
    if (order !== 0) return order;
  }
  return suffixA === suffixB ? 0 : suffixA < suffixB ? -1 : 1;
}

function isSo(relation: Relation, order: number): boolean {
  switch (relation) {
    case "eq":
      return order === 0;
    case "ne":
      return order !== 0;
    case "lt":
      return order < 0;
    case "le":
      return order <= 0;
    case "gt":
      return order > 0;
    case "ge":
      return order >= 0;
  }
}
