import { equal, rejects } from "node:assert/strict";
import { Engine } from "./engine.js";

describe("the XS engine", function () {
  this.timeout(120_000);
  let engine: Engine;
  before(() => {
    engine = new Engine();
  });
  after(() => engine.close());

  it("evaluates, answers commands, and counts the same each time", async () => {
    await engine.evaluate(`globalThis.handleCommand = (message) => {
      let sum = 0;
      for (const octet of new Uint8Array(message)) sum += octet;
      return Uint8Array.from(String(sum), (c) => c.charCodeAt(0)).buffer;
    }`);
    const first = await engine.command("abc");
    const second = await engine.command("abc");
    equal(first.reply, String(97 + 98 + 99));
    equal(first.meter.compute, second.meter.compute);
  });

  it("says what went wrong", async () => {
    await rejects(engine.evaluate("throw new Error('no')"), /no/);
    equal((await engine.command("a")).reply, "97");
  });

  it("has none of the globals the firmware must not use", async () => {
    await engine.evaluate(`globalThis.handleCommand = () => {
      const missing = ['setTimeout', 'console', 'Intl', 'URL', 'structuredClone'].filter((n) => n in globalThis);
      return Uint8Array.from(missing.join(), (c) => c.charCodeAt(0)).buffer;
    }`);
    equal((await engine.command("")).reply, "");
  });
});
