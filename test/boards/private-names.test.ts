/** What is private in a source is named like anything else in an image, and nothing else is touched. */
import { equal, ok } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { withoutPrivateNames } from "../../boards/private-names.mjs";

const root = join(import.meta.dirname, "../..");
const sources = ["firmware", "hal", "boards", "sim"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
  )
  .filter((name) => name.endsWith(".ts"));

/** By the compiler's own reading. */
function renamed(text: string): {
  readonly text: string;
  readonly names: ReadonlySet<string>;
  readonly others: ReadonlySet<string>;
} {
  const file = ts.createSourceFile("module.ts", text, ts.ScriptTarget.ES2022, true);
  const places: number[] = [];
  const names = new Set<string>();
  const others = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isPrivateIdentifier(node)) {
      places.push(node.getStart(file));
      names.add(node.text.slice(1));
    } else if (ts.isIdentifier(node)) others.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  let out = text;
  for (const place of places.sort((a, b) => b - a)) out = `${out.slice(0, place)}_${out.slice(place + 1)}`;
  return { text: out, names, others };
}

describe("private names", () => {
  it("become names like any other", () => {
    const source = [
      "class Tap {",
      "  readonly #pipe: Pipe;",
      "  static #made = 0;",
      "  get #open(): boolean {",
      "    return this.#pipe.tap?.#made === 0;",
      "  }",
      "}",
      'const key = "#1";',
    ].join("\n");
    equal(withoutPrivateNames(source), renamed(source).text);
    ok(!/#[a-z]/.test(withoutPrivateNames(source)));
  });

  it("leave alone what only looks like one", () => {
    const source = 'const colour = "#fade";\nconst keys = /#[0-9]#/;\n';
    equal(withoutPrivateNames(source), source);
  });

  it("are all found, and have no namesakes", function () {
    this.timeout(60_000);
    const target = { target: ts.ScriptTarget.ES2022, removeComments: true, verbatimModuleSyntax: true };
    const code = (source: string) => ts.transpile(source, target);
    for (const name of sources) {
      const text = readFileSync(join(root, name), "utf8");
      if (!text.includes("#")) continue;
      const { text: expected, names, others } = renamed(text);
      equal(code(withoutPrivateNames(text)), code(expected), name);
      for (const each of names) ok(!others.has(`_${each}`), `${name}: _${each} is taken`);
    }
  });
});
