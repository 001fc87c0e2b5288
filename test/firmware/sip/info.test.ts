/** Keys and flashes by INFO (RFC 6086 section 2), both ways. */
import { deepEqual, equal, match } from "node:assert/strict";
import type { Signal, SipEvent } from "../../../firmware/sip/seam.js";
import { header, type SipMessage } from "../../../firmware/wire/sip/sip-message.js";
import { Bench, bodyOf, cseqOf } from "./far-end.js";

const signals = (t: Bench): Signal[] =>
  t.events
    .splice(0)
    .filter((event): event is Extract<SipEvent, { event: "signalled" }> => event.event === "signalled")
    .map(({ signal }) => signal);

const info = (t: Bench, call: SipMessage, cseq: number, type: string, body: string, ...headers: string[]) =>
  t.inside(call, "INFO", cseq, { body, headers: [...(type === "" ? [] : [`Content-Type: ${type}`]), ...headers] });

const key = (t: Bench, key: string, duration: number | null = 160) =>
  t.order({ do: "info", call: 1, info: { key, duration } });

describe("INFO that is heard", () => {
  it("brings keys and flashes in every hand they are written in", () => {
    const t = new Bench();
    const call = t.callIn();
    const rows: [string, string, Signal][] = [
      ["application/dtmf-relay", "Signal=5\r\nDuration=160\r\n", { key: "5", duration: 160 }],
      ["application/dtmf-relay", "Signal= #\r\n", { key: "#", duration: null }],
      ["application/dtmf", "7", { key: "7", duration: null }],
      ["application/dtmf-relay", "Signal=hf\r\n", { flash: true }],
      ["application/hook-flash", "Signal=hf\r\n", { flash: true }],
    ];
    rows.forEach(([type, body, signal], i) => {
      info(t, call, 2 + i, type, body);
      t.answered(200);
      deepEqual(signals(t), [signal]);
    });
  });

  it("says nothing when it carries nothing, or what cannot be read (RFC 6086 section 4.2.2)", () => {
    const t = new Bench();
    const call = t.callIn();
    info(t, call, 2, "", "");
    t.answered(200);
    info(t, call, 3, "application/dtmf-relay", "Signal=Q\r\n");
    t.answered(200);
    deepEqual(t.told(), []);
  });

  it("is refused with the types we take when it carries another, and with no package when it names one", () => {
    const t = new Bench();
    const call = t.callIn();
    info(t, call, 2, "application/x-lab", "hello");
    match(
      header(t.answered(415), "Accept") ?? "",
      /application\/dtmf-relay, application\/dtmf, application\/hook-flash/,
    );
    info(t, call, 3, "application/dtmf-relay", "Signal=5\r\n", "Info-Package: lab");
    const refusal = t.answered(469);
    equal(header(refusal, "Recv-Info"), "nil");
    equal(refusal.reason, "Bad Info Package");
    info(t, call, 4, "application/dtmf-relay", "Signal=5\r\n", "Content-Encoding: gzip");
    t.answered(415);
    deepEqual(t.told(), []);
  });

  it("comes too late after the call, and before it", () => {
    const t = new Bench();
    const call = t.callIn();
    t.order({ do: "hangUp", call: 2 });
    t.asked("BYE");
    info(t, call, 2, "application/dtmf", "7");
    t.answered(481);
    t.ask("INFO", { callId: "other", body: "7", headers: ["Content-Type: application/dtmf"] });
    t.answered(481);
    deepEqual(t.told(), []);
  });
});

