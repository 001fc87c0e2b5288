import { equal, match } from "node:assert/strict";
import fc from "fast-check";
import { keyedAs } from "../../../firmware/menu/password.js";

describe("a password on a telephone", () => {
  it("is pressed by the letters on the keys", () => {
    equal(keyedAs("ABCdefGHIjklMNOpqrsTUVwxyz"), "22233344455566677778889999");
    equal(keyedAs("R2-d2 ü"), "7203200");
    equal(keyedAs(""), "");
  });

  it("is nothing but keys, one for each character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii" }), (password) => {
        match(keyedAs(password), /^[0-9]*$/);
        equal(keyedAs(password).length, password.length);
      }),
    );
  });
});
