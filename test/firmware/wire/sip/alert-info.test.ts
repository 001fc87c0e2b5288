import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { parseAlertInfo, parseAnswerAfter, parseAnswerMode } from "../../../../firmware/wire/sip/alert-info.js";

const names = (text: string) => parseAlertInfo(text).names;
const wait = (text: string) => parseAlertInfo(text).answerAfter;

describe("Alert-Info", () => {
  it("names a ring", () => {
    deepEqual(names("<http://127.0.0.1/Bellcore-dr3>"), ["Bellcore-dr3"]);
    deepEqual(names("<http://www.example.com/sounds/moo.wav?x=/y>"), ["moo.wav"]);
    deepEqual(names("<http://Bellcore-dr4>"), ["Bellcore-dr4"]);
    deepEqual(names("<urn:alert:source:internal>"), ["urn:alert:source:internal"]);
    deepEqual(names("<urn:alert:source:external>, <urn:alert:duration:short>"), [
      "urn:alert:source:external",
      "urn:alert:duration:short",
    ]);
    deepEqual(names("<Bellcore-dr5>"), ["Bellcore-dr5"]);
    deepEqual(names("Bellcore-dr2"), ["Bellcore-dr2"]);
    deepEqual(names("Ring Answer"), ["Ring Answer"]);
    deepEqual(names("<http://127.0.0.1/>;info=Bellcore-dr2;x"), ["Bellcore-dr2"]);
    deepEqual(names("info=external"), ["external"]);
    deepEqual(names(';info="two words"'), ["two words"]);
    deepEqual(names("Bellcore-dr2;info=Bellcore-dr2"), ["Bellcore-dr2"]);
  });

  it("may ask for an answer", () => {
    deepEqual(parseAlertInfo("info=alert-autoanswer"), { names: ["alert-autoanswer"], answerAfter: 0 });
    deepEqual(parseAlertInfo("<http://127.0.0.1/x>;info=alert-autoanswer;delay=3"), {
      names: ["x", "alert-autoanswer"],
      answerAfter: 3,
    });
    equal(wait("<sip:h>;answer-after=0"), 0);
    equal(wait("<urn:alert:source:internal>, <http://h/x>;answer-after=5"), 5);
    equal(wait("Bellcore-dr2;answer-after=2"), 2);
    equal(wait(";answer-after=0"), 0);
    equal(wait("answer-after=7"), 7);
    equal(wait("<http://h/answer-after=0>"), null);
    equal(wait("<http://h/x>;delay=0"), null);
    equal(wait("<http://h/x>;answer-after=soon"), null);
  });

  it("names nothing when it cannot be read", () => {
    for (const text of ["", " ", "<>", "<http://h/>", ",,", ";", "=", ";;;"])
      deepEqual(parseAlertInfo(text), { names: [], answerAfter: null }, text);
  });

  it("never throws", () => {
    const texts = fc.stringMatching(/^(<|>|http:\/\/|h|\/|;|=|info|answer-after|"|,| |9){0,14}$/);
    fc.assert(
      fc.property(texts, (text) => {
        ok(names(text).every((name) => name !== "") && (wait(text) ?? 0) >= 0 && (parseAnswerAfter(text) ?? 0) >= 0);
      }),
    );
  });
});

describe("Call-Info", () => {
  it("may ask for an answer", () => {
    equal(parseAnswerAfter("<sip:h>;answer-after=0"), 0);
    equal(parseAnswerAfter("<http://h/x>;purpose=icon, <sip:h> ; Answer-After = 10"), 10);
    equal(parseAnswerAfter(";answer-after=1"), 1);
    for (const text of ["", "<http://h/x>;purpose=icon", "<sip:h;answer-after=0>", "<sip:h>;answer-after=-1"])
      equal(parseAnswerAfter(text), null, text);
  });
});

describe("Answer-Mode", () => {
  it("is automatic or by hand", () => {
    deepEqual(parseAnswerMode("Auto;require"), { mode: "auto", require: true });
    deepEqual(parseAnswerMode(" MANUAL ; x=y"), { mode: "manual", require: false });
    for (const text of ["", "maybe", ";require", "auto;;", "auto, manual"])
      equal(parseAnswerMode(text), undefined, text);
  });
});
