import { deepEqual, equal } from "node:assert/strict";
import type { Refused } from "../../../firmware/dialplan/dial-plan.js";
import type { Route } from "../../../firmware/dialplan/sequence.js";
import { dialled } from "./dialled.js";

const A = "(*xx|[3469]11|0|00|[2-9]xxxxxx|1xxx[2-9]xxxxxxS0|xxxxxxxxxxxx.)";
const B =
  "([1-8]xx|9,xxxxxxx|9,<:1>[2-9]xxxxxxxxx|8,<:1212>xxxxxxx|9,1[2-9]xxxxxxxxx|9,1900xxxxxxx!|9,011xxxxxx.|0|[49]11)";
const C = "(<9,:>1xxxxxxxxxx|<8,:1408>[2-9]xxxxxx)";
const D = "(P5 <:1000>|xxxx)";
const E = "(P0 <:1000>)";
const F = "(S0 <:12125551234>)";
const G = "([2-9]xxS0 |xx.)";
const H = "(01.)";
const I = "S:4,(00|011xxxxxx.)";
const J = "(1 947 xxxxxxx!|1 xxx xxxxxxx)";
const K = "(xxxxxxx|xxxxxxxxxx)";
const M = "L:8,S:4,(<:1>[2-9]xxxxxxxxx|911S0)";
const N = "(911S0 <:@gw0>|<#9,:>xx.<:@gw0>|[2-9]xxxxxx)";
const Q = "(<00:+>xx.|<0:+44>[1-9]xxxxxxxx.)";
const R = "([1-9]xxL3 xxx|0)";
const T = "(<*0,:>xx.<:@gw0>|*69|xx.)";
const U = "(<1:>2xx|1xxx)";
const V = "(**1!|**<:6>xx|[2-9]xxx)";

const LONG = 10_000;
const SHORT = 3000;
const proxy: Route = { kind: "proxy" };
const gateway0: Route = { kind: "gateway", gateway: 0 };

/** What goes out, how long after the last key, and which way. */
type Sent = { sent: string; after: number; route?: Route; outside?: string[] };
/** Why nothing goes out; `incomplete` may be sent as dialled by those who ask for it. */
type NotSent = { refused: Refused; after: number; outside?: string[] };

