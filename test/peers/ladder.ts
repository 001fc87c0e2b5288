/** What was said by SIP, message by message, as a test asks about it. */
import type { Desk, SipMessage } from "./desk.js";

const COMPACT: { readonly [name: string]: string } = { via: "v", from: "f", to: "t", "call-id": "i", contact: "m" };

export class Said {
  readonly t: number;
  /** By us. */
  readonly out: boolean;
  readonly remote: string;
  /** Of a request, else "". */
  readonly method: string;
  readonly uri: string;
  /** Of a response, else 0. */
  readonly status: number;
  readonly head: string;
  readonly body: string;

  constructor({ t, direction, remote, message }: SipMessage) {
    this.t = t;
    this.out = direction === "out";
    this.remote = remote;
    const end = message.indexOf("\r\n\r\n");
    this.head = message.slice(0, end);
    this.body = message.slice(end + 4);
    const [first, second] = message.split(/[ \r]/, 2);
    const isResponse = first === "SIP/2.0";
    this.method = isResponse ? "" : first;
    this.uri = isResponse ? "" : second;
    this.status = isResponse ? Number(second) : 0;
  }

  /** All values of a header, in order. */
  fields(name: string): string[] {
    const short = COMPACT[name.toLowerCase()];
    const pattern = new RegExp(`^(?:${name}${short ? `|${short}` : ""})[ \\t]*:[ \\t]*(.*)$`, "gim");
    return [...this.head.matchAll(pattern)].map(([, value]) => value.trim());
  }

  /** The first one, else "". */
  field(name: string): string {
    return this.fields(name)[0] ?? "";
  }

  tag(name: "From" | "To"): string {
    return /;tag=([^;>\s]+)/.exec(this.field(name))?.[1] ?? "";
  }

  get branch(): string {
    return /;branch=([^;,\s]+)/.exec(this.field("Via"))?.[1] ?? "";
  }

  get callId(): string {
    return this.field("Call-ID");
  }

  /** Number and method. */
  get sequence(): readonly [number, string] {
    const [number, method = ""] = this.field("CSeq").split(/\s+/);
    return [Number(number), method];
  }

  /** A line of the session description: `line("m=audio ")` is "16384 RTP/AVP 0". */
  line(start: string): string {
    return (
      this.body
        .split("\r\n")
        .find((line) => line.startsWith(start))
        ?.slice(start.length) ?? ""
    );
  }

  /** Of the session description; "" where there is none. */
  get direction(): string {
    return /^a=(sendrecv|sendonly|recvonly|inactive)\r?$/m.exec(this.body)?.[1] ?? "";
  }
}

export class Ladder {
  readonly all: readonly Said[];

  constructor(messages: readonly SipMessage[]) {
    this.all = messages.filter(({ message }) => message.trim() !== "").map((message) => new Said(message));
  }

  static async of(desk: Desk, line: number): Promise<Ladder> {
    return new Ladder(await desk.sip(`?line=${line}`));
  }

  asked(method: string): Said[] {
    return this.all.filter((said) => said.out && said.method === method);
  }

  heard(method: string): Said[] {
    return this.all.filter((said) => !said.out && said.method === method);
  }

  /** Our responses; with `status` those alone. */
  answered(method: string, status?: number): Said[] {
    return this.#responses(true, method, status);
  }

  /** What came in. */
  told(method: string, status?: number): Said[] {
    return this.#responses(false, method, status);
  }

  #responses(out: boolean, method: string, status?: number): Said[] {
    return this.all.filter(
      (said) =>
        said.out === out &&
        said.status > 0 &&
        said.sequence[1] === method &&
        (status === undefined || said.status === status),
    );
  }
}
