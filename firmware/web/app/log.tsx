/** What the adapter says it does, as it does it. */
import { useEffect, useState } from "preact/hooks";
import { api } from "./api.js";
import { instant } from "./figures.js";
import { useLanguage, useText } from "./language.js";
import { useHeard } from "./live.js";
import type { LogEntry } from "./shapes.js";
import { Wide } from "./wide.js";

const LEVELS = ["error", "warning", "info", "debug"] as const;
type Level = (typeof LEVELS)[number];
const MOST = 500;

export function Log() {
  const t = useText();
  const language = useLanguage();
  const [entries, setEntries] = useState<readonly LogEntry[]>([]);
  const [level, setLevel] = useState<string>("info");
  const [paused, setPaused] = useState(false);
  useEffect(() => {
    void api.log().then((answer) => answer.ok && setEntries(answer.value.entries));
  }, []);
  useHeard("log", (entry) => paused || setEntries((before) => [...before.slice(1 - MOST), entry]));
  const least = LEVELS.indexOf(level as Level);
  const shown = entries.filter((entry) => LEVELS.indexOf(entry.level as Level) <= least).reverse();
  return (
    <>
      <div class="row">
        <label>
          {t("level")}
          <select value={level} onChange={({ currentTarget }) => setLevel(currentTarget.value)}>
            {LEVELS.map((one) => (
              <option key={one} value={one}>
                {t(`level-${one}`)}
              </option>
            ))}
          </select>
        </label>
        <button type="button" aria-pressed={paused} onClick={() => setPaused(!paused)}>
          {t("pause")}
        </button>
      </div>
      {language === "en" ? null : <p class="help">{t("logEnglish")}</p>}
      <Wide label={t("page-log")}>
        {shown.length === 0 ? <p>{t("nothingYet")}</p> : null}
        <ol class="log">
          {shown.map((entry, i) => (
            <li key={`${entry.t} ${shown.length - i}`} class={entry.level}>
              <time>{instant(entry.t)}</time> <span>{t(levelName(entry.level))}</span>{" "}
              <span>{entry.line === null ? "" : t("line", entry.line)}</span> <span>{entry.text}</span>
            </li>
          ))}
        </ol>
      </Wide>
    </>
  );
}

const levelName = (level: string) => `level-${LEVELS.find((one) => one === level) ?? "info"}` as const;
