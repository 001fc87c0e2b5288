/** What two are told alike is kept once. */

/**
 * `value`, with every record and list in it that is equal to its counterpart in `before` replaced by that one. Both are of
 * plain records, lists, and whatever is equal only to itself; neither is changed.
 */
export function shared<T>(before: T, value: T): T {
  if (!isPlain(before) || !isPlain(value) || Array.isArray(before) !== Array.isArray(value)) return value;
  const names = Object.keys(value);
  let isSame = names.length === Object.keys(before).length;
  const merged = (Array.isArray(value) ? [] : {}) as { [name: string]: unknown };
  for (const name of names) {
    merged[name] = shared(before[name], value[name]);
    if (!(name in before) || !Object.is(merged[name], before[name])) isSame = false;
  }
  return isSame ? before : (merged as T);
}

function isPlain(value: unknown): value is { readonly [name: string]: unknown } {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype;
}
