import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { transliterate } from "../../../firmware/callerid/transliterate.js";

describe("transliteration", () => {
  it("leaves printable ASCII alone", () => equal(transliterate("O'Neil, +1 (555) ~", 50), "O'Neil, +1 (555) ~"));

  it("finds likenesses for the letters of Europe", () => {
    equal(transliterate("Äpfel, Öl, Übermaß", 50), "AEpfel, OEl, UEbermass");
    equal(transliterate("Søren Ærøskøbing Ångström", 50), "Soeren AEroeskoebing AAngstroem");
    equal(transliterate("François Núñez Łukasz Dvořák Şahin", 50), "Francois Nunez Lukasz Dvorak Sahin");
    equal(transliterate("“A” – B’s…", 50), '"A" - B\'s...');
  });

  it("shows a question mark for the rest, one for each character", () => {
    equal(transliterate("東京 Жук", 50), "?? ???");
    equal(transliterate("a😀b", 50), "a?b");
    equal(transliterate("e\u0301a\u200d\n\tb", 50), "eab");
  });

  it("is never longer than asked, nor anything but printable", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.nat({ max: 20 }), (text, longest) => {
        const ascii = transliterate(text, longest);
        ok(ascii.length <= longest && /^[ -~]*$/.test(ascii));
      }),
    );
    equal(transliterate("ßßß", 5), "sssss");
  });
});