const rows: [row: string, plan: string, keys: string, outcome: Sent | NotSent][] = [
  ["1", A, "911", { sent: "911", after: SHORT }],
  ["2", A, "0", { sent: "0", after: SHORT }],
  ["3", A, "00", { sent: "00", after: SHORT }],
  ["4", A, "5551234", { sent: "5551234", after: SHORT }],
  ["5", A, "5551234#", { sent: "5551234", after: 0 }],
  ["6", A, "12125551234", { sent: "12125551234", after: 0 }],
  ["7", A, "1212555123", { refused: "incomplete", after: LONG }],
  ["8", A, "2125551234", { refused: "incomplete", after: LONG }],
  ["9", A, "01144207946000", { sent: "01144207946000", after: SHORT }],
  ["10", A, "12125#", { refused: "incomplete", after: 0 }],
  ["12", B, "101", { sent: "101", after: 0 }],
  ["13", B, "9", { refused: "incomplete", after: LONG, outside: ["9"] }],
  ["14", B, "95551234", { sent: "95551234", after: SHORT, outside: ["9"] }],
  ["15", B, "92125551234", { sent: "912125551234", after: 0, outside: ["9"] }],
  ["16", B, "85551234", { sent: "812125551234", after: 0, outside: ["8"] }],
  ["17", B, "821", { sent: "821", after: SHORT, outside: ["8"] }],
  ["18", B, "919005551234", { refused: "barred", after: 0, outside: ["9"] }],
  ["19", B, "912125551234", { sent: "912125551234", after: 0, outside: ["9"] }],
  ["20", B, "90114420794", { sent: "90114420794", after: SHORT, outside: ["9"] }],
  ["21", B, "911", { sent: "911", after: SHORT, outside: ["9"] }],
  ["22", B, "411", { sent: "411", after: 0 }],
  ["23", C, "914085551234", { sent: "14085551234", after: 0, outside: ["9"] }],
  ["24", C, "85551234", { sent: "14085551234", after: 0, outside: ["8"] }],
  ["25", D, "", { sent: "1000", after: 5000 }],
  ["26", D, "2345", { sent: "2345", after: 0 }],
  ["27", E, "", { sent: "1000", after: 0 }],
  ["28", F, "", { sent: "12125551234", after: 0 }],
  ["29", G, "234", { sent: "234", after: 0 }],
  ["30", G, "42", { sent: "42", after: SHORT }],
  ["31", H, "0", { sent: "0", after: SHORT }],
  ["31, repeated", H, "0111", { sent: "0111", after: SHORT }],
  ["32", I, "00", { sent: "00", after: 0 }],
  ["33", J, "19475551234", { refused: "barred", after: 0 }],
  ["34", J, "12125551234", { sent: "12125551234", after: 0 }],
  ["35, seven digits", K, "5551234", { sent: "5551234", after: SHORT }],
  ["35, ten digits", K, "2125551234", { sent: "2125551234", after: 0 }],
  ["36", M, "212555", { refused: "incomplete", after: 8000 }],
  ["37", M, "911", { sent: "911", after: 0 }],
  ["38", N, "911", { sent: "911", after: 0, route: gateway0 }],
  ["39", N, "#95551234", { sent: "5551234", after: SHORT, route: gateway0, outside: ["#9"] }],
  ["40", Q, "02079460000", { sent: "+442079460000", after: SHORT }],
  ["41", Q, "0033140205", { sent: "+33140205", after: SHORT }],
  ["42", R, "1234", { refused: "incomplete", after: 3000 }],
  ["43", T, "*02135551212", { sent: "2135551212", after: SHORT, route: gateway0, outside: ["*0"] }],
  ["43, without the prefix", T, "2135551212", { sent: "2135551212", after: SHORT, route: proxy }],
  ["44", U, "1234", { sent: "234", after: 0 }],
  ["45", V, "**1", { refused: "barred", after: SHORT }],
  ["45, one more", V, "**12", { sent: "**612", after: 0 }],
];

describe("the worked rows of the Sipura dial plan", () => {
  for (const sendIncomplete of [false, true])
    for (const [row, plan, keys, outcome] of rows) {
      it(`${row}: ${keys || "nothing"}${sendIncomplete ? ", incomplete numbers sent as dialled" : ""}`, () => {
        const { verdict, keys: pressed, after, outside } = dialled(plan, keys, { sendIncomplete });
        equal(pressed, keys.length, "decided before the last key");
        equal(after, outcome.after);
        deepEqual(outside, outcome.outside ?? []);
        const number = keys.endsWith("#") ? keys.slice(0, -1) : keys;
        const asDialled = sendIncomplete && "refused" in outcome && outcome.refused === "incomplete";
        if ("sent" in outcome || asDialled) {
          const sent = "sent" in outcome ? outcome.sent : number;
          const route = ("sent" in outcome && outcome.route) || proxy;
          deepEqual(verdict, { verdict: "ready", number: sent, dialled: number, route, emergency: false });
        } else deepEqual(verdict, { verdict: "refused", reason: outcome.refused, dialled: number });
      });
    }

  it("11: *69 is a star code, complete at once", () => {
    const { verdict, after } = dialled(A, "*69", { services: ["*69", "*72", "#99"] });
    deepEqual(verdict, { verdict: "service", code: "*69" });
    equal(after, 0);
  });

  it("11: with no such star code it is what the plan makes of it", () => {
    const { verdict, after } = dialled(A, "*69");
    equal(verdict.verdict === "ready" && verdict.number, "*69");
    equal(after, 0);
  });

  for (const [row, plan, outside] of [
    ["1", A, []],
    ["21", B, ["9"]],
  ] as const)
    it(`${row}: 911 at once when it is an emergency number`, () => {
      const outcome = dialled(plan, "911", { emergency: ["911"] });
      const ready = { verdict: "ready", number: "911", dialled: "911", route: proxy, emergency: true };
      deepEqual(outcome, { verdict: ready, keys: 3, after: 0, outside });
    });
});
