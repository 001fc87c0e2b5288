/** Language, and dark or light: by the browser's own wish until somebody chooses. */
import { useEffect, useState } from "preact/hooks";
import { keep, keepLanguage, kept, LANGUAGES, type Language, useLanguage, useText } from "./language.js";

const THEMES = ["auto", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

const NAMES: { readonly [language in Language]: string } = { en: "English", de: "Deutsch" };

export function Appearance({ onLanguage }: { onLanguage(language: Language): void }) {
  const t = useText();
  const language = useLanguage();
  const [theme, setTheme] = useState<Theme>(() => THEMES.find((one) => one === kept("theme")) ?? "auto");
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  return (
    <div class="appearance">
      <select
        aria-label={t("language")}
        value={language}
        onChange={({ currentTarget }) => {
          const chosen = currentTarget.value as Language;
          keepLanguage(chosen);
          onLanguage(chosen);
        }}
      >
        {LANGUAGES.map((one) => (
          <option key={one} value={one} lang={one}>
            {NAMES[one]}
          </option>
        ))}
      </select>
      <select
        aria-label={t("theme")}
        value={theme}
        onChange={({ currentTarget }) => {
          const chosen = currentTarget.value as Theme;
          keep("theme", chosen === "auto" ? null : chosen);
          setTheme(chosen);
        }}
      >
        {THEMES.map((one) => (
          <option key={one} value={one}>
            {t(`theme-${one}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
