import { deepEqual, equal } from "node:assert/strict";
import { Health, LEAST_MS, TRIAL_MS } from "../../../firmware/adapter/health.js";

describe("health", () => {
  it("of a new image that shows what it has to, after it has lived for a while", () => {
    const health = new Health(["network", "lines"], 1000);
    health.prove("network", 2000);
    equal(health.deadline, 1000 + TRIAL_MS);
    health.prove("lines", 3000);
    health.poll(1000 + LEAST_MS - 1);
    equal(health.verdict, "waiting");
    health.poll(1000 + LEAST_MS);
    deepEqual([health.verdict, health.deadline], ["good", Number.POSITIVE_INFINITY]);
  });

  it("of one that does not", () => {
    const health = new Health(["network", "lines"], 0);
    health.prove("network", 2000);
    health.poll(TRIAL_MS);
    deepEqual([health.verdict, health.missing], ["bad", ["lines"]]);
    health.prove("lines", TRIAL_MS + 1);
    equal(health.verdict, "bad");
  });

  it("of one that shows it at the last moment", () => {
    const health = new Health(["network"], 0);
    health.prove("network", TRIAL_MS - 1);
    health.poll(TRIAL_MS - 1);
    equal(health.verdict, "good");
  });
});
