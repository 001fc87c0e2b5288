/**
 * What Moddable runs at build time, and freezes into the flash of the chip: a module's body makes tables and nothing else,
 * and nothing in them is written later.
 */
import { deepEqual } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "..");

/** The page runs in browsers, the emulator on desks, and a start in `main.ts` on the chip itself. */
const ELSEWHERE = /\.d\.ts$|^firmware\/web\/app\/|^hal\/si321x\/emulator\/|\/target\/|\/main\.ts$/;

const FREEZERS = new Set(["frozen", "Object.freeze"]);
/** Makers of what cannot be frozen, or is no object. */
const PLAIN =
  /^(Math\.\w+|octetsOf|(Uint8|Int8|Uint16|Int16|Uint32|Int32|Float32|Float64)Array\.of|[\w.]+\.(slice|toLowerCase|replaceAll))$/;
const TYPED = /^(Uint8|Int8|Uint16|Int16|Uint32|Int32|Float32|Float64)Array$/;
/** Functions of the house that make a number, a function or a frozen row. */
const MAKERS = /^(energyAt|loudnessAt|switchOf|secondsOf|row|sayings|worded(<\w+>)?)$/;

/** What is wrong with a module, by line. */
function faults(path: string, text: string): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const tables = new Set<string>();
  const say = (node: ts.Node, what: string) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    found.push(`${path}:${line + 1} ${what}`);
  };

  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement)) {
      const constant = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (constant && initializer) judge(initializer);
        else if (!/^(export )?let bound: FFI/m.test(statement.getText())) say(name, "is a variable");
        if (initializer && ts.isNewExpression(bare(initializer))) tables.add(name.getText());
      }
    } else if (ts.isForStatement(statement) || isForEach(statement)) fills(statement);
    else if (ts.isClassDeclaration(statement)) {
      for (const member of statement.members) {
        if (ts.isPropertyDeclaration(member) && isStatic(member)) say(member, "is a variable");
      }
    } else if (!isDeclaration(statement)) say(statement, "does something while it is loaded");
  }
  look(source, true);
  return found;

  /** A constant of a module: no object but a frozen one. */
  function judge(initializer: ts.Expression): void {
    const value = bare(initializer);
    if (ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value)) say(value, "is not frozen");
    else if (ts.isNewExpression(value)) {
      if (!TYPED.test(value.expression.getText())) say(value, "is not frozen");
    } else if (ts.isCallExpression(value)) {
      const callee = value.expression.getText();
      if (!FREEZERS.has(callee) && !PLAIN.test(callee) && !MAKERS.test(callee)) say(value, "may be not frozen");
      // Object.freeze does not look into what it is given.
      const [given] = value.arguments;
      if (callee === "Object.freeze" && given && holdsLiteral(bare(given))) say(value, "has rows that are not frozen");
    }
  }

  /** A loop at the top writes into the typed arrays of its own module, and nowhere else. */
  function fills(loop: ts.Node): void {
    const walk = (node: ts.Node) => {
      const target = written(node);
      if (target && ts.isElementAccessExpression(target) && !tables.has(target.expression.getText()))
        say(node, "writes to what is not its own table");
      else if (target && ts.isPropertyAccessExpression(target)) say(node, "writes to what is not its own table");
      ts.forEachChild(node, walk);
    };
    walk(loop);
  }

  function look(node: ts.Node, loading: boolean): void {
    if (
      loading &&
      ts.isRegularExpressionLiteral(node) &&
      /[gy][a-z]*$/.test(node.text.slice(node.text.lastIndexOf("/")))
    )
      say(node, "is a pattern that has to remember where it was");
    if (loading && ts.isBigIntLiteral(node)) say(node, "is a bigint");
    const target = loading ? undefined : written(node);
    if (target && ts.isElementAccessExpression(target) && tables.has(target.expression.getText()))
      say(node, "writes to a table of the module");
    if (!loading && ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression, name } = node.expression;
      if (tables.has(expression.getText()) && /^(set|fill|copyWithin|sort|reverse)$/.test(name.text))
        say(node, "writes to a table of the module");
    }
    const later = ts.isFunctionLike(node) && !isForEach(node.parent?.parent);
    ts.forEachChild(node, (child) =>
      look(child, loading && !later && !(ts.isPropertyDeclaration(node) && !isStatic(node))),
    );
  }
}

