/** Step 4: waits until the server knows the lines, and says how that goes. */
import { useText } from "./language.js";
import { useReadiness } from "./line-card.js";
import type { Status } from "./shapes.js";

export function RegistrationStep({ status, onDone }: { status: Status | null; onDone(): void }) {
  const t = useText();
  const readiness = useReadiness();
  if (!status) return <p>{t("loading")}</p>;
  const ready = status.lines.some(({ registration }) => registration.state === "registered");
  const failed = status.lines.some(({ registration }) => registration.state === "failed");
  return (
    <>
      <ul class="advice" aria-live="polite">
        {status.lines.map((line) => {
          const { tone, words } = readiness(line);
          return (
            <li key={line.line} class={tone}>
              {t("line", line.line)}: {words}
            </li>
          );
        })}
      </ul>
      <p>{t(failed ? "registrationFailed" : ready ? "registrationDone" : "registrationWait")}</p>
      <button type="button" class="primary" disabled={!ready} onClick={onDone}>
        {t("toCall")}
      </button>
    </>
  );
}
