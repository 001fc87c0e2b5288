/** A SIP telephone for tests: says what it is told to, word for word, and keeps all it hears. */
import { equal, fail, ok } from "node:assert/strict";
import { createHash } from "node:crypto";
import { octetsOf, textOf } from "../../../firmware/base/text.js";
import { addressParam, parseAddress } from "../../../firmware/wire/sip/sip-address.js";
import { emitCredentials, parseChallenge } from "../../../firmware/wire/sip/sip-challenge.js";
import { parseCSeq } from "../../../firmware/wire/sip/sip-cseq.js";
import { emitSip } from "../../../firmware/wire/sip/sip-emit.js";
import {
  header,
  headerList,
  type SipHeaders,
  type SipMessage,
  type SipRequest,
  type SipResponse,
  withHeader,
} from "../../../firmware/wire/sip/sip-message.js";
import { parseSip } from "../../../firmware/wire/sip/sip-parse.js";
import type { Network, Tcp, Udp } from "../../../hal/network.js";
import type { VirtualTime } from "../../../sim/time.js";
import { PBX_ADDRESS, PBX_PORT } from "./office.js";

export const SIP_PORT = 5070;
export const RTP_PORT = 7000;
export const PBX_HOST = `${PBX_ADDRESS}:${PBX_PORT}`;

const NONE = new Uint8Array(0);
const md5 = (text: string) => createHash("md5").update(text).digest("hex");

export type Packet = { readonly at: number; readonly octets: Uint8Array; readonly port: number };

/** What to change in a request that would otherwise be right. */
export type Wording = {
  readonly headers?: SipHeaders;
  readonly body?: Uint8Array;
  readonly from?: string;
  readonly to?: string;
  readonly callId?: string;
  readonly sequence?: number;
};

export type Lines = { readonly [name: string]: string | number | readonly string[] | undefined };

export class Client {
  readonly user: string;
  readonly address: string;
  readonly time: VirtualTime;
  /** Messages nobody has asked for yet. */
  readonly heard: SipMessage[] = [];
  readonly sounds: Packet[] = [];
  readonly reports: Packet[] = [];
  /** What was heard and is no whole message: answers to what was none either. */
  readonly scraps: string[] = [];
  /** Ends the connection that is there now. */
  disconnect: () => void = () => {};
  /** Not heard, as if lost. */
  deafTo: (message: SipMessage) => boolean = () => false;
  readonly #password: string;
  readonly transport: "UDP" | "TCP";
  /** Over TCP: single empty lines heard between messages, and whether the connection has ended. */
  pongs = 0;
  lost = false;
  readonly #sip: Udp | null = null;
  #tcp: Tcp | null = null;
  /** Said before the connection stood, and heard before a message was whole. */
  #unsaid: Uint8Array[] = [];
  #unread = Buffer.alloc(0);
  readonly #rtp: Udp;
  readonly #rtcp: Udp;
  readonly #network: Network;
  #names = 0;
  #nonceUses = 0;
  #say: (octets: Uint8Array) => void = () => {};

  constructor({
    user,
    password,
    time,
    network,
    transport = "UDP",
  }: { user: string; password: string; time: VirtualTime; network: Network; transport?: "UDP" | "TCP" }) {
    this.user = user;
    this.address = network.address ?? "";
    this.time = time;
    this.#password = password;
    this.transport = transport;
    this.#network = network;
    if (transport === "UDP") this.#sip = network.openUdp({ port: SIP_PORT, onReadable: () => this.#hear() });
    else this.connect();
    this.#rtp = network.openUdp({ port: RTP_PORT, onReadable: () => this.#keep(this.#rtp, this.sounds) });
    this.#rtcp = network.openUdp({ port: RTP_PORT + 1, onReadable: () => this.#keep(this.#rtcp, this.reports) });
  }

  get contact(): string {
    return `sip:${this.user}@${this.address}:${SIP_PORT}${this.transport === "TCP" ? ";transport=tcp" : ""}`;
  }

