import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { parseAddress } from "../../../../firmware/wire/sip/sip-address.js";
import { parseCSeq } from "../../../../firmware/wire/sip/sip-cseq.js";
import { emitSip } from "../../../../firmware/wire/sip/sip-emit.js";
import {
  header,
  headerLines,
  headerList,
  type SipMessage,
  type SipRequest,
  withoutHeader,
} from "../../../../firmware/wire/sip/sip-message.js";
import { parseSip } from "../../../../firmware/wire/sip/sip-parse.js";
import { parseVia } from "../../../../firmware/wire/sip/sip-via.js";
import { FIELD_LIMIT, LINE_LIMIT, MESSAGE_LIMIT, URI_LIMIT } from "../../../../firmware/wire/sip/text-limits.js";
import { broken, INVITE, messages, octets, quickest, REQUIRED, request, SDP_BODY, text } from "./sip-samples.js";

/** Reads a message that must pass. */
function read(bytes: Uint8Array): SipMessage {
  const parsed = parseSip(bytes);
  ok(parsed && "message" in parsed, JSON.stringify(parsed));
  return parsed.message;
}

/** The status of the refusal, 200 for a message, 0 for silence. */
function answer(bytes: Uint8Array): number {
  const parsed = parseSip(bytes);
  return !parsed ? 0 : "message" in parsed ? 200 : parsed.refuse;
}

const lines = (...rows: string[]) => octets(rows.join("\r\n"));
const RESPONSE_HEADERS = [...REQUIRED, "CSeq: 1 INVITE"];

