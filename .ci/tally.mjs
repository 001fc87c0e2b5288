/** Mocha's own report, and one line of counts for .ci/run appended to the file named by TALLY. */
import { appendFileSync } from "node:fs";
import Mocha from "mocha";

export default class Tally extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once("end", () => {
      const { passes, failures, pending } = this.stats;
      appendFileSync(process.env.TALLY, `${passes} ${failures} ${pending}\n`);
    });
  }
}
