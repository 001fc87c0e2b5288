/** The language of the page, and its texts. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type TextName, texts } from "./texts.js";

export const LANGUAGES = ["en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

export type Say = (name: TextName, ...values: readonly (string | number)[]) => string;

export const LanguageContext = createContext<Language>("en");

export const useLanguage = () => useContext(LanguageContext);

/** Says a text; `{0}`, `{1}` in it are replaced by the values. */
export function useText(): Say {
  const column = LANGUAGES.indexOf(useLanguage());
  return (name, ...values) => texts[name][column].replace(/\{(\d)\}/g, (_, n) => String(values[Number(n)] ?? ""));
}

/** Says a text whose name is put together, or what stands in for it. */
export function useTextOr(): (name: string, otherwise: string, values?: readonly string[]) => string {
  const t = useText();
  return (name, otherwise, values = []) => (Object.hasOwn(texts, name) ? t(name as TextName, ...values) : otherwise);
}

const KEPT = "language";

/** What was chosen here, else what the browser asks for. */
export function firstLanguage(): Language {
  const wanted = [kept(KEPT), ...navigator.languages].map((one) => (one ?? "").slice(0, 2).toLowerCase());
  return LANGUAGES.find((one) => one === wanted.find((wish) => LANGUAGES.includes(wish as Language))) ?? "en";
}

export const keepLanguage = (language: Language) => keep(KEPT, language);

/** What this browser remembers; nothing where it may not. */
export function kept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function keep(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // it is asked for again next time
  }
}
