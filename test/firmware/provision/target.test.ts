import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { emitTarget, parseTarget } from "../../../firmware/provision/target.js";

const parts = (text: string) => {
  const target = parseTarget(text);
  return "refused" in target ? target.refused : [target.scheme, target.host, target.port, target.path];
};

describe("a target", () => {
  for (const [text, wanted] of [
    ["https://prov.example.net/a?x=1", ["https", "prov.example.net", null, "/a?x=1"]],
    ["HTTP://192.0.2.1:8080", ["http", "192.0.2.1", 8080, "/"]],
    ["https://[2001:db8::1]:8443/a", ["https", "2001:db8::1", 8443, "/a"]],
    ["/spa.cfg", ["tftp", null, null, "/spa.cfg"]],
    ["tftp:///spa.cfg", ["tftp", null, null, "/spa.cfg"]],
    ["prov.example.net/spa.cfg", ["tftp", "prov.example.net", null, "/spa.cfg"]],
    ["http://h/a b#c", ["http", "h", null, "/a%20b"]],
    ["http:///a", "the URL names no server"],
    ["http://-h/a", "the URL names no server"],
    ["tftp://h", "the URL names no file"],
    ["http://h:0/a", "0 is no port"],
    ["file://h/a", "file is none of tftp, http, https"],
    ["http://u:p@h/a", "a user and a password are named by --uid and --pwd"],
  ] as const)
    it(`is read: ${text}`, () => deepEqual(parts(text), wanted));

  it("is written as it was read", () => {
    for (const text of ["https://prov.example.net:8443/a?x=1", "http://[2001:db8::1]/", "/a"]) {
      const target = parseTarget(text);
      equal("refused" in target ? null : emitTarget(target), text);
    }
  });

  it("is read or refused, whatever it is, and then has nothing in it that ends a line", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (rest) => {
        const target = parseTarget(`http://h/${rest}`);
        if (!("refused" in target)) equal(/^[!-~]*$/.test(target.path), true);
      }),
    );
  });
});