  /** A new connection; the one before goes on by itself. */
  connect(): void {
    let stands = false;
    const tcp = this.#network.connectTcp({
      address: PBX_ADDRESS,
      port: PBX_PORT,
      onReadable: () => this.#hearStream(tcp),
      onWritable: () => {
        stands = true;
        for (const octets of this.#unsaid.splice(0)) tcp.write(octets);
      },
      onError: () => {
        if (this.#tcp === tcp) this.lost = true;
      },
    });
    this.#tcp = tcp;
    this.#unsaid = [];
    this.#say = (octets) => {
      if (!stands) this.#unsaid.push(octets.slice());
      else ok(tcp.write(octets) === octets.length || this.lost);
    };
    this.disconnect = () => tcp.close();
    this.#unread = Buffer.alloc(0);
    this.lost = false;
  }

  /** A word nobody has used: a branch, a tag, a Call-ID. */
  word(kind: string): string {
    this.#names++;
    return `${kind}-${this.user}-${this.address}-${this.#names}`;
  }

  send(message: SipMessage): void {
    this.write(emitSip(message));
  }

  write(octets: Uint8Array): void {
    if (this.#sip) this.#sip.write(octets, PBX_ADDRESS, PBX_PORT);
    else this.#say(octets);
  }

  say(octets: Uint8Array, port: number): void {
    this.#rtp.write(octets, PBX_ADDRESS, port);
  }

  report(octets: Uint8Array, port: number): void {
    this.#rtcp.write(octets, PBX_ADDRESS, port);
  }

  /** The next message, 100 left out, which must be that: a status, or a method. */
  expect(status: number, patience?: number): SipResponse;
  expect(method: string, patience?: number): SipRequest;
  expect(what: number | string, patience = 5_000): SipMessage {
    const until = this.time.now() + patience;
    for (;;) {
      const message = this.heard.shift();
      if (!message) {
        if (this.time.now() >= until) fail(`${this.user} waits for ${what} in vain`);
        this.time.advance(1);
      } else if (nameOf(message) === what) return message;
      else if (what === 100 || nameOf(message) !== 100)
        fail(`${this.user} waits for ${what} and hears ${nameOf(message)}`);
    }
  }

  /** Nothing at all is heard for so long. */
  silence(ms: number): void {
    this.time.advance(ms);
    equal(
      this.heard
        .map(nameOf)
        .filter((name) => name !== 100)
        .join(),
      "",
      `${this.user} hears nothing`,
    );
  }

  request(method: string, uri: string, wording: Wording = {}): SipRequest {
    const { headers = [], body = NONE, sequence = 1 } = wording;
    const self = `sip:${this.user}@${PBX_HOST}`;
    return {
      kind: "request",
      method,
      uri,
      headers: [
        ["Via", this.via()],
        ["Max-Forwards", "70"],
        ["From", wording.from ?? `<${self}>;tag=${this.word("tag")}`],
        ["To", wording.to ?? `<${method === "REGISTER" ? self : uri}>`],
        ["Call-ID", wording.callId ?? this.word("call")],
        ["CSeq", `${sequence} ${method}`],
        ...headers,
        ...(body.length > 0 ? [["Content-Type", "application/sdp"] as const] : []),
      ],
      body,
    };
  }

  via(): string {
    return `SIP/2.0/${this.transport} ${this.address}:${SIP_PORT};branch=z9hG4bK-${this.word("branch")};rport`;
  }

  /** The same request once more, with credentials for what `refusal` asks. */
  authorized(request: SipRequest, refusal: SipResponse, changes: { nc?: string; password?: string } = {}): SipRequest {
    const proxy = refusal.status === 407;
    const challenge = parseChallenge(header(refusal, proxy ? "Proxy-Authenticate" : "WWW-Authenticate") ?? "");
    if (!challenge) return fail("no challenge");
    const { realm, nonce, algorithm, opaque } = challenge;
    equal(realm, "desk");
    equal(algorithm, "MD5");
    ok(challenge.qop.includes("auth"));
    this.#nonceUses++;
    const nc = changes.nc ?? "00000001";
    const cnonce = `c${this.#nonceUses}`;
    const secret = md5(`${this.user}:${realm}:${changes.password ?? this.#password}`);
    const response = md5(`${secret}:${nonce}:${nc}:${cnonce}:auth:${md5(`${request.method}:${request.uri}`)}`);
    const credentials = emitCredentials({
      ...{ scheme: "Digest", username: this.user, realm, nonce, uri: request.uri, response, algorithm, opaque },
      ...{ qop: "auth", cnonce, nc },
    });
    const { number } = parseCSeq(header(request, "CSeq") ?? "") ?? { number: 0 };
    let headers = withHeader(request.headers, "Via", this.via());
    headers = withHeader(headers, "CSeq", `${number + 1} ${request.method}`);
    headers = withHeader(headers, proxy ? "Proxy-Authorization" : "Authorization", credentials);
    return { ...request, headers };
  }

  /** The final answer to REGISTER, after its challenge. */
  register(expires: number | null = 3600, contact = `<${this.contact}>`): SipResponse {
    const headers: [string, string][] = contact === "" ? [] : [["Contact", contact]];
    if (expires !== null) headers.push(["Expires", String(expires)]);
    const request = this.request("REGISTER", `sip:${PBX_HOST}`, { headers });
    this.send(request);
    this.send(this.authorized(request, this.expect(401)));
    return this.final();
  }

  /** The next final response. */
  final(patience = 5_000): SipResponse {
    const until = this.time.now() + patience;
    for (;;) {
      const message = this.heard.shift();
      if (message?.kind === "response" && message.status >= 200) return message;
      if (!message && this.time.now() >= until) return fail(`${this.user} waits for an answer in vain`);
      if (!message) this.time.advance(1);
    }
  }

  /** Calls a number, and is through the challenge: the INVITE with credentials is on its way. */
  call(number: string, body: Uint8Array = this.sdp(), wording: Wording = {}): Call {
    const headers: SipHeaders = [["Contact", `<${this.contact}>`], ...(wording.headers ?? [])];
    const request = this.request("INVITE", `sip:${number}@${PBX_HOST}`, { ...wording, headers, body });
    this.send(request);
    const refusal = this.expect(407);
    this.send(ackOf(request, refusal));
    const again = this.authorized(request, refusal);
    this.send(again);
    return new Call(this, again, null);
  }

  /** Is called: the INVITE that comes. */
  called(patience?: number): Call {
    const invite = this.expect("INVITE", patience);
    return new Call(this, invite, invite);
  }

  /** A description of our own: `v=`, `o=`, `s=`, `c=`, `t=`, `m=` and the rest, each of which `lines` may replace. */
  sdp(lines: Lines = {}): Uint8Array {
    const one = (name: string, usual: string) => (lines[name] === undefined ? usual : String(lines[name]));
    const attributes = lines.a ?? ["rtpmap:0 PCMU/8000", "rtpmap:101 telephone-event/8000", "fmtp:101 0-16"];
    const text = [
      "v=0",
      `o=${one("o", `- 77 1 IN IP4 ${this.address}`)}`,
      "s=-",
      `c=${one("c", `IN IP4 ${this.address}`)}`,
      "t=0 0",
      `m=${one("m", `audio ${RTP_PORT} RTP/AVP 0 101`)}`,
      ...(Array.isArray(attributes) ? attributes : [attributes]).map((value) => `a=${value}`),
    ];
    return octetsOf(`${text.join("\r\n")}\r\n`);
  }

  #hear(): void {
    for (let got = this.#sip?.read(); got; got = this.#sip?.read()) {
      equal(`${got.address}:${got.port}`, PBX_HOST);
      this.#understand(got.octets);
    }
  }

  #hearStream(tcp: Tcp): void {
    for (let got = tcp.read(); got; got = tcp.read()) this.#unread = Buffer.concat([this.#unread, got]);
    for (;;) {
      while (this.#unread.subarray(0, 2).toString() === "\r\n") {
        this.pongs++;
        this.#unread = this.#unread.subarray(2);
      }
      const head = this.#unread.indexOf("\r\n\r\n") + 4;
      if (head < 4) return;
      const length = /^Content-Length: (\d+)\r$/im.exec(this.#unread.subarray(0, head).toString());
      const whole = head + Number(length?.[1] ?? fail("a message without Content-Length"));
      if (this.#unread.length < whole) return;
      this.#understand(Uint8Array.from(this.#unread.subarray(0, whole)));
      this.#unread = this.#unread.subarray(whole);
    }
  }

  #understand(octets: Uint8Array): void {
    const parsed = parseSip(octets);
    if (!parsed || !("message" in parsed)) this.scraps.push(textOf(octets));
    else if (!this.deafTo(parsed.message)) this.heard.push(parsed.message);
  }

  #keep(socket: Udp, into: Packet[]): void {
    for (let got = socket.read(); got; got = socket.read())
      into.push({ at: this.time.now(), octets: got.octets, port: got.port });
  }
}

