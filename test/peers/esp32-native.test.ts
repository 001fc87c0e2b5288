/** The native classes of the board for other machines than this one, and with everything checked that C leaves undefined. */
import { deepEqual } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import type { Context } from "mocha";
import { LIBRARIES, play, refusals } from "../hal/esp32/compile.js";
import type { Compiler } from "../hal/native/compile.js";

const RISCV: Compiler = ["clang", "--target=riscv32", "-march=rv32imc", "-ffreestanding", "-isystem", LIBRARIES];
const CHECKED: Compiler = ["cc", "-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];

function needs(context: Context, [command, ...options]: Compiler, links: boolean): void {
  const input = "#include <stdint.h>\nint main(void) { return 0; }";
  const output = [...(links ? [] : ["-c"]), "-o", "/dev/null"];
  if (spawnSync(command, [...options, "-x", "c", "-", ...output], { input }).status === 0) return;
  const missing = [command, ...options].join(" ");
  if (process.env.CI) throw new Error(`missing here: ${missing}`);
  console.log(`      skipped, missing here: ${missing}`);
  context.skip();
}

describe("the native classes of the board", () => {
  it("are compiled for RISC-V", function () {
    needs(this, RISCV, false);
    deepEqual(refusals([[...RISCV, "-Os"]]), []);
  });

  it("do the same in 32 bits as in 64", function () {
    needs(this, ["cc", "-m32"], true);
    deepEqual(refusals([["cc", "-m32", "-Os"]]), []);
    deepEqual(play(["cc", "-m32", "-Os"]), play(["cc", "-O2"]));
  });

  it("touch no memory that is not theirs", function () {
    needs(this, CHECKED, true);
    deepEqual(play(CHECKED), play(["cc", "-O2"]));
  });
});
