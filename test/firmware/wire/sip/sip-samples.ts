/** SIP messages for tests: written by hand, made by chance, and broken by chance. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { SipHeaders, SipMessage } from "../../../../firmware/wire/sip/sip-message.js";
import type { SipParam } from "../../../../firmware/wire/sip/sip-param.js";
import { quoted } from "../../../../firmware/wire/sip/sip-text.js";

export const octets = (text: string) => new TextEncoder().encode(text);
export const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

export const SDP_BODY = [
  "v=0",
  "o=- 3724394400 3724394405 IN IP4 198.51.100.1",
  "s=-",
  "c=IN IP4 198.51.100.1",
  "t=0 0",
  "m=audio 16384 RTP/AVP 0 8 101",
  "a=rtpmap:101 telephone-event/8000",
  "a=fmtp:101 0-15",
  "a=ptime:20",
  "a=sendrecv",
  "",
].join("\r\n");

export const REQUIRED = [
  "Via: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bK776asdhds",
  "From: Alice <sip:alice@example.com>;tag=1928301774",
  "To: Bob <sip:bob@example.com>",
  "Call-ID: a84b4c76e66710@192.0.2.1",
];

/** A request with the required headers, those handed in, and Content-Length. */
export function request(
  options: { method?: string; uri?: string; headers?: string[]; body?: string } = {},
): Uint8Array {
  const { method = "INVITE", uri = "sip:bob@example.com", headers = [], body = "" } = options;
  const lines = [`${method} ${uri} SIP/2.0`, ...REQUIRED, `CSeq: 314159 ${method}`, ...headers];
  return octets([...lines, `Content-Length: ${octets(body).length}`, "", body].join("\r\n"));
}

export const INVITE = request({
  headers: [
    "Max-Forwards: 70",
    "Contact: <sip:alice@192.0.2.1:5070>",
    "User-Agent: adapter",
    "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS",
    "Content-Type: application/sdp",
  ],
  body: SDP_BODY,
});

const TOKEN = fc.stringMatching(/^[A-Za-z0-9.!%*_+`'~-]{1,12}$/);
const VALUE = fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/);
const BODY = fc.uint8Array({ maxLength: 40 });
const REASON = fc.string({ unit: "grapheme", maxLength: 12 }).filter((reason) => !/[\r\n]/.test(reason));

/** `fc.record` with plain objects, which is what parsers make. */
export const record = <T extends object>(parts: { [key in keyof T]: fc.Arbitrary<T[key]> }): fc.Arbitrary<T> =>
  fc.record(parts, { noNullPrototype: true }) as fc.Arbitrary<T>;

/** Messages as the parser leaves them. */
export const messages: fc.Arbitrary<SipMessage> = fc
  .record({
    method: TOKEN,
    status: fc.integer({ min: 100, max: 699 }),
    reason: REASON,
    isRequest: fc.boolean(),
    number: fc.integer({ min: 0, max: 0x7fffffff }),
    more: fc.array(
      fc.tuple(
        TOKEN.map((name) => `X-${name}`),
        VALUE,
      ),
      { maxLength: 6 },
    ),
    subject: fc.string({ unit: "grapheme", maxLength: 20 }).map((words) => words.replace(/[\r\n]/g, " ").trim()),
    body: BODY,
  })
  .map(({ method, status, reason, isRequest, number, more, subject, body }) => {
    const headers: SipHeaders = [
      ["Via", "SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bK1"],
      ["Via", "SIP/2.0/UDP [2001:db8::1];branch=z9hG4bK2;rport"],
      ["From", '"A \\"quoted\\" name, with comma" <sip:alice@example.com>;tag=1'],
      ["To", "<sip:bob@example.com>"],
      ["Call-ID", "a84b4c76e66710"],
      ["CSeq", `${number} ${method}`],
      ["Subject", subject],
      ...more,
      ["Content-Length", String(body.length)],
    ];
    return isRequest
      ? { kind: "request", method, uri: "sip:bob@example.com", headers, body }
      : { kind: "response", status, reason, headers, body };
  });

const PARAM_NAME = fc.stringMatching(/^[a-z0-9.-]{1,8}$/);
const PARAM_VALUE = fc.oneof(fc.constant(null), fc.stringMatching(/^[A-Za-z0-9:.[\]]{1,8}$/), fc.string().map(quoted));

/** Parameters as the parser leaves them. */
export const params: fc.Arbitrary<SipParam[]> = fc.array(fc.tuple(PARAM_NAME, PARAM_VALUE), { maxLength: 5 });

const PIECES = [
  "\r\n",
  "\r",
  "\n",
  " ",
  "\t",
  ":",
  ";",
  ",",
  '"',
  "<",
  ">",
  "\\",
  "%",
  "@",
  "=",
  "(",
  "[",
  "\0",
  "\xff",
];

/** Good octets with a few of them replaced, removed, doubled, or met by something with a meaning of its own. */
export function broken(sources: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const wound = fc.record({
    at: fc.nat(4000),
    cut: fc.nat(12),
    put: fc.oneof(
      fc.uint8Array({ maxLength: 4 }),
      fc.constantFrom(...PIECES).map((piece) => Uint8Array.from(piece, (letter) => letter.charCodeAt(0))),
    ),
  });
  return fc
    .tuple(fc.constantFrom(...sources), fc.array(wound, { minLength: 1, maxLength: 4 }))
    .map(([source, wounds]) => {
      let bytes = Array.from(source);
      for (const { at, cut, put } of wounds) {
        const from = at % (bytes.length + 1);
        bytes = [...bytes.slice(0, from), ...put, ...bytes.slice(from + cut)];
      }
      return Uint8Array.from(bytes);
    });
}

export type TortureMessage = {
  name: string;
  file: string;
  valid: boolean | "semantic";
  kind: string;
  okCodes: number[] | null;
};

export type Sample = { readonly message: TortureMessage; readonly octets: Uint8Array };

/** Messages of a folder of the corpus; `undefined`, said aloud, when it is not there, which CI does not forgive. */
export function corpus(name: string): Sample[] | undefined {
  const folder = join(process.env.CORPUS ?? "../shared/corpus", name);
  if (!existsSync(join(folder, "index.json"))) {
    if (process.env.CI) throw new Error(`no torture messages in ${folder}; set CORPUS`);
    console.log(`      skipped: no torture messages in ${folder}; set CORPUS to the folder that holds ${name}`);
    return undefined;
  }
  const { messages } = JSON.parse(readFileSync(join(folder, "index.json"), "utf8")) as { messages: TortureMessage[] };
  return messages.map((message) => ({ message, octets: new Uint8Array(readFileSync(join(folder, message.file))) }));
}

/** Milliseconds of the quickest of a few runs. */
export function quickest(work: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run++) {
    const start = performance.now();
    work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
