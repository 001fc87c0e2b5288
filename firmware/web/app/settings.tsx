/** All settings by tab, basic or advanced, or by search; saved together or not at all. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { api } from "./api.js";
import { Fetching } from "./fetching.js";
import { Field } from "./field.js";
import { useLanguage, useText, useTextOr } from "./language.js";
import { useHeard } from "./live.js";
import { NavMenu } from "./nav-menu.js";
import { Button, Notice, type Said, useFailure } from "./notice.js";
import { go, hrefOf } from "./route.js";
import { type Entry, entriesOf, matches, tabsOf, wished } from "./settings-draft.js";
import type { Changes, Refused, Role, Row, Settings, Status } from "./shapes.js";
import { useSettings } from "./use-settings.js";

/** What a search shows at once. */
const MOST_FOUND = 60;
const PROVISIONING = "Provisioning";

export function SettingsPage({ place, role, status }: { place: string; role: Role; status: Status | null }) {
  const t = useText();
  const known = useSettings();
  if (!known.table || !known.settings) return <p>{known.failed ?? t("loading")}</p>;
  return (
    <Sheets table={known.table} settings={known.settings} look={known.look} place={place} role={role} status={status} />
  );
}

type Sheet = {
  table: readonly Row[];
  settings: Settings;
  look(): Promise<void>;
  place: string;
  role: Role;
  status: Status | null;
};

