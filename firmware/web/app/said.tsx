/** The adapter's own words in the language of the page: English as they are, German once it has handed over how. */
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { api } from "./api.js";
import { useLanguage } from "./language.js";
import { sayer } from "./sayings.js";

type Say = (text: string) => string;

const asItIs: Say = (text) => text;

export const SaidContext = createContext<Say>(asItIs);

/** Puts a reason, or words for a status, into the language of the page. */
export const useSaid = () => useContext(SaidContext);

/** For whoever is signed in. */
export function useSayings(): Say {
  const language = useLanguage();
  const [german, setGerman] = useState<Say | null>(null);
  useEffect(() => {
    if (language !== "de" || german) return;
    void api.sayings().then((answer) => answer.ok && setGerman(() => sayer(answer.value)));
  }, [language]);
  return language === "de" && german ? german : asItIs;
}
