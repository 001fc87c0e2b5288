/** One line: whether it can call, what it does, and how that sounds. */
import { duration, gradeOf } from "./figures.js";
import { useText, useTextOr } from "./language.js";
import { useSaid } from "./said.js";
import type { Call, Line, Quality } from "./shapes.js";

/** Whether a line can call, and the words for it. */
export function useReadiness(): (line: Line) => {
  readonly tone: "good" | "warning" | "error";
  readonly words: string;
} {
  const t = useText();
  const textOr = useTextOr();
  const say = useSaid();
  return ({ enabled, service, registration: { state, code, words } }) => {
    if (service.fault)
      return { tone: "error", words: t("lineDown", textOr(`fault-${service.fault.kind}`, service.fault.text)) };
    if (service.state === "starting") return { tone: "warning", words: t("lineStarting") };
    if (!enabled) return { tone: "warning", words: t("lineOff") };
    if (state === "registered") return { tone: "good", words: t("lineReady") };
    if (state === "registering") return { tone: "warning", words: t("lineRegistering") };
    const why = code === null ? say(words) : `${say(words)} (${code})`;
    if (state === "failed") return { tone: "error", words: t("lineFailed", why) };
    return { tone: "warning", words: t("lineUnregistered") };
  };
}

export function LineCard({ line }: { line: Line }) {
  const t = useText();
  const textOr = useTextOr();
  const say = useSaid();
  const readiness = useReadiness()(line);
  const id = `line-${line.line}`;
  return (
    <section class="card line" aria-labelledby={id}>
      <h2 id={id}>{t("line", line.line)}</h2>
      <p class={`verdict ${readiness.tone}`} role="status">
        {readiness.words}
      </p>
      {line.registration.server && line.registration.state === "registered" ? (
        <p class="help">{t("at", line.registration.server)}</p>
      ) : null}
      <p>
        {line.offHook ? t("offHook") : t("onHook")}
        {line.calls.length === 0 && line.call !== "idle" ? ` · ${textOr(`call-${line.call}`, line.call)}` : ""}
        {line.code !== null ? ` · ${say(line.words)} (${line.code})` : ""}
      </p>
      {line.messages ? <p class="good">{t("messages")}</p> : null}
      {line.calls.length > 0 ? (
        <ul class="live">
          {line.calls.map((call) => (
            <li key={call.call}>
              <LiveCall call={call} />
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function LiveCall({ call }: { call: Call }) {
  const t = useText();
  const textOr = useTextOr();
  const who = [call.name, call.peer].filter(Boolean).join(" ") || t("unknown");
  return (
    <>
      <p>
        <strong>{textOr(`call-${call.state}`, call.state)}</strong> {t(call.direction === "in" ? "from" : "to", who)}
        {call.held ? ` (${t("held")})` : ""} · {duration(call.seconds)}
        {call.codec ? ` · ${call.codec}` : ""}
        {call.fax ? ` · ${t("fax")}` : ""}
      </p>
      {call.quality ? <Sound quality={call.quality} /> : null}
    </>
  );
}

function Sound({ quality: { mos, lossPercent, jitter, delay, roundTrip } }: { quality: Quality }) {
  const t = useText();
  return (
    <p class="help">
      {t(`mos-${gradeOf(mos)}`)} ({mos.toFixed(1)} MOS) ·{" "}
      {t("soundFigures", round(lossPercent), round(jitter), round(delay), round(roundTrip))}
    </p>
  );
}

const round = (value: number | null) => (value === null ? "–" : Math.round(value * 10) / 10);
