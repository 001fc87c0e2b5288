/** Tests of a line: a tone in the receiver, the bell, and what the chip measures. */
import { useState } from "preact/hooks";
import { api } from "./api.js";
import { useText, useTextOr } from "./language.js";
import { Button, Notice, type Said, useFailure } from "./notice.js";
import type { LineTest } from "./shapes.js";

const TESTS: readonly LineTest[] = ["ring", "tone", "measure"];

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
  const textOr = useTextOr();
  const failed = useFailure();
  const [said, setSaid] = useState<Said>(null);
  const run = async (test: LineTest) => {
    setSaid(null);
    const answer = await api.testLine(line, test);
    if (!answer.ok) {
      const known =
        answer.status === 409
          ? t(test === "tone" ? "liftFirst" : "lineBusy")
          : answer.status === 501
            ? t("cannotMeasure")
            : null;
      return setSaid(known ? { tone: "warning", text: known } : failed(answer));
    }
    const figures = test === "measure" ? Object.entries(answer.value ?? {}) : [];
    const text =
      figures.length > 0
        ? figures.map(([name, value]) => `${textOr(`figure-${name}`, name)}: ${value}`).join(", ")
        : t(`tested-${test}`);
    setSaid({ tone: "good", text });
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
    </fieldset>
  );
}
