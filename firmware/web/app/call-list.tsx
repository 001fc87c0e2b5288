/** Calls that are over, newest first. */
import { duration, gradeOf } from "./figures.js";
import { useLanguage, useText } from "./language.js";
import { useSaid } from "./said.js";
import type { PastCall } from "./shapes.js";
import { Wide } from "./wide.js";

export function CallList({ calls }: { calls: readonly PastCall[] }) {
  const t = useText();
  const language = useLanguage();
  const say = useSaid();
  if (calls.length === 0) return <p>{t("noCalls")}</p>;
  return (
    <Wide label={t("page-calls")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("when")}</th>
            <th scope="col">{t("lineColumn")}</th>
            <th scope="col">{t("number")}</th>
            <th scope="col">{t("outcome")}</th>
            <th scope="col">{t("sound")}</th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call, i) => (
            <tr key={`${call.t} ${i}`}>
              <td>{call.t ? new Date(call.t).toLocaleString(language) : "–"}</td>
              <td>{call.line}</td>
              <td>
                {t(call.direction === "in" ? "from" : "to", call.number ?? t("unknown"))}
                {call.name ? <span class="help"> {call.name}</span> : null}
              </td>
              <td>{call.answered ? duration(call.seconds) : say(call.words ?? "")}</td>
              <td>{call.mos === null ? "–" : `${t(`mos-${gradeOf(call.mos)}`)} (${call.mos.toFixed(1)})`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
