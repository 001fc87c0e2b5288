/** The whole page: who is asking, in which language, and what is shown. */
import { useCallback, useEffect, useState } from "preact/hooks";
import { api, session } from "./api.js";
import { Appearance } from "./appearance.js";
import { firstLanguage, type Language, LanguageContext, useText } from "./language.js";
import { Login } from "./login.js";
import { FirstPassword } from "./password.js";
import { Rooms } from "./rooms.js";
import type { Session } from "./shapes.js";

/** How often an adapter that does not answer is asked again. */
const AGAIN_MS = 2000;

export function App() {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <LanguageContext.Provider value={language}>
      <Entrance onLanguage={setLanguage} />
    </LanguageContext.Provider>
  );
}

function Entrance({ onLanguage }: { onLanguage(language: Language): void }) {
  const t = useText();
  const [now, setNow] = useState<Session | null>(null);
  const [lost, setLost] = useState(false);
  const look = useCallback(async () => {
    const answer = await api.session();
    setLost(!answer.ok);
    if (!answer.ok) return;
    session.csrf = answer.value.csrf;
    setNow(answer.value);
  }, []);
  useEffect(() => {
    session.onOut = look;
    void look();
  }, [look]);
  useEffect(() => {
    if (!lost) return;
    const timer = setInterval(look, AGAIN_MS);
    return () => clearInterval(timer);
  }, [lost, look]);
  const product = now?.product ?? t("adapter");
  useEffect(() => {
    document.title = product;
  }, [product]);

  return (
    <>
      <header class="top">
        <button type="button" class="skip" onClick={skip}>
          {t("skip")}
        </button>
        <p class="product">{product}</p>
        <Appearance onLanguage={onLanguage} />
      </header>
      {lost ? (
        <p class="warning lost" role="alert">
          {t("lost")}
        </p>
      ) : null}
      {now === null ? (
        <main id="main" class="narrow">
          <p>{t("loading")}</p>
        </main>
      ) : now.state === "fresh" ? (
        <FirstPassword onSet={look} />
      ) : now.state === "out" ? (
        <Login onIn={look} />
      ) : (
        <Rooms who={now} onOut={look} onLost={setLost} />
      )}
    </>
  );
}

/** The fragment of the address names a page here: a link cannot do it. */
function skip(): void {
  const main = document.getElementById("main");
  main?.setAttribute("tabindex", "-1");
  main?.focus();
}