describe("SIP messages, read", () => {
  it("reads an INVITE", () => {
    const invite = read(INVITE) as SipRequest;
    equal(invite.kind, "request");
    equal(invite.method, "INVITE");
    equal(invite.uri, "sip:bob@example.com");
    equal(header(invite, "Via"), "SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bK776asdhds");
    equal(header(invite, "max-forwards"), "70");
    deepEqual(headerList(invite, "Allow"), ["INVITE", "ACK", "CANCEL", "BYE", "OPTIONS"]);
    deepEqual(headerLines(invite, "Allow"), ["INVITE, ACK, CANCEL, BYE, OPTIONS"]);
    equal(text(invite.body), SDP_BODY);
    equal(header(invite, "Subject"), undefined);
    deepEqual(headerList(invite, "Subject"), []);
  });

  it("reads a response, with any reason or none", () => {
    for (const [start, reason] of [
      ["SIP/2.0 180 Ringing", "Ringing"],
      ["SIP/2.0 180 ", ""],
      ["SIP/2.0 180", ""],
      ["sip/2.0 180 = 2**2 Звонит  ", "= 2**2 Звонит  "],
    ]) {
      const response = read(lines(start, ...RESPONSE_HEADERS, "", ""));
      ok(response.kind === "response");
      equal(response.status, 180);
      equal(response.reason, reason);
    }
  });

  it("writes out compact forms, in either case, and spells known names as the RFC does", () => {
    const message = read(
      lines(
        "OPTIONS sip:bob@example.com SIP/2.0",
        "v: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1",
        "f: <sip:alice@example.com>;tag=1",
        "T :<sip:bob@example.com>",
        "I\t:  1@192.0.2.1",
        "CSEQ: 1 OPTIONS",
        "m: *",
        "k: 100rel,timer",
        "o: message-summary",
        "u: dialog",
        "x: 1800",
        "r: <sip:c@example.com>",
        "b: <sip:d@example.com>",
        "y: letters",
        "e: gzip",
        "s:",
        "a: *;audio",
        "j: *;video",
        "d: proxy",
        "n: <https://example.com/cert>",
        "C: text/plain",
        "www-authenticate: Digest realm=x",
        "x-UNKNOWN: kept",
        "L: 0",
        "",
        "",
      ),
    );
    deepEqual(
      message.headers.map(([name]) => name),
      [
        ..."Via From To Call-ID CSeq Contact Supported Event Allow-Events Session-Expires Refer-To Referred-By".split(
          " ",
        ),
        ..."Identity Content-Encoding Subject Accept-Contact Reject-Contact Request-Disposition".split(" "),
        ..."Identity-Info Content-Type WWW-Authenticate x-UNKNOWN Content-Length".split(" "),
      ],
    );
    equal(header(message, "To"), "<sip:bob@example.com>");
    equal(header(message, "Call-ID"), "1@192.0.2.1");
    equal(header(message, "Subject"), "");
    equal(header(message, "X-Unknown"), "kept");
    deepEqual(headerLines(message, "X-unknown"), ["kept"]);
    equal(header(message, "i"), "1@192.0.2.1");
  });

  it("marks what every message has, as the parts read by themselves", () => {
    fc.assert(
      fc.property(messages, (message) => {
        const { marks, headers } = read(emitSip(message));
        equal(marks?.headers, headers);
        deepEqual(
          [marks?.via, marks?.from, marks?.to, marks?.cseq, marks?.callId],
          [
            parseVia(header(message, "Via") ?? ""),
            parseAddress(header(message, "From") ?? ""),
            parseAddress(header(message, "To") ?? ""),
            parseCSeq(header(message, "CSeq") ?? ""),
            header(message, "Call-ID"),
          ],
        );
      }),
    );
  });

  it("marks the first Contact of a request, and no * for one", () => {
    const contactOf = (...headers: string[]) => read(request({ headers })).marks?.contact?.uri;
    equal(contactOf("Contact: <sip:a@h>, <sip:b@h>", "m: <sip:c@h>"), "sip:a@h");
    equal(contactOf("Contact: *", "Contact: <sip:b@h>"), undefined);
    equal(contactOf(), undefined);
    equal(answer(request({ headers: ["Contact: <sip:a@h>, <sip:"] })), 400);
  });

  it("unfolds lines", () => {
    const message = read(request({ headers: ["Subject:\r\n  two\r\n\twords", "Accept: a/b,\r\n c/d"] }));
    equal(header(message, "Subject")?.replace(/ +/g, " "), "two words");
    deepEqual(headerList(message, "Accept"), ["a/b", "c/d"]);
  });

  it("takes apart lists of Via, Route and Contact, and no other lines", () => {
    const message = read(
      request({
        headers: [
          "Route: <sip:a.example.com;lr>, <sip:b.example.com;lr> ,<sip:c,d@example.com;lr>",
          'Contact: "One, or two" <sip:1@example.com>;q=0.5, <sip:2@example.com>',
          "Via: SIP/2.0/UDP 192.0.2.2;branch=2, SIP/2.0/TCP 192.0.2.3;branch=3",
          "Accept: a/b, c/d",
          'Proxy-Authenticate: Digest realm="a, b", nonce="1"',
        ],
      }),
    );
    const fields = (wanted: string) => message.headers.filter(([name]) => name === wanted).map(([, value]) => value);
    deepEqual(fields("Route"), ["<sip:a.example.com;lr>", "<sip:b.example.com;lr>", "<sip:c,d@example.com;lr>"]);
    deepEqual(fields("Contact"), ['"One, or two" <sip:1@example.com>;q=0.5', "<sip:2@example.com>"]);
    equal(fields("Via").length, 3);
    deepEqual(fields("Accept"), ["a/b, c/d"]);
    deepEqual(headerLines(message, "Proxy-Authenticate"), ['Digest realm="a, b", nonce="1"']);
  });

  it("keeps UTF-8 in headers and every octet of a body", () => {
    const body = Uint8Array.from({ length: 256 }, (_, i) => i);
    const head = lines(
      "MESSAGE sip:b@h SIP/2.0",
      ...REQUIRED,
      "CSeq: 1 MESSAGE",
      "Subject: 大停電\ufeff é",
      "l: 256",
      "",
      "",
    );
    const message = read(new Uint8Array([...head, ...body]));
    equal(header(message, "Subject"), "大停電\ufeff é");
    deepEqual(message.body, body);
  });

  it("counts the body by Content-Length, or to the end without one", () => {
    const head = ["INFO sip:b@h SIP/2.0", ...REQUIRED, "CSeq: 1 INFO"];
    equal(text(read(lines(...head, "", "whole")).body), "whole");
    equal(text(read(lines(...head, "Content-Length: 2", "", "whole")).body), "wh");
    equal(text(read(lines(...head, "l: 0005", "", "whole")).body), "whole");
    equal(answer(lines(...head, "Content-Length: 6", "", "whole")), 400);
    equal(answer(lines(...head, "Content-Length: -1", "", "whole")), 400);
    equal(answer(lines(...head, "Content-Length: 5x", "", "whole")), 400);
    equal(answer(lines(...head, "Content-Length: 5", "l: 5", "", "whole")), 400);
    equal(answer(lines(...head, "Content-Length: 99999999999", "", "whole")), 400);
  });

  it("passes over empty lines before the start line, and is silent when nothing else comes", () => {
    equal(answer(new Uint8Array([...octets("\r\n\r\n"), ...INVITE])), 200);
    for (const nothing of ["", "\r\n", "\r\n\r\n", "\0", "\0\0\0\0", "hello", "\r\n".repeat(5000)])
      equal(answer(octets(nothing)), 0);
  });

  it("is silent on other protocols", () => {
    equal(answer(lines("GET / HTTP/1.1", "Host: example.com", "", "")), 0);
    equal(answer(lines("INVITE sip:bob@example.com", ...RESPONSE_HEADERS, "", "")), 0);
    equal(answer(lines(" INVITE sip:bob@example.com SIP/2.0", ...RESPONSE_HEADERS, "", "")), 0);
  });
});

