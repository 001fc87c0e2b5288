/** Which bell a call gets. */
import { equal } from "node:assert/strict";
import { ringFor } from "../../../firmware/phone/options.js";
import { options } from "./talk.js";

describe("the bell of a call", () => {
  const [one, two] = options.rings.all;

  it("is the one that Alert-Info names, in whatever hand", () => {
    for (const named of [
      "<http://127.0.0.1/Bellcore-r2>",
      "info=Bellcore-r2",
      "Bellcore-dr2",
      "<file://Bellcore-dr2/>",
    ])
      equal(ringFor(options, named), two.cadence, named);
    equal(ringFor(options, "<urn:Bellcore-dr1>;info=alert-internal"), one.cadence);
  });

  it("is the owner's own otherwise", () => {
    for (const other of [null, "", "<http://127.0.0.1/tune.wav>", "Bellcore-dr7"])
      equal(ringFor(options, other), options.rings.own.cadence, `${other}`);
  });

  it("may have any name, also one that a server means otherwise", () => {
    const rings = { ...options.rings, all: [{ ...one, name: "Bellcore-dr2" }, two] };
    equal(ringFor({ ...options, rings }, "<Bellcore-dr2>"), one.cadence);
    equal(ringFor({ ...options, rings }, "<Bellcore-r2>"), two.cadence);
  });
});
