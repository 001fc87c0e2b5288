import { equal, match, notEqual } from "node:assert/strict";
import { instanceOf } from "../../../firmware/adapter/instance.js";
import { bench } from "./board.js";

const UUID = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("the instance", () => {
  it("is a random UUID, another one for each line", () => {
    const { board } = bench();
    match(instanceOf(board, 1), UUID);
    match(instanceOf(board, 2), UUID);
    notEqual(instanceOf(board, 1), instanceOf(board, 2));
  });

  it("stays the same for as long as the flash does", () => {
    const { board, flash } = bench();
    const first = instanceOf(board, 1);
    equal(instanceOf(board, 1), first);
    equal(instanceOf(bench({}, { flash }).board, 1), first);
  });

  it("is drawn again when the flash holds something else", () => {
    const { board, flash } = bench();
    flash.write("instance", new Uint8Array(3));
    const first = instanceOf(board, 1);
    match(first, UUID);
    equal(instanceOf(board, 1), first);
  });
});
