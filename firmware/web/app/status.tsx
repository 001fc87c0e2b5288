/** Can I call? What should I do? What happened last? */
import { useEffect, useState } from "preact/hooks";
import { api } from "./api.js";
import { CallList } from "./call-list.js";
import { duration } from "./figures.js";
import { useText, useTextOr } from "./language.js";
import { LineCard } from "./line-card.js";
import { useHeard } from "./live.js";
import { hrefOf } from "./route.js";
import { useSaid } from "./said.js";
import { keptStep } from "./setup-step.js";
import type { Advice, PastCall, Role, Status } from "./shapes.js";

/** Calls shown here; the others are on their own page. */
const LAST_CALLS = 10;

export function StatusPage({ status, role }: { status: Status | null; role: Role }) {
  const t = useText();
  const [calls, setCalls] = useState<readonly PastCall[]>([]);
  useEffect(() => {
    void api.calls().then((answer) => answer.ok && setCalls(answer.value.calls));
  }, []);
  useHeard("call", (call) => setCalls((before) => [call, ...before].slice(0, LAST_CALLS)));
  if (!status) return <p>{t("loading")}</p>;
  return (
    <>
      {role === "admin" && keptStep() ? (
        <p class="card">
          {t("setupOpen")} <a href={hrefOf("setup")}>{t("setupResume")}</a>
        </p>
      ) : null}
      <div class="lines">
        {status.lines.map((line) => (
          <LineCard key={line.line} line={line} />
        ))}
      </div>
      <Todo advice={status.advice} role={role} />
      <section aria-labelledby="last">
        <h2 id="last">{t("lastCalls")}</h2>
        <CallList calls={calls.slice(0, LAST_CALLS)} />
      </section>
      <About status={status} />
    </>
  );
}

/** One button for each thing that would help. */
function Todo({ advice, role }: { advice: readonly Advice[]; role: Role }) {
  const t = useText();
  const textOr = useTextOr();
  const say = useSaid();
  const open = advice.filter(({ level }) => level !== "good");
  return (
    <section aria-labelledby="todo">
      <h2 id="todo">{t("todo")}</h2>
      {open.length === 0 ? (
        <p class="good">{t("nothingTodo")}</p>
      ) : (
        <ul class="advice">
          {open.map(({ id, of, level, line, text, todo, setting }) => (
            <li key={`${line} ${text}`} class={level}>
              <p>
                {line === null ? "" : `${t("line", line)}: `}
                {textOr(`advice-${id}`, text, of.map(say))}
              </p>
              {todo ? <p class="help">{textOr(`advice-${id}-todo`, todo)}</p> : null}
              {setting && role === "admin" ? (
                <a class="button" href={hrefOf("settings", setting)}>
                  {t("openSetting")}
                  <span class="unseen"> {setting}</span>
                </a>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function About({ status }: { status: Status }) {
  const t = useText();
  const say = useSaid();
  const rows: (readonly [string, string])[] = [
    [t("version"), status.version],
    [t("board"), status.board],
    [t("address"), status.address ?? "–"],
    ["MAC", status.mac ?? "–"],
    [t("time"), status.time ? new Date(status.time).toLocaleString(document.documentElement.lang) : t("timeUnknown")],
    [t("uptime"), duration(status.uptime)],
  ];
  if (status.nat) rows.push(["NAT", `${status.nat.kind}. ${say(status.nat.words)}`]);
  return (
    <section aria-labelledby="about">
      <h2 id="about">{t("about")}</h2>
      <dl class="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
