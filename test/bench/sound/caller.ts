/** A caller that knows as much SIP (RFC 3261) as one call to a telephone that answers by itself takes, and its RTP socket. */
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { emitRtp, emptyRtpHeader, parseRtp, RTP_HEADER_LENGTH } from "../../../firmware/wire/rtp/rtp.js";
import { now, pause } from "./clock.js";

const HOST = "127.0.0.1";
const RESEND_MS = 500;
const ANSWERS_WITHIN = 15_000;

/** What came back: each packet's sound at its place, and when it came. */
export type Echo = { readonly timestamp: number; readonly at: number; readonly octets: Uint8Array };

export class Caller {
  readonly echoes: Echo[] = [];
  readonly #user: string;
  readonly #port: number;
  readonly #sip: Socket = createSocket("udp4");
  readonly #rtp: Socket = createSocket("udp4");
  readonly #id = `${process.pid}-${Math.round(now() * 1000)}`;
  readonly #header = emptyRtpHeader();
  #to = "";
  #target = "";
  #cseq = 1;
  #remotePort = 0;

  constructor(user: string, port: number) {
    this.#user = user;
    this.#port = port;
  }

  /** Resolves when the call is up; rejects when it is refused or nobody answers. */
  async call(): Promise<void> {
    for (const socket of [this.#sip, this.#rtp]) {
      socket.bind(0, HOST);
      await once(socket, "listening");
    }
    this.#rtp.on("message", (octets) => this.#keep(octets, now()));
    this.#to = `<sip:${this.#user}@${HOST}:${this.#port}>`;
    this.#target = `sip:${this.#user}@${HOST}:${this.#port}`;
    const own = this.#rtp.address().port;
    const sdp = ["v=0", `o=- 1 1 IN IP4 ${HOST}`, "s=-", `c=IN IP4 ${HOST}`, "t=0 0", `m=audio ${own} RTP/AVP 0`];
    const invite = this.#request("INVITE", [...sdp, "a=rtpmap:0 PCMU/8000", "a=ptime:20", ""].join("\r\n"));
    const answer = await this.#ask(invite);
    const status = Number(answer.slice(8, 11));
    if (status !== 200) throw new Error(`${this.#user} at ${this.#port}: ${answer.split("\r\n")[0]}`);
    this.#to = header(answer, "to");
    this.#target = /<([^>]+)>/.exec(header(answer, "contact"))?.[1] ?? this.#target;
    this.#remotePort = Number(/^m=audio (\d+)/m.exec(answer)?.[1]);
    this.#send(this.#request("ACK"));
    // A 200 that comes again wants its ACK again; whatever the other side asks is fine.
    this.#sip.on("message", (octets, from) => {
      const text = octets.toString("latin1");
      if (text.startsWith("SIP/2.0 200") && /^cseq: *\d+ INVITE/im.test(text)) this.#send(this.#request("ACK"));
      else if (!text.startsWith("SIP/") && !text.startsWith("ACK"))
        this.#sip.send(agree(text), from.port, from.address);
    });
  }

  /** One packet, now. */
  speak(index: number, octets: Uint8Array): void {
    const packet = new Uint8Array(RTP_HEADER_LENGTH + octets.length);
    packet.set(octets, RTP_HEADER_LENGTH);
    const out = { ...emptyRtpHeader(), sequence: (1000 + index) & 0xffff, timestamp: octets.length * index, ssrc: 77 };
    emitRtp({ ...out, marker: index === 0 }, packet);
    this.#rtp.send(packet, this.#remotePort, HOST);
  }

  async hangUp(): Promise<void> {
    this.#cseq++;
    await this.#ask(this.#request("BYE")).catch(() => {});
    this.close();
  }

  close(): void {
    for (const socket of [this.#sip, this.#rtp])
      try {
        socket.close();
      } catch {
        // closed already
      }
  }

  #keep(octets: Uint8Array, at: number): void {
    const header = this.#header;
    if (!parseRtp(octets, header) || header.payloadType !== 0) return;
    const sound = octets.slice(header.payloadStart, header.payloadEnd);
    this.echoes.push({ timestamp: header.timestamp, at, octets: sound });
  }

  /** The final answer; asked again until one comes. */
  async #ask(request: string): Promise<string> {
    let answer = "";
    const hear = (octets: Uint8Array) => {
      const text = Buffer.from(octets).toString("latin1");
      if (/^SIP\/2\.0 [2-6]/.test(text)) answer = text;
      else if (text.startsWith("SIP/")) heard = true;
    };
    let heard = false;
    this.#sip.on("message", hear);
    try {
      const until = now() + ANSWERS_WITHIN;
      for (let sent = Number.NEGATIVE_INFINITY; answer === ""; ) {
        if (!heard && now() - sent > RESEND_MS) {
          this.#send(request);
          sent = now();
        }
        if (now() > until) throw new Error(`${this.#user} at ${this.#port} does not answer`);
        await pause(20);
      }
      return answer;
    } finally {
      this.#sip.off("message", hear);
    }
  }

  #request(method: string, body = ""): string {
    const own = `${HOST}:${this.#sip.address().port}`;
    const lines = [
      `${method} ${this.#target} SIP/2.0`,
      `Via: SIP/2.0/UDP ${own};branch=z9hG4bK${method}${this.#id};rport`,
      "Max-Forwards: 70",
      `From: <sip:bench@${own}>;tag=${this.#id}`,
      `To: ${this.#to}`,
      `Call-ID: ${this.#id}`,
      `CSeq: ${this.#cseq} ${method}`,
      `Contact: <sip:bench@${own}>`,
      ...(body === "" ? [] : ["Content-Type: application/sdp"]),
      `Content-Length: ${body.length}`,
    ];
    return `${lines.join("\r\n")}\r\n\r\n${body}`;
  }

  #send(text: string): void {
    this.#sip.send(Buffer.from(text, "latin1"), this.#port, HOST);
  }
}

const header = (message: string, name: string) => new RegExp(`^${name}: *(.*)$`, "im").exec(message)?.[1].trim() ?? "";

/** 200 to a request, by its own headers. */
function agree(request: string): string {
  const kept = request.split("\r\n").filter((line) => /^(via|from|to|call-id|cseq):/i.test(line));
  return ["SIP/2.0 200 OK", ...kept, "Content-Length: 0", "", ""].join("\r\n");
}
