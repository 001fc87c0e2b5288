/** Step 3: what the provider has sent, for each line that shall have a number. */
import { useState } from "preact/hooks";
import { api } from "./api.js";
import { Field } from "./field.js";
import { useText } from "./language.js";
import { Button, Notice, type Said, useFailure } from "./notice.js";
import { ofLines } from "./of-lines.js";
import { type Entry, entriesOf, isSet, wished } from "./settings-draft.js";
import type { Changes, Preset, Refused } from "./shapes.js";
import { useSettings } from "./use-settings.js";

/** Asked for where no preset says otherwise. */
const ASKS = ["Proxy", "User_ID", "Password"];

export function AccountStep({ lines, preset, onDone }: { lines: number; preset: Preset | null; onDone(): void }) {
  const t = useText();
  const failed = useFailure();
  const { table, settings, failed: why } = useSettings();
  const [draft, setDraft] = useState<Changes>({});
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const [said, setSaid] = useState<Said>(null);
  if (!table || !settings) return <p>{why ?? t("loading")}</p>;
  const asks = preset?.asks ?? ASKS;
  const entries = entriesOf(
    asks.flatMap((ask) => table.filter(({ name }) => name === ask)),
    lines,
  );
  const numbers = Array.from({ length: lines }, (_, i) => i + 1);
  const ofLine = (line: number) => entries.filter((entry) => entry.line === line);
  const isUsed = (entry: Entry) => entry.name in draft || isSet(entry, settings);

  const save = async () => {
    const used = numbers.filter((line) => ofLine(line).some(isUsed));
    const changes = { ...(preset ? ofLines(preset.settings, table, used) : {}), ...draft };
    if (used.length === 0) return setSaid({ tone: "warning", text: t("accountNone") });
    const answer = await api.change(changes);
    if (answer.ok) return onDone();
    setRefused(answer.refused);
    const elsewhere = answer.refused.filter(({ name }) => !entries.some((entry) => entry.name === name));
    setSaid(
      answer.refused.length > elsewhere.length
        ? { tone: "error", text: t("nothingSaved", answer.refused.length) }
        : failed(answer),
    );
  };
  return (
    <>
      <p>{t("accountWhy")}</p>
      {numbers.map((line) => (
        <fieldset key={line}>
          <legend>{t("line", line)}</legend>
          {ofLine(line).map((entry) => (
            <Field
              key={entry.name}
              entry={entry}
              settings={settings}
              draft={draft}
              refused={refused.find(({ name }) => name === entry.name)?.reason}
              onWish={(value) => {
                setDraft((before) => wished(before, entry, value, settings));
                setRefused((before) => before.filter(({ name }) => name !== entry.name));
              }}
              onDone={() => {}}
            />
          ))}
        </fieldset>
      ))}
      <Button class="primary" act={save}>
        {t("saveAndOn")}
      </Button>
      <Notice said={said} />
    </>
  );
}
