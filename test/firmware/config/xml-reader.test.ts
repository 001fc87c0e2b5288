import { deepEqual, equal, match, ok } from "node:assert/strict";
import fc from "fast-check";
import { escapeXml, MAX_XML, readXml } from "../../../firmware/config/xml-reader.js";

const refusal = (text: string) => {
  const xml = readXml(text);
  return "refused" in xml ? xml.refused : null;
};
const textOf = (element: string) => {
  const xml = readXml(`<r><a>${element}</a></r>`);
  return "refused" in xml ? xml.refused : xml.elements[0].text;
};

describe("flat XML", () => {
  it("is elements with text, wherever they stand", () => {
    const text = `\ufeff<?xml version="1.0"?>
      <!DOCTYPE flat-profile SYSTEM "profile.dtd">
      <!-- <not> & this -->
      <device><flat-profile>
        <Proxy_1_ ua="na" group='SIP/Line > 1'> pbx </Proxy_1_>
        <Auth_Resync-Reboot_1_ ua = "rw"/><x ua="all"></x >
      </flat-profile><y>1</y></device>
      <?done?>`;
    deepEqual(readXml(text), {
      root: "device",
      elements: [
        { name: "Proxy_1_", within: "device/flat-profile", text: "pbx", ua: "na" },
        { name: "Auth_Resync-Reboot_1_", within: "device/flat-profile", text: "", ua: "rw" },
        { name: "x", within: "device/flat-profile", text: "", ua: null },
        { name: "y", within: "device", text: "1", ua: null },
      ],
    });
    deepEqual(readXml("<r/>"), { root: "r", elements: [] });
  });

  it("knows the entities of the language, and characters by number", () => {
    equal(textOf("&lt;&gt;&amp;&quot;&apos;&#65;&#x42;&#x1F4DE;"), "<>&\"'AB\u{1f4de}");
    equal(textOf("&amp;lt;"), "&lt;");
  });

  it("leaves out blanks at the ends, but for those that were meant", () => {
    equal(textOf(" \r\n\t a  b \n"), "a  b");
    equal(textOf(" &#32;a&#32; "), " a ");
    equal(textOf(" <![CDATA[ <b> & ]]> "), " <b> & ");
    equal(textOf("a <!-- not this --> b"), "a  b");
    equal(textOf("a<![CDATA[]]]]>b"), "a]]b");
    equal(textOf("<!-- a <!-- b <!--> "), "");
  });

  it("says what is wrong, and where", () => {
    const cases: [text: string, because: RegExp][] = [
      ["", /^there is no element$/],
      ["{}", /^line 1: {} is outside of the root$/],
      ["<a>\n<b>\n</a>", /^line 3: <\/a> where <\/b> is due$/],
      ["<a>\n\n<b", /^line 3: the tag <b does not end$/],
      ["<a><b></b></a></a>", /^line 1: <\/a> closes nothing$/],
      ["<a/><b/>", /<b> follows the end of <a>/],
      ["<a/>b", /b is outside of the root/],
      ["<a/><![CDATA[b]]>", /b is outside of the root/],
      ["<a>b<c/></a>", /<c> within the text of <a>/],
      ["<a><c/>b</a>", /b is between the elements of <a>/],
      ["<a>1 < 2</a>", /is no tag; < is written &lt;/],
      ["<a>Tom & Lisa</a>", /& alone is written &amp;/],
      ["<a>&nbsp;</a>", /&nbsp; is not known/],
      ["<a>&constructor;</a>", /&constructor; is not known/],
      ["<a>&#0;</a>", /&#0; is not known/],
      ["<a>&#xd800;</a>", /&#xd800; is not known/],
      ["<a>&#99999999;</a>", /&#99999999; is not known/],
      ["<a b=c/>", /the tag <a does not end/],
      ["<a b='c/>", /the tag <a does not end/],
      ["<a><!-- b</a>", /a comment does not end/],
      ["<a><![CDATA[b</a>", /CDATA does not end/],
      ["<?xml <a/>", /<\? does not end/],
      ["<a/><!DOCTYPE a>", /a document type comes first/],
      ["<!DOCTYPE a <a/>", /a document type does not end/],
      [`<${"a".repeat(65)}/>`, /is too long a name/],
      [`<a ${'b="c" '.repeat(17)}/>`, /has too many attributes/],
    ];
    for (const [text, because] of cases) match(refusal(text) ?? "it was read", because, text);
  });

  it("makes nothing large of something small", () => {
    const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join("");
    equal(
      refusal(`<!DOCTYPE a [<!ENTITY l0 "ha">${laughs}]><a>&l9;</a>`),
      "line 1: declarations of a document type are not read",
    );
    match(refusal(`<!DOCTYPE a SYSTEM "file:///etc/passwd"><a>&l9;</a>`) ?? "", /&l9; is not known/);
    match(refusal(`<a>${"<b>".repeat(2000)}`) ?? "", /nested too deep/);
    match(refusal(`<a>${"<b/>".repeat(10_000)}</a>`) ?? "", /more than \d+ tags/);
    match(refusal("<".repeat(MAX_XML)) ?? "", /more than \d+ tags/);
    match(refusal(`<a>${"a".repeat(20_000)}</a>`) ?? "", /more than 16384 characters of text/);
    match(refusal(`<!-- --> ${" ".repeat(20_000)}<a/>`) ?? "", /more than 16384 characters of text/);
    match(refusal(`<a>${" ".repeat(10_000_000)}</a>`) ?? "", /has at most \d+ characters/);
    for (const filling of [" ", "a", "&", "=", "a ", "a=", '"', "]]", "--", "a='b' "]) {
      const before = performance.now();
      for (const opening of ["<a", "<a>", "<a ", "<a b", "<a b=", "<!--", "<a><![CDATA[", "<!DOCTYPE", "</"])
        for (const length of [16_000, MAX_XML - 20])
          ok(refusal(opening + filling.repeat(length / filling.length)) !== null);
      ok(performance.now() - before < 2000, filling);
    }
  });

  it("takes back any text it has written", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.constantFrom("", " ", "\u00a0", "\ufeff"), (any, blank) => {
        const text = blank + any.replace(/\p{Cc}/gu, "") + blank;
        equal(textOf(escapeXml(text)), text);
      }),
    );
    equal(textOf(escapeXml("  ")), "  ");
  });

  it("is read or refused in one line, whatever it is", () => {
    const part = fc.constantFrom(
      "<",
      ">",
      "/",
      "a",
      "<a>",
      "</a>",
      "<!--",
      "-->",
      "<![CDATA[",
      "]]>",
      "&",
      ";",
      "#",
      "x",
      "<?",
      "?>",
      '"',
      "=",
      " ",
      "\n",
      "<!DOCTYPE",
      "[",
      "\ud800",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const because = refusal(parts.join(""));
        ok(because === null || (because.length > 0 && because.length < 200 && !because.includes("\n")));
      }),
      { numRuns: 2000 },
    );
  });
});
