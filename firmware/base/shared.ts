/** What two are told alike is kept once, and lies in flash where the first of them does. */

/** A record as XS keeps it: of one slot, and of one more for each field. */
type Fields = { readonly [name: string]: unknown };

/**
 * As `value`, but out of the parts of `before` as far as they are equal. A record that differs in some fields has these alone,
 * and inherits the others: it is to be read by its names, and `{ ...record }` would miss some. What stands in a list is taken
 * as a whole or not at all. Both are of records, lists, and objects with public fields only; neither is changed.
 */
export function shared<T>(before: T, value: T): T {
  if (!isKept(before) || !isKept(value) || makerOf(before) !== makerOf(value)) return value;
  return (Array.isArray(value) ? sharedList(before, value) : sharedRecord(before, value)) as T;
}

function sharedList(before: Fields, value: readonly unknown[]): unknown {
  let isSame = value.length === before.length;
  const parts = value.map((item, at) => {
    const part = shared(before[at], item);
    if (Object.is(part, before[at])) return part;
    isSame = false;
    return item;
  });
  return isSame ? before : parts;
}

function sharedRecord(before: Fields, value: Fields): Fields {
  for (const name in before) if (!Object.hasOwn(value, name)) return value;
  let own: Fields | null = null;
  for (const name of Object.keys(value)) {
    const isKnown = name in before;
    const part = isKnown ? shared(before[name], value[name]) : value[name];
    if (isKnown && Object.is(part, before[name])) continue;
    own ??= Object.create(before) as Fields;
    Object.defineProperty(own, name, { value: part, enumerable: true });
  }
  return own ?? before;
}

/** Everything that can be read in a record, as one that inherits nothing. */
export function whole<T extends object>(record: T): T {
  const all = {} as T;
  for (const name in record) all[name] = record[name];
  return all;
}

/** What is equal to nothing but itself has no fields. */
function isKept(value: unknown): value is Fields {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return false;
  const maker = makerOf(value);
  return maker === Object.prototype || maker === Array.prototype || Object.keys(value).length > 0;
}

/** The class, past the records that are inherited from. */
function makerOf(value: object): unknown {
  let maker: unknown = Object.getPrototypeOf(value);
  while (typeof maker === "object" && maker !== null && !Object.hasOwn(maker, "constructor"))
    maker = Object.getPrototypeOf(maker);
  return maker;
}
