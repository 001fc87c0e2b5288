import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { emitStunAddress, parseStunAddress } from "../../../../firmware/wire/stun/stun-address.js";
import { octets } from "./stun-samples.js";

/** A value as it stands in a message: behind type and length, cookie and id. */
const MASK = octets("2112a442 b7e7a701bc34d686fa87dfae");
const inMessage = (value: Uint8Array) => new Uint8Array([0, 0, 0, 0, ...MASK, ...value]);
const parse = (value: Uint8Array, xored = false) => parseStunAddress(inMessage(value), 20, value.length, xored);

describe("an address in STUN", () => {
  it("is read plain, and written", () => {
    const place = { address: "192.0.2.1", port: 3478 };
    deepEqual(parse(octets("0001 0d96 c0000201")), place);
    deepEqual(emitStunAddress(place, null), octets("0001 0d96 c0000201"));
    deepEqual(parse(octets("ff02 0d96 20010db8 00000000 00000000 00000001")), { address: "2001:db8::1", port: 3478 });
  });

  it("has one of two families, and the length of it", () => {
    for (const wrong of ["", "0001 0d96", "0001 0d96 c00002", "0001 0d96 c0000201 00", "0002 0d96 c0000201"])
      equal(parse(octets(wrong)), undefined, wrong);
    equal(parse(octets("0003 0d96 c0000201")), undefined);
    equal(parse(octets("0001 0d96 20010db8 00000000 00000000 00000001")), undefined);
  });

  it("is not written of a name", () => {
    for (const address of ["stun.example.org", "192.0.2.256", "", "1:2", "[::1]"])
      equal(emitStunAddress({ address, port: 1 }, null), undefined);
  });

  it("reads whatever it writes, XORed or not", () => {
    const ip6 = fc.array(fc.constantFrom("0", "1", "db8", "ffff"), { minLength: 8, maxLength: 8 });
    const address = fc.oneof(
      fc.ipV4(),
      ip6.map((groups) => groups.join(":")),
    );
    fc.assert(
      fc.property(address, fc.nat({ max: 0xffff }), fc.boolean(), (address, port, xored) => {
        const value = emitStunAddress({ address, port }, xored ? MASK : null);
        const read = value && parse(value, xored);
        deepEqual(read && emitStunAddress(read, xored ? MASK : null), value);
        equal(read?.port, port);
        if (!address.includes(":")) equal(read?.address, address);
      }),
    );
  });
});
