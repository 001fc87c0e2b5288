/** A session description among other things (RFC 5621). */
import { deepEqual, match } from "node:assert/strict";
import { header } from "../../../firmware/wire/sip/sip-message.js";
import { Bench, bodyOf, MEDIA, sdp } from "./far-end.js";

describe("a body in parts", () => {
  const body = (parts: [string, string][]) =>
    `${parts.map(([head, content]) => `--x\r\n${head}\r\n\r\n${content}\r\n`).join("")}--x--\r\n`;
  const invite = (kind: string, parts: [string, string][]) => {
    const t = new Bench();
    t.ask("INVITE", { body: body(parts), headers: [`Content-Type: multipart/${kind};boundary=x`] });
    return t;
  };
  const SDP: [string, string] = ["Content-Type: application/sdp", sdp()];

  it("has its session description found and answered (RFC 5621)", () => {
    for (const kind of ["mixed", "alternative", "related"]) {
      const t = invite(kind, kind === "alternative" ? [["Content-Type: text/plain", "hello"], SDP] : [SDP]);
      t.answered(100);
      t.order({ do: "answer", call: 2, media: MEDIA });
      match(bodyOf(t.answered(200)), /m=audio/);
      deepEqual(t.told(), ["invited", "agreed PCMU sendrecv"]);
    }
  });

  it("may hold what nobody has to understand, and nothing else", () => {
    const optional = "Content-Type: text/x-lab\r\nContent-Disposition: render;handling=optional";
    const t = invite("mixed", [SDP, [optional, "hello"]]);
    t.answered(100);
    deepEqual(t.told(), ["invited"]);
    const greeted = invite("mixed", [["Content-Type: text/plain", "hello"], SDP]);
    greeted.answered(100);
    deepEqual(greeted.told(), ["invited"]);
    match(
      header(invite("mixed", [SDP, ["Content-Type: text/x-lab", "hello"]]).answered(415), "Accept") ?? "",
      /multipart/,
    );
    const broken = new Bench();
    broken.ask("INVITE", { body: "--x", headers: ["Content-Type: multipart/mixed;boundary=x"] });
    broken.answered(415);
  });

  it("counts in an answer too", () => {
    const t = new Bench();
    t.reply(t.invite(1), 200, { body: body([SDP]), headers: ["Content-Type: multipart/mixed;boundary=x"] });
    t.asked("ACK");
    deepEqual(t.told(), ["agreed PCMU sendrecv", "answered"]);
  });
});
