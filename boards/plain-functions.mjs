import { Script } from "node:vm";

/** Where a function of a module begins, as esbuild writes it; it ends with a bracket that stands alone in its line. */
const BEGINS = /^(export )?(async )?function (\w+)(?=\()/gm;
const ENDS = /\n\}$/gm;
const BODY = /\) \{$/gm;
const IMPORTS = /^(?:import\b[^;]*;\n)*/;
/** What a function has of its own, and an arrow has not. */
const OWN = /\b(?:this|arguments|new\.target|super)\b/;

/**
 * The same module, as esbuild writes it, with an arrow for each of its functions, before anything else.
 *
 * XS gives every function a prototype for objects that nobody makes: three slots each. Before everything else they are
 * known to all that is done while the module is loaded, as functions are.
 */
export function withPlainFunctions(module) {
  const plain = [];
  let rest = "";
  let from = 0;
  for (const { index, 0: head, 1: exported = "", 2: async = "", 3: name } of module.matchAll(BEGINS)) {
    if (index < from) continue;
    const begin = index + head.length;
    const end = firstOf(ENDS, module, begin, (text) => `(async function* ${text})`);
    const text = module.slice(begin, end);
    const body = firstOf(BODY, text, 0, (parameters) => `${parameters.slice(0, -2)} => 0`) - 1;
    if (end < 0 || body < 0 || OWN.test(text)) continue;
    plain.push(`${exported}const ${name} = ${async}${text.slice(0, body)}=> ${text.slice(body)};\n`);
    rest += module.slice(from, index);
    from = end;
  }
  rest += module.slice(from);
  const [imports] = IMPORTS.exec(rest);
  return imports + plain.join("") + rest.slice(imports.length);
}

/** Behind the first match after `from` up to where the text reads as a whole, once it is dressed; -1 where none does. */
function firstOf(pattern, text, from, dressed) {
  for (const { index, 0: match } of text.matchAll(pattern)) {
    const end = index + match.length;
    if (index >= from && reads(dressed(text.slice(from, end)))) return end;
  }
  return -1;
}

/** A bracket in a text that is put together looks like an end, and is none. */
function reads(text) {
  try {
    return new Script(text) !== null;
  } catch {
    return false;
  }
}
