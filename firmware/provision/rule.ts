/**
 * Rules by which settings are fetched, in the language of the PAP2T's family: alternatives between `|`, of which the first
 * counts whose condition holds, each
 *
 *   (condition)?  (Setting="value"; ...)!  [--option value ...]  URL
 *
 * with every part optional, in this order. A rule that begins with `#` is none.
 */
import { frozen } from "../base/frozen.js";
import { MOST_ALTERNATIVES, MOST_ASSIGNMENTS, MOST_COMPARISONS } from "./limits.js";
import { OPTIONS, type RuleOptions, readOptions } from "./rule-options.js";
import { isSilent, Scanner, type ScannerRefusal } from "./scanner.js";
import { parseTarget } from "./target.js";

/** `column` counts from 1. */
export type RuleRefusal = ScannerRefusal;

export type Relation = "eq" | "ne" | "lt" | "le" | "gt" | "ge";
/** A text whose macros are not yet written out. */
export type Operand = { readonly text: string; readonly quoted: boolean };
/** Without a relation it holds when its text says so. */
export type Comparison = {
  readonly left: Operand;
  readonly relation: Relation | null;
  readonly right: Operand | null;
};
/** Holds when all of them do. */
export type Condition = readonly Comparison[];
export type Assignment = { readonly name: string; readonly value: string };

export type Alternative = {
  readonly condition: Condition | null;
  readonly assignments: readonly Assignment[];
  readonly options: RuleOptions;
  /** Its macros not yet written out; null where nothing is fetched. */
  readonly url: string | null;
};
/** Empty for a rule that is none. */
export type Rule = readonly Alternative[];

const RELATIONS: readonly string[] = frozen(["eq", "ne", "lt", "le", "gt", "ge"]);

export const isRuleRefusal = (parsed: object): parsed is RuleRefusal => "reason" in parsed;

export function parseRule(text: string): Rule | RuleRefusal {
  const scanner = new Scanner(text);
  if (isSilent(text)) return [];
  const rule: Alternative[] = [];
  do {
    if (rule.length === MOST_ALTERNATIVES) scanner.refuse(`more than ${MOST_ALTERNATIVES} alternatives`);
    else if (rule.length > 0 && rule[rule.length - 1].condition === null)
      scanner.refuse("nothing comes after an alternative without a condition");
    else rule.push(alternative(scanner));
  } while (!scanner.refusal && scanner.skip("|"));
  if (!scanner.isAtEnd) scanner.refuse("| or the end of the rule expected");
  return scanner.refusal ?? rule;
}

/** A condition alone, with or without parentheses around it; null for one that is none. */
export function parseCondition(text: string): Condition | null | RuleRefusal {
  const scanner = new Scanner(text);
  if (isSilent(text)) return null;
  const isHeld = scanner.skip("(");
  const comparisons = condition(scanner);
  if (isHeld) scanner.expect(")");
  scanner.skip("?");
  if (!scanner.isAtEnd) scanner.refuse("and, or the end of the condition expected");
  return scanner.refusal ?? comparisons;
}

function alternative(scanner: Scanner): Alternative {
  let comparisons: Condition | null = null;
  let assignments: readonly Assignment[] = [];
  let options: RuleOptions = OPTIONS;
  const start = scanner.at;
  if (scanner.peek() === "(") {
    const inner = parenthesis(scanner);
    if ("condition" in inner) comparisons = inner.condition;
    else assignments = inner.assignments;
  }
  if (comparisons !== null && scanner.peek() === "(") {
    const at = scanner.at;
    const inner = parenthesis(scanner);
    if ("assignments" in inner) assignments = inner.assignments;
    else scanner.refuse("a second condition", at);
  }
  const hasOptions = scanner.peek() === "[";
  if (hasOptions) options = readOptions(scanner);
  const at = scanner.at;
  const url = scanner.url();
  if (url !== null && !url.includes("$")) {
    const target = parseTarget(url);
    if ("refused" in target) scanner.refuse(target.refused, at);
  }
  if (url === null && hasOptions) scanner.refuse("a URL is expected after options", at);
  if (url === null && comparisons === null && assignments.length === 0)
    scanner.refuse("a URL, a condition or an assignment is expected", start);
  return { condition: comparisons, assignments, options, url };
}

/** `( ... )?` or `( ... )!`: which of them is seen at the first `=`. */
function parenthesis(scanner: Scanner): { condition: Condition } | { assignments: readonly Assignment[] } {
  scanner.expect("(");
  if (scanner.isAssignment) {
    const made = assigned(scanner);
    scanner.expect(")");
    scanner.expect("!");
    return { assignments: made };
  }
  const comparisons = condition(scanner);
  scanner.expect(")");
  scanner.expect("?");
  return { condition: comparisons };
}

function condition(scanner: Scanner): Condition {
  const comparisons: Comparison[] = [];
  do {
    if (comparisons.length === MOST_COMPARISONS) scanner.refuse(`more than ${MOST_COMPARISONS} comparisons`);
    const left = operand(scanner);
    const relation = scanner.keyword(RELATIONS) as Relation | null;
    const right = relation === null ? null : operand(scanner);
    if (relation === null && !scanner.refusal && !left.text.startsWith("$"))
      scanner.refuse(`one of ${RELATIONS.join(", ")} expected`);
    comparisons.push({ left, relation, right });
  } while (!scanner.refusal && scanner.keyword(["and"]) !== null);
  return comparisons;
}

function operand(scanner: Scanner): Operand {
  const at = scanner.at;
  const quoted = scanner.quoted();
  if (quoted !== null) return { text: quoted, quoted: true };
  const text = scanner.word();
  if (text === "") scanner.refuse("a number, a version, $NAME or a text in quotes expected", at);
  return { text, quoted: false };
}

function assigned(scanner: Scanner): readonly Assignment[] {
  const made: Assignment[] = [];
  do {
    const at = scanner.at;
    const name = scanner.name();
    if (name === "") scanner.refuse("the name of a setting expected", at);
    scanner.expect("=");
    const value = scanner.quoted() ?? scanner.word();
    if (made.length === MOST_ASSIGNMENTS) scanner.refuse(`more than ${MOST_ASSIGNMENTS} assignments`);
    made.push({ name, value });
  } while (!scanner.refusal && scanner.skip(";") && scanner.peek() !== ")");
  return made;
}
