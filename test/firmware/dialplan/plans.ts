/** Dial plans made up by fast-check: mostly right, often strange, sometimes wrong. */
import fc from "fast-check";

const unit = fc.tuple(fc.constantFrom(..."0159*#x", "[2-9]", "[135*#]", "[*#1-3]"), fc.constantFrom("", "", ".", " "));
const timer = fc.tuple(fc.constantFrom("S", "L", "P"), fc.constantFrom("", "0", "3", "2.5", "64"), fc.constant(" "));
const dialled = fc.array(fc.constantFrom(..."019*#x,"), { maxLength: 3 }).map((keys) => keys.join(""));
const sent = fc.constantFrom("", "1", "+44", "1000", "@gw0", "9@gw4", "@host", "1@[::1]:5060;uid=u;pwd=p;nat");
const substitution = fc.tuple(dialled, sent).map(([from, to]) => ["<", from, ":", to, ">"]);
const element = fc.oneof(
  { weight: 6, arbitrary: unit },
  { weight: 1, arbitrary: timer },
  { weight: 2, arbitrary: substitution },
  { weight: 1, arbitrary: fc.constant([","]) },
);
const sequence = fc
  .tuple(fc.array(element, { maxLength: 8 }), fc.constantFrom("", "", "", "!"))
  .map(([elements, bar]) => elements.map((parts) => parts.join("")).join("") + bar);

export const goodPlan = fc
  .tuple(fc.constantFrom("", "", "L:8,", "S:4,", "L:8, S:0.5,"), fc.array(sequence, { minLength: 1, maxLength: 6 }))
  .map(([masters, sequences]) => `${masters}(${sequences.join("|")})`);

const scraps = fc.array(fc.constantFrom(..."0129x[]-.,<:>@;=()|!*#SLP gw0é"), { maxLength: 60 }).map((s) => s.join(""));

export const anyPlan = fc.oneof(
  goodPlan,
  scraps,
  scraps.map((text) => `(${text})`),
  fc.string({ unit: "binary" }),
);