/** Less what only types say. */
function bare(value: ts.Expression): ts.Expression {
  if (ts.isAsExpression(value) || ts.isSatisfiesExpression(value) || ts.isParenthesizedExpression(value))
    return bare(value.expression);
  return value;
}

function holdsLiteral(value: ts.Expression): boolean {
  const rows = ts.isArrayLiteralExpression(value)
    ? value.elements
    : ts.isObjectLiteralExpression(value)
      ? value.properties.flatMap((property) => (ts.isPropertyAssignment(property) ? [property.initializer] : []))
      : [];
  return rows.map(bare).some((row) => ts.isArrayLiteralExpression(row) || ts.isObjectLiteralExpression(row));
}

/** Where an assignment or a count up or down writes to. */
function written(node: ts.Node): ts.Expression | undefined {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    if (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment) return node.left;
  } else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    if (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)
      return node.operand;
  }
  return undefined;
}

/** `TONES.forEach(...)` as a statement. */
function isForEach(node: ts.Node | undefined): boolean {
  return (
    node !== undefined &&
    ts.isExpressionStatement(node) &&
    ts.isCallExpression(node.expression) &&
    ts.isPropertyAccessExpression(node.expression.expression) &&
    node.expression.expression.name.text === "forEach"
  );
}

const isStatic = (member: ts.PropertyDeclaration) =>
  member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) === true;

const isDeclaration = (statement: ts.Statement) =>
  ts.isImportDeclaration(statement) ||
  ts.isExportDeclaration(statement) ||
  ts.isFunctionDeclaration(statement) ||
  ts.isTypeAliasDeclaration(statement) ||
  ts.isInterfaceDeclaration(statement) ||
  (ts.isExportAssignment(statement) && FREEZERS.has(statement.expression.getText().split("(")[0]));

describe("preload", () => {
  it("finds what a chip would stumble over", () => {
    const of = (text: string) => faults("a.ts", text).map((fault) => fault.slice("a.ts:1 ".length));
    const remembers = "is a pattern that has to remember where it was";
    deepEqual(of("const A = /a/g;"), [remembers]);
    deepEqual(of("const A = frozen({ a: /a/iy });"), [remembers]);
    deepEqual(of("const A = /[/]g/i; function a() { return /a/g; }"), []);
    deepEqual(of("const A = 1n;"), ["is a bigint"]);
    deepEqual(of("class A { static a = 1; #b = [1n]; }"), ["is a variable"]);
    deepEqual(of("const A = [1] as const;"), ["is not frozen"]);
    deepEqual(of("export const a: A = { b: 1 } satisfies A;"), ["is not frozen"]);
    deepEqual(of("const A = new Map();"), ["is not frozen"]);
    deepEqual(of("const A = Object.keys(a);"), ["may be not frozen"]);
    deepEqual(of("const A = Object.freeze([[1]]);"), ["has rows that are not frozen"]);
    deepEqual(of("let a = 1;"), ["is a variable"]);
    deepEqual(of("start();"), ["does something while it is loaded"]);
    deepEqual(of("const A = new Uint8Array(2); for (let i = 0; i < 2; i++) A[i] = i;"), []);
    deepEqual(of("for (let i = 0; i < 2; i++) a[i] = i;"), ["writes to what is not its own table"]);
    deepEqual(of("const A = new Uint8Array(2); const a = () => { A[0]++; };"), ["writes to a table of the module"]);
    deepEqual(of("const A = new Uint8Array(2); const a = () => A.fill(1);"), ["writes to a table of the module"]);
  });

  for (const folder of ["firmware", "hal", "boards"])
    it(`can freeze every module of ${folder}/`, () => {
      const found: string[] = [];
      for (const name of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })) {
        const path = `${folder}/${name}`;
        if (path.endsWith(".ts") && !ELSEWHERE.test(path))
          found.push(...faults(path, readFileSync(join(root, path), "utf8")));
      }
      deepEqual(found, []);
    });
});
