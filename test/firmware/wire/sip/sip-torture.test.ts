/** The parser against the torture messages of RFC 4475 and RFC 5118, as far as a parser can judge them. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { parseSdp } from "../../../../firmware/wire/sdp/sdp.js";
import { addressParam, parseAddress } from "../../../../firmware/wire/sip/sip-address.js";
import { header, headerLines, headerList, type SipMessage } from "../../../../firmware/wire/sip/sip-message.js";
import { parseSip } from "../../../../firmware/wire/sip/sip-parse.js";
import { parseSipUri, uriParam } from "../../../../firmware/wire/sip/sip-uri.js";
import { parseVia } from "../../../../firmware/wire/sip/sip-via.js";
import { corpus, type Sample } from "./sip-samples.js";

/** Well-formed, and refused for their meaning at the door already. */
const REFUSED: Record<string, number> = { insuf: 400, unkscm: 416, novelsc: 416, multi01: 400, mcl01: 400 };
/** Malformed in a way that does no harm. */
const FORGIVEN = ["trws", "baddate", "badaspec", "baddn-crlf"];
/** Its Content-Length fits neither form of it. */
const MISCOUNTED = ["ipv6-in-sdp"];

for (const set of ["rfc4475", "rfc5118"]) {
  describe(`torture messages of ${set}`, () => {
    const samples: Sample[] = [];
    const messages = new Map<string, SipMessage>();

    before(function () {
      const found = corpus(set);
      if (!found) return this.skip();
      for (const sample of found) {
        samples.push(sample);
        const parsed = parseSip(sample.octets);
        if (parsed && "message" in parsed) messages.set(sample.message.name, parsed.message);
      }
    });

    it("lets in what is sound, refuses what is not, and is silent on broken responses", () => {
      for (const { message, octets } of samples) {
        const { name } = message;
        const parsed = parseSip(octets);
        const answer = !parsed ? 0 : "message" in parsed ? 200 : parsed.refuse;
        if (MISCOUNTED.includes(name)) equal(answer, 400, name);
        else if (REFUSED[name]) equal(answer, REFUSED[name], name);
        else if (message.valid !== false || FORGIVEN.includes(name)) equal(answer, 200, name);
        else if (message.kind === "response") equal(answer, 0, name);
        else ok(message.okCodes?.includes(answer), `${name}: ${answer}`);
      }
    });

    it("has something to say to every truncation", () => {
      for (const { octets } of samples)
        for (let end = 0; end < octets.length; end += 3) parseSip(octets.subarray(0, end));
    });

    const get = (name: string) => messages.get(name) as SipMessage;
    const uriOf = (value: string | undefined) => parseSipUri(parseAddress(value ?? "")?.uri ?? "");

    if (set === "rfc5118") {
      it("reads IPv6 addresses", () => {
        const contact = (name: string) => uriOf(header(get(name), "Contact"));
        equal(contact("ipv6-good")?.host, "2001:db8::1");
        const request = (name: string) => {
          const message = get(name);
          return message.kind === "request" ? parseSipUri(message.uri) : undefined;
        };
        deepEqual([request("port-ambiguous")?.host, request("port-ambiguous")?.port], ["2001:db8::10:5070", null]);
        deepEqual([request("port-unambiguous")?.host, request("port-unambiguous")?.port], ["2001:db8::10", 5070]);
        const session = parseSdp(get("mult-ip-in-sdp").body);
        equal(session?.media.length, 2);
      });
      return;
    }

    it("reads a message full of white space as if it were plain", () => {
      const message = get("wsinv");
      const from = parseAddress(header(message, "From") ?? "");
      ok(from);
      equal(from.display, 'J Rosenberg \\"');
      equal(addressParam(from, "tag"), "98asjd8");
      const to = parseAddress(header(message, "To") ?? "");
      equal(to && addressParam(to, "TAG"), "1918181833n");
      const vias = headerList(message, "Via").map((via) => parseVia(via));
      deepEqual(
        vias.map((via) => [via?.transport, via?.host]),
        [
          ["UDP", "192.0.2.2"],
          ["TCP", "spindle.example.com"],
          ["UDP", "192.168.255.111"],
        ],
      );
      const contact = parseAddress(header(message, "Contact") ?? "");
      ok(contact);
      equal(contact.display, 'Quoted string ""');
      deepEqual(contact.params, [
        ["newparam", "newvalue"],
        ["secondparam", null],
        ["q", "0.33"],
      ]);
      deepEqual(headerLines(message, "UnknownHeaderWithUnusualValue"), [";;,,;;,;"]);
      equal(parseSdp(message.body)?.media.length, 2);
    });

    it("takes every character a token may have, and escapes of any octet", () => {
      const message = get("intmeth");
      ok(message.kind === "request");
      equal(message.method, "!interesting-Method0123456789_*+`.%indeed'~");
      equal(parseSipUri(message.uri)?.host, "example.com");
      equal(parseAddress(header(message, "To") ?? "")?.display, "BEL:\x07 NUL:\0 DEL:\x7f");
      equal(addressParam(parseAddress(header(message, "From") ?? "") as never, "tag"), "_token~1'+`*%!-.");
    });

    it("undoes escapes where they are escapes, and only there", () => {
      const message = get("esc01");
      ok(message.kind === "request");
      equal(parseSipUri(message.uri)?.user, "sips:user@example.com");
      equal(uriOf(header(message, "To"))?.user, "user");
      const contact = uriOf(header(message, "Contact"));
      ok(contact);
      deepEqual(contact.params, [
        ["lr", null],
        ["name", "value%41"],
      ]);
      const literal = get("esc02");
      ok(literal.kind === "request");
      equal(literal.method, "RE%47IST%45R");
      equal(headerList(literal, "Contact").length, 2);
      deepEqual(
        headerList(get("escnull"), "Contact").map((value) => uriOf(value)?.user),
        ["\0", "\0\0"],
      );
    });

    it("keeps parameters where they belong", () => {
      const message = get("semiuri");
      ok(message.kind === "request");
      equal(parseSipUri(message.uri)?.user, "user;par=u@example.net");
      const outside = parseAddress(header(get("cparam01"), "Contact") ?? "");
      equal(outside && addressParam(outside, "unknownparam"), "");
      const inside = uriOf(header(get("cparam02"), "Contact"));
      equal(inside && uriParam(inside, "unknownparam"), "");
    });

    it("keeps the one of two messages that was counted, and every octet of a binary body", () => {
      equal(get("dblreq").body.length, 0);
      const whole = samples.find(({ message }) => message.name === "mpart01")?.octets;
      deepEqual(get("mpart01").body, whole?.slice(-553));
      equal(headerList(get("longreq"), "Via").length, 34);
    });
  });
}
