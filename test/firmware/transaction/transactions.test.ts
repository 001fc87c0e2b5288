/** Which transaction a message belongs to (RFC 3261 sections 17.1.3 and 17.2.3). */
import { deepEqual, equal, ok } from "node:assert/strict";
import { octetsOf, textOf } from "../../../firmware/base/text.js";
import { tagOf } from "../../../firmware/transaction/mandatory.js";
import { responseTo } from "../../../firmware/transaction/response.js";
import type { ServerTransaction } from "../../../firmware/transaction/server-transaction.js";
import { timersOf } from "../../../firmware/transaction/timers.js";
import {
  type Heard,
  received,
  type TransactionOptions,
  Transactions,
} from "../../../firmware/transaction/transactions.js";
import type { Hop } from "../../../firmware/wire/hop.js";
import { header, type SipMessage, type SipRequest } from "../../../firmware/wire/sip/sip-message.js";
import { parseSip } from "../../../firmware/wire/sip/sip-parse.js";
import { dice, LOCAL, SERVER } from "../sip/far-end.js";

const layer = (enlarges = false) =>
  new Transactions<string>({ timers: timersOf(), chance: dice(5), local: LOCAL, enlarges });

function read(text: string): SipMessage {
  const parsed = parseSip(octetsOf(text));
  ok(parsed && "message" in parsed, text);
  return parsed.message;
}

const sent = (heard: readonly Heard<string>[] | undefined) =>
  (heard ?? []).map((item) => ("send" in item ? textOf(item.send).split("\r\n")[0] : item.heard));

const ask = (method: string, via: string, more: { cseq?: number; to?: string; from?: string } = {}) =>
  read(
    [
      `${method} sip:x@192.0.2.10 SIP/2.0`,
      `Via: ${via}`,
      `From: <sip:a@b>${more.from ?? ";tag=a"}`,
      `To: <sip:x@b>${more.to ?? ""}`,
      ...["Call-ID: one", `CSeq: ${more.cseq ?? 1} ${method}`, "Content-Length: 0", "", ""],
    ].join("\r\n"),
  );

const COOKIE = "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx";

function server(t: Transactions<string>, request: SipMessage, from: Hop = SERVER): ServerTransaction {
  const [item] = t.receive(request, from, 0) ?? [];
  ok(item && "heard" in item && item.heard === "request");
  return item.transaction;
}

function request(method: string): SipRequest {
  return {
    ...{ kind: "request", method, uri: "sip:far@192.0.2.1", body: new Uint8Array(0) },
    headers: [
      ["Route", "<sip:192.0.2.1;lr>"],
      ["Max-Forwards", "70"],
      ["From", "<sip:a@b>;tag=a"],
      ["To", "<sip:x@b>"],
      ["Call-ID", "one"],
      ["CSeq", `7 ${method}`],
    ],
  };
}

