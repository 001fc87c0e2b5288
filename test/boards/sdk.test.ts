/** A flaw of the SDK is seen, and one that is mended is not. */
import { equal, match } from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { flawOf } from "../../boards/sdk.mjs";

describe("the SDK", () => {
  let sdk = "";
  beforeEach(() => {
    sdk = mkdtempSync(join(tmpdir(), "sdk-"));
    mkdirSync(join(sdk, "xs/sources"), { recursive: true });
  });
  afterEach(() => rmSync(sdk, { recursive: true }));

  const write = (between: string) =>
    writeFileSync(
      join(sdk, "xs/sources/xsre.c"),
      `int* fxAllocateRegExpData(void* machine, int* pattern)\n{\n\tp = fxNewChunk(machine, n);\n${between}\t{ p = c_malloc(n); }\n}\n`,
    );

  it("is refused while its patterns lose memory", () => {
    write("");
    match(flawOf(sdk) ?? "", /put "else" in a line of its own/);
  });

  it("is taken once that is mended", () => {
    write("\telse\n");
    equal(flawOf(sdk), null);
  });

  it("is taken when there is nothing to be seen", () => {
    equal(flawOf(sdk), null);
    writeFileSync(join(sdk, "xs/sources/xsre.c"), "");
    equal(flawOf(sdk), null);
  });
});
