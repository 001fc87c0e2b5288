/**
 * What the bench measures inside the engine: the firmware alone, on a board of nothing but numbers.
 *
 * A PBX sets a call up; then the network falls still, and every packet in and out is ours.
 */
import { Adapter } from "../../firmware/adapter/adapter.js";
import { octetsOf, textOf } from "../../firmware/base/text.js";
import { encodeUlaw } from "../../firmware/dsp/g711.js";
import { responseTo } from "../../firmware/transaction/response.js";
import { emitRtp, emptyRtpHeader, RTP_HEADER_LENGTH } from "../../firmware/wire/rtp/rtp.js";
import { emitSip } from "../../firmware/wire/sip/sip-emit.js";
import { header, type SipRequest } from "../../firmware/wire/sip/sip-message.js";
import { parseSip } from "../../firmware/wire/sip/sip-parse.js";
import type { Board } from "../../hal/board.js";
import type { Datagram, Network, Udp, UdpOptions } from "../../hal/network.js";
import type { Slic, SlicOptions } from "../../hal/slic.js";
import { chanceOf } from "../../sim/chance.js";
import { Lan } from "../../sim/network/lan.js";
import { Pbx } from "../../sim/pbx/pbx.js";
import { VirtualTime } from "../../sim/time.js";
import { speech } from "../speech.js";

const SERVER = { address: "10.0.0.1", port: 5060 };
const FRAME = 160;
/** Digests are the platform's, and cost the engine nothing to speak of. */
const DIGEST = new Uint8Array(16);

/** A socket that hears what it is told too; while the network is still, its words go nowhere but into `said`. */
class Ear implements Udp {
  readonly #inner: Udp;
  readonly #options: UdpOptions;
  next: Datagram | undefined;
  constructor(inner: Network, options: UdpOptions) {
    this.#options = options;
    this.#inner = inner.openUdp(options);
  }
  get port() {
    return this.#inner.port;
  }
  read(): Datagram | undefined {
    const next = this.next ?? this.#inner.read();
    this.next = undefined;
    return next;
  }
  write(octets: Uint8Array, address: string, port: number): void {
    said = octets;
    speaker = this;
    if (!still) this.#inner.write(octets, address, port);
  }
  hear(datagram: Datagram): void {
    this.next = datagram;
    this.#options.onReadable();
  }
  close(): void {
    this.#inner.close();
  }
}

const SPEECH = speech(4);
const FRAMES = Array.from({ length: SPEECH.length / FRAME }, (_, n) => SPEECH.subarray(n * FRAME, (n + 1) * FRAME));

