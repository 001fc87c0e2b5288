/** Step 1: the country decides tones, ringing, caller ID and the clock. */
import { useEffect, useState } from "preact/hooks";
import { api } from "./api.js";
import { useLanguage, useText } from "./language.js";
import { Button, Notice, type Said, useFailure } from "./notice.js";
import { ofLines } from "./of-lines.js";
import type { Country } from "./shapes.js";
import { useSettings } from "./use-settings.js";

export function CountryStep({ onDone }: { onDone(): void }) {
  const t = useText();
  const language = useLanguage();
  const failed = useFailure();
  const { table, failed: why } = useSettings();
  const [countries, setCountries] = useState<readonly Country[]>([]);
  const [id, setId] = useState("");
  const [said, setSaid] = useState<Said>(null);
  useEffect(() => {
    void api.countries().then((answer) => {
      if (!answer.ok) return setSaid(failed(answer));
      setCountries(answer.value);
      // `de-AT`, or `de` alone
      const here = navigator.languages.map((one) => one.slice(-2).toLowerCase());
      const near = here.find((region) => answer.value.some((one) => one.id === region));
      setId(near ?? answer.value[0]?.id ?? "");
    });
  }, []);
  const names = new Intl.DisplayNames(language, { type: "region" });
  const named = countries
    .map(({ id, name }) => ({ id, name: names.of(id.toUpperCase()) ?? name }))
    .sort((a, b) => a.name.localeCompare(b.name, language));
  const choose = async () => {
    const country = countries.find((one) => one.id === id);
    if (!country || !table) return;
    const answer = await api.change(ofLines(country.settings, table, [1, 2]));
    if (answer.ok) onDone();
    else setSaid(failed(answer));
  };
  return (
    <>
      <p>{t("countryWhy")}</p>
      <label>
        {t("step-country")}
        <select value={id} onChange={({ currentTarget }) => setId(currentTarget.value)}>
          {named.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <Button class="primary" disabled={countries.length === 0 || !table} act={choose}>
        {t("useCountry")}
      </Button>
      <Notice said={said ?? (why === null ? null : { tone: "error", text: why })} />
    </>
  );
}
