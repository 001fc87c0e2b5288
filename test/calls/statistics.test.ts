/** What a BYE tells of the sound, where its owner wants it told; and keys that no ordinary telephone has. */
import { deepEqual, equal, match } from "node:assert/strict";
import { VirtualDesk } from "./desk.js";

describe("a BYE", () => {
  const bye = (settings: Record<string, string>) => {
    const d = new VirtualDesk({ settings }).wait(2_000);
    d.line(1).lift();
    d.wait(500).dial(1, "600").wait(5_000);
    equal(d.call(1), "connected");
    d.line(1).hangUp();
    d.wait(2_000);
    return String(d.events("sip", 1).find(({ message }) => /^BYE /.test(String(message)))?.message);
  };

  it("tells how the sound fared, in the words of Linksys and of Cisco", () => {
    const message = bye({ Stats_In_BYE: "yes" });
    match(message, /^P-RTP-Stat: PS=2\d\d,OS=\d{5},PR=\d{3},OR=\d{5},PL=0,JI=\d+,LA=\d+,DU=[45],EN=G711u,DE=G711u\r$/m);
    match(message, /^RTP-RxStat: /m);
    match(message, /^RTP-TxStat: /m);
  });

  it("tells nothing of it where nobody has asked for it", () => {
    equal(/RTP/.test(bye({})), false);
  });
});

describe("the keys A to D", () => {
  const heard = (settings: Record<string, string>) => {
    const d = new VirtualDesk({ settings }).wait(2_000);
    d.line(1).lift();
    d.wait(500).dial(1, "600").wait(1_000).dial(1, "A5").wait(1_000);
    return d.events("digit", 1).map(({ digit, source }) => `${digit} ${source}`);
  };

  it("are heard and played, unless their owner wants otherwise", () => {
    const all = heard({ Detect_ABCD: "yes", Playback_ABCD: "yes" });
    deepEqual(all.filter((text) => text.startsWith("A")).sort(), ["A dtmf", "A event"]);
    const deaf = heard({ Detect_ABCD: "no", Playback_ABCD: "no" });
    deepEqual(
      deaf.filter((text) => text.startsWith("A")),
      [],
    );
    equal(deaf.filter((text) => text.startsWith("5")).length, 2);
  });
});
