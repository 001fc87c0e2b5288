/** What is done to the adapter as a whole: tests of its lines, a new program, a restart, and a new beginning. */
import { useState } from "preact/hooks";
import { api } from "./api.js";
import { useText } from "./language.js";
import { LineTests } from "./line-test.js";
import { Notice, type Said, SureButton, useFailure } from "./notice.js";
import { keepStep } from "./setup-step.js";
import { UpdateCard } from "./update.js";

/** What is typed before everything is forgotten. */
const RESET = "RESET";

export function Maintenance({ lines }: { lines: readonly number[] }) {
  return (
    <>
      <LineTests lines={lines} />
      <UpdateCard />
      <Reboot />
      <FactoryReset />
    </>
  );
}

function Reboot() {
  const t = useText();
  const failed = useFailure();
  const [said, setSaid] = useState<Said>(null);
  const reboot = async () => {
    const answer = await api.reboot();
    setSaid(answer.ok ? { tone: "good", text: t("rebooting") } : failed(answer));
  };
  return (
    <section class="card" aria-labelledby="reboot">
      <h2 id="reboot">{t("reboot")}</h2>
      <p>{t("rebootWhy")}</p>
      <SureButton act={reboot} question={t("rebootSure")}>
        {t("reboot")}
      </SureButton>
      <Notice said={said} />
    </section>
  );
}

function FactoryReset() {
  const t = useText();
  const failed = useFailure();
  const [typed, setTyped] = useState("");
  const [said, setSaid] = useState<Said>(null);
  const reset = async (event: Event) => {
    event.preventDefault();
    if (typed !== RESET) return;
    const answer = await api.reset();
    if (answer.ok) keepStep(null);
    setTyped("");
    setSaid(answer.ok ? { tone: "good", text: t("resetDone") } : failed(answer));
  };
  return (
    <section class="card" aria-labelledby="reset">
      <h2 id="reset">{t("reset")}</h2>
      <p>{t("resetWhy")}</p>
      <form onSubmit={reset}>
        <label>
          {t("resetType", RESET)}
          <input autocomplete="off" value={typed} onInput={({ currentTarget }) => setTyped(currentTarget.value)} />
        </label>
        <button type="submit" class="danger" disabled={typed !== RESET}>
          {t("reset")}
        </button>
      </form>
      <Notice said={said} />
    </section>
  );
}
