/** The kernels in C for other machines than this one: a 32-bit one of the same kind, and a RISC-V without anything. */
import { deepEqual, equal, match } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import type { Context } from "mocha";
import { type Compiler, checksum, refusals } from "../hal/native/compile.js";

const RISCV: Compiler = ["clang", "--target=riscv32", "-march=rv32imc", "-ffreestanding"];
const CHECKED: Compiler = ["cc", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];

/** Skips, aloud, where a compiler cannot make anything of a file without a line in it; where CI is set that is a failure. */
function needsCompiler(context: Context, [command, ...options]: Compiler, links = true): void {
  const source = links ? "int main(void) { return 0; }\n#include <stdio.h>" : "#include <stdint.h>";
  const output = [...(links ? [] : ["-c"]), "-o", "/dev/null"];
  if (spawnSync(command, [...options, "-x", "c", "-", ...output], { input: source }).status === 0) return;
  const missing = [command, ...options].join(" ");
  if (process.env.CI) throw new Error(`missing here: ${missing}`);
  console.log(`      skipped, missing here: ${missing}`);
  context.skip();
}

describe("the kernels in C", () => {
  it("are compiled for RISC-V, with nothing but the compiler", function () {
    needsCompiler(this, RISCV, false);
    deepEqual(
      refusals([
        [...RISCV, "-Os"],
        [...RISCV, "-O2"],
      ]),
      [],
    );
  });

  it("do the same in 32 bits as in 64", function () {
    needsCompiler(this, ["cc", "-m32"]);
    const here = checksum(["cc", "-O2"]);
    match(here, /^[0-9a-f]{16}$/);
    equal(checksum(["cc", "-m32", "-O2"]), here);
    equal(checksum(["cc", "-m32", "-Os"]), here);
  });

  it("do the same without optimisation, and nothing that C leaves undefined", function () {
    needsCompiler(this, CHECKED);
    const here = checksum(["cc", "-O2"]);
    equal(checksum(["cc", "-O0"]), here);
    equal(checksum(CHECKED), here);
  });
});
