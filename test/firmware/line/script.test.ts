import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { isRefusal, parseCadence, parseTone } from "../../../firmware/line/script.js";

const EVER = Number.POSITIVE_INFINITY;

function refused(script: ReturnType<typeof parseCadence | typeof parseTone>, column: number, reason: RegExp): void {
  ok(isRefusal(script), JSON.stringify(script));
  equal(script.column, column, script.reason);
  ok(reason.test(script.reason), script.reason);
}

describe("cadence script", () => {
  it("reads what PAP2T owners write", () => {
    deepEqual(parseCadence("60(2/4)"), [{ duration: 60_000, segments: [{ on: 2000, off: 4000 }] }]);
    deepEqual(parseCadence("60(.8/.4,.8/4)"), [
      {
        duration: 60_000,
        segments: [
          { on: 800, off: 400 },
          { on: 800, off: 4000 },
        ],
      },
    ]);
    deepEqual(parseCadence("2.3(.3/2)"), [{ duration: 2300, segments: [{ on: 300, off: 2000 }] }]);
    deepEqual(parseCadence("60(0.25/9.75)"), [{ duration: 60_000, segments: [{ on: 250, off: 9750 }] }]);
    deepEqual(parseCadence("1(.1/.1);*(*/0)"), [
      { duration: 1000, segments: [{ on: 100, off: 100 }] },
      { duration: EVER, segments: [{ on: EVER, off: 0 }] },
    ]);
  });

  it("does not mind spaces", () =>
    deepEqual(parseCadence(" 60( .3/.2, 1/.2, .3/4 ) "), parseCadence("60(.3/.2,1/.2,.3/4)")));

  it("says where it stops making sense", () => {
    refused(parseCadence(""), 1, /empty/);
    refused(parseCadence("   "), 1, /empty/);
    refused(parseCadence("60"), 3, /expected \(/);
    refused(parseCadence("60(2/4"), 7, /expected \)/);
    refused(parseCadence("60(2/4)x"), 8, /end/);
    refused(parseCadence("60(2-4)"), 5, /expected \//);
    refused(parseCadence("60(2/.1234)"), 6, /seconds/);
    refused(parseCadence("60(2/.)"), 6, /seconds/);
    refused(parseCadence("60(-2/4)"), 4, /seconds/);
    refused(parseCadence("10000(2/4)"), 1, /9999/);
    refused(parseCadence("60()"), 4, /seconds/);
    refused(parseCadence("1(1/1);1(1/1);1(1/1)"), 15, /sections/);
    refused(parseCadence("1(1/1,1/1,1/1,1/1,1/1,1/1,1/1)"), 27, /segments/);
    refused(parseCadence(`60(2/4)${" ".repeat(121)}`), 128, /127/);
    equal(isRefusal(parseCadence("1(1/1,1/1,1/1,1/1,1/1,1/1)")), false);
  });
});

describe("tone script", () => {
  it("reads what PAP2T owners write", () => {
    deepEqual(parseTone("350@-19,440@-19;2(.1/.1/1+2);10(*/0/1+2)"), {
      components: [
        { hertz: 350, dbm: -19 },
        { hertz: 440, dbm: -19 },
      ],
      sections: [
        { duration: 2000, segments: [{ on: 100, off: 100, components: [0, 1] }] },
        { duration: 10_000, segments: [{ on: EVER, off: 0, components: [0, 1] }] },
      ],
    });
    deepEqual(parseTone("985@-16,1428@-16,1777@-16;20(.380/0/1,.380/0/2,.380/0/3,0/4/0)"), {
      components: [985, 1428, 1777].map((hertz) => ({ hertz, dbm: -16 })),
      sections: [
        {
          duration: 20_000,
          segments: [
            { on: 380, off: 0, components: [0] },
            { on: 380, off: 0, components: [1] },
            { on: 380, off: 0, components: [2] },
            { on: 0, off: 4000, components: [] },
          ],
        },
      ],
    });
    deepEqual(parseTone("480@-10.5,620@0;10(.125/.125/1+2)"), {
      components: [
        { hertz: 480, dbm: -10.5 },
        { hertz: 620, dbm: 0 },
      ],
      sections: [{ duration: 10_000, segments: [{ on: 125, off: 125, components: [0, 1] }] }],
    });
  });

  it("reads every default of the PAP2T", () => {
    const defaults = [
      "350@-19,440@-19;10(*/0/1+2)",
      "420@-19,520@-19;10(*/0/1+2)",
      "420@-16;10(*/0/1)",
      "480@-19,620@-19;10(.5/.5/1+2)",
      "440@-19,480@-19;*(2/4/1+2)",
      "600@-16;1(.25/.25/1)",
      "914@-16,1371@-16,1777@-16;20(.274/0/1,.274/0/2,.380/0/3,0/4/0)",
      "600@-19;*(.1/.1/1,.1/.1/1,.1/9.5/1)",
      "350@-19;20(.1/.1/1,.1/9.7/1)",
      "397@-19,507@-19;15(0/2/0,.2/.1/1,.1/2.1/2)",
      "600@-10;*(0/1/1,.1/.1/1,.1/.1/1,.1/.5/1)",
    ];
    for (const script of defaults) ok(!isRefusal(parseTone(script)), script);
  });

  it("says where it stops making sense", () => {
    refused(parseTone(""), 1, /empty/);
    refused(parseTone("350@-19"), 8, /expected ;/);
    refused(parseTone("350;10(*/0/1)"), 4, /expected @/);
    refused(parseTone("350.5@-19;10(*/0/1)"), 1, /whole hertz/);
    refused(parseTone("4000@-19;10(*/0/1)"), 1, /3999/);
    refused(parseTone("350@-19,7@-19;10(*/0/1)"), 9, /from 20/);
    refused(parseTone("350@;10(*/0/1)"), 5, /level/);
    refused(parseTone("350@-19.25;10(*/0/1)"), 5, /level/);
    refused(parseTone("350@9;10(*/0/1)"), 5, /-60 to 3/);
    refused(parseTone("350@-19;10(*/0)"), 15, /expected \//);
    refused(parseTone("350@-19;10(*/0/2)"), 16, /no component 2/);
    refused(parseTone("350@-19,440@-19;10(*/0/1+1)"), 26, /already/);
    refused(parseTone("350@-19;10(*/0/)"), 16, /number of a component/);
    refused(parseTone("1@1,1@1,1@1,1@1,1@1,1@1,1@1;1(1/1/1)".replaceAll("1@1", "99@1")), 31, /components/);
  });

  it("reads back whatever is written to its rules", () => {
    const seconds = fc.oneof(
      fc.constant("*"),
      fc.integer({ min: 0, max: 9_999_000 }).map((ms) => String(ms / 1000)),
    );
    const component = fc.record({
      hertz: fc.integer({ min: 20, max: 3999 }),
      tenths: fc.integer({ min: -600, max: 30 }),
    });
    const segment = fc.record({ on: seconds, off: seconds });
    const section = fc.record({ duration: seconds, segments: fc.array(segment, { minLength: 1, maxLength: 2 }) });
    const ms = (text: string) => (text === "*" ? EVER : Math.round(1000 * Number(text)));
    fc.assert(
      fc.property(
        fc.array(component, { minLength: 1, maxLength: 3 }),
        fc.array(section, { minLength: 1, maxLength: 2 }),
        (components, sections) => {
          const mix = components.map((_, i) => i + 1).join("+");
          const text = [
            components.map(({ hertz, tenths }) => `${hertz}@${tenths / 10}`).join(","),
            ...sections.map(
              ({ duration, segments }) =>
                `${duration}(${segments.map(({ on, off }) => `${on}/${off}/${mix}`).join(",")})`,
            ),
          ].join(";");
          fc.pre(text.length <= 127);
          deepEqual(parseTone(text), {
            components: components.map(({ hertz, tenths }) => ({ hertz, dbm: tenths / 10 })),
            sections: sections.map(({ duration, segments }) => ({
              duration: ms(duration),
              segments: segments.map(({ on, off }) => ({
                on: ms(on),
                off: ms(off),
                components: components.map((_, i) => i),
              })),
            })),
          });
        },
      ),
    );
  });

  it("never throws, and refuses at a place in the text", () => {
    const scribble = fc
      .array(fc.constantFrom(..."0123456789.,;@()/*+- x"), { maxLength: 140 })
      .map((all) => all.join(""));
    fc.assert(
      fc.property(fc.oneof(scribble, fc.string()), (text) => {
        for (const read of [parseCadence(text), parseTone(text)])
          if (isRefusal(read)) ok(read.column >= 1 && read.column <= text.length + 1, `${read.column} in ${text}`);
      }),
    );
  });
});
