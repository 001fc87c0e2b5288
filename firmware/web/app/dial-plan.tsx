/** Tries a dial plan key by key: what still fits, which timer runs, and what would be called. */
import { useEffect, useState } from "preact/hooks";
import { api } from "./api.js";
import { useText } from "./language.js";
import { Notice, type Said, useFailure } from "./notice.js";
import { useSaid } from "./said.js";
import { entriesOf, savedOf } from "./settings-draft.js";
import type { Dialled } from "./shapes.js";
import { useSettings } from "./use-settings.js";
import { Wide } from "./wide.js";

const NAME = "Dial_Plan";
/** One refresh for keys that come faster than this. */
const PAUSE_MS = 150;

export function DialPlan({ lines }: { lines: readonly number[] }) {
  const t = useText();
  const failed = useFailure();
  const say = useSaid();
  const { table, settings } = useSettings();
  const [line, setLine] = useState(1);
  const [plan, setPlan] = useState<string | null>(null);
  const [keys, setKeys] = useState("");
  const [tried, setTried] = useState<Dialled | null>(null);
  const [said, setSaid] = useState<Said>(null);
  const rows = table?.filter(({ name }) => name === NAME) ?? [];
  const entry = entriesOf(rows, lines.length).find((one) => one.line === line);
  const ofLine = entry && settings ? savedOf(entry, settings) : "";
  const text = plan ?? ofLine;

  useEffect(() => {
    if (text === "") return;
    let wanted = true;
    const timer = setTimeout(async () => {
      const answer = await api.dialPlan(text, keys);
      if (!wanted) return;
      setSaid(answer.ok ? null : failed(answer));
      if (answer.ok) setTried(answer.value);
    }, PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [text, keys]);

  return (
    <>
      <p>{t("planWhy")}</p>
      <div class="card">
        <label>
          {t("lineColumn")}
          <select
            value={line}
            onChange={({ currentTarget }) => {
              setLine(Number(currentTarget.value));
              setPlan(null);
            }}
          >
            {lines.map((one) => (
              <option key={one} value={one}>
                {t("line", one)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t("page-dialplan")}
          <textarea
            class="script"
            rows={4}
            spellcheck={false}
            aria-describedby="plan-error"
            aria-invalid={Boolean(tried?.error)}
            value={text}
            onInput={({ currentTarget }) => setPlan(currentTarget.value)}
          />
        </label>
        <p id="plan-error" class="error" role="alert">
          {tried?.error ? t("planError", tried.error.column, say(tried.error.reason)) : ""}
        </p>
        <label>
          {t("keys")}
          <input
            class="script"
            inputMode="tel"
            autocomplete="off"
            value={keys}
            onInput={({ currentTarget }) => setKeys(currentTarget.value)}
          />
        </label>
      </div>
      <Notice said={said} />
      {tried && !tried.error && tried.steps.length > 0 ? <Steps tried={tried} /> : null}
    </>
  );
}

function Steps({ tried: { steps, result } }: { tried: Dialled }) {
  const t = useText();
  const verdict =
    result?.number !== undefined
      ? t("planNumber", result.number)
      : result?.service !== undefined
        ? t("planService", result.service)
        : t("planRefused");
  return (
    <>
      <p role="status" class={`verdict ${result?.refused === undefined ? "good" : "error"}`}>
        {verdict}
      </p>
      <Wide label={t("candidates")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("key")}</th>
              <th scope="col">{t("candidates")}</th>
              <th scope="col">{t("timer")}</th>
            </tr>
          </thead>
          <tbody>
            {steps.map(({ key, candidates, timer }, i) => (
              <tr key={i}>
                <th scope="row">{key}</th>
                <td>
                  {candidates.map(({ sequence, state }, j) => (
                    <span key={j} class={`candidate ${state}`}>
                      <code>{sequence}</code> {t(`candidate-${state}`)}
                    </span>
                  ))}
                </td>
                <td>{timer ? t(`timer-${timer.name}`, timer.ms / 1000) : "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </>
  );
}