describe("INFO that is sent", () => {
  it("carries a key, and the next one after its answer", () => {
    const t = new Bench();
    t.callOut(1);
    key(t, "5", 159.7);
    key(t, "#", null);
    t.order({ do: "info", call: 1, info: { flash: true } });
    const first = t.asked("INFO");
    equal(header(first, "Content-Type"), "application/dtmf-relay");
    equal(bodyOf(first), "Signal=5\r\nDuration=160\r\n");
    equal(cseqOf(first), "2 INFO");
    t.silent();
    t.reply(first, 200);
    const second = t.asked("INFO");
    equal(bodyOf(second), "Signal=#\r\n");
    t.silent().reply(second, 200);
    const flash = t.asked("INFO");
    equal(header(flash, "Content-Type"), "application/hook-flash");
    equal(bodyOf(flash), "Signal=hf\r\n");
    t.reply(flash, 200);
    t.silent();
  });

  it("carries them in the types the owner names", () => {
    const t = new Bench({ account: { keyType: "application/dtmf", flashType: "application/dtmf-relay" } });
    t.callOut(1);
    key(t, "5");
    const first = t.asked("INFO");
    equal(header(first, "Content-Type"), "application/dtmf");
    equal(bodyOf(first), "5");
    t.reply(first, 200);
    t.order({ do: "info", call: 1, info: { flash: true } });
    const flash = t.asked("INFO");
    equal(header(flash, "Content-Type"), "application/dtmf-relay");
    equal(bodyOf(flash), "Signal=hf\r\n");
  });

  it("proves who we are when our server asks", () => {
    const t = new Bench();
    t.callOut(1);
    key(t, "5");
    const first = t.asked("INFO");
    t.reply(first, 407, { headers: ['Proxy-Authenticate: Digest realm="desk.test", nonce="n", qop="auth"'] });
    const again = t.asked("INFO");
    match(header(again, "Proxy-Authorization") ?? "", /username="101"/);
    equal(bodyOf(again), bodyOf(first));
    equal(cseqOf(again), "3 INFO");
    t.reply(again, 200);
    t.silent();
  });

  it("goes once more in the other type, where it is refused for the first (RFC 3261 section 8.1.3.5)", () => {
    const t = new Bench();
    t.callOut(1);
    key(t, "1");
    key(t, "2");
    t.reply(t.asked("INFO"), 415, { headers: ["Accept: text/plain, Application/DTMF;q=0.5"] });
    for (const digit of ["1", "2"]) {
      const again = t.asked("INFO");
      equal(header(again, "Content-Type"), "application/dtmf");
      equal(bodyOf(again), digit);
      t.reply(again, digit === "1" ? 200 : 415, { headers: ["Accept: application/dtmf-relay"] });
    }
    key(t, "3");
    t.silent();

    const u = new Bench();
    u.callOut(1);
    u.order({ do: "info", call: 1, info: { flash: true } });
    u.reply(u.asked("INFO"), 415, { headers: ["Accept: application/dtmf-relay"] });
    const flash = u.asked("INFO");
    equal(header(flash, "Content-Type"), "application/dtmf-relay");
    equal(bodyOf(flash), "Signal=hf\r\n");

    const v = new Bench();
    v.callOut(1);
    key(v, "1");
    const info = v.asked("INFO");
    v.order({ do: "hangUp", call: 1 });
    v.asked("BYE");
    v.reply(info, 415, { headers: ["Accept: application/dtmf"] });
    v.silent();
  });

  it("is not sent again to who does not take it", () => {
    for (const status of [405, 415, 501]) {
      const t = new Bench();
      t.callOut(1);
      key(t, "1");
      key(t, "2");
      t.reply(t.asked("INFO"), status);
      key(t, "3");
      t.silent();
      deepEqual(t.told(), [], "the call goes on");
    }
  });

  it("goes on after a refusal of the moment", () => {
    const t = new Bench();
    t.callOut(1);
    key(t, "1");
    key(t, "2");
    t.reply(t.asked("INFO"), 500);
    equal(bodyOf(t.asked("INFO")), "Signal=2\r\nDuration=160\r\n");
  });

  it("ends a call that the other side does not know, or that nobody answers for (RFC 3261 section 12.2.1.2)", () => {
    const t = new Bench();
    t.callOut(1);
    key(t, "1");
    key(t, "2");
    t.reply(t.asked("INFO"), 481);
    t.asked("BYE");
    deepEqual(t.silent().told(), ["ended"]);

    const silent = new Bench();
    silent.callOut(1);
    key(silent, "1");
    silent.after(31_999);
    silent.sent.splice(0);
    deepEqual(silent.told(), []);
    silent.after(1);
    silent.asked("BYE");
    deepEqual(silent.told(), ["ended"]);
  });

  it("lets only so many wait, and none after hanging up", () => {
    const t = new Bench();
    t.callOut(1);
    for (let n = 0; n < 100; n++) key(t, "1");
    for (let n = 0; n < 33; n++) t.reply(t.asked("INFO"), 200);
    t.silent();
    t.order({ do: "hangUp", call: 1 });
    t.asked("BYE");
    key(t, "1");
    t.silent();
  });
});
