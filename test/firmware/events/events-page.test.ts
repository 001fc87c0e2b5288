import { deepEqual, equal } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { kinds } from "../../../firmware/events/kinds.js";
import { eventsPage, SAMPLES } from "./events-page.js";

describe("the manual's page of events", () => {
  it("is what the table says (npm run build:manual)", () => {
    equal(readFileSync(new URL("../../../docs/events.md", import.meta.url), "utf8"), eventsPage());
  });

  it("shows of every kind all that is told", () => {
    for (const [kind, { event, ...rest }] of Object.entries(SAMPLES)) {
      equal(event, kind);
      deepEqual(Object.keys(rest), Object.keys(kinds[event].fields));
    }
  });
});
