import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  canonical,
  holdsSecret,
  isSecret,
  MAX_VALUE,
  parseAddress,
  parseAddresses,
  parseNumbers,
  parseTarget,
  refuse,
  type Setting,
} from "../../../firmware/config/setting.js";

const row = (kind: object): Setting => ({ tab: "SIP", fallback: "", help: "", touches: "account", ...kind }) as Setting;

const text = row({ kind: "text", max: 8 });
const header = row({ kind: "text", max: 8, ascii: true });
const password = row({ kind: "password", max: 8 });
const yesno = row({ kind: "yesno" });
const whole = row({ kind: "number", min: -3, max: 10 });
const seconds = row({ kind: "number", min: 0.01, max: 0.16, decimals: 3 });
const choice = row({ kind: "choice", of: ["up and down", "G711u"] });
const hex = row({ kind: "hex" });
const address = row({ kind: "address" });
const numeric = row({ kind: "address", numeric: true });
const host = row({ kind: "host" });
const tone = row({ kind: "tone" });
const cadence = row({ kind: "cadence" });
const frequencies = row({ kind: "frequencies" });
const dialplan = row({ kind: "dialplan" });
const numbers = row({ kind: "numbers" });
const optional = row({ kind: "number", min: 0, max: 65535, optional: true });
const message = row({ kind: "text", max: 20, ascii: true, macros: ["$NOTIFY", "$CRLF"] });
const destination = row({ kind: "address", macros: ["$PROXY"] });
const addresses = row({ kind: "addresses" });
const target = row({ kind: "target" });
const ip = row({ kind: "ip" });
const codes = row({ kind: "codes" });
const mediatype = row({ kind: "mediatype" });
const servicecode = row({ kind: "servicecode" });
const rule = row({ kind: "rule" });
const expression = row({ kind: "expression" });
const delays = row({ kind: "delays" });
const timeofday = row({ kind: "timeofday" });
const certificates = row({ kind: "certificates" });
const all = [
  ...[
    text,
    header,
    password,
    yesno,
    whole,
    seconds,
    choice,
    hex,
    address,
    numeric,
    host,
    tone,
    cadence,
    frequencies,
    dialplan,
  ],
  ...[numbers, optional, message, destination, addresses, target, ip, codes, mediatype, servicecode],
];

