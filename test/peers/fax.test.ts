/** A fax machine nobody here wrote at the socket of each line: the page of one arrives at the other, to the dot. */
import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { arrivedWhole, type FaxOutcome, type FaxScene, fax, type Line, STEADY } from "./fax/call.js";
import { writtenPage } from "./fax/paper.js";
import { needs } from "./lab.js";

const ROWS = 1143; // of A4, at 3.85 a millimetre
const LINES: readonly Line[] = [1, 2];
const CODECS = { G711u: 0, G711a: 8 };
/** How loud spandsp's modems speak. */
const SENT_DBM0 = -14;

describe("a fax through two lines", function () {
  this.timeout(60_000);
  const page = writtenPage(ROWS);
  const rows: string[] = [];

  before(function () {
    needs(this, "line-decode");
  });

  after(() => {
    if (rows.length === 0) return;
    const head = "| fax | bit/s | pages | rows | bad rows | repeated | trainings | dBm0 | seconds | ended |";
    console.log([head, `${"| --- ".repeat(10)}|`, ...rows].join("\n"));
  });

  function faxed(what: string, scene: Omit<FaxScene, "page">): FaxOutcome & { scene: FaxScene } {
    const whole = { ...scene, page };
    const outcome = fax(whole);
    const { sender, receiver, level, seconds } = outcome;
    const { rate, pages, rows: count, badRows, retries } = receiver;
    const figures = [
      rate,
      pages,
      count,
      badRows,
      retries,
      sender.trainings,
      level.toFixed(1),
      seconds,
      receiver.status,
    ];
    rows.push(`| ${what} | ${figures.join(" | ")} |`);
    return { ...outcome, scene: whole };
  }

  for (const [how, settings] of Object.entries({ "set up for faxes": STEADY, "as it comes": {} }))
    describe(`an adapter ${how}, 30 ms of jitter`, () => {
      for (const from of LINES)
        for (const [codec, type] of Object.entries(CODECS))
          for (const ecm of [false, true]) {
            const what = `line ${from} sends, ${codec}, ${ecm ? "with" : "without"} error correction`;
            it(`carries a page at 14400 bit/s: ${what}`, () => {
              const outcome = faxed(`V.17, ${how}: ${what}`, {
                from,
                ecm,
                modem: "V.17",
                settings: { ...settings, Preferred_Codec: codec, FAX_Passthru_Codec: codec },
                network: { jitter: 30 },
              });
              arrivedWhole(outcome.scene, outcome);
              equal(outcome.receiver.rate, 14_400);
              equal(outcome.receiver.ecm, ecm);
              deepEqual(outcome.codecs, [type]);
              equal(outcome.keys, 0);
              const noticed = settings !== STEADY;
              deepEqual(outcome.carries, noticed ? ["fax", "fax"] : ["voice", "voice"]);
              // both gains are -3 dB, and a voice's alone
              ok(Math.abs(outcome.level - (noticed ? SENT_DBM0 : SENT_DBM0 - 6)) < 0.5, `${outcome.level} dBm0`);
            });
          }
    });

  describe("an adapter that has noticed a fax", () => {
    const scene = { ecm: false, modem: "V.17" } as const;

    for (const FAX_Passthru_Method of ["ReINVITE", "NSE", "None"])
      for (const from of LINES)
        it(`lets the network become what it may amid a page: ${FAX_Passthru_Method}, line ${from} sends`, () => {
          const settings = { FAX_Passthru_Method, Network_Jitter_Level: "low" };
          for (const meanwhile of [{ jitter: 40 }, { delay: 30 }]) {
            const what = `${Object.entries(meanwhile)} amid the page, ${FAX_Passthru_Method}, line ${from} sends`;
            const outcome = faxed(what, { ...scene, from, settings, meanwhile });
            arrivedWhole(outcome.scene, outcome);
          }
        });

    for (const FAX_Passthru_Method of ["ReINVITE", "NSE"])
      it(`changes to the codec of faxes: ${FAX_Passthru_Method}`, () => {
        for (const [voice, fax, codecs] of [
          ["G711a", "G711u", [0, 8]],
          ["G711u", "G711a", [8, 0]],
        ] as const) {
          const settings = { FAX_Passthru_Method, Preferred_Codec: voice, FAX_Passthru_Codec: fax };
          const what = `${voice} to ${fax}, ${FAX_Passthru_Method}`;
          const outcome = faxed(what, { ...scene, from: 1, settings, network: { jitter: 30 } });
          arrivedWhole(outcome.scene, outcome);
          deepEqual(outcome.codecs, codecs);
        }
      });

    it("does so through the driver of the Si321x, too", () => {
      const desk = { board: "si321x", echo: -12, cancelsEcho: true } as const;
      for (const from of LINES) {
        const outcome = faxed(`Si321x, echo -12 dB, line ${from} sends`, {
          ...scene,
          from,
          desk,
          network: { jitter: 30 },
        });
        arrivedWhole(outcome.scene, outcome);
      }
    });
  });

  it("carries a page at 9600 bit/s where the machines have no V.17", () => {
    for (const from of LINES) {
      const outcome = faxed(`V.29, line ${from} sends`, { from, ecm: false, modem: "V.29", network: { jitter: 30 } });
      arrivedWhole(outcome.scene, outcome);
      equal(outcome.receiver.rate, 9600);
    }
  });

  it("carries a page through the echo of both lines, and cancels one in which it would be lost", () => {
    const scene = (echo: number, cancelsEcho: boolean): Omit<FaxScene, "page"> => ({
      ...{ from: 1, ecm: false, modem: "V.17", network: { jitter: 30 } },
      desk: { echo, cancelsEcho },
    });
    for (const echo of [-18, -12, -6]) {
      const outcome = faxed(`echo ${echo} dB, cancelled`, scene(echo, true));
      arrivedWhole(outcome.scene, outcome);
      equal(outcome.receiver.rate, 14_400);
    }
    equal(faxed("echo -6 dB, not cancelled", scene(-6, false)).receiver.pages, 0);
  });

  it("leaves it to error correction to make up for lost packets", () => {
    const loss = { from: 1, modem: "V.17", network: { jitter: 30, loss: 0.001 } } as const;
    const { sender, receiver, received } = faxed("0.1 % lost at either line, corrected", { ...loss, ecm: true });
    deepEqual([sender.status, receiver.status], ["OK", "OK"]);
    ok(receiver.retries > 0, "something was lost");
    equal(Buffer.compare(received ?? new Uint8Array(), page), 0);
    const outcome = faxed("0.1 % lost at either line, not corrected", { ...loss, ecm: false });
    ok(outcome.receiver.badRows > 0);
    ok(outcome.receiver.badRows < 50, "the modem finds back at once");
  });

  describe("a network that becomes unsteady amid a page", () => {
    const scene = { from: 1, ecm: false, modem: "V.17", meanwhile: { jitter: 40 } } as const;

    it("does no harm where the delay is long and stays", () => {
      const outcome = faxed("unsteady amid the page, set up for faxes", { ...scene, settings: STEADY });
      arrivedWhole(outcome.scene, outcome);
    });

    it("costs rows where the delay follows the network", () => {
      const settings = { Network_Jitter_Level: "low", FAX_CED_Detect_Enable: "No" };
      const outcome = faxed("unsteady amid the page, delay follows", { ...scene, settings });
      notEqual(Buffer.compare(outcome.received ?? new Uint8Array(), page), 0);
    });
  });
});
