/** Tests of a line: a tone in the receiver, the bell, and what the chip measures. */
import { useState } from "preact/hooks";
import { api } from "./api.js";
import { useLanguage, useText } from "./language.js";
import { Button, Notice, type Said, useFailure } from "./notice.js";
import type { LineTest, Measured, Measurement } from "./shapes.js";
import type { TextName } from "./texts.js";

const TESTS: readonly LineTest[] = ["ring", "tone", "measure"];
/** How often, and how many times at most, it is asked whether the measurement is over. */
const ASK_MS = 400;
const MOST_ASKED = 15;

export function LineTests({ lines }: { lines: readonly number[] }) {
  const t = useText();
  return (
    <section class="card" aria-labelledby="tests">
      <h2 id="tests">{t("lineTest")}</h2>
      <p>{t("lineTestWhy")}</p>
      {lines.map((line) => (
        <TestsOfLine key={line} line={line} />
      ))}
    </section>
  );
}

function TestsOfLine({ line }: { line: number }) {
  const t = useText();
  const failed = useFailure();
  const [said, setSaid] = useState<Said>(null);
  const [found, setFound] = useState<Measurement | null>(null);
  const look = async (): Promise<Measurement | null> => {
    for (let asked = 0; asked < MOST_ASKED; asked++) {
      const answer = await api.measurement(line);
      if (!answer.ok || !answer.value.measuring) return answer.ok ? answer.value : null;
      await new Promise((done) => setTimeout(done, ASK_MS));
    }
    return null;
  };
  const run = async (test: LineTest) => {
    setSaid(test === "measure" ? { tone: "good", text: t("measuring") } : null);
    setFound(null);
    const answer = await api.testLine(line, test);
    const measured = test === "measure" ? await look() : null;
    setFound(measured);
    if (!answer.ok) setSaid({ tone: "warning", text: failed(answer)?.text ?? "" });
    else if (test !== "measure") setSaid({ tone: "good", text: t(`tested-${test}`) });
    else if (!measured?.complaints) setSaid({ tone: "warning", text: t("measuredNot") });
    else if (measured.complaints.length === 0) setSaid({ tone: "good", text: t("measuredWell") });
    else
      setSaid({ tone: "error", text: measured.complaints.map((complaint) => t(`complaint-${complaint}`)).join(" ") });
  };
  return (
    <fieldset>
      <legend>{t("line", line)}</legend>
      <div class="row">
        {TESTS.map((test) => (
          <Button key={test} act={() => run(test)}>
            {t(`test-${test}`)}
          </Button>
        ))}
      </div>
      <Notice said={said} />
      {found ? <Figures found={found} /> : null}
    </fieldset>
  );
}

function Figures({ found: { loop, offHook, figures } }: { found: Measurement }) {
  const t = useText();
  const language = useLanguage();
  const number = (value: number) => value.toLocaleString(language, { maximumFractionDigits: 1 });
  const told = (value: Measured, unit: (value: number) => string) =>
    value === null ? t("notMeasured") : value === "over" ? t("overScale") : unit(value);
  const volts = (value: number) => `${number(value)} V`;
  const ohms = (value: number) => (value < 1000 ? `${number(value)} Ω` : `${number(value / 1000)} kΩ`);
  const rows: (readonly [name: TextName, value: string])[] = [];
  if (loop) {
    const flow = `${number(loop.volts)} V, ${number(loop.milliamperes)} mA`;
    rows.push(["figure-loop", `${flow} · ${t(offHook ? "offHook" : "onHook")}`]);
  }
  if (figures) {
    const { foreignVolts, foreignVoltsAlternating, tipRing, tipGround, ringGround, ringers } = figures;
    const foreign = t("foreignFigures", told(foreignVolts, volts), told(foreignVoltsAlternating, volts));
    rows.push(["figure-foreign", foreign]);
    rows.push(["figure-tipRing", told(tipRing, ohms)]);
    rows.push(["figure-tipGround", told(tipGround, ohms)]);
    rows.push(["figure-ringGround", told(ringGround, ohms)]);
    rows.push(["figure-ringers", told(ringers, (value) => `${number(value)} REN`)]);
  }
  return (
    <dl class="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{t(name)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
