import { equal, match } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const script = join(import.meta.dirname, "../../boards/firmware.mjs");

function run(board: string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stderr } = spawnSync(process.execPath, [script, ...board], {
    env: { PATH: process.env.PATH, ...env },
    encoding: "utf8",
  });
  return { status, stderr };
}

describe("npm run firmware", () => {
  it("names the boards there are", () => {
    const { status, stderr } = run([]);
    equal(status, 2);
    match(stderr, /lin, s3-w5500, wrover-lan8720, wt32-eth01, simulator, kernels/);
    equal(run(["wt32"]).status, 2);
  });

  it("says what there is to install", () => {
    match(run(["wt32-eth01"]).stderr, /MODDABLE is not set.*8\.2\.3.*xs-dev/);
    match(run(["lin"], { MODDABLE: "/nowhere" }).stderr, /no tools in \/nowhere/);
  });
});