describe("SIP messages, refused", () => {
  const withHead = (...head: string[]) => answer(lines("INVITE sip:b@h SIP/2.0", ...head, "", ""));

  it("wants each of the required headers once", () => {
    for (let i = 0; i < RESPONSE_HEADERS.length; i++) {
      const without = RESPONSE_HEADERS.filter((_, k) => k !== i);
      // without a Via nobody can be told
      equal(withHead(...without), i === 0 ? 0 : 400, RESPONSE_HEADERS[i]);
      equal(answer(lines("SIP/2.0 200 OK", ...without, "", "")), 0);
      equal(withHead(...RESPONSE_HEADERS, RESPONSE_HEADERS[i]), i === 0 ? 200 : 400, RESPONSE_HEADERS[i]);
    }
  });

  it("hands back what could be read, for the response", () => {
    const parsed = parseSip(
      lines("INVITE sip:b@h SIP/2.0", ...REQUIRED, "CSeq: x INVITE", "no header at all", "Subject: s", "", ""),
    );
    ok(parsed && "refuse" in parsed);
    equal(parsed.refuse, 400);
    equal(parsed.request.method, "INVITE");
    deepEqual(
      parsed.request.headers.map(([name]) => name),
      ["Via", "From", "To", "Call-ID", "CSeq", "Subject"],
    );
    equal(parsed.request.body.length, 0);
  });

  it("knows SIP 2.0 only, in any letter case", () => {
    const speaking = (version: string) =>
      answer(lines(`OPTIONS sip:b@h ${version}`, ...REQUIRED, "CSeq: 1 OPTIONS", "", ""));
    equal(speaking("SIP/2.0"), 200);
    equal(speaking("sip/2.0"), 200);
    equal(speaking("SIP/7.0"), 505);
    equal(speaking("SIP/2.00"), 505);
    equal(speaking("SIP/x"), 0);
    equal(answer(lines("SIP/3.0 200 OK", ...RESPONSE_HEADERS, "", "")), 0);
  });

  it("wants the method in CSeq, and numbers of 31 bits", () => {
    const counting = (cseq: string) => withHead(...REQUIRED, `CSeq: ${cseq}`);
    equal(counting("0 INVITE"), 200);
    equal(counting("2147483647   INVITE"), 200);
    equal(counting("2147483648 INVITE"), 400);
    equal(counting("-1 INVITE"), 400);
    equal(counting("1 OPTIONS"), 400);
    equal(counting("1 invite"), 400);
    equal(counting("1"), 400);
    equal(counting("1INVITE"), 400);
  });

  it("wants a Request-URI it can read", () => {
    const asking = (uri: string) => answer(request({ uri }));
    equal(asking("sip:b@h"), 200);
    equal(asking("sips:b@h:5061;transport=tcp"), 200);
    equal(asking("tel:+15551234"), 200);
    equal(asking("http://example.com"), 416);
    equal(asking("urn:service:sos"), 416);
    for (const uri of [
      "<sip:b@h>",
      "sip:b@h ;lr",
      " sip:b@h",
      "sip:",
      "sip:b@",
      "b@h",
      "sip:b@h?Route=x",
      "sip:2001:db8::1",
      "",
    ])
      equal(asking(uri), 400, uri);
  });

  it("wants readable addresses", () => {
    equal(withHead(...RESPONSE_HEADERS, "Contact: *"), 200);
    equal(withHead(...RESPONSE_HEADERS, "Contact: <sip:a@h>, <sip:b@h"), 400);
    equal(withHead(...RESPONSE_HEADERS.filter((line) => !line.startsWith("To")), 'To: "open <sip:b@h>'), 400);
    equal(withHead("Via: SIP/2.0/UDP 192.0.2.1;;,;,,", ...RESPONSE_HEADERS.slice(1)), 400);
    equal(withHead(...RESPONSE_HEADERS, "Via: of no matter below the top"), 200);
  });

  it("wants CR and LF together, and an empty line after the headers", () => {
    const good = text(request());
    equal(answer(octets(good)), 200);
    equal(answer(octets(good.replace("CSeq", "X: a\nCSeq"))), 400);
    equal(answer(octets(good.replace("CSeq", "X: a\rCSeq"))), 400);
    equal(answer(octets(good.slice(0, -2))), 400);
    equal(answer(octets(good.replaceAll("\r\n", "\n"))), 0);
  });

  it("stays silent on a broken ACK and on a broken response", () => {
    equal(answer(request({ method: "ACK" })), 200);
    equal(answer(request({ method: "ACK", headers: ["Contact: <"] })), 0);
    equal(answer(lines("SIP/2.0 200 OK", ...RESPONSE_HEADERS, "Content-Length: 9", "", "")), 0);
    equal(answer(lines("SIP/2.0 200 OK", ...RESPONSE_HEADERS, "no header", "", "")), 0);
    for (const status of ["99", "099", "800", "2000", "4294967301", "2x0", ""])
      equal(answer(lines(`SIP/2.0 ${status} OK`, ...RESPONSE_HEADERS, "", "")), 0, status);
  });

  describe("at its limits", () => {
    it("takes a message of 16384 octets", () => {
      const short = request({ headers: ["Content-Type: text/plain"], body: "x".repeat(10000) }).length;
      const sized = (size: number) =>
        request({ headers: ["Content-Type: text/plain"], body: "x".repeat(10000 + size - short) });
      equal(sized(MESSAGE_LIMIT).length, MESSAGE_LIMIT);
      equal(answer(sized(MESSAGE_LIMIT)), 200);
      equal(answer(sized(MESSAGE_LIMIT + 1)), 513);
    });

    it("takes 128 header fields, counted one by one", () => {
      const filled = (count: number) =>
        request({ headers: Array.from({ length: count - 6 }, (_, i) => `X-${i}: ${i}`) });
      equal(read(filled(FIELD_LIMIT)).headers.length, FIELD_LIMIT);
      equal(answer(filled(FIELD_LIMIT + 1)), 513);
      const routes = (count: number) =>
        request({
          headers: [
            `Route: ${Array(count - 6)
              .fill("<sip:r;lr>")
              .join(",")}`,
          ],
        });
      equal(read(routes(FIELD_LIMIT)).headers.length, FIELD_LIMIT);
      equal(answer(routes(FIELD_LIMIT + 1)), 513);
    });

    it("takes header lines of 4096 characters", () => {
      const long = (size: number) => request({ headers: [`X: ${"y".repeat(size - 3)}`] });
      equal(answer(long(LINE_LIMIT)), 200);
      equal(answer(long(LINE_LIMIT + 1)), 513);
    });

    it("takes Request-URIs of 2048 characters", () => {
      const long = (size: number) => request({ uri: `sip:${"u".repeat(size - 6)}@h` });
      equal(answer(long(URI_LIMIT)), 200);
      equal(answer(long(URI_LIMIT + 1)), 414);
    });

    it("takes folded lines of any number below 256", () => {
      const folded = (count: number) => request({ headers: [`X: y${"\r\n y".repeat(count)}`] });
      equal(answer(folded(200)), 200);
      equal(answer(folded(300)), 513);
    });
  });
});

