/** How it stands with settings that are fetched, and a button that has them fetched now. */
import { useState } from "preact/hooks";
import { api } from "./api.js";
import { duration } from "./figures.js";
import { useLanguage, useText } from "./language.js";
import { Button, Notice, type Said, useFailure } from "./notice.js";
import { useSaid } from "./said.js";
import type { Status } from "./shapes.js";

export function Fetching({ status }: { status: Status | null }) {
  const t = useText();
  const say = useSaid();
  const failed = useFailure();
  const when = useMoment(status);
  const [said, setSaid] = useState<Said>(null);
  const now = status?.provisioning;
  if (!now) return null;
  const { rules, last, next, error } = now;
  const fetch = async () => {
    const answer = await api.resync();
    setSaid(answer.ok ? { tone: "good", text: t("fetchAsked") } : failed(answer));
  };
  const verdict = !rules
    ? (["warning", t("fetchNone")] as const)
    : error !== null
      ? (["error", t("fetchFailed", say(error))] as const)
      : last !== null
        ? (["good", t("fetchDone")] as const)
        : (["", t("fetchNotYet")] as const);
  return (
    <section class="card" aria-labelledby="fetching">
      <h3 id="fetching">{t("fetching")}</h3>
      <p role="status" class={`verdict ${verdict[0]}`}>
        {verdict[1]}
      </p>
      {rules || last !== null ? (
        <dl class="facts">
          <div>
            <dt>{t("fetchLast")}</dt>
            <dd>{last === null ? t("fetchNever") : when(last)}</dd>
          </div>
          <div>
            <dt>{t("fetchNext")}</dt>
            <dd>{next === null ? t("fetchUnplanned") : next <= (status?.uptime ?? 0) ? t("fetchIdle") : when(next)}</dd>
          </div>
        </dl>
      ) : null}
      {rules ? <Button act={fetch}>{t("fetchNow")}</Button> : null}
      <Notice said={said} />
    </section>
  );
}

/** Seconds since the start as a time of day, or as a while from now where nobody has told the time. */
function useMoment(status: Status | null): (second: number) => string {
  const t = useText();
  const language = useLanguage();
  return (second) => {
    const ahead = second - (status?.uptime ?? 0);
    if (status?.time) return new Date(Date.parse(status.time) + 1000 * ahead).toLocaleString(language);
    return ahead < 0 ? t("fetchAgo", duration(-ahead)) : t("fetchIn", duration(ahead));
  };
}
