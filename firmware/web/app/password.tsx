/** A new password, typed twice: the first one of a fresh adapter, and later ones. */
import { useState } from "preact/hooks";
import { api } from "./api.js";
import { useText } from "./language.js";
import { Notice, type Said, useFailure } from "./notice.js";
import { LEAST, MOST, strengthOf } from "./password-strength.js";
import { go } from "./route.js";
import { keepStep } from "./setup-step.js";

export function FirstPassword({ onSet }: { onSet(): Promise<void> }) {
  const t = useText();
  const failed = useFailure();
  const [said, setSaid] = useState<Said>(null);
  const set = async (password: string) => {
    const answer = await api.firstPassword(password);
    if (!answer.ok) return setSaid(failed(answer));
    keepStep("country");
    go("setup");
    await onSet();
  };
  return (
    <main id="main" class="narrow">
      <h1>{t("welcome")}</h1>
      <p>{t("welcomeWhy")}</p>
      <div class="card">
        <NewPassword onGiven={set} button={t("setPassword")} />
        <Notice said={said} />
      </div>
    </main>
  );
}

/** Two fields and a hint; hands over only what is long enough and the same twice. */
export function NewPassword({ onGiven, button }: { onGiven(password: string): Promise<void>; button: string }) {
  const t = useText();
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const [tried, setTried] = useState(false);
  const strength = strengthOf(first);
  const unfit = first.length < LEAST ? t("tooShort", LEAST) : first.length > MOST ? t("tooLong", MOST) : "";
  const differs = first !== second;
  const give = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (unfit !== "" || differs) return;
    await onGiven(first);
    setTried(false);
  };
  return (
    <form onSubmit={give} noValidate>
      <label>
        {t("newPassword")}
        <input
          type="password"
          autocomplete="new-password"
          aria-describedby="strength"
          aria-invalid={tried && unfit !== ""}
          value={first}
          onInput={({ currentTarget }) => setFirst(currentTarget.value)}
        />
      </label>
      <p id="strength" class="help">
        <meter aria-label={t("strength")} min={0} max={3} low={1.5} high={2.5} optimum={3} value={strength} />{" "}
        {first === "" ? t("passwordRule", LEAST) : unfit || t(`strength-${strength}`)}
      </p>
      <label>
        {t("repeatPassword")}
        <input
          type="password"
          autocomplete="new-password"
          aria-describedby="differs"
          aria-invalid={tried && differs}
          value={second}
          onInput={({ currentTarget }) => setSecond(currentTarget.value)}
        />
      </label>
      <p id="differs" class="error" role="alert">
        {tried && unfit ? unfit : tried && differs ? t("differs") : ""}
      </p>
      <button type="submit" class="primary">
        {button}
      </button>
    </form>
  );
}
