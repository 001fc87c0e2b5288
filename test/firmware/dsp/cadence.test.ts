import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { CadenceCounter, type CadenceScript } from "../../../firmware/dsp/cadence.js";

const EVER = Number.POSITIVE_INFINITY;

/** The first stretches as [on, units], until the end or `most` of them. */
function stretchesOf(script: CadenceScript, most: number, unitsPerMs = 1): [boolean, number][] {
  const counter = new CadenceCounter(script, unitsPerMs);
  const found: [boolean, number][] = [];
  while (!counter.done && found.length < most) {
    found.push([counter.on, counter.left]);
    if (counter.left === EVER) break;
    counter.advance(counter.left);
  }
  return found;
}

describe("cadence", () => {
  it("repeats its segments until the section ends", () => {
    const script = [{ duration: 10_000, segments: [{ on: 2000, off: 4000 }] }];
    deepEqual(stretchesOf(script, 9), [
      [true, 2000],
      [false, 4000],
      [true, 2000],
      [false, 2000],
    ]);
  });

  it("goes from one section to the next, and counts samples as well as ms", () => {
    const script = [
      { duration: 250, segments: [{ on: 100, off: 100 }] },
      { duration: 10_000, segments: [{ on: EVER, off: 0 }] },
    ];
    deepEqual(stretchesOf(script, 9, 8), [
      [true, 800],
      [false, 800],
      [true, 400],
      [true, 80_000],
    ]);
  });

  it("is for ever when the script says so", () => {
    deepEqual(stretchesOf([{ duration: EVER, segments: [{ on: EVER, off: 0 }] }], 3), [[true, EVER]]);
    equal(stretchesOf([{ duration: EVER, segments: [{ on: 1, off: 2 }] }], 1000).length, 1000);
  });

  it("passes over stretches of no length, and is silent where there are no others", () => {
    deepEqual(
      stretchesOf(
        [
          {
            duration: 9,
            segments: [
              { on: 0, off: 4 },
              { on: 3, off: 0 },
            ],
          },
        ],
        9,
      ),
      [
        [false, 4],
        [true, 3],
        [false, 2],
      ],
    );
    deepEqual(stretchesOf([{ duration: 9, segments: [{ on: 0, off: 0 }] }], 9), [[false, 9]]);
    deepEqual(stretchesOf([{ duration: 0, segments: [{ on: 5, off: 5 }] }], 9), []);
    deepEqual(stretchesOf([], 9), []);
  });

  it("lasts as long as its sections, whatever they hold", () => {
    const ms = fc.nat({ max: 50 });
    const script = fc.array(
      fc.record({ duration: ms, segments: fc.array(fc.record({ on: ms, off: ms }), { minLength: 1, maxLength: 6 }) }),
      { maxLength: 2 },
    );
    fc.assert(
      fc.property(script, (script) => {
        const found = stretchesOf(script, 1000);
        ok(found.every(([, units]) => units > 0));
        equal(
          found.reduce((sum, [, units]) => sum + units, 0),
          script.reduce((sum, { duration }) => sum + duration, 0),
        );
      }),
    );
  });

  it("takes small steps as it takes large ones", () => {
    const counter = new CadenceCounter([{ duration: 30, segments: [{ on: 10, off: 5 }] }], 1);
    let said = "";
    for (let i = 0; i < 32; i++) {
      said += counter.on ? "1" : "0";
      counter.advance(1);
    }
    equal(said, "11111111110000011111111110000000");
    equal(counter.done, true);
  });
});
