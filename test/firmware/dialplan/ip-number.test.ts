import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { ipNumber } from "../../../firmware/dialplan/ip-number.js";

describe("an address dialled as a number", () => {
  it("is four octets, with a user before them and a port behind them", () => {
    deepEqual(ipNumber("192*168*1*10"), { user: "", host: "192.168.1.10", port: null });
    deepEqual(ipNumber("192*168*1*10*5070"), { user: "", host: "192.168.1.10", port: 5070 });
    deepEqual(ipNumber("101*192*168*1*10"), { user: "101", host: "192.168.1.10", port: null });
    deepEqual(ipNumber("101*192*168*1*10*5070"), { user: "101", host: "192.168.1.10", port: 5070 });
    deepEqual(ipNumber("5551212*10*0*0*1"), { user: "5551212", host: "10.0.0.1", port: null });
    deepEqual(ipNumber("10*20*30*40*50"), { user: "10", host: "20.30.40.50", port: null }, "50 is no port");
    deepEqual(ipNumber("010*0*0*01"), { user: "", host: "10.0.0.1", port: null });
  });

  it("may still become one", () => {
    for (const keys of [
      "1",
      "192",
      "5551212",
      "192*",
      "192*168",
      "192*168*1*",
      "101*10*0*0",
      "101*10*0*0*1*",
      "101*10*0*0*1*25",
    ])
      equal(ipNumber(keys) === "part" || typeof ipNumber(keys) === "object", true, keys);
    equal(ipNumber("192*168*1*"), "part");
    equal(ipNumber("101*10*0*0*1*25"), "part");
  });

  it("is nothing that has too much of anything", () => {
    for (const keys of [
      "",
      "*",
      "*67",
      "192**168",
      "#",
      "1#",
      "1*256",
      "1*2*3*400*5",
      "1*2*3*4*5*99999",
      "1*2*3*4*5*6*7",
      "A",
    ])
      equal(ipNumber(keys), null, keys);
  });

  it("grows key by key", () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const port = fc.option(fc.integer({ min: 256, max: 65_535 }));
    const user = fc.option(fc.integer({ min: 0, max: 99_999_999 }));
    fc.assert(
      fc.property(user, fc.tuple(octet, octet, octet, octet), port, (user, octets, port) => {
        const keys = [...(user === null ? [] : [user]), ...octets, ...(port === null ? [] : [port])].join("*");
        deepEqual(ipNumber(keys), { user: user === null ? "" : String(user), host: octets.join("."), port });
        for (let length = 1; length < keys.length; length++) equal(ipNumber(keys.slice(0, length)) === null, false);
      }),
    );
  });
});
