/** Keeps the settings in a file, with or without secrets, and brings them back. */
import { useState } from "preact/hooks";
import { type Answer, api } from "./api.js";
import { saveAs } from "./download.js";
import { useText } from "./language.js";
import { Button, Notice, type Said, useFailure } from "./notice.js";
import { Restore } from "./restore.js";

export function Backup() {
  const t = useText();
  const failed = useFailure();
  const [passphrase, setPassphrase] = useState("");
  const [said, setSaid] = useState<Said>(null);
  const keep = async (asked: Promise<Answer<Blob>>, name: string) => {
    const answer = await asked;
    setSaid(answer.ok ? null : failed(answer));
    if (answer.ok) saveAs(answer.value, name);
  };
  return (
    <>
      <section class="card" aria-labelledby="keep">
        <h2 id="keep">{t("keep")}</h2>
        <p>{t("keepWhy")}</p>
        <div class="row">
          <Button class="primary" act={() => keep(api.backup(), "backup.json")}>
            {t("keepPlain")}
          </Button>
          <Button act={() => keep(api.profile(), "profile.xml")}>{t("keepProfile")}</Button>
        </div>
        <h3>{t("keepSecret")}</h3>
        <p class="help">{t("keepSecretWhy")}</p>
        <div class="row">
          <label class="grow">
            {t("passphrase")}
            <input
              type="password"
              autocomplete="new-password"
              value={passphrase}
              onInput={({ currentTarget }) => setPassphrase(currentTarget.value)}
            />
          </label>
          <Button
            disabled={passphrase.length < 8}
            act={() => keep(api.secretBackup(passphrase), "backup-with-secrets.json")}
          >
            {t("keepSecret")}
          </Button>
        </div>
        <Notice said={said} />
      </section>
      <section class="card" aria-labelledby="restore">
        <h2 id="restore">{t("restore")}</h2>
        <p>{t("restoreWhy")}</p>
        <Restore />
      </section>
    </>
  );
}
