import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { emitRemotePartyId, parseRemotePartyId } from "../../../../firmware/wire/sip/remote-party-id.js";
import { record } from "./sip-samples.js";

const WORD = fc.stringMatching(/^[a-z]{1,6}$/);

describe("Remote-Party-ID", () => {
  it("says who calls", () => {
    deepEqual(
      parseRemotePartyId('"John Doe" <sip:jdoe@foo.com>;Party=Calling;id-type=subscriber;screen=yes;privacy=full'),
      { display: "John Doe", uri: "sip:jdoe@foo.com", party: "calling", screen: true, privacy: ["full"] },
    );
    deepEqual(parseRemotePartyId("<tel:+1555>"), {
      display: "",
      uri: "tel:+1555",
      party: null,
      screen: null,
      privacy: [],
    });
    equal(parseRemotePartyId("<sip:a@h>;screen=no")?.screen, false);
    equal(parseRemotePartyId("<sip:a@h>;screen=perhaps")?.screen, null);
  });

  it("says what is not to be shown", () => {
    const privacy = (params: string) => parseRemotePartyId(`<sip:a@h>${params}`)?.privacy;
    deepEqual(privacy(";privacy=off"), ["off"]);
    deepEqual(privacy(";privacy=Full-Network"), ["full"]);
    deepEqual(privacy(';privacy="name, uri-network"'), ["name", "uri"]);
    deepEqual(privacy(";privacy=name;privacy=uri;privacy=name"), ["name", "uri"]);
    deepEqual(privacy(";privacy"), []);
  });

  it("is refused when it cannot be read", () => {
    for (const text of ["", "John", "<sip:a@h", "<sip:a@h>;", "<sip:a@h>, <sip:b@h>"])
      equal(parseRemotePartyId(text), undefined, text);
  });

  it("is written as it is read", () => {
    equal(
      emitRemotePartyId({ display: "J", uri: "sip:a@h", party: "calling", screen: true, privacy: ["off"] }),
      '"J" <sip:a@h>;party=calling;screen=yes;privacy=off',
    );
    const values = record({
      display: fc.string({ unit: "binary", maxLength: 9 }),
      uri: fc.constant("sip:a@h"),
      party: fc.option(WORD),
      screen: fc.option(fc.boolean()),
      privacy: fc.uniqueArray(WORD, { maxLength: 3 }),
    });
    fc.assert(fc.property(values, (value) => deepEqual(parseRemotePartyId(emitRemotePartyId(value)), value)));
  });

  it("never throws", () => {
    const texts = fc.stringMatching(/^(<sip:a@h>|;|=|privacy|screen|"|,|-| |x){0,14}$/);
    fc.assert(fc.property(texts, (text) => ok(parseRemotePartyId(text)?.uri !== "")));
  });
});
