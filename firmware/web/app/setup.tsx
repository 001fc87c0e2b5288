/** The way to the first call, step by step. It can be left at any point and resumed; nothing is only here. */
import { useState } from "preact/hooks";
import { useText } from "./language.js";
import { go, hrefOf } from "./route.js";
import { AccountStep } from "./setup-account.js";
import { CountryStep } from "./setup-country.js";
import { ProviderStep } from "./setup-provider.js";
import { RegistrationStep } from "./setup-registration.js";
import { keepStep, keptStep, STEPS, type Step } from "./setup-step.js";
import type { Preset, Status } from "./shapes.js";
import { TestCall } from "./test-call.js";

export function Setup({ status }: { status: Status | null }) {
  const t = useText();
  const [step, setStep] = useState<Step>(() => keptStep() ?? STEPS[0]);
  const [preset, setPreset] = useState<Preset | null>(null);
  const at = STEPS.indexOf(step);
  const to = (next: Step) => {
    keepStep(next);
    setStep(next);
  };
  const on = () => to(STEPS[at + 1]);
  const finish = () => {
    keepStep(null);
    go("status");
  };
  return (
    <>
      <p>{t("setupFree")}</p>
      <nav aria-label={t("steps")}>
        <ol class="steps">
          {STEPS.map((one, i) => (
            <li key={one}>
              <button type="button" aria-current={one === step ? "step" : undefined} onClick={() => to(one)}>
                {i + 1}. {t(`step-${one}`)}
              </button>
            </li>
          ))}
        </ol>
      </nav>
      <section class="card" aria-labelledby="step">
        <h2 id="step" aria-live="polite">
          {t(`step-${step}`)}
        </h2>
        {step === "country" ? <CountryStep onDone={on} /> : null}
        {step === "provider" ? (
          <ProviderStep
            onDone={(chosen) => {
              setPreset(chosen);
              on();
            }}
            onProfile={() => to("registration")}
          />
        ) : null}
        {step === "account" ? <AccountStep lines={status?.lines.length ?? 2} preset={preset} onDone={on} /> : null}
        {step === "registration" ? <RegistrationStep status={status} onDone={on} /> : null}
        {step === "call" ? <TestCall status={status} /> : null}
        <div class="row">
          {at > 0 ? (
            <button type="button" onClick={() => to(STEPS[at - 1])}>
              {t("back")}
            </button>
          ) : null}
          {at < STEPS.length - 1 ? (
            <>
              <button type="button" onClick={on}>
                {t("skipStep")}
              </button>
              <a class="button" href={hrefOf("status")}>
                {t("later")}
              </a>
            </>
          ) : (
            <button type="button" class="primary" onClick={finish}>
              {t("finish")}
            </button>
          )}
        </div>
      </section>
    </>
  );
}