describe("SIP messages, broken", () => {
  it("meets any octets with an answer", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => answer(bytes) >= 0),
      { numRuns: 500 },
    );
  });

  it("meets any wound with an answer, and writes what it took so that it reads the same again", () => {
    fc.assert(
      fc.property(
        broken([INVITE, request({ method: "ACK" }), lines("SIP/2.0 200 OK", ...RESPONSE_HEADERS, "", "")]),
        (bytes) => {
          const parsed = parseSip(bytes);
          if (!parsed || "refuse" in parsed) return;
          const again = read(emitSip(parsed.message));
          const uncounted = (message: SipMessage) => {
            const headers = withoutHeader(message.headers, "Content-Length");
            return { ...message, headers, marks: { ...message.marks, headers } };
          };
          deepEqual(uncounted(again), uncounted(parsed.message));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("refuses every truncation", () => {
    for (let end = 0; end < INVITE.length; end++) ok(answer(INVITE.subarray(0, end)) !== 200, `at ${end}`);
  });

  it("does not keep the octets it was handed", () => {
    const bytes = INVITE.slice();
    const message = read(bytes);
    bytes.fill(0);
    equal(text(message.body), SDP_BODY);
  });

  it("needs little time for the worst 16 KiB", () => {
    for (const piece of [
      ",",
      '"',
      '"\\',
      " ",
      "\t",
      "<",
      "<>",
      "(",
      "()",
      "((",
      ";",
      ";a",
      "=",
      "\\",
      "%",
      ":",
      "\r\n ",
      "\r\n\t",
      "\r\n",
      "\r",
      "a:b\r\n",
      "a, ",
      "é",
    ])
      for (const name of ["Contact", "Via", "To", "X"]) {
        const evil = request({ headers: [`${name}: ${piece.repeat((MESSAGE_LIMIT - 600) / octets(piece).length)}`] });
        const time = quickest(() => answer(evil));
        ok(time < 20, `${JSON.stringify(piece)} in ${name}: ${time} ms`);
      }
  });
});
