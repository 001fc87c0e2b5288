import { equal, match } from "node:assert/strict";
import fc from "fast-check";
import { LEVELS, LogLevels, ROOMS, refuseLevels } from "../../../firmware/config/log-levels.js";

describe("how much each room may say", () => {
  it("is what its own word says, or that for all", () => {
    const levels = new LogLevels("sip=debug, media = none, *=warning");
    equal(levels.lets("sip", "debug"), true);
    equal(levels.lets("media", "error"), false);
    equal(levels.lets("net", "warning"), true);
    equal(levels.lets("net", "info"), false);
  });

  it("is a level for all without a room, and info without a word", () => {
    equal(new LogLevels("ERROR").lets("sip", "warning"), false);
    equal(new LogLevels("").lets("sip", "info"), true);
    equal(new LogLevels("").lets("sip", "debug"), false);
  });

  it("is refused for rooms and levels that are none", () => {
    equal(refuseLevels(""), null);
    equal(refuseLevels("sip=debug,*=info"), null);
    match(String(refuseLevels("kitchen=info")), /kitchen is none of \*, adapter, line/);
    match(String(refuseLevels("sip=loud")), /loud is none of none, error/);
    match(String(refuseLevels("sip=")), /nothing is none/);
  });

  it("never lets more through at a lower level", () => {
    fc.assert(
      fc.property(fc.constantFrom(...LEVELS), fc.constantFrom(...ROOMS), (most, room) => {
        const levels = new LogLevels(`${room}=${most}`);
        const let_ = LEVELS.map((level) => levels.lets(room, level));
        equal(let_.indexOf(false) < 0 ? LEVELS.length : let_.indexOf(false), LEVELS.indexOf(most) + 1);
      }),
    );
  });
});
