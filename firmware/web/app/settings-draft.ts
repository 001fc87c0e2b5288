/** What is being changed on the settings pages, before it is saved: by name, and only what really differs. */
import type { Changes, Row, Settings } from "./shapes.js";

/** One setting as it stands on a page: a row of the table, for one line or for the adapter. */
export type Entry = {
  /** `Proxy[1]`. */
  readonly name: string;
  readonly row: Row;
  readonly line: number | null;
  readonly tab: string;
};

/** The tabs in their order, of so many lines. */
export function tabsOf(lines: number): readonly string[] {
  const of = (name: string) => Array.from({ length: lines }, (_, i) => `${name} ${i + 1}`);
  return ["System", "SIP", "Provisioning", "Regional", ...of("Line"), ...of("User")];
}

export function entriesOf(table: readonly Row[], lines: number): readonly Entry[] {
  return table.flatMap((row): Entry[] =>
    row.line
      ? Array.from({ length: lines }, (_, i) => ({
          name: `${row.name}[${i + 1}]`,
          row,
          line: i + 1,
          tab: `${row.tab} ${i + 1}`,
        }))
      : [{ name: row.name, row, line: null, tab: row.tab }],
  );
}

/** The value nobody has set. */
export function fallbackOf({ row, line }: Entry): string {
  if (typeof row.fallback === "string") return row.fallback;
  return row.fallback[Math.min((line ?? 1) - 1, row.fallback.length - 1)] ?? "";
}

/** The value in effect; of a secret nothing is known. */
export function savedOf(entry: Entry, settings: Settings): string {
  return entry.row.secret ? "" : (settings.values[entry.name] ?? fallbackOf(entry));
}

/** Whether anybody has set it. */
export const isSet = ({ name }: Entry, { values, secrets }: Settings) => name in values || secrets.includes(name);

/** The draft with one more wish; one for what there is already is none. */
export function wished(draft: Changes, entry: Entry, value: string | null, settings: Settings): Changes {
  const { [entry.name]: _, ...rest } = draft;
  const nothing =
    value === null
      ? !isSet(entry, settings)
      : value === savedOf(entry, settings) && !(entry.row.secret && value !== "");
  return nothing ? rest : { ...rest, [entry.name]: value };
}

/** What its field shows. */
export function shownOf(entry: Entry, draft: Changes, settings: Settings): string {
  const wish = draft[entry.name];
  if (wish === undefined) return savedOf(entry, settings);
  return wish ?? (entry.row.secret ? "" : fallbackOf(entry));
}

/** Every word of the search is in the name, label or help. */
export function matches({ name, row }: Entry, search: string): boolean {
  const text = `${name} ${row.name.replaceAll("_", " ")} ${row.label} ${row.help}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
