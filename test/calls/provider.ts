/** A server that says exactly what a test wants it to say to the socket of a line, in virtual time. */
import { equal, ok } from "node:assert/strict";
import { octetsOf } from "../../firmware/base/text.js";
import { tagOf } from "../../firmware/transaction/mandatory.js";
import { header, headerList, type SipMessage, type SipRequest } from "../../firmware/wire/sip/sip-message.js";
import { parseSip } from "../../firmware/wire/sip/sip-parse.js";
import type { Udp } from "../../hal/network.js";
import type { Lan } from "../../sim/network/lan.js";

export type Said = {
  readonly headers?: readonly string[];
  readonly sdp?: string;
  readonly reason?: string;
  readonly body?: readonly [type: string, text: string];
};

export class Provider {
  readonly address: string;
  readonly #udp: Udp;
  /** What has come and nobody has read, but for registrations, which are granted. */
  readonly heard: SipMessage[] = [];
  /** Where the line is, and the URI it has registered. */
  #line: { readonly address: string; readonly port: number; readonly contact: string } | null = null;
  #count = 0;

  constructor(lan: Lan, address = "10.0.0.9") {
    this.address = address;
    this.#udp = lan.host(address).openUdp({
      port: 5060,
      onReadable: () => {
        for (let packet = this.#udp.read(); packet; packet = this.#udp.read()) {
          const parsed = parseSip(packet.octets);
          ok(parsed && "message" in parsed, "a line sends what can be read");
          const { message } = parsed;
          if (message.kind === "request" && message.method === "REGISTER") {
            const contact = /<([^>]*)>/.exec(header(message, "Contact") ?? "")?.[1] ?? "";
            this.#line = { address: packet.address, port: packet.port, contact };
            this.reply(message, 200, { headers: [`Contact: <${contact}>;expires=3600`] });
          } else this.heard.push(message);
        }
      },
    });
  }

  /** What a line needs to be a customer. */
  settings(line: 1 | 2 = 1): { [name: string]: string } {
    return { [`Proxy[${line}]`]: this.address, [`User_ID[${line}]`]: "101", [`Dial_Plan[${line}]`]: "(xx.S1)" };
  }

  /** The next request of this method, past whatever else has come. */
  asked(method: string): SipRequest {
    for (let next = this.heard.shift(); next; next = this.heard.shift())
      if (next.kind === "request" && next.method === method) return next;
    throw new Error(`no ${method} has come`);
  }

  /** The next response to something of ours that is no provisional one. */
  answered(): number {
    for (let next = this.heard.shift(); next; next = this.heard.shift())
      if (next.kind === "response" && next.status > 199) return next.status;
    throw new Error("nothing has been answered");
  }

  reply(request: SipRequest, status: number, { headers = [], sdp, body, reason = "So" }: Said = {}): void {
    const tag = status === 100 || tagOf(request, "To") !== "" ? "" : ";tag=far";
    this.#say([
      `SIP/2.0 ${status} ${reason}`,
      ...headerList(request, "Via").map((via) => `Via: ${via}`),
      `From: ${header(request, "From")}`,
      `To: ${header(request, "To")}${tag}`,
      `Call-ID: ${header(request, "Call-ID")}`,
      `CSeq: ${header(request, "CSeq")}`,
      ...(status > 100 && status < 300 && request.method === "INVITE" ? [`Contact: <sip:far@${this.address}>`] : []),
      ...headers,
      ...bodyLines(sdp === undefined ? body : ["application/sdp", sdp]),
    ]);
  }

  /** A request out of the blue; `branch` makes it one with another. */
  ask(method: string, { uri, branch, headers = [], sdp, body }: Said & { uri?: string; branch?: string } = {}): void {
    equal(this.#line !== null, true, "the line has registered");
    const id = branch ?? `far${++this.#count}`;
    this.#say([
      `${method} ${uri ?? this.#line?.contact} SIP/2.0`,
      `Via: SIP/2.0/UDP ${this.address}:5060;branch=z9hG4bK${id};rport`,
      "Max-Forwards: 70",
      `From: "Far End" <sip:102@${this.address}>;tag=${id}`,
      `To: <sip:101@${this.address}>`,
      `Call-ID: ${id}`,
      `CSeq: 1 ${method}`,
      `Contact: <sip:far@${this.address}>`,
      ...headers,
      ...bodyLines(sdp === undefined ? body : ["application/sdp", sdp]),
    ]);
  }

  /** A MESSAGE. */
  text(text: string): void {
    this.ask("MESSAGE", { body: ["text/plain", text] });
  }

  /** Somebody else, who knows where the line is. */
  stranger(lan: Lan, address: string): Provider {
    const stranger = new Provider(lan, address);
    stranger.#line = this.#line;
    return stranger;
  }

  #say(lines: readonly string[]): void {
    const { address, port } = this.#line ?? { address: "", port: 0 };
    if (address !== "") this.#udp.write(octetsOf(lines.join("\r\n")), address, port);
  }
}

export const SDP = [
  ...["v=0", "o=far 1 1 IN IP4 10.0.0.9", "s=-", "c=IN IP4 10.0.0.9", "t=0 0", "m=audio 30000 RTP/AVP 0", ""],
].join("\r\n");

function bodyLines(body: Said["body"]): string[] {
  if (!body) return ["Content-Length: 0", "", ""];
  const [type, text] = body;
  return [`Content-Type: ${type}`, `Content-Length: ${text.length}`, "", text];
}