describe("transactions", () => {
  it("believe no mark of a message whose headers have been changed", () => {
    const asked = ask("INVITE", `${COOKIE};rport`);
    const headers = asked.headers.map(([name, value]) => [name, name === "From" ? "<sip:c@b>;tag=c" : value] as const);
    equal(tagOf({ ...asked, headers }, "From"), "c");
    equal(tagOf(asked, "From"), "a");
    const from: Hop = { address: "192.0.2.7", port: 7, transport: "udp" };
    const kept = received(asked as SipRequest, from);
    equal(header(kept, "Via"), `${COOKIE};received=192.0.2.7;rport=7`);
    deepEqual(layer().reply(responseTo(kept, 400, "z"), kept, from).to, from);
  });

  it("are as many as they are told, and drop what comes past that", () => {
    const t = new Transactions<string>({ timers: timersOf(), chance: dice(5), local: LOCAL, most: 2 });
    const from = (branch: number) => ask("INVITE", `SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK${branch}`, { cseq: branch });
    const first = server(t, from(1));
    server(t, from(2));
    equal(t.receive(from(3), SERVER, 0), undefined);
    t.respond(first, responseTo(first.request, 486, first.tag), 0);
    server(t, from(4));
    equal(t.size, 2);
  });

  it("find the request of a response by branch and method, and from whom it was asked", () => {
    const t = layer();
    const invite = t.open(request("INVITE"), SERVER, "me", 0);
    const via = header(invite.request, "Via");
    const reply = (cseq: string, branch = via) =>
      read(
        `SIP/2.0 180 So\r\nVia: ${branch}\r\nFrom: <sip:a@b>;tag=a\r\nTo: <sip:x@b>;tag=z\r\nCall-ID: one\r\nCSeq: ${cseq}\r\n\r\n`,
      );
    deepEqual(sent(t.receive(reply("7 INVITE"), SERVER, 10)), ["response"]);
    equal(t.receive(reply("7 CANCEL"), SERVER, 10), undefined);
    equal(t.receive(reply("7 INVITE", "SIP/2.0/UDP 192.0.2.10;branch=z9hG4bKother"), SERVER, 10), undefined);
    equal(t.receive(reply("7 INVITE", `${via}, SIP/2.0/UDP 192.0.2.77;branch=z9hG4bKx`), SERVER, 10), undefined);
    equal(t.receive(reply("7 INVITE", `${via}\r\nVia: SIP/2.0/UDP 192.0.2.77`), SERVER, 10), undefined);
    equal(t.receive(reply("7 INVITE"), { address: "192.0.2.66", port: 5060, transport: "udp" }, 10), undefined);
  });

  it("let an ACK and a CANCEL go the way of their INVITE", () => {
    const t = layer();
    const invite = t.open(request("INVITE"), SERVER, "me", 0);
    const via = header(invite.request, "Via");
    deepEqual(t.cancel(invite, 0), [], "nothing has been heard");
    const reply = (status: number) =>
      read(
        `SIP/2.0 ${status} So\r\nVia: ${via}\r\nFrom: <sip:a@b>;tag=a\r\nTo: <sip:x@b>;tag=z\r\nCall-ID: one\r\nCSeq: 7 INVITE\r\n\r\n`,
      );
    t.receive(reply(100), SERVER, 10);
    const [cancel] = t.cancel(invite, 20);
    const [ack] = t.receive(reply(487), SERVER, 30) ?? [];
    ok("send" in ack);
    for (const [octets, method, to] of [
      [cancel.send, "CANCEL", "<sip:x@b>"],
      [ack.send, "ACK", "<sip:x@b>;tag=z"],
    ] as const) {
      const message = read(textOf(octets));
      equal(header(message, "Via"), via);
      equal(header(message, "Route"), "<sip:192.0.2.1;lr>");
      equal(header(message, "CSeq"), `7 ${method}`);
      equal(header(message, "To"), to);
      equal(header(message, "Content-Length"), "0");
    }
  });

  it("tell their user when nobody answers, and then that they are gone", () => {
    const t = layer();
    t.open(request("OPTIONS"), SERVER, "me", 0);
    let last: readonly Heard<string>[] = [];
    while (t.deadline < Infinity) last = t.poll(t.deadline);
    deepEqual(
      last.map((item) => "heard" in item && item.heard === "end" && item.why),
      ["timeout"],
    );
    equal(t.size, 0);
  });

  it("know a copy by branch, sender and method, and answer it as before", () => {
    const t = layer();
    const options = ask("OPTIONS", COOKIE);
    const transaction = server(t, options);
    deepEqual(sent(t.receive(options, SERVER, 1)), [], "no answer yet");
    t.respond(transaction, responseTo(transaction.request, 200, transaction.tag), 2);
    deepEqual(sent(t.receive(options, SERVER, 3)), ["SIP/2.0 200 OK"]);
    deepEqual(sent(t.receive(ask("OPTIONS", COOKIE.replace(".1;", ".7;"), { cseq: 2 }), SERVER, 3)), ["request"]);
    deepEqual(sent(t.receive(ask("INFO", COOKIE), SERVER, 3)), ["request"]);
  });

  it("match by everything else for those who speak RFC 2543", () => {
    const t = layer();
    const old = "SIP/2.0/UDP 192.0.2.1:5060";
    const invite = ask("INVITE", old);
    const transaction = server(t, invite);
    const refusal = responseTo(transaction.request, 486, transaction.tag);
    deepEqual(sent(t.respond(transaction, refusal, 0)), ["SIP/2.0 486 Busy Here"]);
    deepEqual(sent(t.receive(invite, SERVER, 1)), ["SIP/2.0 486 Busy Here"]);
    deepEqual(sent(t.receive(ask("ACK", old, { to: `;tag=${transaction.tag}` }), SERVER, 2)), []);
    deepEqual(sent(t.receive(invite, SERVER, 3)), [], "confirmed");
    deepEqual(sent(t.receive(ask("INVITE", old, { cseq: 2 }), SERVER, 4)), ["request"]);
    deepEqual(sent(t.receive(ask("INVITE", old, { from: ";tag=other" }), SERVER, 4)), ["request"]);
  });

  it("pass on the ACK of a 2xx, and keep that of a refusal", () => {
    const t = layer();
    const transaction = server(t, ask("INVITE", COOKIE));
    t.respond(transaction, responseTo(transaction.request, 200, "z"), 0);
    deepEqual(sent(t.receive(ask("ACK", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKack"), SERVER, 1)), ["ack"]);
    deepEqual(sent(t.receive(ask("ACK", COOKIE), SERVER, 1)), ["ack"], "as RFC 2543 has it");
    const refused = server(t, ask("INVITE", `${COOKIE}2`, { cseq: 3 }));
    t.respond(refused, responseTo(refused.request, 404, "z"), 0);
    deepEqual(sent(t.receive(ask("ACK", `${COOKIE}2`, { cseq: 3 }), SERVER, 1)), []);
  });

  it("bring a CANCEL together with its INVITE", () => {
    const t = layer();
    const transaction = server(t, ask("INVITE", COOKIE));
    const [item] = t.receive(ask("CANCEL", COOKIE), SERVER, 1) ?? [];
    ok("heard" in item && item.heard === "cancel");
    equal(item.cancelled, transaction);
    const [lost] = t.receive(ask("CANCEL", `${COOKIE}9`), SERVER, 1) ?? [];
    ok("heard" in lost && lost.heard === "cancel");
    equal(lost.cancelled, undefined);
    const other = server(t, ask("OPTIONS", `${COOKIE}3`, { cseq: 9 }));
    const [vain] = t.receive(ask("CANCEL", `${COOKIE}3`, { cseq: 9 }), SERVER, 1) ?? [];
    ok("heard" in vain && vain.heard === "cancel");
    equal(vain.cancelled, other);
  });

  it("know a request that came by another way", () => {
    const t = layer();
    server(t, ask("INVITE", COOKIE));
    const merged = (message: SipMessage) =>
      (t.receive(message, SERVER, 1) ?? []).map((item) => "heard" in item && item.heard === "request" && item.merged);
    deepEqual(merged(ask("INVITE", `${COOKIE}b`)), [true]);
    deepEqual(merged(ask("INVITE", `${COOKIE}c`, { to: ";tag=in" })), [false]);
    deepEqual(merged(ask("INVITE", `${COOKIE}d`, { cseq: 2 })), [false]);
  });

  it("answer where Via says, with the port the request came from when it was asked for", () => {
    const t = layer();
    const from: Hop = { address: "198.51.100.7", port: 40_000, transport: "udp" };
    const target = (via: string, cseq: number) => {
      const [item] = t.receive(ask("OPTIONS", via, { cseq }), from, 0) ?? [];
      ok("heard" in item && item.heard === "request");
      const [out] = t.respond(item.transaction, responseTo(item.transaction.request, 200, "z"), 0);
      return `${out.to.address}:${out.to.port}`;
    };
    equal(target("SIP/2.0/UDP 10.0.0.1:5066;branch=z9hG4bK1;rport", 1), "198.51.100.7:40000");
    equal(target("SIP/2.0/UDP 10.0.0.1:5066;branch=z9hG4bK2", 2), "198.51.100.7:5066");
    equal(target("SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK3", 3), "198.51.100.7:5060");
    equal(target("SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK4;maddr=evil.example", 4), "198.51.100.7:5060");
  });

  it("answer where it came from, and keep to themselves where that is, when they are to", () => {
    const from: Hop = { address: "198.51.100.7", port: 40_000, transport: "udp" };
    const answered = (options: Partial<TransactionOptions>, via: string) => {
      const t = new Transactions<string>({ timers: timersOf(), chance: dice(5), local: LOCAL, ...options });
      const transaction = server(t, ask("OPTIONS", via), from);
      const [out] = t.respond(transaction, responseTo(transaction.request, 200, "z"), 0);
      return `${out.to.address}:${out.to.port} ${/^Via: [^;]*;branch=\w+(.*)\r$/m.exec(textOf(out.send))?.[1]}`;
    };
    const via = "SIP/2.0/UDP 10.0.0.1:5066;branch=z9hG4bK2";
    equal(answered({}, via), "198.51.100.7:5066 ;received=198.51.100.7");
    equal(answered({ answersToSource: true }, via), "198.51.100.7:40000 ;received=198.51.100.7");
    equal(answered({ hidesReceived: true }, via), "198.51.100.7:5066 ");
    const asks = `${via};rport`;
    equal(answered({}, asks), "198.51.100.7:40000 ;received=198.51.100.7;rport=40000");
    equal(answered({ hidesRport: true }, asks), "198.51.100.7:40000 ;received=198.51.100.7;rport");
    equal(answered({ hidesRport: true, hidesReceived: true }, asks), "198.51.100.7:40000 ;rport");
  });

  it("repeat nothing over a reliable transport", () => {
    const t = layer();
    const { request: stamped } = t.open(request("REGISTER"), { ...SERVER, transport: "tcp" }, "me", 0);
    ok(header(stamped, "Via")?.startsWith("SIP/2.0/TCP "));
    equal(t.deadline, 32_000);
  });

  it("go back by the stream they came by", () => {
    const t = layer();
    const from: Hop = { address: "192.0.2.7", port: 40_000, transport: "tcp" };
    const [item] = t.receive(ask("OPTIONS", "SIP/2.0/TCP 192.0.2.7:5060;branch=z9hG4bKs"), from, 0) ?? [];
    ok("heard" in item && item.heard === "request");
    const [out] = t.respond(item.transaction, responseTo(item.transaction.request, 200, "z"), 0);
    deepEqual(out.to, from);
  });

  describe("too large for a datagram", () => {
    const large = (method: string) => ({ ...request(method), body: new Uint8Array(1300) });
    const STREAM: Hop = { ...SERVER, transport: "tcp" };

    it("go by a stream where that is allowed", () => {
      equal(layer().open(large("INVITE"), SERVER, "me", 0).to.transport, "udp");
      equal(layer(true).open(request("INVITE"), SERVER, "me", 0).to.transport, "udp");
      const { to, request: stamped } = layer(true).open(large("INVITE"), SERVER, "me", 0);
      deepEqual(to, STREAM);
      ok(header(stamped, "Via")?.startsWith("SIP/2.0/TCP "));
    });

    it("go by a datagram after all when nobody listens for streams, and so do the next", () => {
      const t = layer(true);
      const transaction = t.open(large("INVITE"), SERVER, "me", 0);
      const [again] = t.unreachable(STREAM, 10);
      ok("send" in again);
      deepEqual(again.to, SERVER);
      deepEqual(transaction.to, SERVER, "it is the same transaction still");
      deepEqual(transaction.dispatch, again);
      deepEqual(t.open(large("REGISTER"), SERVER, "me", 20).to, SERVER);
      equal(t.size, 2);
    });
  });

  it("end where nothing can be sent, unless an answer is on its way", () => {
    const t = layer();
    const to: Hop = { ...SERVER, transport: "tcp" };
    const waiting = t.open(request("OPTIONS"), to, "waiting", 0);
    const ringing = t.open(request("INVITE"), to, "ringing", 0);
    t.open(request("INVITE"), SERVER, "elsewhere", 0);
    const via = header(ringing.request, "Via");
    t.receive(
      read(
        `SIP/2.0 180 So\r\nVia: ${via}\r\nFrom: <sip:a@b>;tag=a\r\nTo: <sip:x@b>;tag=z\r\nCall-ID: one\r\nCSeq: 7 INVITE\r\n\r\n`,
      ),
      to,
      10,
    );
    deepEqual(t.unreachable(to, 20), [{ heard: "end", transaction: waiting, why: "unreachable" }]);
    equal(t.size, 2);
  });
});
