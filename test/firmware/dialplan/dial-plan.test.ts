import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { NEVER } from "../../../firmware/base/instant.js";
import { Dialling, MAX_KEYS } from "../../../firmware/dialplan/dial-plan.js";
import { isRefusal, MAX_PLAN, parseDialPlan } from "../../../firmware/dialplan/digit-map.js";
import { dialled, dialling } from "./dialled.js";
import { anyPlan } from "./plans.js";

const numberOf = (plan: string, keys: string, options = {}) => {
  const { verdict } = dialled(plan, keys, options);
  return verdict.verdict === "ready" ? verdict.number : verdict.verdict === "refused" ? verdict.reason : "?";
};

describe("dialling", () => {
  it("goes as a conversation of keys and tones", () => {
    const d = dialling("(<9,:>[2-9]xx|0)");
    deepEqual(d.start(0), { verdict: "more", tone: "dial" });
    equal(d.deadline, 10_000);
    deepEqual(d.key("9", 4000), { verdict: "more", tone: "outside" });
    equal(d.deadline, 14_000);
    deepEqual(d.key("2", 5000), { verdict: "more", tone: "none" });
    equal(d.deadline, 15_000);
    deepEqual(d.key("3", 6000), { verdict: "more", tone: "none" });
    deepEqual(d.key("4", 7000), {
      verdict: "ready",
      number: "234",
      dialled: "9234",
      route: { kind: "proxy" },
      emergency: false,
    });
    equal(d.deadline, NEVER);
  });

  it("keeps its verdict once it has one", () => {
    const d = dialling("(0)");
    d.start(0);
    const ready = d.key("0", 100);
    equal(d.key("1", 200), ready);
    equal(d.poll(1e9), ready);
  });

  it("waits for a first key as long as dial tone is heard", () => {
    deepEqual(dialled("(xx)", ""), {
      verdict: { verdict: "refused", reason: "timeout", dialled: "" },
      keys: 0,
      after: 10_000,
      outside: [],
    });
    equal(dialled("(xx)", "", { firstDigit: 12_000 }).after, 12_000);
    equal(numberOf("(xx)", "", { sendIncomplete: true }), "timeout");
    equal(numberOf("(x.)", ""), "timeout");
  });

  it("takes a key that comes after its deadline as too late", () => {
    const d = dialling("(xxx|xxxx)");
    d.start(0);
    for (const key of "123") d.key(key, 1000);
    const verdict = d.key("4", 4000);
    equal(verdict.verdict === "ready" && verdict.number, "123");
  });

  it("refuses a key that nothing can take, at once", () => {
    deepEqual(dialled("(1xx|2x)", "3"), {
      verdict: { verdict: "refused", reason: "invalid", dialled: "3" },
      keys: 1,
      after: 0,
      outside: [],
    });
    equal(numberOf("(1xx)", "A"), "invalid");
    equal(numberOf("()", "1"), "invalid");
  });

  describe("elements", () => {
    it("x is a digit, never * or #", () => {
      equal(numberOf("(xx)", "*"), "invalid");
      equal(numberOf("(xx)", "#"), "invalid");
    });

    it("a set may name *, # and ranges", () => {
      for (const key of "135*#2") equal(numberOf("([135*#1-3]7)", `${key}7`), `${key}7`);
      equal(numberOf("([135*#1-3]7)", "4"), "invalid");
    });

    it(". repeats the key before it, none included", () => {
      equal(numberOf("(5[12].3)", "53"), "53");
      equal(numberOf("(5[12].3)", "5121213"), "5121213");
      equal(numberOf("(5*.3)", "5***3"), "5***3");
    });

    it("substitutions insert, replace and swallow, as often as wanted", () => {
      equal(numberOf("(<0:+49>x<12:>x<:99>)", "05127"), "+495799");
      equal(numberOf("(<x9:1>22)", "3922"), "122");
    });

    it("a comma sounds at once when it stands first, and within a substitution", () => {
      deepEqual(dialled("(,12)", "12").outside, [""]);
      deepEqual(dialled("(<1,2,:>34)", "1234").outside, ["1", "12"]);
    });

    it("blanks mean nothing but the end of a timer", () => {
      equal(numberOf(" ( < 1 : 2 > 3 [ 4 - 5 ] . | 9 ) ", "1345#"), "2345");
      equal(dialled("(1S2 2|12x|1)", "1").after, 3000);
    });

    it("@ sends a call to a gateway, or to a server with its own credentials", () => {
      const { verdict } = dialled("(5<:@pbx.example.net:5070;uid=u;usr=me;pwd=a:b@c;nat>)", "5");
      deepEqual(verdict.verdict === "ready" && verdict.route, {
        kind: "host",
        host: "pbx.example.net",
        port: 5070,
        options: { uid: "u", usr: "me", pwd: "a:b@c", nat: true },
      });
      const ip6 = dialled("(<1:2000@[2001:db8::1]>)", "1").verdict;
      ok(ip6.verdict === "ready" && ip6.route.kind === "host");
      deepEqual(ip6.route, { kind: "host", host: "[2001:db8::1]", port: null, options: {} });
      equal(ip6.number, "2000");
      const seized = dialled("(P0 <:@gw4>)", "").verdict;
      ok(seized.verdict === "ready");
      deepEqual([seized.number, seized.route], ["", { kind: "gateway", gateway: 4 }]);
    });

    it("a match that would send nothing is none", () => {
      equal(numberOf("(<9:>)", "9"), "invalid");
      equal(numberOf("(<9:>x.)", "9"), "incomplete");
      equal(numberOf("(<9:>x.)", "91"), "1");
    });
  });

  describe("timers", () => {
    it("the smallest local S of the complete ones decides", () => {
      equal(dialled("(xxS2 |xxS1 |xxxx)", "12").after, 1000);
      equal(dialled("(xxS5 |xx|xxxx)", "12").after, 5000);
      equal(numberOf("(xx|xxS0 |xxxx)", "12"), "12");
      equal(dialled("(xx|xxS0 |xxxx)", "12").after, 0);
    });

    it("a local timer counts from its place, and 5 s without a number", () => {
      equal(dialled("(xL xx)", "1").after, 5000);
      equal(dialled("(1L2.5 2xx)", "12").after, 2500);
      equal(dialled("(12L2 xx)", "1").after, 10_000);
    });

    it("a local timer wins over the plan's, and the plan's over the setting", () => {
      equal(dialled("S:1,L:2,(1xS4 |1xxx|2|2xx|3xx)", "11").after, 4000);
      equal(dialled("S:1,L:2,(1xS4 |1xxx|2|2xx|3xx)", "2").after, 1000);
      equal(dialled("S:1,L:2,(1xS4 |1xxx|2|2xx|3xx)", "3").after, 2000);
      equal(dialled("(2|2xx)", "2", { shortTimer: 4500 }).after, 4500);
    });

    it("a first key ends a warm line", () => {
      equal(numberOf("(P5 <:1000>|xxxx)", "23"), "incomplete");
      equal(dialled("(P5 <:1000>|xxxx)", "23").after, 10_000);
    });

    it("of several warm lines the first that is due is called", () => {
      deepEqual([numberOf("(P5 <:1>|P2 <:2>|xx)", ""), dialled("(P5 <:1>|P2 <:2>|xx)", "").after], ["2", 2000]);
      deepEqual([numberOf("(<:1>|xx)", ""), dialled("(<:1>|xx)", "").after], ["1", 3000]);
      equal(dialled("(P20 <:1>|xx)", "").after, 20_000);
    });
  });

  describe("#", () => {
    it("ends a number unless a rule can take it here", () => {
      equal(dialled("(xx.)", "12#").after, 0);
      equal(numberOf("(#12|xx.)", "12#"), "12");
      equal(numberOf("(xx.#3|xx.)", "12#3"), "12#3");
    });

    it("is no key of a number that has none, and calls no warm line", () => {
      equal(numberOf("(xx.)", "#"), "invalid");
      equal(numberOf("(P5 <:1000>|xx.)", "#"), "invalid");
    });

    it("bars what is barred", () => equal(numberOf("(12!|12xx)", "12#"), "barred"));

    it("may begin a star code", () => {
      deepEqual(dialled("(xx.)", "#99", { services: ["#99"] }).verdict, { verdict: "service", code: "#99" });
    });
  });

  it("keeps the plan's numbers that begin like a star code", () => {
    const options = { services: ["*69"] };
    equal(numberOf("(*xx|xx.)", "*11", options), "*11");
    equal(numberOf("(xx.)", "*6", options), "incomplete");
    equal(numberOf("(xx.)", "*68", options), "invalid");
  });

  describe("emergency numbers", () => {
    const emergency = ["911", "112", "1xx0"];
    const called = (plan: string, keys: string) => {
      const { verdict, after, keys: pressed } = dialled(plan, keys, { emergency });
      return verdict.verdict === "ready" ? [verdict.number, verdict.route.kind, verdict.emergency, after, pressed] : [];
    };

    it("go at once, whether the plan knows them or not", () => {
      deepEqual(called("(2xx)", "911"), ["911", "proxy", true, 0, 3]);
      deepEqual(called("(xxxxx.)", "112"), ["112", "proxy", true, 0, 3]);
      deepEqual(called("(2xx)", "1230"), ["1230", "proxy", true, 0, 4]);
    });

    it("are never barred", () => {
      deepEqual(called("(911!|xx.)", "911"), ["911", "proxy", true, 0, 3]);
      deepEqual(called("(<9:>911!)", "9911"), ["911", "proxy", true, 0, 4]);
      deepEqual(called("(9xx!)", "911"), ["911", "proxy", true, 0, 3]);
    });

    it("go the way the plan has for them", () => {
      deepEqual(called("(911<:@gw0>|911xx)", "911"), ["911", "gateway", true, 0, 3]);
      deepEqual(called("(<911:5911>|xx.)", "911"), ["5911", "proxy", true, 0, 3]);
    });

    it("are known behind a prefix for an outside line", () => {
      deepEqual(called("(<9,:>xx.)", "9911"), ["911", "proxy", true, 0, 4]);
    });

    it("leave other numbers as they were", () => {
      deepEqual(called("(9xx)", "912"), ["912", "proxy", false, 0, 3]);
      deepEqual(called("(xx.|<9:>911)", "99"), ["99", "proxy", false, 3000, 2]);
      equal(numberOf("(2xx)", "914", { emergency }), "invalid");
    });
  });

  it("ends a number that is longer than any", () => {
    const outcome = dialled("(x.)", "1".repeat(100));
    equal(outcome.keys, MAX_KEYS + 1);
    deepEqual(outcome.verdict, { verdict: "refused", reason: "invalid", dialled: "1".repeat(MAX_KEYS + 1) });
  });

  it("stays linear however a plan repeats itself", () => {
    const plan = `(${"x.".repeat((MAX_PLAN - 2) / 2)})`;
    equal(numberOf(plan, "1".repeat(MAX_KEYS)), "1".repeat(MAX_KEYS));
  });

  it("always comes to an end, whatever is pressed whenever", () => {
    fc.assert(
      fc.property(
        anyPlan,
        fc.array(fc.tuple(fc.constantFrom(..."0123456789*#AD", "", "12", "é"), fc.nat(12_000))),
        fc.record({ sendIncomplete: fc.boolean(), services: fc.subarray(["*69", "#99", "*"]) }),
        fc.subarray(["911", "112", "x1", ""]),
        (text, keys, { services, ...options }, emergency) => {
          const plan = parseDialPlan(text);
          fc.pre(!isRefusal(plan));
          const d = new Dialling({ plan, longTimer: 10_000, shortTimer: 3000, emergency, ...options }, services);
          let now = 0;
          let verdict = d.start(now);
          for (const [key, pause] of keys) {
            now += pause;
            verdict = d.key(key, now);
            if (verdict.verdict === "more") ok(d.deadline > now && d.deadline < NEVER);
          }
          for (let polls = 0; verdict.verdict === "more"; polls++) {
            ok(polls < 1, "a deadline that decides nothing");
            verdict = d.poll(d.deadline);
          }
          equal(d.deadline, NEVER);
          if (verdict.verdict === "ready") ok(verdict.number !== "" || verdict.route.kind !== "proxy");
        },
      ),
      { numRuns: 500 },
    );
  });

  it("agrees with a regular expression on plans without timers", () => {
    const unit = fc.tuple(fc.constantFrom("1", "2", "x", "[12]"), fc.constantFrom("", "", ".")).map((u) => u.join(""));
    const sequences = fc.array(fc.array(unit, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(sequences, fc.array(fc.constantFrom("1", "2", "3"), { minLength: 1, maxLength: 6 }), (plan, keys) => {
        const text = plan.map((units) => units.join("")).join("|");
        const expression = new RegExp(`^(${text.replaceAll("x", "[0-9]").replaceAll(".", "*")})$`);
        const { verdict, keys: pressed } = dialled(`(${text})`, keys.join(""));
        const entered = keys.slice(0, pressed).join("");
        equal(verdict.verdict === "ready", expression.test(entered), `${text} ${entered}`);
      }),
      { numRuns: 1000 },
    );
  });

  describe("addresses", () => {
    const address = (plan: string, keys: string) => {
      const { verdict, after } = dialled(plan, keys, { addresses: true });
      if (verdict.verdict !== "ready") return verdict.verdict === "refused" ? verdict.reason : "?";
      const { route, number } = verdict;
      return route.kind === "host" ? `${number}@${route.host}:${route.port ?? ""} after ${after}` : number;
    };

    it("are taken where the plan has nothing that fits", () => {
      equal(address("(xx.)", "192*168*1*10"), "@192.168.1.10: after 3000");
      equal(address("(xx.)", "192*168*1*10#"), "@192.168.1.10: after 0");
      equal(address("(xx.)", "101*10*0*0*1*5070#"), "101@10.0.0.1:5070 after 0");
      equal(address("([3-9]xx)", "10*0*0*1#"), "@10.0.0.1: after 0", "not even its first digit");
    });

    it("take nothing from the plan, its codes and its timers", () => {
      equal(address("([2-9]xxxxxx|*xx)", "5551212"), "5551212");
      equal(dialled("([2-9]xxxxxx|*xx)", "5551212", { addresses: true }).after, 0);
      equal(address("(xx.|*xx)", "*67"), "*67");
      equal(address("(1*2*3*4)", "1*2*3*4"), "1*2*3*4");
    });

    it("are refused when they come to nothing", () => {
      equal(address("(xx.)", "192*168"), "incomplete");
      equal(address("(xx.)", "192*168*1*300"), "invalid");
      equal(numberOf("(xx.)", "192*168*1*10"), "invalid", "unless their owner wants them");
    });
  });
});