/** One dialog of a client, as it is heard and said. */
export class Call {
  readonly client: Client;
  /** What began it, ours or theirs. */
  readonly invite: SipRequest;
  readonly #incoming: boolean;
  readonly #tag: string;
  #local: string;
  #remote: string;
  #target: string;
  #sequence = 1;

  constructor(client: Client, invite: SipRequest, incoming: SipRequest | null) {
    this.client = client;
    this.invite = invite;
    this.#incoming = incoming !== null;
    this.#tag = client.word("tag");
    const from = header(invite, "From") ?? "";
    const to = header(invite, "To") ?? "";
    this.#local = this.#incoming ? `${to};tag=${this.#tag}` : from;
    this.#remote = this.#incoming ? from : to;
    this.#target = this.#incoming ? contactOf(invite) : invite.uri;
    if (!this.#incoming) this.#sequence = sequenceOf(invite);
  }

  get callId(): string {
    return header(this.invite, "Call-ID") ?? "";
  }

  /** Names the dialog for the PBX, to whom another telephone shows it (RFC 3891 section 6.1). */
  get replaces(): string {
    const tagOf = (text: string) => addressParam(parseAddress(text) ?? fail(text), "tag") ?? fail(text);
    return `${this.callId};to-tag=${tagOf(this.#remote)};from-tag=${tagOf(this.#local)}`;
  }

  /** Takes what is said of the dialog in a response: its tag and Contact. */
  hear(response: SipResponse): SipResponse {
    this.#remote = header(response, "To") ?? "";
    this.#target = contactOf(response) || this.#target;
    return response;
  }

  /** A request in the dialog. */
  request(method: string, wording: Wording = {}): SipRequest {
    if (method !== "ACK") this.#sequence++;
    const headers: SipHeaders = [["Contact", `<${this.client.contact}>`], ...(wording.headers ?? [])];
    return this.client.request(method, this.#target, {
      ...{ from: this.#local, to: this.#remote, callId: this.callId, sequence: this.#sequence },
      ...wording,
      headers,
    });
  }

  send(method: string, wording: Wording = {}): SipRequest {
    const request = this.request(method, wording);
    this.client.send(request);
    return request;
  }

  /** Answers a request of the other side, that which began the call when no other is given. */
  respond(status: number, body: Uint8Array = NONE, request = this.invite, more: SipHeaders = []): void {
    const headers: [string, string][] = [];
    for (const via of headerList(request, "Via")) headers.push(["Via", via]);
    for (const name of ["From", "To", "Call-ID", "CSeq"]) {
      const value = header(request, name) ?? "";
      const untagged = name === "To" && addressParam(parseAddress(value) ?? fail(value), "tag") === undefined;
      headers.push([name, untagged && status > 100 ? `${value};tag=${this.#tag}` : value]);
    }
    headers.push(["Contact", `<${this.client.contact}>`]);
    for (const [name, value] of more) headers.push([name, value]);
    if (body.length > 0) headers.push(["Content-Type", "application/sdp"]);
    this.client.send({ kind: "response", status, reason: "-", headers, body });
  }

  /** Hears 200 and acknowledges it. */
  answered(patience?: number): SipResponse {
    const response = this.hear(this.client.expect(200, patience));
    this.send("ACK", { sequence: this.#sequence });
    return response;
  }

  /** Hears a refusal and acknowledges it. */
  refused(status: number, patience?: number): SipResponse {
    const response = this.client.expect(status, patience);
    this.client.send(ackOf(this.invite, response));
    return response;
  }

  cancel(): void {
    const headers = this.invite.headers.filter(([name]) => name !== "Proxy-Authorization" && name !== "Content-Type");
    this.client.send({
      ...this.invite,
      method: "CANCEL",
      headers: withHeader(headers, "CSeq", `${sequenceOf(this.invite)} CANCEL`),
      body: NONE,
    });
  }

  /** Says goodbye and hears it granted. */
  hangUp(): void {
    this.send("BYE");
    this.client.expect(200);
  }

  /** Hears goodbye and grants it. */
  hungUp(patience?: number): void {
    this.respond(200, NONE, this.client.expect("BYE", patience));
  }
}

/** The ACK of a refusal: the branch of its INVITE. */
export function ackOf(invite: SipRequest, refusal: SipResponse): SipRequest {
  const headers: SipHeaders = [
    ["Via", header(invite, "Via") ?? ""],
    ["Max-Forwards", "70"],
    ["From", header(invite, "From") ?? ""],
    ["To", header(refusal, "To") ?? ""],
    ["Call-ID", header(invite, "Call-ID") ?? ""],
    ["CSeq", `${sequenceOf(invite)} ACK`],
  ];
  return { kind: "request", method: "ACK", uri: invite.uri, headers, body: NONE };
}

export function sequenceOf(message: SipMessage): number {
  return parseCSeq(header(message, "CSeq") ?? "")?.number ?? 0;
}

export function nameOf(message: SipMessage): number | string {
  return message.kind === "response" ? message.status : message.method;
}

function contactOf(message: SipMessage): string {
  return parseAddress(header(message, "Contact") ?? "")?.uri ?? "";
}

/** Where a description wants sound. */
export function portOf(body: Uint8Array): number {
  return Number(/m=audio (\d+)/.exec(textOf(body))?.[1] ?? fail(`no audio in ${textOf(body)}`));
}
