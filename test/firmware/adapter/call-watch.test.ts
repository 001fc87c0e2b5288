import { deepEqual, equal } from "node:assert/strict";
import { CallWatch } from "../../../firmware/adapter/call-watch.js";
import type { Happened } from "../../../firmware/events/event.js";
import { type Call, Calls } from "../../../firmware/phone/calls.js";
import type { FinishedCall } from "../../../firmware/web/history.js";

const peer = { number: "102", name: "Kitchen", private: false, uri: "sip:102@10.0.0.1" };

const NOBODY = { code: null, reason: null };

function watched() {
  const told: FinishedCall[] = [];
  const clock = { now: () => 0, today: () => null, alarm: () => {} };
  const heard: Happened[] = [];
  const listener = { finished: (call: FinishedCall) => told.push(call), happened: (one: Happened) => heard.push(one) };
  const watch = new CallWatch(1, { clock }, listener);
  return { watch, told, heard, calls: new Calls() };
}

describe("the calls of a line", () => {
  it("are told when they are over: how long, and what they sounded like", () => {
    const { watch, told, calls } = watched();
    const call = calls.add(7, "in", peer, null) as Call;
    watch.look(calls.all, 1000);
    equal(watch.duration(7, 2000), null);
    call.state = "up";
    watch.look(calls.all, 3000);
    watch.look(calls.all, 9000);
    equal(watch.duration(7, 10_000), 7000);
    watch.end(7, NOBODY, 4.1, 63_000);
    deepEqual(told, [
      {
        ...{ line: 1, direction: "in", number: "102", name: "Kitchen" },
        ...{ seconds: 60, answered: true, words: "", mos: 4.1 },
      },
    ]);
    watch.end(7, NOBODY, null, 64_000);
    equal(told.length, 1);
  });

  it("are told with the reason when they came to nothing, and without a name that is withheld", () => {
    const { watch, told, calls } = watched();
    calls.add(1, "out", peer, null);
    calls.add(2, "in", { ...peer, private: true }, null);
    watch.look(calls.all, 0);
    const third = calls.add(4, "in", peer, null) as Call;
    watch.look(calls.all, 100);
    third.state = "elsewhere";
    watch.end(1, { code: 480, reason: "Do Not Disturb" }, null, 5000);
    watch.end(2, { code: 486, reason: "Busy Here" }, null, 5000);
    watch.end(4, NOBODY, null, 5000);
    deepEqual(
      told.map(({ number, name, words, answered }) => [number, name, words, answered]),
      [
        ["102", "Kitchen", "nobody wants to be disturbed there", false],
        ["", "", "missed", false],
        ["102", "Kitchen", "answered elsewhere", false],
      ],
    );
  });

  it("are told of as they begin and are answered, each once", () => {
    const { watch, heard, calls } = watched();
    const first = calls.add(1, "out", peer, null) as Call;
    watch.look(calls.all, 0);
    watch.look(calls.all, 10);
    first.state = "up";
    watch.look(calls.all, 20);
    watch.look(calls.all, 30);
    const second = calls.add(2, "in", { ...peer, private: true }, null) as Call;
    watch.look(calls.all, 40);
    second.state = "up";
    watch.look(calls.all, 50);
    deepEqual(heard, [
      { event: "dial", line: 1, to: "102" },
      { event: "answer", line: 1, direction: "out", number: "102", name: "Kitchen" },
      { event: "ring", line: 1, from: null, name: "", waiting: true },
      { event: "answer", line: 1, direction: "in", number: null, name: "" },
    ]);
  });
});