/** A line that repeats a few seconds of speech. */
class Mouth implements Slic {
  readonly options: SlicOptions;
  #at = 0;
  constructor(options: SlicOptions) {
    this.options = options;
  }
  read(frame: Int16Array): number {
    frame.set(FRAMES[this.#at]);
    this.#at = (this.#at + 1) % FRAMES.length;
    return FRAME;
  }
  write(): number {
    return FRAME;
  }
  linefeed(): void {}
  listen(): void {}
  rest(): void {}
  configure(): void {}
  loop(): null {
    return null;
  }
  measure(): "unable" {
    return "unable";
  }
  close(): void {}
}

let still = false;
let said: Uint8Array = new Uint8Array(0);
/** Whose words they are. */
let speaker: Ear | null = null;
const time = new VirtualTime();
const lan = new Lan({ time });
const host = lan.host("10.0.0.2");
const sockets: Ear[] = [];
const mouths: Mouth[] = [];
let cancel = () => {};
let alarmAt = 0;

const board: Board = {
  name: "bench",
  mac: "020000000002",
  lines: 2,
  echoDelay: null,
  openLine(_line, options) {
    const mouth = new Mouth(options);
    mouths.push(mouth);
    return mouth;
  },
  clock: {
    now: () => time.now(),
    today: () => time.today(),
    alarm(when, sleeper) {
      alarmAt = when;
      cancel();
      cancel = when === Number.POSITIVE_INFINITY ? () => {} : time.after(when - time.now(), () => sleeper.ring());
    },
  },
  chance: chanceOf(1, "board"),
  crypto: { digest: () => DIGEST },
  vault: {
    derive: () => DIGEST,
    hmac: () => DIGEST,
    encrypt: () => DIGEST,
    decrypt: () => DIGEST,
    gunzip: () => DIGEST,
  },
  flash: { read: () => undefined, write: () => {}, erase: () => {} },
  network: {
    ...host,
    openUdp(options) {
      const ear = new Ear(host, options);
      sockets.push(ear);
      return ear;
    },
  },
  client: { ask: () => () => {} },
  mqtt: null,
  assets: {},
  update: null,
  restart: () => {},
  openHttp: ({ port }) => ({ port, close: () => {} }),
  hosts: [],
  factory: {},
  profile: null,
  overrides: Object.fromEntries(
    [1, 2].flatMap((line) => [
      [`Proxy[${line}]`, `${SERVER.address}:${SERVER.port}`],
      [`User_ID[${line}]`, `10${line}`],
      [`Password[${line}]`, `pw-10${line}`],
      [`Dial_Plan[${line}]`, "(P0 <:600>)"],
      [`SIP_Port[${line}]`, String(5059 + line)],
    ]),
  ),
  journal: () => {},
};

let adapter: Adapter | null = null;
const packet = new Uint8Array(RTP_HEADER_LENGTH + FRAME);
const rtp = { ...emptyRtpHeader(), ssrc: 0x5eed, timestamp: 77, sequence: 9 };
const datagram = { octets: packet, address: SERVER.address, port: 0 };
let invite: Uint8Array[] = [];
let answers: Uint8Array[] = [];

const commands: { readonly [name: string]: (...args: number[]) => unknown } = {
  nothing: () => null,
  /** Leaves nothing on the heap that is not in use. */
  collect: () => (globalThis as unknown as { gc(): void }).gc(),
  boot() {
    new Pbx({
      time,
      network: lan.host(SERVER.address),
      chance: chanceOf(1, "pbx"),
      digest: () => DIGEST,
      port: SERVER.port,
    });
    return null;
  },
  adapter() {
    adapter = new Adapter(board);
    return null;
  },
  /** Line 1 is connected to the echo; from then on the network is still. */
  talk() {
    time.advance(1000);
    mouths[0].options.onHook(true);
    time.advance(2000);
    encodeUlaw(speech(0.02), packet, RTP_HEADER_LENGTH);
    return adapter?.status().lines[0].call;
  },
  /** Frames of a talking line: one packet in, one frame up, one packet out, one frame down. */
  frames(n: number) {
    const sound = sockets[2];
    still = true;
    for (let i = 0; i < n; i++) {
      emitRtp(rtp, packet);
      rtp.sequence = (rtp.sequence + 1) & 0xffff;
      rtp.timestamp += FRAME;
      sound.hear(datagram);
      mouths[0].options.onReadable();
    }
    return null;
  },
  /** Makes ready what is heard next, so that the making is not counted. */
  prepare(n: number) {
    still = false;
    const contact = contactOf(2);
    invite = Array.from({ length: n }, (_, i) => inviteFor(contact, i));
    return contact;
  },
  invite(i: number) {
    still = true;
    sockets[1].hear({ octets: invite[i], ...SERVER });
    still = false;
    return adapter?.status().lines[1].call;
  },
  cancel(i: number) {
    const text = textOf(invite[i]).split("\r\n\r\n")[0];
    const cancelText = text
      .replace(/^INVITE/, "CANCEL")
      .replace("1 INVITE", "1 CANCEL")
      .replace(/Content-\w+:.*\r\n/g, "");
    sockets[1].hear({
      octets: octetsOf(`${cancelText.replace(/Content-Length: \d+/, "Content-Length: 0")}\r\n\r\n`),
      ...SERVER,
    });
    time.advance(40_000);
    return adapter?.status().lines[1].call;
  },
  /** The receiver goes back on the hook. */
  hangUp() {
    still = false;
    mouths[0].options.onHook(false);
    time.advance(3000);
    return adapter?.status().lines[0].call;
  },
  /** Lets time pass until a REGISTER goes out. */
  register() {
    still = true;
    said = new Uint8Array(0);
    while (said.length === 0) time.advance(alarmAt - time.now());
    return null;
  },
  prepareAnswer() {
    const parsed = parseSip(said);
    if (!parsed || !("message" in parsed)) throw new Error("no REGISTER");
    const request = parsed.message as SipRequest;
    const headers = [["Contact", `${header(request, "Contact")};expires=600`]] as const;
    answers = [emitSip(responseTo(request, 200, "bench", { headers }))];
    return request.method;
  },
  /** True when the answer is taken, and the next REGISTER waits for its time. */
  answer() {
    const before = alarmAt;
    speaker?.hear({ octets: answers[0], ...SERVER });
    return alarmAt > before;
  },
};

/** What a line's Contact goes by: the user part of the next REGISTER it sends. */
function contactOf(line: number): string {
  for (;;) {
    said = new Uint8Array(0);
    while (said.length === 0) time.advance(100);
    const text = textOf(said);
    if (text.startsWith("REGISTER") && text.includes(`sip:10${line}@`))
      return /Contact: <sip:([^@]+)@/.exec(text)?.[1] ?? "";
  }
}

function inviteFor(contact: string, i: number): Uint8Array {
  const sdp =
    "v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\nm=audio 20000 RTP/AVP 0 8 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=ptime:20\r\na=sendrecv\r\n";
  return octetsOf(
    `INVITE sip:${contact}@10.0.0.2:5061 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKbench${i};rport\r\nMax-Forwards: 70\r\nFrom: "A Caller" <sip:103@10.0.0.1>;tag=f${i}\r\nTo: <sip:102@10.0.0.1>\r\nCall-ID: bench-${i}@10.0.0.1\r\nCSeq: 1 INVITE\r\nContact: <sip:103@10.0.0.1:5060>\r\nAllow: INVITE, ACK, CANCEL, BYE, OPTIONS\r\nSupported: replaces\r\nUser-Agent: bench\r\nContent-Type: application/sdp\r\nContent-Length: ${sdp.length}\r\n\r\n${sdp}`,
  );
}

Object.assign(globalThis, {
  handleCommand(message: ArrayBuffer): ArrayBufferLike {
    const [name, ...args] = JSON.parse(textOf(new Uint8Array(message))) as [string, ...number[]];
    return octetsOf(JSON.stringify(commands[name](...args) ?? null)).buffer;
  },
});
