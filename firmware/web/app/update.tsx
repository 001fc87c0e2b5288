/** A new program for the adapter, from a file or an address, and how far it has come. */
import { useEffect, useState } from "preact/hooks";
import { type Answer, api } from "./api.js";
import { FileDrop } from "./file-drop.js";
import { useText } from "./language.js";
import { Button, Notice, type Said, useFailure } from "./notice.js";
import type { Update } from "./shapes.js";

const LOOK_MS = 1000;
const NOT_HERE = 501;

export function UpdateCard() {
  const t = useText();
  const failed = useFailure();
  const [update, setUpdate] = useState<Update | null>(null);
  const [possible, setPossible] = useState(true);
  const [busy, setBusy] = useState(false);
  const [url, setUrl] = useState("");
  const [fetches, setFetches] = useState(true);
  const [said, setSaid] = useState<Said>(null);

  const look = async () => {
    const answer = await api.update();
    if (answer.ok) setUpdate(answer.value);
    else if (answer.status === NOT_HERE) setPossible(false);
  };
  useEffect(() => void look(), []);
  const going = busy || update?.state === "receiving" || update?.state === "verifying";
  useEffect(() => {
    if (!going) return;
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [going]);

  const begin = async (asked: Promise<Answer<unknown>>) => {
    setSaid(null);
    setBusy(true);
    const answer = await asked;
    setBusy(false);
    if (!answer.ok) setSaid(failed(answer));
    await look();
    return answer;
  };
  const fetchIt = async () => {
    const answer = await begin(api.updateFrom(url));
    // it takes files only
    if (!answer.ok && answer.status === NOT_HERE) setFetches(false);
  };
  return (
    <section class="card" aria-labelledby="update">
      <h2 id="update">{t("update")}</h2>
      {possible ? (
        <>
          <p>{t("updateWhy")}</p>
          <FileDrop
            label={t("updateFile")}
            accept=".bin,application/octet-stream"
            onFile={(file) => void begin(api.updateWith(file))}
          />
          {fetches ? (
            <div class="row">
              <label class="grow">
                {t("updateUrl")}
                <input
                  type="url"
                  inputMode="url"
                  placeholder="https://"
                  value={url}
                  onInput={({ currentTarget }) => setUrl(currentTarget.value)}
                />
              </label>
              <Button disabled={url === "" || going} act={fetchIt}>
                {t("updateFetch")}
              </Button>
            </div>
          ) : null}
          <div role="status">
            {update && update.state !== "idle" ? (
              <p class={update.state === "failed" ? "error" : "good"}>
                {t(`update-${update.state}`)} {update.error ?? ""}
              </p>
            ) : null}
          </div>
          {going ? <progress aria-label={t("update")} max={100} value={update?.percent} /> : null}
        </>
      ) : (
        <p>{t("updateNot")}</p>
      )}
      <Notice said={said} />
    </section>
  );
}
