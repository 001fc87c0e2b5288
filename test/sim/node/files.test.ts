import { deepEqual, equal, throws } from "node:assert/strict";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { emitFlash, parseFlash, readFlash, readText, writeFlash } from "../../../sim/node/files.js";

describe("the flash in a file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "flash-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("comes back as it was written", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.uint8Array({ maxLength: 50 }))), (entries) => {
        const contents = new Map(entries.map(([key, value]) => [key, new Uint8Array(value)]));
        deepEqual(parseFlash(emitFlash(contents)), contents);
      }),
    );
    const file = join(folder, "flash");
    writeFlash(file, new Map([["settings", Uint8Array.of(1, 2, 255)]]));
    writeFlash(file, new Map([["settings", Uint8Array.of(3)]]));
    deepEqual(readFlash(file), new Map([["settings", Uint8Array.of(3)]]));
    deepEqual(readdirSync(folder), ["flash"]);
  });

  it("is new when there is no file, or an empty one", () => {
    equal(readFlash(join(folder, "none")).size, 0);
    writeFileSync(join(folder, "empty"), "");
    equal(readFlash(join(folder, "empty")).size, 0);
  });

  it("leaves a link a link", () => {
    writeFileSync(join(folder, "real"), "");
    symlinkSync(join(folder, "real"), join(folder, "link"));
    writeFlash(join(folder, "link"), new Map([["a", Uint8Array.of(1)]]));
    equal(readFlash(join(folder, "real")).size, 1);
  });

  it("is refused when it is damaged or cannot be read", () => {
    const file = join(folder, "flash");
    const whole = emitFlash(new Map([["a", Uint8Array.of(1, 2, 3)]]));
    for (const text of [
      "{}",
      "null",
      "[]",
      "x",
      whole.slice(0, -4),
      whole.replace("AQID", "AQI"),
      whole.replace(": 1,", ": 2,"),
      "\0\0",
    ]) {
      writeFileSync(file, text);
      throws(() => readFlash(file), /is not a flash file of this simulator, or is damaged$/, text);
    }
    throws(() => readFlash(folder), /cannot be read: it is a folder$/);
  });

  it("says in one line why it cannot be written", () => {
    throws(
      () => writeFlash(join(folder, "no", "such"), new Map()),
      /cannot be written: there is no such file or folder$/,
    );
    mkdirSync(join(folder, "taken"));
    throws(() => writeFlash(join(folder, "taken"), new Map()), /^Error: [^\n]*cannot be written[^\n]*$/);
    deepEqual(readdirSync(folder), ["taken"]);
  });

  it("reads text, and only text", () => {
    const file = join(folder, "text");
    writeFileSync(file, "grüezi");
    equal(readText(file), "grüezi");
    writeFileSync(file, Buffer.of(0xff, 0xfe));
    throws(() => readText(file), /is not text in UTF-8$/);
    throws(() => readText(join(folder, "none")), /cannot be read: there is no such file or folder$/);
    chmodSync(file, 0o600);
    equal(readFileSync(file).length, 2);
  });
});
