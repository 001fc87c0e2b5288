/** The values of all settings: what the owner has set, over what the board brings, over the defaults of the product. */
import { frozen } from "../base/frozen.js";
import { type AdapterSetting, adapterSettings } from "./adapter-settings.js";
import { type LineSetting, lineSettings } from "./line-settings.js";
import { short } from "./lists.js";
import { fallbackOf, type NamedSetting, nameOf, settingsNamed } from "./names.js";
import { canonical, refuse, type Touch } from "./setting.js";
import { SettingList, type Settings, SortedSettings } from "./setting-list.js";

/** Settings by name (`Proxy[1]`), values as text. */
export type SettingValues = { readonly [name: string]: string };

/** What is to change; null takes back what the owner has set. */
export type SettingChanges = Settings<string | null>;

/** `Proxy[3]: unknown setting` in two parts. */
export type RefusedSetting = { readonly name: string; readonly reason: string };

/** Who must be told: a part of one line, or of all of them (null). */
export type Touched = { readonly what: Touch; readonly line: number | null };

export type ChangeResult = { readonly refused: readonly RefusedSetting[] } | { readonly touches: readonly Touched[] };

/** Where values come from, later wins. */
export type ConfigLayers = {
  /** How many lines there are. */
  readonly lines: number;
  /** Defaults of the board. */
  readonly factory?: Settings;
  /** What the owner has set, as it was kept. */
  readonly owner?: Settings;
  /** A profile that wins over what the owner has set, and is not kept. */
  readonly profile?: Settings;
  /** What wins over everything at this start, and is not kept. */
  readonly overrides?: Settings;
};

/** Rows whose kind is one of `K`. */
type Names<T, K extends string> = { [N in keyof T]: T[N] extends { readonly kind: K } ? N : never }[keyof T];

/** Pairs of which the first must be below the second, and those that may be equal. */
const ORDERED: readonly (readonly [below: AdapterSetting, above: AdapterSetting, equal: boolean])[] = frozen([
  ["RTP_Port_Min", "RTP_Port_Max", false],
  ["Reg_Min_Expires", "Reg_Max_Expires", true],
  ["SIP_Min_SE", "SIP_Session_Expires", true],
]);

/** What is wrong with a change is told of so many settings at most. */
const MOST_REFUSED = 100;

export class Config {
  readonly lines: number;
  /** What was wrong in the layers handed in; the rest of them counts. */
  readonly refused: readonly RefusedSetting[];
  readonly #factory: SortedSettings | null;
  /** Never written to: it is another one after each change. */
  #owner = new SortedSettings();
  #profile: SortedSettings | null = null;
  #overrides: SortedSettings | null = null;

  constructor(layers: ConfigLayers) {
    this.lines = layers.lines;
    const refused: RefusedSetting[] = [];
    this.#factory = this.#read(layers.factory, refused);
    this.#resolve(this.#factory, refused);
    this.#owner = this.#read(layers.owner, refused) ?? this.#owner;
    this.#resolve(this.#owner, refused);
    this.#profile = this.#read(layers.profile, refused);
    this.#resolve(this.#profile, refused);
    this.#overrides = this.#read(layers.overrides, refused);
    this.#resolve(this.#overrides, refused);
    this.refused = refused;
  }

  get(name: AdapterSetting): string {
    return this.valueOf(name) ?? fallbackOf(adapterSettings[name], null);
  }

  /** `line` counts from 1. */
  getLine(name: LineSetting, line: number): string {
    return this.valueOf(nameOf(name, line)) ?? fallbackOf(lineSettings[name], line);
  }

  yes(name: Names<typeof adapterSettings, "yesno">): boolean {
    return this.get(name) === "Yes";
  }

  yesLine(name: Names<typeof lineSettings, "yesno">, line: number): boolean {
    return this.getLine(name, line) === "Yes";
  }

  /** In the setting's own unit; hexadecimal ones too. */
  number(name: Names<typeof adapterSettings, "number">): number {
    return Number(this.get(name));
  }

  numberLine(name: Names<typeof lineSettings, "number" | "hex">, line: number): number {
    return Number(this.getLine(name, line));
  }

  /** The explicit record of what the owner has set, in the order of the names; this is what is kept. Not to be written to. */
  get owner(): SortedSettings {
    return this.#owner;
  }

  /** The same as a record, for whoever has room for that. */
  get owned(): SettingValues {
    return this.owner.record;
  }

  /** Back to what was the `owner`'s. */
  restore(owner: SortedSettings): void {
    this.#owner = owner;
  }

