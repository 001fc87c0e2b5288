/**
 * Random histories of two telephones that call each other, and what must be true of every one of them.
 *
 *   telephone ─ orders → agent ─ datagrams → cable ─ datagrams → agent ─ events → telephone
 *
 * The model (`history-model.ts`) knows of each call, on each side, what it has come to; its tables say which orders a
 * telephone may then give and which events it may then hear. `history-street.ts` plays; here are the histories and the verdicts.
 */
import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { DEEDS, MAX_CALLS, type Pair } from "./history-model.js";
import { type Faults, type History, LONG, RINGING, type Step, Street } from "./history-street.js";

const MIRROR: { readonly [direction: string]: string } = {
  ...{ sendrecv: "sendrecv", sendonly: "recvonly", recvonly: "sendonly", inactive: "inactive" },
};

/** In the calm after a fair history both are in it or neither, who talks and who listens is one matter, and wishes come true. */
function agree({ caller, called }: Pair, { delay }: Faults): void {
  if (!caller) return;
  equal(called?.going ?? false, caller.going, `${caller.state} here and ${called?.state} there`);
  if (caller.going) equal(called?.state, caller.state === "up" ? "up" : "ringing", `${caller.state} here`);
  if (caller.state !== "up" || called?.state !== "up") return;
  const [here, there] = [caller.agreement, called.agreement];
  ok(here && there, "a call that is up has its sound");
  equal(here.direction, MIRROR[there.direction], "one sends what the other receives");
  equal(here.codec, there.codec);
  equal(there.direction === "sendrecv", !caller.held && !called.held, "nobody holds who does not know it");
  if (delay > 1000) return; // glares may never end
  for (const { held, wantsHold } of [caller, called]) equal(held, wantsHold, "a wish comes true");
  deepEqual([here.remote?.port, there.remote?.port], [called.port, caller.port], "each is heard where it is");
}

/** The verdicts of both sides on one call that is over. */
function judge({ caller, called }: Pair, fair: boolean): void {
  ok(caller, "who is called was called by somebody");
  const gaveUp = caller.is("hungUp", "calling");
  const outOfTime = caller.is("refused") && caller.status === 408;
  // whatever the network does
  if (!called) {
    ok(gaveUp || outOfTime || (caller.is("refused") && caller.status === 486), "nobody answers for who never rang");
    ok(!fair || !outOfTime, "who can be reached is reached");
    return;
  }
  if (caller.answered) ok(called.answered || called.last === "answering", "the answer was given");
  if (called.answered) ok(caller.answered || gaveUp || outOfTime, "the answer was heard");
  ok(called.keysHeard <= caller.keysSent && caller.keysHeard <= called.keysSent, "a key is heard once");
  if (caller.is("refused") && !outOfTime) {
    const said = called.is("cancelled")
      ? 487
      : called.is("declined") || called.is("hungUp", "ringing")
        ? called.status
        : 0;
    equal(caller.status, said, "a refusal is told as it was meant");
  }
  if (!fair) return;
  if (outOfTime) ok(caller.endedAt - caller.began >= 1000 * RINGING, "nobody is given up early");
  if (caller.answered)
    ok(
      called.answered || called.is("hungUp", "answering") || (called.is("ended") && caller.is("hungUp", "up")),
      "answered on one side is answered on the other, unless either has hung up first",
    );
  if (called.is("declined") || called.is("hungUp", "ringing"))
    ok(gaveUp || outOfTime || caller.is("refused"), "who is refused knows it");
  if (called.is("cancelled"))
    ok(gaveUp || outOfTime || called.endedAt - called.began >= 1000 * RINGING, "nobody is cancelled by nobody");
  const handedOver = caller.handedOver || called.handedOver;
  if (caller.is("ended")) ok(called.is("hungUp") || handedOver, "the called one has hung up");
  if (called.is("ended")) ok(caller.is("hungUp") || outOfTime || handedOver, "the caller has hung up");
}

const side = fc.constantFrom<0 | 1>(0, 1);
const which = fc.nat(MAX_CALLS - 1);

function stepsOf(deed: fc.Arbitrary<string>, pauses: readonly number[], maxLength: number): fc.Arbitrary<Step[]> {
  const step = fc.record({ side, deed, which, pause: fc.constantFrom(...pauses) }, { noNullPrototype: true });
  return fc.array(step, { maxLength, size: "max" });
}

const anything = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("call", "answer") },
  { weight: 6, arbitrary: fc.constantFrom(...Object.keys(DEEDS)) },
  { weight: 1, arbitrary: fc.constantFrom("cut", "mend", "mend") },
);
const withinCalls = fc.constantFrom(...Object.keys(DEEDS).filter((deed) => DEEDS[deed].from.includes("up")));
/** A call that is up, on most cables. */
const CONNECTED: readonly Step[] = [
  { side: 0, deed: "call", which: 0, pause: 12_000 },
  { side: 1, deed: "answer", which: 0, pause: 12_000 },
];
const SHORT = [0, 0, 1, 10, 30, 100, 500, 2500];
const LENGTHY = [0, 30, 500, 1000, 2500, 5000, 12_000, 35_000, 70_000, 250_000];
const steps: fc.Arbitrary<readonly Step[]> = fc.oneof(
  stepsOf(anything, LENGTHY, 30),
  stepsOf(anything, SHORT, 20),
  stepsOf(withinCalls, SHORT, 12).map((more) => [...CONNECTED, ...more]),
);
const faults: fc.Arbitrary<Faults> = fc.record(
  // no message stays in the network for longer than T4
  {
    loss: fc.constantFrom(0, 0, 5, 30, 60),
    double: fc.constantFrom(0, 0, 20, 80),
    delay: fc.constantFrom(0, 20, 600, 4900),
  },
  { noNullPrototype: true },
);
export const histories: fc.Arbitrary<History> = fc.record(
  { seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }), fair: fc.boolean(), faults, steps },
  { noNullPrototype: true },
);

/** What came of the calls of one history. */
export type Outcome = {
  readonly calls: number;
  readonly fair: number;
  readonly answered: number;
  readonly handedOver: number;
};

/** Plays a history to its end; throws where something is not as it must be. */
export function play(history: History): Outcome {
  const street = new Street(history);
  for (const step of history.steps) {
    street.do(step);
    street.pass(step.pause);
  }
  street.calm();
  if (history.fair) for (const pair of street.pairs.values()) agree(pair, history.faults);
  street.leave();
  street.pass(5 * LONG);
  street.leave(); // what began to ring only then
  street.pass(5 * LONG);
  street.atRest();
  const pairs = [...street.pairs.values()];
  for (const pair of pairs) judge(pair, history.fair);
  return {
    calls: pairs.length,
    fair: history.fair ? pairs.length : 0,
    answered: pairs.filter(({ caller, called }) => caller?.answered && called?.answered).length,
    handedOver: pairs.filter(({ caller, called }) => caller?.handedOver || called?.handedOver).length,
  };
}