function Sheets({ table, settings, look, place, role, status }: Sheet) {
  const t = useText();
  const textOr = useTextOr();
  const language = useLanguage();
  const failed = useFailure();
  const lines = useMemo(() => linesOf(table), [table]);
  const entries = useMemo(
    () => entriesOf(table, lines).filter(({ row }) => role === "admin" || row.user),
    [table, lines, role],
  );
  const wanted = entries.find(({ name }) => name === place);
  const tabs = tabsOf(lines).filter((tab) => entries.some((entry) => entry.tab === tab));
  const tab = wanted?.tab ?? tabs.find((one) => one === place) ?? tabs[0];
  const [advanced, setAdvanced] = useState(false);
  const [search, setSearch] = useState("");
  const [draft, setDraft] = useState<Changes>({});
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const [said, setSaid] = useState<Said>(null);
  const list = useRef<HTMLDivElement>(null);
  useHeard("settings", () => void look());

  const simple = (entry: Entry) => advanced || !entry.row.advanced || entry.name in draft || entry === wanted;
  const found = search.trim() === "" ? null : entries.filter((entry) => matches(entry, search.trim()));
  const shown = found?.slice(0, MOST_FOUND) ?? entries.filter((entry) => entry.tab === tab && simple(entry));
  const changed = Object.keys(draft).length;
  const drafts = (one: string) => entries.some((entry) => entry.tab === one && entry.name in draft);

  const focus = (name: string) =>
    requestAnimationFrame(() => {
      const field = list.current?.querySelector<HTMLElement>(`[name="${CSS.escape(name)}"]`);
      field?.focus();
      field?.scrollIntoView({ block: "center" });
    });
  useEffect(() => {
    if (wanted) focus(wanted.name);
  }, [wanted?.name]);

  // what went well is told where it was done
  useEffect(() => setSaid((before) => (before?.tone === "good" ? null : before)), [tab, language]);

  const wish = (entry: Entry, value: string | null) => {
    setDraft((before) => wished(before, entry, value, settings));
    setRefused((before) => before.filter(({ name }) => name !== entry.name));
    setSaid(null);
  };
  const check = async ({ name }: Entry) => {
    const value = draft[name];
    if (value === undefined || value === null) return;
    const answer = await api.check({ [name]: value });
    const reason = answer.ok ? undefined : answer.refused.find((one) => one.name === name);
    setRefused((before) => [...before.filter((one) => one.name !== name), ...(reason ? [reason] : [])]);
  };
  const save = async () => {
    if (changed === 0) return setSaid({ tone: "warning", text: t("nothingChanged") });
    const answer = await api.change(draft);
    if (!answer.ok) {
      setRefused(answer.refused);
      const first = answer.refused[0];
      setSaid(first ? { tone: "error", text: t("nothingSaved", answer.refused.length) } : failed(answer));
      const entry = first && entries.find(({ name }) => name === first.name);
      if (entry && !shown.includes(entry)) {
        setSearch("");
        go("settings", entry.name);
      } else if (entry) focus(entry.name);
      return;
    }
    setDraft({});
    setRefused([]);
    const { applied, waiting } = answer.value;
    const later = waiting.length > 0 ? ` ${t("waiting", waiting.join(", "))}` : "";
    setSaid({ tone: "good", text: t("saved", applied.length) + later });
    await look();
  };

  return (
    <>
      <div class="row">
        <label class="grow">
          {t("search")}
          <input type="search" value={search} onInput={({ currentTarget }) => setSearch(currentTarget.value)} />
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={advanced}
            onChange={({ currentTarget }) => setAdvanced(currentTarget.checked)}
          />
          {t("advanced")}
        </label>
      </div>
      <NavMenu label={t("tabs")} class="tabs" current={tabName(tab, textOr)}>
        {tabs.map((one) => (
          <li key={one}>
            <a
              href={hrefOf("settings", one)}
              aria-current={!found && one === tab ? "page" : undefined}
              onClick={() => setSearch("")}
            >
              {tabName(one, textOr)}
              {drafts(one) ? <span class="draft" title={t("changed")} /> : null}
            </a>
          </li>
        ))}
      </NavMenu>
      <h2 aria-live="polite">{found ? t("found", found.length) : tabName(tab, textOr)}</h2>
      {tab === PROVISIONING && !found ? <Fetching status={status} /> : null}
      <div ref={list}>
        {groupsOf(shown).map(([group, members]) => (
          <fieldset key={group} class="group">
            {group && group !== tabOf(members) ? (
              <legend>{textOr(`group-${group}`, textOr(`tab-${group}`, group))}</legend>
            ) : (
              <legend class="unseen">{tabName(tab, textOr)}</legend>
            )}
            {members.map((entry) => (
              <Field
                key={entry.name}
                entry={entry}
                settings={settings}
                draft={draft}
                refused={refused.find(({ name }) => name === entry.name)?.reason}
                onWish={(value) => wish(entry, value)}
                onDone={() => void check(entry)}
                onBack={() => wish(entry, null)}
              />
            ))}
          </fieldset>
        ))}
      </div>
      {!advanced && !found ? <p class="help">{t("moreAdvanced")}</p> : null}
      <div class="bar">
        <p class="help">{t("whenIdle")}</p>
        <Button class="primary" act={save}>
          {t("save", changed)}
        </Button>
        {changed > 0 ? (
          <Button
            act={() => {
              setDraft({});
              setRefused([]);
              setSaid(null);
            }}
          >
            {t("discard")}
          </Button>
        ) : null}
        <Notice said={said} />
      </div>
    </>
  );
}

/** Of a group: it says it all where the group is named alike. */
const tabOf = ([{ row }]: readonly Entry[]) => row.tab;

/** Two where a table does not tell. */
const linesOf = (table: readonly Row[]) =>
  Math.max(2, ...table.map(({ fallback }) => (typeof fallback === "string" ? 0 : fallback.length)));

function tabName(tab: string, textOr: (name: string, otherwise: string) => string): string {
  const [name, line] = tab.split(" ");
  return line ? `${textOr(`tab-${name}`, name)} ${line}` : textOr(`tab-${name}`, name);
}

function groupsOf(entries: readonly Entry[]): readonly (readonly [string, readonly Entry[]])[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const name = entry.row.group ?? "";
    const group = groups.get(name);
    if (group) group.push(entry);
    else groups.set(name, [entry]);
  }
  return [...groups];
}
