/** A backup or the profile of a PAP2T: what it would change, what is unknown or without effect, and then: apply. */
import { useState } from "preact/hooks";
import { api } from "./api.js";
import { FileDrop } from "./file-drop.js";
import { useText } from "./language.js";
import { Button, Notice, type Said, useFailure } from "./notice.js";
import { useSaid } from "./said.js";
import type { Refused, Restored } from "./shapes.js";
import { Wide } from "./wide.js";

/** What is aside of a backup without its passphrase. */
const SECRETS = "secrets";

export function Restore({ onApplied }: { onApplied?(): void }) {
  const t = useText();
  const failed = useFailure();
  const [file, setFile] = useState<{ readonly name: string; readonly text: string } | null>(null);
  const [passphrase, setPassphrase] = useState("");
  const [seen, setSeen] = useState<Restored | null>(null);
  const [said, setSaid] = useState<Said>(null);

  const look = async (text: string, secret: string, apply: boolean) => {
    const answer = await api.restore(text, secret, apply);
    setSaid(answer.ok ? null : failed(answer));
    if (!answer.ok) return false;
    setSeen(answer.value);
    return true;
  };
  const take = async (chosen: File) => {
    const text = await chosen.text();
    setSeen(null);
    setPassphrase("");
    setFile({ name: chosen.name, text });
    await look(text, "", false);
  };
  const apply = async () => {
    if (!file || !(await look(file.text, passphrase, true))) return;
    setFile(null);
    setSeen(null);
    setSaid({ tone: "good", text: t("restored") });
    onApplied?.();
  };
  // told by a backup whose secrets nobody has opened
  const isLocked = passphrase !== "" || seen?.aside.some(({ name }) => name === SECRETS);
  return (
    <>
      <FileDrop label={t("restoreFile")} accept=".json,.xml,.cfg,.txt" onFile={(chosen) => void take(chosen)} />
      {file && isLocked ? (
        <div class="row">
          <label class="grow">
            {t("passphraseIf")}
            <input
              type="password"
              autocomplete="off"
              value={passphrase}
              onInput={({ currentTarget }) => setPassphrase(currentTarget.value)}
            />
          </label>
          <Button act={async () => void (await look(file.text, passphrase, false))}>{t("lookAgain")}</Button>
        </div>
      ) : null}
      {file && seen ? (
        <section aria-label={t("differences")}>
          <h3>{t("differencesOf", file.name)}</h3>
          <Differences seen={seen} />
          {seen.refused.length === 0 && seen.changes.length > 0 ? (
            <Button class="primary" act={apply}>
              {t("apply", seen.changes.length)}
            </Button>
          ) : null}
        </section>
      ) : null}
      <Notice said={said} />
    </>
  );
}

function Differences({ seen: { changes, aside, unknown, refused } }: { seen: Restored }) {
  const t = useText();
  const value = (text: string | null, secret: boolean) =>
    secret ? t(text === null ? "isNotSet" : "isSet") : text === null ? t("default") : text === "" ? t("empty") : text;
  return (
    <>
      {changes.length === 0 ? (
        <p>{t("noDifference")}</p>
      ) : (
        <Wide label={t("willChange")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("setting")}</th>
                <th scope="col">{t("before")}</th>
                <th scope="col">{t("after")}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ name, from, to, secret }) => (
                <tr key={name}>
                  <th scope="row">
                    <code>{name}</code>
                  </th>
                  <td>{value(from, secret)}</td>
                  <td>{value(to, secret)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
      <Reasons title={t("refusedFile", refused.length)} rows={refused} tone="error" />
      <Reasons title={t("aside", aside.length)} rows={aside} />
      {unknown.length > 0 ? (
        <details>
          <summary>{t("unknownNames", unknown.length)}</summary>
          <p>
            <code>{unknown.join(", ")}</code>
          </p>
        </details>
      ) : null}
    </>
  );
}

function Reasons({ title, rows, tone }: { title: string; rows: readonly Refused[]; tone?: string }) {
  const say = useSaid();
  if (rows.length === 0) return null;
  return (
    <details open={tone !== undefined}>
      <summary class={tone}>{title}</summary>
      <ul>
        {rows.map(({ name, reason }) => (
          <li key={name}>
            <code>{name}</code>: {say(reason)}
          </li>
        ))}
      </ul>
    </details>
  );
}