describe("a setting", () => {
  const refused: [Setting, value: string, reason: string][] = [
    [rule, "ftp://h/a", "column 1: ftp is none of tftp, http, https"],
    [expression, "$A eq", "column 5: a number, a version, $NAME or a text in quotes expected"],
    [delays, "30,x", "x is no delay: seconds, or seconds+seconds"],
    [timeofday, "2400", "2400 is no time of day, 0000 to 2359"],
    [certificates, "x", "this is no certificate in PEM"],
    [text, "123456789", "longer than 8 characters"],
    [text, "a\r\nb", "a control character is not text"],
    [text, "a\u2028", "a control character is not text"],
    [text, "\ud83d", "a control character is not text"],
    [header, "Zoë", "only ASCII can be sent"],
    [password, "123456789", "longer than 8 characters"],
    [password, "\0", "a control character is not text"],
    [yesno, "maybe", "maybe is neither Yes nor No"],
    [yesno, "", "nothing is neither Yes nor No"],
    [whole, "", "nothing is no number"],
    [whole, "1e3", "1e3 is no number"],
    [whole, "0x10", "0x10 is no number"],
    [whole, " 1", " 1 is no number"],
    [whole, "+1", "+1 is no number"],
    [whole, ".", ". is no number"],
    [whole, "1.5", "1.5 is no whole number"],
    [whole, "11", "11 is more than 10"],
    [whole, "-4", "-4 is less than -3"],
    [whole, "Infinity", "Infinity is no number"],
    [seconds, "0.5", "0.5 is more than 0.16"],
    [seconds, "0", "0 is less than 0.01"],
    [seconds, ".0201", ".0201 has more than 3 digits after the point"],
    [choice, "G729a", "G729a is none of up and down, G711u"],
    [hex, "68", "68 is not 0x00 to 0xff"],
    [hex, "0x100", "0x100 is not 0x00 to 0xff"],
    [address, "a b", "a b is no host, host:port or [IPv6]:port"],
    [address, "host:0", "host:0 is no host, host:port or [IPv6]:port"],
    [address, "host:65536", "host:65536 is no host, host:port or [IPv6]:port"],
    [address, "1.2.3.256", "1.2.3.256 is no host, host:port or [IPv6]:port"],
    [address, "::1", "::1 is no host, host:port or [IPv6]:port"],
    [address, "sip:host", "sip:host is no host, host:port or [IPv6]:port"],
    [numeric, "ns.example.net", "ns.example.net is no address in numbers"],
    [numeric, "192.0.2.1:0", "192.0.2.1:0 is no host, host:port or [IPv6]:port"],
    [host, "a..b", "a..b is no host name"],
    [host, "-a", "-a is no host name"],
    [dialplan, "(12", "column 3: ) expected, but the plan ends here"],
    [dialplan, "", "column 1: ( expected, but the plan ends here"],
    [numbers, "911,nine", "nine cannot be dialled"],
    [numbers, "1".repeat(33), `${"1".repeat(32)}… is longer than 32 digits`],
    [numbers, "1,".repeat(17), "more than 16 numbers"],
    [frequencies, "440@-10;10(*/0/1)", "column 8: frequencies alone are wanted"],
    [tone, "350@-19;10(*/0/1)".padEnd(128), "column 128: longer than 127 characters"],
    [optional, "x", "x is no number"],
    [optional, "65536", "65536 is more than 65535"],
    [message, "$PING", "$PING is none of $NOTIFY, $CRLF"],
    [message, "$notify ", "$notify  is none of $NOTIFY, $CRLF"],
    [message, "x".repeat(21), "longer than 20 characters"],
    [destination, "$STUN", "$STUN is no host, host:port or [IPv6]:port"],
    [addresses, "a.example.net, b c", "b c is no host, host:port or [IPv6]:port"],
    [addresses, "a,b,c,d,e", "more than 4 addresses"],
    [target, "user@", "user@ is no host, host:port or user@host:port"],
    [target, "a b@host", "a b@host is no host, host:port or user@host:port"],
    [target, "sips:a@b", "sips:a@b is no host, host:port or user@host:port"],
    [ip, "ata.example.net", "ata.example.net is no IPv4 or IPv6 address"],
    [ip, "192.0.2.1:5060", "192.0.2.1:5060 is no IPv4 or IPv6 address"],
    [codes, "404 503", "404 503 is no response code: three digits, ? for any, separated by commas"],
    [codes, "40", "40 is no response code: three digits, ? for any, separated by commas"],
    [codes, "704", "704 is no response code: three digits, ? for any, separated by commas"],
    [codes, "404,".repeat(33), "more than 32 codes"],
    [mediatype, "dtmf-relay", "dtmf-relay is no media type (type/subtype)"],
    [mediatype, "a/b; c=d", "a/b; c=d is no media type (type/subtype)"],
    [servicecode, "98", "98 is no code: * or #, then what is dialled"],
    [servicecode, "*", "* is no code: * or #, then what is dialled"],
    [servicecode, "*9a", "*9a is no code: * or #, then what is dialled"],
    [text, "x".repeat(MAX_VALUE + 1), "longer than 2048 characters"],
  ];
  for (const [setting, value, reason] of refused)
    it(`of kind ${setting.kind} refuses ${JSON.stringify(value.slice(0, 20))}`, () =>
      equal(refuse(setting, value), reason));

  it("refuses a script with the column of the mistake", () => {
    for (const setting of [tone, cadence, frequencies]) ok(/^column 1: ./.test(refuse(setting, "bell") ?? ""));
    ok(refuse(tone, "350@-19"));
    ok(refuse(cadence, "60(2/4"));
    ok(refuse(frequencies, "440@-10,"));
  });

  it("takes what it is made for", () => {
    const taken: [Setting, string[]][] = [
      [text, ["", "Zoë", "a b", "🔔"]],
      [header, ["", "a b", "~"]],
      [password, ["", 'p"@:;w']],
      [yesno, ["Yes", "no", "YES"]],
      [whole, ["-3", "0", "10", "07"]],
      [seconds, ["0.020", ".03", "0.16"]],
      [choice, ["Up And Down", "g711U"]],
      [hex, ["0x0", "0x68", "0xB8"]],
      [address, ["", "pbx", "sip.example.net:5070", "192.0.2.1", "[2001:db8::1]:5060", "[::ffff:192.0.2.1]", "1.pool"]],
      [numeric, ["", "192.0.2.53", "192.0.2.53:5353", "[2001:db8::53]:53"]],
      [host, ["", "ata-1", "ata.example.net."]],
      [tone, ["350@-19,440@-19;2(.1/.1/1+2);10(*/0/1+2)"]],
      [cadence, ["60(2/4)", "60(.8/.4,.8/4)"]],
      [frequencies, ["440@-10", "440@-10,480@-10.5"]],
      [dialplan, ["(xx.)", "S:4,(00|011xxxxxx.)"]],
      [numbers, ["", "911", "911,112", "11x, 1?0 | *9"]],
      [optional, ["", "0", "40000"]],
      [message, ["", "$NOTIFY", "$crlf", "hello", "a$b"]],
      [destination, ["", "$PROXY", "$proxy", "sbc.example.net:5070"]],
      [addresses, ["", "b.example.net", "b.example.net:5070, [2001:db8::2]", "b,c,d,"]],
      [target, ["", "pbx", "pbx:5070", "mail@pbx", "*97@192.0.2.1:5070", "sip:101@[2001:db8::1]"]],
      [ip, ["", "192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1"]],
      [codes, ["", "404", "404, 5??,", "??6", "503,408"]],
      [mediatype, ["", "application/dtmf-relay", "application/x-hook+flash"]],
      [servicecode, ["", "*98", "#99", "*0172616"]],
    ];
    for (const [setting, values] of taken) for (const value of values) equal(refuse(setting, value), null, value);
  });

  it("keeps choices as the table spells them, and everything else as it was given", () => {
    equal(canonical(yesno, "yes"), "Yes");
    equal(canonical(choice, "UP AND down"), "up and down");
    equal(canonical(seconds, ".030"), ".030");
    equal(canonical(text, " a "), " a ");
  });

  it("knows what is secret", () => deepEqual(all.filter(isSecret), [password]));

  it("accepts or refuses any text, and what it accepts it accepts again", () => {
    const anything = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string(),
      fc.stringMatching(/^[0-9.:[\]a-fx@;/()*,+-]{0,40}$/),
      fc.double().map(String),
    );
    fc.assert(
      fc.property(fc.constantFrom(...all), anything, (setting, value) => {
        const reason = refuse(setting, value);
        if (reason !== null)
          return ok(reason.length > 0 && reason.length < 200 && ![...reason].some((char) => char < " "), reason);
        const kept = canonical(setting, value);
        ok(kept !== null);
        equal(refuse(setting, kept), null);
        equal(canonical(setting, kept), kept);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("an address", () => {
  it("is a host, and a port where there is one", () => {
    deepEqual(parseAddress("pbx.example.net:5070"), { host: "pbx.example.net", port: 5070 });
    deepEqual(parseAddress("192.0.2.1"), { host: "192.0.2.1", port: null });
    deepEqual(parseAddress("[2001:db8::1]:5060"), { host: "2001:db8::1", port: 5060 });
    deepEqual(parseAddress("[::1]"), { host: "::1", port: null });
  });

  it("is no IPv6 address with too few or too many groups", () => {
    for (const wrong of ["[1:2:3]", "[1:2:3:4:5:6:7:8:9]", "[::1::]", "[12345::]", "[::1.2.3]", "[]", "[1.2.3.4]"])
      equal(parseAddress(wrong), null, wrong);
    fc.assert(
      fc.property(fc.ipV6(), (ip6) => {
        deepEqual(parseAddress(`[${ip6}]:5060`), { host: ip6, port: 5060 });
      }),
    );
    fc.assert(fc.property(fc.ipV4(), (ip4) => deepEqual(parseAddress(ip4), { host: ip4, port: null })));
    fc.assert(fc.property(fc.domain(), (name) => deepEqual(parseAddress(name), { host: name, port: null })));
  });
});

it("servers to turn to are addresses in their order", () => {
  deepEqual(parseAddresses(" b.example.net:5070 ,, [2001:db8::2] "), [
    { host: "b.example.net", port: 5070 },
    { host: "2001:db8::2", port: null },
  ]);
  deepEqual(parseAddresses(""), []);
});

it("a mailbox is at a server, under a name of its own or ours", () => {
  deepEqual(parseTarget("sip:*97@pbx.example.net:5070"), { user: "*97", host: "pbx.example.net", port: 5070 });
  deepEqual(parseTarget("pbx"), { user: null, host: "pbx", port: null });
  equal(parseTarget("@pbx"), null);
});

it("numbers are parted by commas, bars or blanks", () => {
  deepEqual(parseNumbers(" 911, 112|999 1x0 "), ["911", "112", "999", "1x0"]);
  deepEqual(parseNumbers(""), []);
});

describe("a rule as a setting", () => {
  it("is shown, but for one with a key or a password written out in it", () => {
    for (const text of ["", "http://h/--key", "[--key $SA] /a", '[--key "$SB" --pwd $(SC)] /a', "[--key $GPP_SA] /a"])
      equal(holdsSecret(rule, text), false, text);
    for (const text of ["[--key geheim] /a", '[--key "my key"] /a', "[--key $SA --pwd pw] /a", "[--key $SAx] /a"])
      equal(holdsSecret(rule, text), true, text);
    equal(holdsSecret(password, ""), true);
    equal(holdsSecret(expression, "--key x"), false);
  });
});
