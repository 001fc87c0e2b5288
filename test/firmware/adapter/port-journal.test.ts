import { deepEqual } from "node:assert/strict";
import { PortJournal } from "../../../firmware/adapter/port-journal.js";
import type { SipEvent } from "../../../firmware/sip/seam.js";
import type { Board } from "../../../hal/board.js";

type Entry = Parameters<Board["journal"]>[0];

describe("what a port tells of its registration", () => {
  const told = (code: number | null, reason: string) => {
    const entries: Entry[] = [];
    const board = { journal: (entry: Entry) => entries.push(entry) } as unknown as Board;
    new PortJournal(1, board).told({ event: "registration", state: "failed", code, reason });
    return entries.map((entry) => ("text" in entry ? entry.text : entry.type));
  };

  it("is one line: the code, the server's own reason, and what that means", () => {
    deepEqual(told(401, "Unauthorized"), [
      "registration",
      "registration failed: 401 Unauthorized (the password or user name is wrong)",
    ]);
    deepEqual(told(503, "Come later"), [
      "registration",
      "registration failed: 503 Come later (the server is overloaded)",
    ]);
  });

  it("is the reason alone where no server refused", () => {
    deepEqual(told(null, "No server"), ["registration", "registration failed: No server"]);
    deepEqual(told(200, "No binding"), ["registration", "registration failed: 200 No binding"]);
  });
});

describe("what a port tells of what others say", () => {
  const told = (event: SipEvent) => {
    const entries: Entry[] = [];
    const board = { journal: (entry: Entry) => entries.push(entry) } as unknown as Board;
    new PortJournal(1, board).told(event);
    return entries.map((entry) => ("text" in entry ? entry.text : entry.type));
  };
  const bob = { number: "102", name: "Bob", private: false, uri: "sip:102@desk.test" };
  const invited = { event: "invited", call: 2, alertInfo: null, replaces: null, answerAfter: null } as const;

  it("is who has sent a call on, where somebody has", () => {
    deepEqual(told({ ...invited, peer: bob, diverted: "103" }), ["the call from Bob was sent on by 103"]);
    deepEqual(told({ ...invited, peer: bob, diverted: null }), []);
    const hidden = { ...bob, number: "", name: "", private: true };
    deepEqual(told({ ...invited, peer: hidden, diverted: "103" }), ["the call from somebody was sent on by 103"]);
  });

  it("is whom we are to call, and for whom (RFC 3892)", () => {
    const referred = { event: "referred", call: 2, target: "sip:103@desk.test" } as const;
    deepEqual(told({ ...referred, by: "sip:104@desk.test" }), [
      "the other side wants us to call sip:103@desk.test, for sip:104@desk.test",
    ]);
    deepEqual(told({ ...referred, by: null }), ["the other side wants us to call sip:103@desk.test"]);
  });

  it("is a message, and whom the server wanted in vain", () => {
    deepEqual(told({ event: "message", peer: { ...bob, name: "" }, text: "Hello\r\nthere" }), [
      "message from 102: Hello there",
    ]);
    deepEqual(told({ event: "rejected", uri: "sip:x@y", peer: bob, status: 404 }), [
      "a request for sip:x@y was answered 404",
    ]);
  });
});
