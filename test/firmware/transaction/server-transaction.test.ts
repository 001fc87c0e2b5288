/** A request that has come to us, after our final answer: what is kept of it, and what is sent again. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { octetsOf } from "../../../firmware/base/text.js";
import { responseTo } from "../../../firmware/transaction/response.js";
import { timersOf } from "../../../firmware/transaction/timers.js";
import { Transactions } from "../../../firmware/transaction/transactions.js";
import { parseSip } from "../../../firmware/wire/sip/sip-parse.js";
import { dice, LOCAL, SERVER } from "../sip/far-end.js";

const layer = () => new Transactions<string>({ timers: timersOf(), chance: dice(5), local: LOCAL });

const asked = (method: string, branch: string) => {
  const lines = [
    `${method} sip:x@192.0.2.10 SIP/2.0`,
    `Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK${branch}`,
    ...["From: <sip:a@b>;tag=a", "To: <sip:x@b>", "Call-ID: one", `CSeq: 1 ${method}`, "", ""],
  ];
  const parsed = parseSip(octetsOf(lines.join("\r\n")));
  ok(parsed && "message" in parsed);
  return parsed.message;
};

const transactionOf = (t: Transactions<string>, method: string, branch: string) => {
  const [item] = t.receive(asked(method, branch), SERVER, 0) ?? [];
  ok(item && "heard" in item && item.heard === "request");
  return item;
};

describe("a request that was answered", () => {
  it("is known by its method, and nothing else of it is left", () => {
    const t = layer();
    const { transaction } = transactionOf(t, "OPTIONS", "x");
    t.respond(transaction, responseTo(transaction.request, 100, transaction.tag), 0);
    equal(transaction.request.uri, "sip:x@192.0.2.10", "that was not the last word");
    const [sent] = t.respond(transaction, responseTo(transaction.request, 200, transaction.tag), 0);
    deepEqual(transaction.request.headers, []);
    equal(transaction.method, "OPTIONS");
    deepEqual(t.receive(asked("OPTIONS", "x"), SERVER, 1), [sent]);
    deepEqual(t.respond(transaction, responseTo(transaction.request, 500, transaction.tag), 2), []);
  });

  it("is still known when it comes by another way", () => {
    const t = layer();
    const { transaction } = transactionOf(t, "INVITE", "x");
    t.respond(transaction, responseTo(transaction.request, 200, transaction.tag), 0);
    equal(transactionOf(t, "INVITE", "y").merged, true);
    equal(transactionOf(t, "MESSAGE", "z").merged, false);
  });

  it("has its 2xx again from whoever gave it, as it was, but no refusal", () => {
    const t = layer();
    const { transaction } = transactionOf(t, "INVITE", "x");
    deepEqual(t.again(transaction), []);
    const [sent] = t.respond(transaction, responseTo(transaction.request, 200, transaction.tag), 0);
    deepEqual(t.again(transaction), [sent]);
    for (const item of t.poll(t.deadline)) ok(!("send" in item));
    deepEqual(t.again(transaction), []);
    const other = transactionOf(t, "INVITE", "y").transaction;
    t.respond(other, responseTo(other.request, 486, other.tag), 0);
    deepEqual(t.again(other), []);
  });
});
