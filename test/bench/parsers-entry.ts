/**
 * Four parsers at the same work, for the engine and for Node.
 *
 * Each gets octets and gives the same reading of them: start line, every Via with branch and received, From and To with
 * name, tag, and the user and host of the URI, every Contact with user and host, Call-ID, CSeq, Max-Forwards,
 * Content-Length, body. What a parser leaves for later is done here, so that all have done it.
 * The others want text: they get it by the cheapest way there is, our own.
 */
import jssip from "jssip/lib/Parser.js";
import { parse as parseKirm, parseUri as parseKirmUri } from "sip";
import { Parser as sipJs } from "sip.js/lib/core/messages/parser.js";
import { octetsOf, textOf } from "../../firmware/base/text.js";
import { addressParam, parseAddress } from "../../firmware/wire/sip/sip-address.js";
import { header, headerLines } from "../../firmware/wire/sip/sip-message.js";
import { parseSip } from "../../firmware/wire/sip/sip-parse.js";
import { parseSipUri } from "../../firmware/wire/sip/sip-uri.js";
import { parseVia, viaParam } from "../../firmware/wire/sip/sip-via.js";
import { messages } from "./messages.js";

type Reading = (string | number)[];

const NOTHING = "";
const silence = { log() {}, warn() {}, error() {}, debug() {} } as unknown as Parameters<typeof sipJs.parseMessage>[1];

function ours(octets: Uint8Array): Reading {
  const parsed = parseSip(octets);
  if (!parsed || !("message" in parsed) || !parsed.message.marks) throw new Error("not read");
  const { message } = parsed;
  const { via: top, from, to, cseq, callId, contact: first } = parsed.message.marks;
  const reading: Reading = [];
  const place = (text: string) => {
    const uri = parseSipUri(text);
    reading.push(uri?.user ?? NOTHING, uri?.host ?? NOTHING, uri?.port ?? 0);
  };
  if (message.kind === "request") {
    reading.push(message.method);
    place(message.uri);
  } else reading.push(message.status, message.reason);
  const vias = headerLines(message, "Via");
  for (let i = 0; i < vias.length; i++) {
    const via = i === 0 ? top : parseVia(vias[i]);
    if (via)
      reading.push(via.host, via.port ?? 0, viaParam(via, "branch") ?? NOTHING, viaParam(via, "received") ?? NOTHING);
  }
  reading.push(from.display, addressParam(from, "tag") ?? NOTHING);
  place(from.uri);
  reading.push(to.display, addressParam(to, "tag") ?? NOTHING);
  place(to.uri);
  reading.push(callId, cseq.number, cseq.method);
  const contacts = headerLines(message, "Contact");
  for (let i = 0; i < contacts.length; i++) {
    const contact = i === 0 && first ? first : parseAddress(contacts[i]);
    place(contact?.uri ?? NOTHING);
  }
  reading.push(Number(header(message, "Max-Forwards") ?? 0), Number(header(message, "Content-Length")));
  reading.push(textOf(message.body));
  return reading;
}

function kirm(octets: Uint8Array): Reading {
  const message = parseKirm({ toString: () => textOf(octets) });
  if (!message) throw new Error("not read");
  const { headers } = message;
  const reading: Reading = [];
  const place = (text: string) => {
    const uri = parseKirmUri(text);
    reading.push(uri?.user ?? NOTHING, uri?.host ?? NOTHING, uri?.port || 0);
  };
  if (message.method !== undefined) {
    reading.push(message.method);
    place(message.uri ?? NOTHING);
  } else reading.push(message.status ?? 0, message.reason ?? NOTHING);
  for (const { host, port, params } of headers.via)
    reading.push(host, port ?? 0, params.branch ?? NOTHING, params.received ?? NOTHING);
  for (const { name, params, uri } of [headers.from, headers.to]) {
    reading.push(name?.startsWith('"') ? name.slice(1, -1) : (name ?? NOTHING), params.tag ?? NOTHING);
    place(uri);
  }
  reading.push(headers["call-id"], headers.cseq.seq, headers.cseq.method);
  for (const { uri } of headers.contact) place(uri);
  reading.push(Number(headers["max-forwards"] ?? 0), headers["content-length"], message.content);
  return reading;
}

function descendant(message: Descendant | undefined): Reading {
  if (!message) throw new Error("not read");
  const reading: Reading = [];
  const place = (uri: DescendantUri) => {
    reading.push(uri.user ?? NOTHING, uri.host, uri.port ?? 0);
  };
  if (message.ruri) {
    reading.push(message.method);
    place(message.ruri);
  } else
    reading.push(
      message.status_code ?? message.statusCode ?? 0,
      message.reason_phrase ?? message.reasonPhrase ?? NOTHING,
    );
  const vias = message.getHeaders("via").length;
  for (let i = 0; i < vias; i++) {
    const via = message.parseHeader("via", i) as { host: string; port?: number; branch?: string; received?: string };
    reading.push(via.host, via.port ?? 0, via.branch ?? NOTHING, via.received ?? NOTHING);
  }
  for (const party of [message.from, message.to]) {
    reading.push(party.displayName ?? party.display_name ?? NOTHING, party.getParam("tag") ?? NOTHING);
    place(party.uri);
  }
  const { value, method } = message.parseHeader("cseq", 0) as { value: number; method: string };
  reading.push(message.getHeader("call-id") ?? NOTHING, value, method);
  const contacts = message.getHeaders("contact").length;
  for (let i = 0; i < contacts; i++) place((message.parseHeader("contact", i) as DescendantAddress).uri);
  reading.push(
    Number(message.getHeader("max-forwards") ?? 0),
    Number(message.getHeader("content-length")),
    message.body,
  );
  return reading;
}

const parsers: { readonly [name: string]: (octets: Uint8Array) => Reading } = {
  ours,
  sip: kirm,
  "sip.js": (octets) => descendant(sipJs.parseMessage(textOf(octets), silence) as unknown as Descendant),
  jssip: (octets) => descendant(jssip.parseMessage(textOf(octets), {})),
};

const octets = Object.fromEntries(Object.entries(messages).map(([name, text]) => [name, octetsOf(text)]));

const commands: { readonly [name: string]: (...args: never[]) => unknown } = {
  names: () => ({ parsers: Object.keys(parsers), messages: Object.keys(octets) }),
  reading: (parser: string, message: string) => parsers[parser](octets[message]),
  parse(parser: string, message: string, times: number) {
    const read = parsers[parser];
    const input = octets[message];
    for (let i = 0; i < times; i++) read(input);
    return null;
  },
};

Object.assign(globalThis, {
  handleCommand(message: ArrayBuffer): ArrayBufferLike {
    const [name, ...args] = JSON.parse(textOf(new Uint8Array(message))) as [string, ...never[]];
    return octetsOf(JSON.stringify(commands[name](...args) ?? null)).buffer;
  },
});
