/** Step 2: a provider that is known, the profile of an older adapter, or neither. */
import { useEffect, useState } from "preact/hooks";
import { api } from "./api.js";
import { useText, useTextOr } from "./language.js";
import { Restore } from "./restore.js";
import type { Preset } from "./shapes.js";

type Way = "preset" | "profile" | "own";
const WAYS: readonly Way[] = ["preset", "profile", "own"];

export function ProviderStep({ onDone, onProfile }: { onDone(preset: Preset | null): void; onProfile(): void }) {
  const t = useText();
  const textOr = useTextOr();
  const [presets, setPresets] = useState<readonly Preset[]>([]);
  const [way, setWay] = useState<Way>("preset");
  const [id, setId] = useState("");
  useEffect(() => {
    void api.presets().then((answer) => {
      if (!answer.ok) return;
      setPresets(answer.value);
      setId(answer.value[0]?.id ?? "");
    });
  }, []);
  return (
    <>
      <fieldset>
        <legend>{t("providerHow")}</legend>
        {WAYS.map((one) => (
          <label key={one} class="check">
            <input type="radio" name="way" checked={way === one} onChange={() => setWay(one)} />
            {t(`way-${one}`)}
          </label>
        ))}
      </fieldset>
      {way === "preset" ? (
        <>
          <label>
            {t("step-provider")}
            <select value={id} onChange={({ currentTarget }) => setId(currentTarget.value)}>
              {presets.map((one) => (
                <option key={one.id} value={one.id}>
                  {textOr(`preset-${one.id}`, one.name)}
                  {one.country ? ` (${one.country.toUpperCase()})` : ""}
                </option>
              ))}
            </select>
          </label>
          <button
            type="button"
            class="primary"
            disabled={presets.length === 0}
            onClick={() => onDone(presets.find((one) => one.id === id) ?? null)}
          >
            {t("on")}
          </button>
        </>
      ) : null}
      {way === "profile" ? <Restore onApplied={onProfile} /> : null}
      {way === "own" ? (
        <>
          <p class="help">{t("ownWhy")}</p>
          <button type="button" class="primary" onClick={() => onDone(null)}>
            {t("on")}
          </button>
        </>
      ) : null}
    </>
  );
}
