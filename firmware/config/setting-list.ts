/**
 * Settings and what stands beside their names, as two lists: those lie in one piece each, where the fields of a record take a
 * slot for every value, and another for every name. A whole profile would fill a small memory with them.
 */

/** The same as a record, for whoever has but a few. */
export type Settings<V extends string | null = string> = SettingList<V> | { readonly [name: string]: V };

export class SettingList<V extends string | null = string> {
  readonly names: string[] = [];
  readonly values: V[] = [];

  /** The list itself, or one of what is in the record. */
  static of<V extends string | null>(settings: Settings<V>): SettingList<V> {
    if (settings instanceof SettingList) return settings;
    const list = new SettingList<V>();
    for (const name of Object.keys(settings)) list.add(name, settings[name]);
    return list;
  }

  get size(): number {
    return this.names.length;
  }

  get(name: string): V | undefined {
    const at = this.placeOf(name);
    return at < 0 ? undefined : this.values[at];
  }

  has(name: string): boolean {
    return this.placeOf(name) >= 0;
  }

  /** Where it is already, or as one more. */
  set(name: string, value: V): void {
    const at = this.placeOf(name);
    if (at >= 0) this.values[at] = value;
    else {
      this.names.splice(~at, 0, name);
      this.values.splice(~at, 0, value);
    }
  }

  /** As one more, whatever there is. */
  add(name: string, value: V): void {
    this.names.push(name);
    this.values.push(value);
  }

  delete(name: string): void {
    const at = this.placeOf(name);
    if (at < 0) return;
    this.names.splice(at, 1);
    this.values.splice(at, 1);
  }

  /** As `SettingList.of` takes it. */
  get record(): { readonly [name: string]: V } {
    return Object.fromEntries(this.names.map((name, at) => [name, this.values[at]]));
  }

  /** Where it is; or, as the complement, where it would be. */
  protected placeOf(name: string): number {
    const at = this.names.indexOf(name);
    return at < 0 ? ~this.names.length : at;
  }
}

/** In the order of their names, each once, and soon found. */
export class SortedSettings extends SettingList {
  constructor(like?: SortedSettings) {
    super();
    if (like) for (let at = 0; at < like.size; at++) this.add(like.names[at], like.values[at]);
  }

  protected override placeOf(name: string): number {
    const { names } = this;
    let low = 0;
    let high = names.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (names[middle] < name) low = middle + 1;
      else high = middle;
    }
    return low < names.length && names[low] === name ? low : ~low;
  }
}
