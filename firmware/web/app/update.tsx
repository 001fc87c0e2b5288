/** New firmware for the adapter, from a file or an address: how far it has come, what runs, and whether that has proven itself. */
import { useEffect, useState } from "preact/hooks";
import { type Answer, api } from "./api.js";
import { FileDrop } from "./file-drop.js";
import { useText } from "./language.js";
import { useHeard } from "./live.js";
import { Button, Notice, type Said, SureButton, useFailure } from "./notice.js";
import { useSaid } from "./said.js";
import type { Update } from "./shapes.js";

const LOOK_MS = 5000;
const NOT_HERE = 501;

export function UpdateCard() {
  const t = useText();
  const failed = useFailure();
  const [update, setUpdate] = useState<Update | null>(null);
  const [possible, setPossible] = useState(true);
  const [said, setSaid] = useState<Said>(null);

  const look = async () => {
    const answer = await api.update();
    if (answer.ok) setUpdate(answer.value);
    else if (answer.status === NOT_HERE) setPossible(false);
    return answer.ok ? answer.value.state : null;
  };
  useEffect(() => void look(), []);
  useHeard("update", setUpdate);
  // events tell of images, not of seconds
  const watched = update !== null && (update.trial !== null || isGoing(update));
  useEffect(() => {
    if (!watched) return;
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [watched]);

  const begin = async (asked: Promise<Answer<unknown>>) => {
    setSaid(null);
    const answer = await asked;
    if (!answer.ok) setSaid(failed(answer));
    await look();
  };
  const send = async (sent: Promise<Answer<unknown>>) => {
    setSaid(null);
    const answer = await sent;
    // why an image was not taken is told with it, even to who was not heard out
    const state = await look();
    if (!answer.ok && state !== "failed") setSaid(failed(answer));
  };
  const restart = async () => {
    const answer = await api.reboot();
    setSaid(answer.ok ? { tone: "good", text: t("rebooting") } : failed(answer));
  };
  return (
    <section class="card" aria-labelledby="update">
      <h2 id="update">{t("update")}</h2>
      {possible ? (
        <>
          <p>{t("updateWhy")}</p>
          {update ? <Running update={update} /> : null}
          {update && (update.state === "idle" || update.state === "failed") && !update.trial ? (
            <Sources fetchIt={begin} send={send} />
          ) : null}
          <div role="status">{update ? <Progress update={update} /> : null}</div>
          {update && isGoing(update) ? (
            <div class="row">
              <progress aria-label={t("update")} max={100} value={update.percent} />
              <Button act={() => begin(api.dropUpdate())}>{t("updateAbort")}</Button>
            </div>
          ) : null}
          {update?.state === "ready" ? (
            <SureButton act={restart} question={t("rebootSure")}>
              {t("updateRestart")}
            </SureButton>
          ) : null}
        </>
      ) : (
        <p>{t("updateNot")}</p>
      )}
      <Notice said={said} />
    </section>
  );
}

const isGoing = ({ state }: Update) => state === "receiving" || state === "verifying";

function Running({ update: { running, signed, trial, failed } }: { update: Update }) {
  const t = useText();
  return (
    <>
      <p>
        {t("updateRuns", running)} {t(signed ? "updateSigned" : "updateUnsigned")}
      </p>
      {trial ? (
        <p class="warning">
          {t("updateTrial", trial.left)} {trial.missing.map((proof) => t(`update-lacks-${proof}`)).join(" ")}
        </p>
      ) : null}
      {failed ? <p class="warning">{t("updateWentBack", failed)}</p> : null}
    </>
  );
}

function Progress({ update: { state, version, error } }: { update: Update }) {
  const t = useText();
  const say = useSaid();
  if (state === "idle") return null;
  return (
    <p class={state === "failed" ? "error" : "good"}>
      {t(`update-${state}`, version ?? "")} {say(error ?? "")}
    </p>
  );
}

type Act = (asked: Promise<Answer<unknown>>) => Promise<void>;

function Sources({ fetchIt, send }: { readonly fetchIt: Act; readonly send: Act }) {
  const t = useText();
  const [url, setUrl] = useState("");
  const [older, setOlder] = useState(false);
  return (
    <>
      <FileDrop
        label={t("updateFile")}
        accept=".image,.bin,application/octet-stream"
        onFile={(file) => void send(api.updateWith(file, older))}
      />
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
        <Button disabled={url === ""} act={() => fetchIt(api.updateFrom(url, older))}>
          {t("updateFetch")}
        </Button>
      </div>
      <label class="check">
        <input type="checkbox" checked={older} onChange={({ currentTarget }) => setOlder(currentTarget.checked)} />
        {t("updateOlder")}
      </label>
    </>
  );
}
