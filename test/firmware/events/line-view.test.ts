import { equal } from "node:assert/strict";
import { stateOf } from "../../../firmware/events/line-view.js";

describe("how a line stands", () => {
  for (const [registered, offHook, call, state] of [
    [false, false, "idle", "offline"],
    [true, false, "idle", "online"],
    [true, false, "ringing", "ringing"],
    [true, true, "ringing", "talking"],
    [true, true, "answering", "talking"],
    [true, true, "connected", "talking"],
    [false, true, "holding", "talking"],
    [true, true, "dialing", "offhook"],
    [true, true, "reorder", "offhook"],
    [true, true, "ended", "offhook"],
    [false, true, "idle", "offhook"],
  ] as const)
    it(`${registered ? "known" : "unknown"}, ${offHook ? "off" : "on"} the hook, ${call}: ${state}`, () =>
      equal(stateOf({ registered, offHook, call }), state));
});
