/** A call to try things: the telephone rings, and when it is lifted the number is dialled. */
import { useEffect, useState } from "preact/hooks";
import { api } from "./api.js";
import { useText } from "./language.js";
import { Button, Notice, type Said, type Tone, useFailure } from "./notice.js";
import { useSaid } from "./said.js";
import type { Status } from "./shapes.js";

/** How far it has come. */
type Stage = "ring" | "missed" | "dial" | "talk" | "over" | "failed";

const TONES: { readonly [stage in Stage]: Tone } = {
  ...{ ring: "good", missed: "warning", dial: "good" },
  ...{ talk: "good", over: "good", failed: "error" },
};

/** The adapter rings for 30 s. */
const RUNG_MS = 31_000;

export function TestCall({ status }: { status: Status | null }) {
  const t = useText();
  const say = useSaid();
  const failed = useFailure();
  const [line, setLine] = useState<number | null>(null);
  const [number, setNumber] = useState("");
  const [stage, setStage] = useState<Stage | null>(null);
  const [refusal, setRefusal] = useState("");
  const [said, setSaid] = useState<Said>(null);
  const lines = status?.lines ?? [];
  const usable = lines.filter(({ registration }) => registration.state === "registered");
  const chosen = line ?? usable[0]?.line ?? 1;
  const now = lines.find((one) => one.line === chosen);

  useEffect(() => {
    if (!now || stage === null) return;
    if (now.calls.some(({ state }) => state === "connected")) setStage("talk");
    else if (stage === "talk") setStage(now.call === "connected" ? "talk" : "over");
    else if (now.code !== null && stage === "dial") {
      setStage("failed");
      setRefusal(` ${say(now.words)} (${now.code})`);
    } else if (now.offHook && stage === "ring") setStage("dial");
    else if (!now.offHook && stage === "dial") setStage(null);
  }, [now, stage]);

  useEffect(() => {
    if (stage !== "ring") return;
    const timer = setTimeout(() => setStage("missed"), RUNG_MS);
    return () => clearTimeout(timer);
  }, [stage]);

  const call = async () => {
    setSaid(null);
    setRefusal("");
    const answer = await api.testCall(chosen, number);
    if (answer.ok) setStage("ring");
    else setSaid(failed(answer));
  };
  return (
    <>
      <p>{t("callWhy")}</p>
      <label>
        {t("lineColumn")}
        <select value={chosen} onChange={({ currentTarget }) => setLine(Number(currentTarget.value))}>
          {lines.map((one) => (
            <option key={one.line} value={one.line}>
              {t("line", one.line)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("callNumber")}
        <input
          inputMode="tel"
          autocomplete="off"
          value={number}
          onInput={({ currentTarget }) => setNumber(currentTarget.value)}
        />
      </label>
      <Button class="primary" disabled={number.trim() === ""} act={call}>
        {t("callStart")}
      </Button>
      <p role="status" class={`verdict ${TONES[stage ?? "ring"]}`}>
        {stage ? t(`call-stage-${stage}`) : ""}
        {refusal}
      </p>
      <Notice said={said} />
    </>
  );
}
