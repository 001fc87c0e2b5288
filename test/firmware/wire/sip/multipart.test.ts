import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { findPart, type Multipart, parseMultipart } from "../../../../firmware/wire/sip/multipart.js";
import { PART_HEAD_LIMIT, PART_LIMIT } from "../../../../firmware/wire/sip/text-limits.js";
import { broken, octets, quickest, SDP_BODY, text } from "./sip-samples.js";

const SDP = "application/sdp";
const lines = (...all: string[]) => octets(all.join("\r\n"));

function read(type: string, ...all: string[]): Multipart {
  const parsed = parseMultipart(`multipart/${type};boundary=b`, lines(...all));
  ok(parsed, all.join("|"));
  return parsed;
}

/** One part after the other, each written as its header fields and its content. */
function made(type: string, ...parts: [string[], string][]): Multipart {
  const all = parts.flatMap(([fields, content]) => ["--b", ...fields, "", content]);
  return read(type, ...all, "--b--");
}

const sdp: [string[], string] = [["Content-Type: application/sdp"], SDP_BODY];
const other = (...fields: string[]): [string[], string] => [["Content-Type: application/other", ...fields], "x"];
const OPTIONAL = "Content-Disposition: signal;handling=optional";

describe("bodies in parts", () => {
  it("are taken apart", () => {
    const body = lines(
      "This is the preamble.",
      "--unique-boundary-1",
      "Content-Type: application/SDP; charset=ISO-10646",
      "",
      "v=0",
      "s=-",
      "",
      "--unique-boundary-1  ",
      "Content-type:application/ISUP;",
      "  version=nxv3; base=etsi121",
      "Content-Disposition: Signal; Handling=Optional",
      "Content-ID: <1@h>",
      "Content-Transfer-Encoding: Binary",
      "",
      "\x01\r\n--unique-boundary-10",
      "--unique-boundary-1--",
      "and the epilogue",
    );
    const parsed = parseMultipart('multipart/mixed; boundary="unique-boundary-1"', body);
    ok(parsed);
    equal(parsed.kind, "mixed");
    deepEqual(
      parsed.parts.map((part) => ({ ...part, octets: text(part.octets) })),
      [
        {
          type: "application/sdp",
          disposition: null,
          required: true,
          encoded: false,
          id: null,
          octets: "v=0\r\ns=-\r\n",
          within: null,
        },
        {
          type: "application/isup",
          disposition: "signal",
          required: false,
          encoded: false,
          id: "1@h",
          octets: "\x01\r\n--unique-boundary-10",
          within: null,
        },
      ],
    );
    equal(parsed.parts[0].octets.buffer, body.buffer);
  });

  it("may be empty, without headers, or with line ends of their own", () => {
    const parts = (all: string) => parseMultipart("multipart/x; boundary=b", octets(all))?.parts;
    deepEqual(
      parts("--b\r\n\r\n--b\r\n\r\nhello\r\n--b--")?.map((part) => [part.type, text(part.octets)]),
      [
        ["text/plain", ""],
        ["text/plain", "hello"],
      ],
    );
    deepEqual(
      parts("--b\nc: a/b\n\nhello\n\n--b--\n")?.map((part) => [part.type, text(part.octets)]),
      [["a/b", "hello\n"]],
    );
  });

  it("are refused when they are malformed", () => {
    const good = "--b\r\n\r\nx\r\n--b--";
    ok(parseMultipart("multipart/mixed;boundary=b", octets(good)));
    for (const type of [
      "",
      "multipart/mixed",
      "multipart/mixed;boundary",
      'multipart/mixed;boundary="b "',
      "multipart/mixed;boundary=c",
      "multipart/mixed;boundary=b;",
      "text/plain;boundary=b",
      `multipart/mixed;boundary=${"b".repeat(71)}`,
    ])
      equal(parseMultipart(type, octets(good)), undefined, type);
    for (const body of [
      "",
      "--b--",
      "--b",
      "--b\r\n\r\nx",
      "--b\r\n\r\nx\r\n--b",
      "--b\r\n\r\nx\r\n--b-",
      "--b\r\nContent-Type: text/plain\r\n--b--",
      "--b\r\nno header\r\n\r\nx\r\n--b--",
      "--b\r\nContent-Type: nonsense\r\n\r\nx\r\n--b--",
      "--b\r\nContent-Disposition: x;;\r\n\r\nx\r\n--b--",
      `--b\r\nX: ${"x".repeat(PART_HEAD_LIMIT)}\r\n\r\nx\r\n--b--`,
      `${"--b\r\n\r\nx\r\n".repeat(PART_LIMIT + 1)}--b--`,
    ])
      equal(parseMultipart("multipart/mixed;boundary=b", octets(body)), undefined, body.slice(0, 60));
  });

  it("lie within each other, twice", () => {
    const inner = (content: string) =>
      `Content-Type: multipart/alternative;boundary=i\r\n\r\n--i\r\n${content}\r\n--i--`;
    const twice = read("mixed", "--b", inner("Content-Type: application/sdp\r\n\r\nv=0"), "--b--");
    equal(twice.parts[0].within?.kind, "alternative");
    const { part } = findPart(twice, SDP);
    equal(part && text(part.octets), "v=0");
    const deeper = `--b\r\n${inner("Content-Type: multipart/mixed;boundary=j\r\n\r\n--j\r\n\r\nx\r\n--j--")}\r\n--b--`;
    equal(parseMultipart("multipart/mixed;boundary=b", octets(deeper)), undefined);
    equal(parseMultipart("multipart/mixed;boundary=b", octets(`--b\r\n${inner("x")}\r\n--b--`)), undefined);
  });

  it("give the part that is wanted", () => {
    const { part, unmet } = findPart(made("mixed", other(OPTIONAL), sdp), SDP);
    equal(part && text(part.octets), SDP_BODY);
    equal(unmet, false);
    deepEqual(findPart(made("mixed", other(OPTIONAL)), SDP), { part: undefined, unmet: false });
  });

  it("say whether a part must be understood and is not", () => {
    const unmet = (multipart: Multipart, ...known: string[]) => findPart(multipart, SDP, known).unmet;
    equal(unmet(made("mixed", sdp, other())), true);
    equal(unmet(made("mixed", sdp, other("Content-Disposition: signal; handling=required"))), true);
    equal(unmet(made("mixed", sdp, other()), "application/other"), false);
    const coded: [string[], string] = [["Content-Type: application/sdp", "Content-Transfer-Encoding: base64"], "eA=="];
    deepEqual(findPart(made("mixed", coded), SDP), { part: undefined, unmet: true });
  });

  it("offer alternatives, the best one last", () => {
    const first: [string[], string] = [["Content-Type: application/sdp"], "first"];
    const last: [string[], string] = [["Content-Type: application/sdp"], "last"];
    const found = findPart(made("alternative", first, last, other()), SDP);
    equal(found.part && text(found.part.octets), "last");
    equal(found.unmet, false);
    equal(findPart(made("alternative", other()), SDP).unmet, true);
    equal(findPart(made("alternative", other(OPTIONAL)), SDP).unmet, false);
  });

  it("belong to a root when they are related", () => {
    const named: [string[], string] = [["Content-Type: application/sdp", "Content-ID: <r@h>"], "root"];
    equal(findPart(made("related", named, other()), SDP).part?.id, "r@h");
    equal(findPart(made("related", named, other()), SDP).unmet, false);
    equal(findPart(made('related;start="<r@h>"', other(), named), SDP).part?.id, "r@h");
    deepEqual(findPart(made("related", other(), named), SDP), { part: undefined, unmet: true });
  });

  it("are found again", () => {
    const contents = fc.array(fc.uint8Array({ maxLength: 30 }), { minLength: 1, maxLength: PART_LIMIT });
    fc.assert(
      fc.property(contents, (all) => {
        const bytes = all.flatMap((content) => [...octets("\r\n--a-rare-boundary\r\n\r\n"), ...content]);
        const body = Uint8Array.from([...bytes, ...octets("\r\n--a-rare-boundary--")]);
        const parsed = parseMultipart("multipart/mixed;boundary=a-rare-boundary", body);
        deepEqual(
          parsed?.parts.map((part) => Array.from(part.octets)),
          all.map((content) => Array.from(content)),
        );
      }),
    );
  });

  it("never throw, and take little time", () => {
    const sample = lines("--b", ...sdp[0], "", SDP_BODY, "--b", ...other(OPTIONAL)[0], "", "x", "--b--");
    fc.assert(
      fc.property(broken([sample]), (bytes) => {
        const parsed = parseMultipart("multipart/mixed;boundary=b", bytes);
        ok(!parsed || findPart(parsed, SDP).unmet !== undefined);
      }),
    );
    for (const piece of ["--b", "\r\n", "--b\r\n", "--b\r\n\r\n", "\r\n-", "--b\r\nX:\r\n ", "--b\r\nX: \r\n"]) {
      const body = octets(piece.repeat(16384 / piece.length));
      const time = quickest(() => parseMultipart("multipart/mixed;boundary=b", body));
      ok(time < 20, `${piece}: ${time} ms`);
    }
  });
});