  /** Takes over all of `changes` as the owner's wish, or nothing. */
  change(changes: SettingChanges): ChangeResult {
    const list = SettingList.of(changes);
    const refused: RefusedSetting[] = [];
    const before = this.#owner;
    const owner = new SortedSettings(before);
    const changed: string[] = [];
    this.#check(list, refused, ({ name }, value) => {
      changed.push(name);
      if (value === null) owner.delete(name);
      else owner.set(name, value);
    });
    if (refused.length > 0) return { refused };
    this.#owner = owner;
    const conflicts = this.#conflicts((name) => changed.includes(name));
    if (conflicts.length > 0) {
      this.#owner = before;
      return { refused: conflicts };
    }
    return { touches: this.#touches(changed, before) };
  }

  /** Why these could not be taken over; empty when they could. */
  refusalsOf(changes: SettingChanges): readonly RefusedSetting[] {
    const before = this.#owner;
    const result = this.change(changes);
    this.#owner = before;
    return "refused" in result ? result.refused : [];
  }

  /** By the one name it is kept under; undefined where nobody has set it. `owner` is what its owner has set, or had. */
  valueOf(name: string, owner: SettingList = this.#owner): string | undefined {
    return this.#overrides?.get(name) ?? this.#profile?.get(name) ?? owner.get(name) ?? this.#factory?.get(name);
  }

  /** What is right in them. */
  #read(settings: Settings | undefined, refused: RefusedSetting[]): SortedSettings | null {
    if (!settings) return null;
    const values = new SortedSettings();
    this.#check(SettingList.of(settings), refused, ({ name }, value) => {
      if (value !== null) values.set(name, value);
    });
    return values.size > 0 ? values : null;
  }

  /** Takes pairs out that do not fit together. */
  #resolve(values: SortedSettings | null, refused: RefusedSetting[]): void {
    if (!values) return;
    for (const conflict of this.#conflicts((name) => values.has(name))) {
      refused.push(conflict);
      for (const [below, above] of ORDERED)
        if (conflict.name === below || conflict.name === above) {
          values.delete(below);
          values.delete(above);
        }
    }
  }

  /** Hands over each setting that is meant, in their order, with its value as it is kept. */
  #check(
    changes: SettingList<string | null>,
    refused: RefusedSetting[],
    take: (one: NamedSetting, value: string | null) => void,
  ): void {
    const refuses = (name: string, reason: string) => {
      if (refused.length < MOST_REFUSED) refused.push({ name, reason });
    };
    for (let at = 0; at < changes.size; at++) {
      const text = changes.values[at];
      const named = settingsNamed(changes.names[at], this.lines);
      if (named.length === 0) refuses(short(changes.names[at]), "unknown setting");
      for (const one of named) {
        const reason = text === null ? null : refuse(one.setting, text);
        if (reason !== null) refuses(one.name, reason);
        else take(one, text === null ? null : kept(one, text));
      }
    }
  }

  /** Whom it concerns that these are no longer what they were before. */
  #touches(names: readonly string[], before: SortedSettings): readonly Touched[] {
    const touches: Touched[] = [];
    for (const given of names)
      for (const { name, setting, line } of settingsNamed(given, this.lines)) {
        const fallback = fallbackOf(setting, line);
        if ((this.valueOf(name) ?? fallback) === (this.valueOf(name, before) ?? fallback)) continue;
        const what = setting.touches;
        if (!touches.some((one) => one.what === what && one.line === line)) touches.push({ what, line });
      }
    return touches;
  }

  /** Pairs that do not fit together; of those that have changed, and the upper one first, one is to blame. */
  #conflicts(hasChanged: (name: string) => boolean): RefusedSetting[] {
    const conflicts: RefusedSetting[] = [];
    for (const [below, above, equal] of ORDERED) {
      const least = Number(this.get(below));
      const most = Number(this.get(above));
      if (least < most || (equal && least === most) || !(hasChanged(below) || hasChanged(above))) continue;
      conflicts.push(
        hasChanged(above)
          ? { name: above, reason: `${most} is not above ${below}, ${least}` }
          : { name: below, reason: `${least} is not below ${above}, ${most}` },
      );
    }
    return conflicts;
  }
}

/** As it is kept; a value that is the default is that of the table, which lies in flash. */
function kept({ setting, line }: NamedSetting, text: string): string | null {
  const value = canonical(setting, text);
  const fallback = fallbackOf(setting, line);
  return value === fallback ? fallback : value;
}
