/** What the page says of its own accord: failures, successes, and buttons that wait or want to be sure. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Failure } from "./api.js";
import { useText } from "./language.js";
import { useSaid } from "./said.js";

export type Tone = "good" | "warning" | "error";
export type Said = { readonly tone: Tone; readonly text: string } | null;

/** Always there, so that a screen reader hears what comes into it. */
export function Notice({ said }: { said: Said }) {
  return (
    <div role="status" class="notice">
      {said ? <p class={said.tone}>{said.text}</p> : null}
    </div>
  );
}

/** Puts a failure into words. */
export function useFailure(): (failure: Failure) => Said {
  const t = useText();
  const say = useSaid();
  return ({ error, refused }) => ({
    tone: "error",
    text: [
      error === "" ? t("noAnswer") : say(error),
      ...refused.map(({ name, reason }) => `${name}: ${say(reason)}`),
    ].join(" "),
  });
}

type Done = Promise<unknown>;

/** Does one thing at a time. */
export function Button(props: {
  act(): unknown;
  class?: string;
  disabled?: boolean;
  label?: string;
  children: ComponentChildren;
}) {
  const [busy, setBusy] = useState(false);
  const press = async () => {
    if (busy) return;
    setBusy(true);
    await props.act();
    setBusy(false);
  };
  return (
    <button
      type="button"
      class={props.class}
      disabled={props.disabled}
      aria-busy={busy}
      aria-label={props.label}
      onClick={press}
    >
      {props.children}
    </button>
  );
}

/** Asks once more before it does what cannot be undone. */
export function SureButton({
  act,
  question,
  children,
}: {
  act(): Done;
  question: string;
  children: ComponentChildren;
}) {
  const t = useText();
  const [asked, setAsked] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  const yes = useRef<HTMLButtonElement>(null);
  const before = useRef(false);
  useEffect(() => {
    if (asked) yes.current?.focus();
    else if (before.current) first.current?.focus();
    before.current = asked;
  }, [asked]);
  if (!asked)
    return (
      <button ref={first} type="button" class="danger" onClick={() => setAsked(true)}>
        {children}
      </button>
    );
  return (
    <fieldset class="sure">
      <legend>{question}</legend>
      <button
        type="button"
        class="danger"
        ref={yes}
        onClick={async () => {
          await act();
          setAsked(false);
        }}
      >
        {t("yes")}
      </button>
      <button type="button" onClick={() => setAsked(false)}>
        {t("no")}
      </button>
    </fieldset>
  );
}
