import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  DTMF,
  DTMF_RELAY,
  emitDtmf,
  emitDtmfRelay,
  emitHookFlash,
  HOOK_FLASH,
  parseRelayedSignal,
} from "../../../../firmware/wire/sip/dtmf-relay.js";
import { octets, text } from "./sip-samples.js";

const relay = (body: string) => parseRelayedSignal(DTMF_RELAY, octets(body));
const dtmf = (body: string) => parseRelayedSignal(DTMF, octets(body));
const KEYS = "0123456789*#ABCD";

describe("keys in INFO", () => {
  it("come with a duration", () => {
    deepEqual(relay("Signal=5\r\nDuration=160"), { key: "5", duration: 160 });
    deepEqual(relay("Signal= 5\r\nDuration= 160\r\n"), { key: "5", duration: 160 });
    deepEqual(relay("duration = 250\nSIGNAL = d\n"), { key: "D", duration: 250 });
    deepEqual(relay("Signal=*"), { key: "*", duration: null });
    deepEqual(relay("Signal=#\r\nDuration=long"), { key: "#", duration: null });
  });

  it("come bare", () => {
    deepEqual(dtmf("5"), { key: "5", duration: null });
    deepEqual(dtmf(" #\r\n"), { key: "#", duration: null });
    deepEqual(dtmf("Signal=7\r\nDuration=100"), { key: "7", duration: 100 });
  });

  it("come by their event codes", () => {
    for (let event = 10; event < 16; event++) {
      deepEqual(relay(`Signal=${event}`), { key: KEYS[event], duration: null });
      deepEqual(dtmf(String(event)), { key: KEYS[event], duration: null });
    }
    deepEqual(relay("Signal=05"), { key: "5", duration: null });
  });

  it("may be a flash", () => {
    for (const body of ["Signal=16", "Signal=hf", "signal=HF\r\nDuration=160", "Signal=!"])
      deepEqual(relay(body), { flash: true }, body);
    deepEqual(dtmf("16"), { flash: true });
    deepEqual(parseRelayedSignal("application/hook-flash", octets("Signal=hf")), { flash: true });
    deepEqual(parseRelayedSignal("Application/Hook-Flash; x=y", octets("")), { flash: true });
  });

  it("are refused", () => {
    for (const body of ["", "Signal=", "Signal", "Signal=17", "Signal=E", "Signal=55555555", "Duration=160", "5"])
      equal(relay(body), undefined, body);
    for (const body of ["", "E", "-1", "\r\n5"]) equal(dtmf(body), undefined, body);
    equal(parseRelayedSignal("application/sdp", octets("Signal=5")), undefined);
    equal(parseRelayedSignal("", octets("5")), undefined);
  });

  it("are written as they are read", () => {
    equal(text(emitDtmfRelay({ key: "5", duration: 160 })), "Signal=5\r\nDuration=160\r\n");
    for (const key of KEYS) {
      deepEqual(parseRelayedSignal(DTMF, emitDtmf(key)), { key, duration: null });
      for (const duration of [null, 40, 99999])
        deepEqual(parseRelayedSignal(DTMF_RELAY, emitDtmfRelay({ key, duration })), { key, duration });
    }
    deepEqual(parseRelayedSignal(DTMF_RELAY, emitDtmfRelay({ flash: true })), { flash: true });
    deepEqual(parseRelayedSignal(HOOK_FLASH, emitHookFlash()), { flash: true });
  });

  it("never throw", () => {
    const bodies = fc.stringMatching(/^(signal|duration|=| |\r\n|[0-9*#a-e]){0,8}$/);
    fc.assert(
      fc.property(fc.constantFrom(DTMF, DTMF_RELAY), bodies, (type, body) => {
        const signal = parseRelayedSignal(type, octets(body));
        if (signal && "key" in signal) ok(KEYS.includes(signal.key) && signal.key.length === 1);
      }),
    );
  });
});
