/** In an image a module's functions are arrows, which are known as soon as functions are, and say and do the same. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { transformSync } from "esbuild";
import ts from "typescript";
import { withPlainFunctions } from "../../boards/plain-functions.mjs";

const root = join(import.meta.dirname, "../..");
/** Those of an image; the page is none. */
const sources = ["firmware", "hal", "boards"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
  )
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts") && !name.startsWith("firmware/web/app/"));

const plainOf = (path: string) =>
  transformSync(readFileSync(join(root, path), "utf8"), {
    ...{ loader: "ts", target: "es2022" },
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true, target: "es2022" } },
  }).code;

const parsed = (text: string) => ts.createSourceFile("module.js", text, ts.ScriptTarget.ES2022, true);
type Made = { readonly functions: Map<string, string>; readonly others: string[]; readonly own: Set<string> };

/** What a module makes by the compiler's own reading: functions and arrows by name, parameters and body; the rest in its order. */
function made(text: string): Made {
  const functions = new Map<string, string>();
  const own = new Set<string>();
  const others: string[] = [];
  for (const statement of parsed(text).statements) {
    const [declaration] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
    const maker = declaration?.initializer ?? statement;
    if (!((ts.isFunctionDeclaration(maker) && !maker.asteriskToken) || ts.isArrowFunction(maker)) || !maker.body) {
      others.push(statement.getText());
      continue;
    }
    const name = declaration?.name.getText() ?? (maker as ts.FunctionDeclaration).name?.text ?? "default";
    const words = (statement as ts.FunctionDeclaration).modifiers?.map((word) => word.getText()) ?? [];
    const isAsync = words.includes("async") || maker.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
    const parameters = maker.parameters.map((parameter) => parameter.getText()).join();
    functions.set(
      name,
      `${words.filter((word) => word !== "async")}${isAsync ? " async" : ""}(${parameters})${maker.body.getText()}`,
    );
    if (usesItsOwn(maker.body)) own.add(name);
  }
  return { functions, others, own };
}

/** `this`, `arguments` or `new.target` of the very function, or of an arrow in it. */
function usesItsOwn(node: ts.Node): boolean {
  if (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isClassLike(node)) return false;
  if (ts.isMethodDeclaration(node) || ts.isAccessor(node)) return false;
  if (node.kind === ts.SyntaxKind.ThisKeyword || ts.isMetaProperty(node)) return true;
  if (ts.isIdentifier(node) && node.text === "arguments") return true;
  return ts.forEachChild(node, usesItsOwn) === true;
}

const isFunction = (text: string, name: string) => new RegExp(`function ${name}\\(`).test(text);

describe("plain functions", () => {
  it("are arrows, and known to what stands before them", () => {
    const module = [
      'import { a } from "./a.js";',
      "const table = make(1);",
      "function make(n) {",
      "  return [n, a];",
      "}",
      "export async function later() {",
      "  return make(2);",
      "}",
      "",
    ].join("\n");
    equal(
      withPlainFunctions(module),
      [
        'import { a } from "./a.js";',
        "const make = (n) => {",
        "  return [n, a];",
        "};",
        "export const later = async () => {",
        "  return make(2);",
        "};",
        "const table = make(1);",
        "",
        "",
        "",
      ].join("\n"),
    );
  });

  it("are not made of what has something of its own", () => {
    for (const module of [
      "function a() {\n  return this.b;\n}\n",
      "function a() {\n  return arguments[0];\n}\n",
      "function* a() {\n  yield 1;\n}\n",
      "export default function() {\n}\n",
    ])
      equal(withPlainFunctions(module), module);
  });

  it("say the same as the functions of every module", function () {
    this.timeout(60_000);
    let [plain, all] = [0, 0];
    for (const path of sources) {
      const text = plainOf(path);
      const small = withPlainFunctions(text);
      const [before, after] = [made(text), made(small)];
      deepEqual([...after.functions].sort(), [...before.functions].sort(), path);
      deepEqual(after.others, before.others, path);
      for (const name of before.own) if (isFunction(text, name)) ok(isFunction(small, name), `${path} ${name}`);
      for (const [, name] of text.matchAll(/^(?:export )?(?:async )?function (\w+)/gm)) {
        all++;
        if (!isFunction(small, name)) plain++;
      }
    }
    ok(plain > 0.9 * all, `${plain} of ${all}`);
  });

  it("leave no module without what it needs while it is loaded", async function () {
    this.timeout(60_000);
    const folder = mkdtempSync(join(tmpdir(), "plain-"));
    try {
      for (const path of sources.filter((name) => name.startsWith("firmware/") || name.startsWith("hal/si321x/"))) {
        const file = join(folder, path.replace(/\.ts$/, ".js"));
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, withPlainFunctions(plainOf(path)));
      }
      writeFileSync(join(folder, "package.json"), '{"type":"module"}');
      const { Adapter } = await import(pathToFileURL(join(folder, "firmware/adapter/adapter.js")).href);
      equal(typeof Adapter, "function");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
