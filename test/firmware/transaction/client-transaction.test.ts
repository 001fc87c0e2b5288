/** A request of ours after its final answer: what is kept of it, and what can be read again. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { textOf } from "../../../firmware/base/text.js";
import { timersOf } from "../../../firmware/transaction/timers.js";
import { Transactions } from "../../../firmware/transaction/transactions.js";
import { header, type SipRequest, type SipResponse } from "../../../firmware/wire/sip/sip-message.js";
import { dice, LOCAL, SERVER } from "../sip/far-end.js";

const INVITE: SipRequest = {
  ...{ kind: "request", method: "INVITE", uri: "sip:far@192.0.2.1", body: new Uint8Array([0x76, 0x3d, 0x30]) },
  headers: [
    ["From", "<sip:a@b>;tag=a"],
    ["To", "<sip:x@b>"],
    ["Call-ID", "one"],
    ["CSeq", "7 INVITE"],
    ["Max-Forwards", "70"],
    ["Contact", "<sip:a@192.0.2.10>"],
    ["Proxy-Authorization", 'Digest username="a"'],
  ],
};

const opened = () => {
  const layer = new Transactions<string>({ timers: timersOf(), chance: dice(5), local: LOCAL, compact: true });
  const client = layer.open(INVITE, SERVER, "me", 0);
  const headers = client.request.headers.filter(([name]) => name !== "To").concat([["To", "<sip:x@b>;tag=z"]]);
  const answer = (status: number): SipResponse => {
    return { kind: "response", status, reason: "", headers, body: new Uint8Array(0) };
  };
  return { layer, client, hear: (status: number) => layer.receive(answer(status), SERVER, 10) ?? [] };
};

describe("a request of ours", () => {
  it("can be read again as it went out, when its user has heard the final answer", () => {
    const { client, hear } = opened();
    const before = client.request;
    hear(200);
    client.shrink();
    const { kind, method, uri, body } = client.request;
    deepEqual({ kind, method, uri, body }, { kind: "request", method: "INVITE", uri: INVITE.uri, body: INVITE.body });
    for (const [name, value] of before.headers) equal(header(client.request, name), value);
    equal(client.method, "INVITE");
  });

  it("is its ACK alone when it has been refused, and sends that whenever the refusal comes", () => {
    const { client, hear } = opened();
    const [ack, told] = hear(486);
    ok("send" in ack && "heard" in told && told.heard === "response");
    equal(told.transaction.request, client.request);
    client.shrink();
    const [again, ...others] = hear(486);
    ok("send" in again);
    deepEqual(again, ack);
    deepEqual(others, []);
    ok(textOf(again.send).startsWith("ACK sip:far@192.0.2.1 SIP/2.0\r\n"));
  });
});
