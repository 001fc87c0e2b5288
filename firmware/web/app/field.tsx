/** One setting on the page: its name, its field, what it is for, why it was refused, and the way back to its default. */
import { Entering } from "./entering.js";
import { useText } from "./language.js";
import { useSaid } from "./said.js";
import { type Entry, fallbackOf, isSet, shownOf } from "./settings-draft.js";
import type { Changes, Settings } from "./shapes.js";

/** Seconds up to here are any number of them. */
const EVER = 2_147_483_647;

export type FieldProps = {
  readonly entry: Entry;
  readonly settings: Settings;
  readonly draft: Changes;
  readonly refused: string | undefined;
  onWish(value: string): void;
  /** The field has been left with what was typed. */
  onDone(): void;
  /** Back to the default; without it there is no such button. */
  onBack?(): void;
};

export function Field({ entry, settings, draft, refused, onWish, onDone, onBack }: FieldProps) {
  const t = useText();
  const say = useSaid();
  const { name, row } = entry;
  const id = `field-${name.replace(/\W/g, "-")}`;
  const fixed = settings.overridden.includes(name);
  const changed = name in draft;
  const back = changed && draft[name] === null;
  const set = isSet(entry, settings);
  return (
    <div class={`field${changed ? " changed" : ""}`}>
      <div class="label">
        <label for={id}>
          {row.label}
          {entry.line === null ? null : <span class="unseen"> {t("line", entry.line)}</span>}
        </label>
        <code>{name}</code>
        {changed ? <span class="mark">{back ? t("toDefault") : t("changed")}</span> : null}
      </div>
      <div class="row">
        <Entering
          id={id}
          name={name}
          row={row}
          value={shownOf(entry, draft, settings)}
          isSet={settings.secrets.includes(name) && !back}
          disabled={fixed}
          invalid={refused !== undefined}
          onWish={onWish}
          onDone={onDone}
        />
        {onBack && (set || changed) && !back && !fixed ? (
          <button type="button" class="plain" onClick={onBack} title={row.secret ? undefined : fallbackOf(entry)}>
            {t("useDefault")}
            <span class="unseen"> {name}</span>
          </button>
        ) : null}
      </div>
      <p id={`${id}-help`} class="help">
        {row.help} <Range row={entry.row} />
        {fixed ? ` ${t("overridden")}` : ""}
      </p>
      <p id={`${id}-error`} class="error" role="alert">
        {refused ? t("refused", say(refused)) : ""}
      </p>
    </div>
  );
}

function Range({ row: { kind, min, max } }: { row: Entry["row"] }) {
  const t = useText();
  if (kind !== "number" || min === undefined || max === undefined) return null;
  return <span>{max < EVER ? t("range", min, max) : t("least", min)}</span>;
}
