/** Every reason for a refusal that stands in the source, as a pattern: `longer than {} characters`. Read from its syntax. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "../../../../firmware");

/** Members of values that are reasons. */
const MEMBERS = /^(reason|refused|failed|error|aside|wrong|words)$/;
/** Functions whose results are reasons, and those that are told one. */
const GIVERS = /^(#?refuse\w*|refusal)$/;
const TAKERS = /(^|\.)(#?refuse(s|Next)?|failed|#?fail|#?match|#?skip|room|heard|abort|#?breakOff)$/;
/** To which a name is told, and then a reason. */
const LIST = /^aside\.add$/;
/** Where one is kept. */
const KEEPERS = /^(this\.#refusal|refused)$/;
/** A sentence, or the beginning of one. */
const SENTENCE = /[A-Za-z>;}.,] [A-Za-z<&{]/;

/** `path: pattern` of all files of these rooms, or of these files. */
export function reasonsIn(...places: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const place of places)
    for (const path of place.endsWith(".ts") ? [place] : filesOf(place))
      for (const pattern of reasonsOf(readFileSync(join(root, path), "utf8"))) found.set(pattern, path);
  return found;
}

const isAssignment = ({ operatorToken: { kind } }: ts.BinaryExpression) =>
  kind === ts.SyntaxKind.EqualsToken || kind === ts.SyntaxKind.QuestionQuestionEqualsToken;

const filesOf = (room: string) =>
  readdirSync(join(root, room))
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(room, file));

/** The patterns in one file. */
export function reasonsOf(text: string): readonly string[] {
  const source = ts.createSourceFile("source.ts", text, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const constants = new Map(
    [...text.matchAll(/^\s*(?:export )?const (\w+) =\s+"([^"]+)";$/gm)].map(([, name, value]) => [name, value]),
  );
  look(source, false);
  return found;

  function look(node: ts.Node, gives: boolean): void {
    let inside = gives;
    if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node))
      inside = GIVERS.test(node.name?.getText() ?? "");
    else if (ts.isPropertyAssignment(node) && MEMBERS.test(node.name.getText())) take(node.initializer);
    else if (ts.isReturnStatement(node) && node.expression) take(node.expression, !inside);
    else if (ts.isBinaryExpression(node) && KEEPERS.test(node.left.getText()) && isAssignment(node)) take(node.right);
    else if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) take(node.body, true);
    else if (ts.isCallExpression(node) && TAKERS.test(node.expression.getText())) {
      for (const one of node.arguments) take(one);
    } else if (ts.isCallExpression(node) && LIST.test(node.expression.getText())) take(node.arguments[1]);
    node.forEachChild((child) => look(child, inside));
  }

  /** What an expression may be; where it may be anything, `sentences` alone count. */
  function take(expression: ts.Expression, sentences = false): void {
    if (ts.isParenthesizedExpression(expression)) take(expression.expression, sentences);
    else if (ts.isConditionalExpression(expression)) {
      take(expression.whenTrue, sentences);
      take(expression.whenFalse, sentences);
    } else if (ts.isBinaryExpression(expression)) {
      take(expression.left, sentences);
      take(expression.right, sentences);
    } else if (ts.isObjectLiteralExpression(expression) || ts.isCallExpression(expression)) return;
    else if (ts.isIdentifier(expression)) {
      const constant = constants.get(expression.text);
      if (constant !== undefined) add(constant, sentences);
    } else if (ts.isStringLiteral(expression) || ts.isNoSubstitutionTemplateLiteral(expression))
      add(expression.text, sentences);
    else if (ts.isTemplateExpression(expression))
      add(
        expression.head.text + expression.templateSpans.map(({ literal }) => `{}${literal.text}`).join(""),
        sentences,
      );
  }

  function add(pattern: string, sentences: boolean): void {
    if (sentences && !SENTENCE.test(pattern)) return;
    if (/[a-z]{2}/i.test(pattern.replaceAll("{}", ""))) found.push(pattern);
  }
}
