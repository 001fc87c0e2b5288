/** A value as JSON text (RFC 8259). `JSON.stringify` of XS refuses whatever lies in flash, and that is where every frozen table lies. */

/** Numbers that are none, and what is undefined in a list, become null; properties that are undefined are left out. `indent` in spaces. */
export function jsonText(value: unknown, indent = 0): string {
  return textOf(value, indent > 0 ? "\n" : "", " ".repeat(indent)) ?? "null";
}

function textOf(value: unknown, line: string, indent: string): string | undefined {
  if (typeof value !== "object" || value === null)
    return value === undefined || typeof value === "function" ? undefined : JSON.stringify(value);
  const inner = line + indent;
  let text = "";
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++)
      text += `${at === 0 ? "" : ","}${inner}${textOf(value[at], inner, indent) ?? "null"}`;
    return text === "" ? "[]" : `[${text}${line}]`;
  }
  const colon = indent === "" ? ":" : ": ";
  for (const name in value) {
    const shown = textOf((value as { readonly [name: string]: unknown })[name], inner, indent);
    if (shown !== undefined) text += `${text === "" ? "" : ","}${inner}${JSON.stringify(name)}${colon}${shown}`;
  }
  return text === "" ? "{}" : `{${text}${line}}`;
}
