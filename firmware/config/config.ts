/** The values of all settings: what the owner has set, over what the board brings, over the defaults of the product. */
import { frozen } from "../base/frozen.js";
import { type AdapterSetting, adapterSettings } from "./adapter-settings.js";
import { type LineSetting, lineSettings } from "./line-settings.js";
import { short } from "./lists.js";
import { fallbackOf, type NamedSetting, nameOf, settingsNamed } from "./names.js";
import { canonical, refuse, type Touch } from "./setting.js";

/** Settings by name (`Proxy[1]`), values as text. */
export type SettingValues = { readonly [name: string]: string };

/** What is to change; null takes back what the owner has set. */
export type SettingChanges = { readonly [name: string]: string | null };

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
  readonly factory?: SettingValues;
  /** What the owner has set, as it was kept. */
  readonly owner?: SettingValues;
  /** A profile that wins over what the owner has set, and is not kept. */
  readonly profile?: SettingValues;
  /** What wins over everything at this start, and is not kept. */
  readonly overrides?: SettingValues;
};

type Values = Map<string, string>;
/** Rows whose kind is one of `K`. */
type Names<T, K extends string> = { [N in keyof T]: T[N] extends { readonly kind: K } ? N : never }[keyof T];

/** Pairs of which the first must be below the second, and those that may be equal. */
const ORDERED: readonly (readonly [below: AdapterSetting, above: AdapterSetting, equal: boolean])[] = frozen([
  ["RTP_Port_Min", "RTP_Port_Max", false],
  ["Reg_Min_Expires", "Reg_Max_Expires", true],
  ["SIP_Min_SE", "SIP_Session_Expires", true],
]);

export class Config {
  readonly lines: number;
  /** What was wrong in the layers handed in; the rest of them counts. */
  readonly refused: readonly RefusedSetting[];
  readonly #factory: Values = new Map();
  readonly #owner: Values = new Map();
  readonly #profile: Values = new Map();
  readonly #overrides: Values = new Map();

  constructor(layers: ConfigLayers) {
    this.lines = layers.lines;
    const refused: RefusedSetting[] = [];
    for (const [into, values] of [
      [this.#factory, layers.factory],
      [this.#owner, layers.owner],
      [this.#profile, layers.profile],
      [this.#overrides, layers.overrides],
    ] as const)
      if (values) this.#fill(into, values, refused);
    this.refused = refused;
  }

  get(name: AdapterSetting): string {
    return this.#value(name) ?? fallbackOf(adapterSettings[name], null);
  }

  /** `line` counts from 1. */
  getLine(name: LineSetting, line: number): string {
    return this.#value(nameOf(name, line)) ?? fallbackOf(lineSettings[name], line);
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

  /** The explicit record of what the owner has set, by name; this is what is kept. */
  get owned(): SettingValues {
    return Object.fromEntries([...this.#owner].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Back to what was `owned`. */
  restore(owned: SettingValues): void {
    this.#owner.clear();
    for (const [name, value] of Object.entries(owned)) this.#owner.set(name, value);
  }

  /** Takes over all of `changes` as the owner's wish, or nothing. */
  change(changes: SettingChanges): ChangeResult {
    const refused: RefusedSetting[] = [];
    const checked = this.#check(changes, refused);
    if (refused.length > 0) return { refused };
    const before = this.owned;
    const shown = checked.map(({ name, setting, line }) => this.#value(name) ?? fallbackOf(setting, line));
    for (const { name, value } of checked) {
      if (value === null) this.#owner.delete(name);
      else this.#owner.set(name, value);
    }
    const conflicts = this.#conflicts(new Set(checked.map(({ name }) => name)));
    if (conflicts.length > 0) {
      this.restore(before);
      return { refused: conflicts };
    }
    const touches: Touched[] = [];
    for (const [i, { name, setting, line }] of checked.entries()) {
      if ((this.#value(name) ?? fallbackOf(setting, line)) === shown[i]) continue;
      const what = setting.touches;
      if (!touches.some((one) => one.what === what && one.line === line)) touches.push({ what, line });
    }
    return { touches };
  }

  /** By the one name it is kept under; undefined where nobody has set it. */
  valueOf(name: string): string | undefined {
    return this.#value(name);
  }

  #value(name: string): string | undefined {
    return this.#overrides.get(name) ?? this.#profile.get(name) ?? this.#owner.get(name) ?? this.#factory.get(name);
  }

  #fill(into: Values, values: SettingValues, refused: RefusedSetting[]): void {
    const checked = this.#check(values, refused);
    for (const { name, value } of checked) if (value !== null) into.set(name, value);
    for (const conflict of this.#conflicts(new Set(into.keys()))) {
      refused.push(conflict);
      for (const [below, above] of ORDERED)
        if (conflict.name === below || conflict.name === above) {
          into.delete(below);
          into.delete(above);
        }
    }
  }

  #check(changes: SettingChanges, refused: RefusedSetting[]): (NamedSetting & { value: string | null })[] {
    const checked: (NamedSetting & { value: string | null })[] = [];
    for (const [given, text] of Object.entries(changes)) {
      const named = settingsNamed(given, this.lines);
      if (named.length === 0) refused.push({ name: short(given), reason: "unknown setting" });
      for (const one of named) {
        const reason = text === null ? null : refuse(one.setting, text);
        if (reason === null) checked.push({ ...one, value: text === null ? null : canonical(one.setting, text) });
        else refused.push({ name: one.name, reason });
      }
    }
    return checked;
  }

  /** Pairs that do not fit together; of those in `changed` the one that was changed is to blame. */
  #conflicts(changed: ReadonlySet<string>): RefusedSetting[] {
    const conflicts: RefusedSetting[] = [];
    for (const [below, above, equal] of ORDERED) {
      const least = Number(this.get(below));
      const most = Number(this.get(above));
      if (least < most || (equal && least === most) || !(changed.has(below) || changed.has(above))) continue;
      conflicts.push(
        changed.has(above)
          ? { name: above, reason: `${most} is not above ${below}, ${least}` }
          : { name: below, reason: `${least} is not below ${above}, ${most}` },
      );
    }
    return conflicts;
  }
}
