/** What two are told alike is kept once. */

/**
 * `value`, with every record and list in it that is equal to its counterpart in `before` replaced by that one. Both are of
 * plain records, lists, and whatever is equal only to itself; neither is changed.
 */
export function shared<T>(before: T, value: T): T {
  if (!isPlain(before) || !isPlain(value) || Array.isArray(before) !== Array.isArray(value)) return value;
  const names = Object.keys(value);
  let isSame = names.length === Object.keys(before).length;
  const parts = names.map((name): [string, unknown] => {
    const isKnown = Object.hasOwn(before, name);
    const part = isKnown ? shared(before[name], value[name]) : value[name];
    if (!isKnown || !Object.is(part, before[name])) isSame = false;
    return [name, part];
  });
  if (isSame) return before;
  return (Array.isArray(value) ? parts.map(([, part]) => part) : Object.fromEntries(parts)) as T;
}

function isPlain(value: unknown): value is { readonly [name: string]: unknown } {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype;
}
