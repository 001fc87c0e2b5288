/** The sound of one call on the network: a voice, and the two sockets it speaks through (RFC 3550 section 11). */
import type { Board } from "../../hal/board.js";
import type { Datagram, Udp, UdpOptions } from "../../hal/network.js";
import { frozen } from "../base/frozen.js";
import { type Instant, NEVER } from "../base/instant.js";
import { below, token } from "../base/random.js";
import type { SilenceThreshold } from "../dsp/voice-activity.js";
import type { JitterOptions } from "../media/jitter-level.js";
import { Voice } from "../media/voice.js";
import { indicationOf, MediaMapping, type MediaPort, type MediaQuestion } from "../net/media-mapping.js";
import type { CallId } from "../sip/seam.js";
import type { Agreement, Codec, MediaOffer } from "../wire/agreement.js";
import type { Endpoint } from "../wire/hop.js";

export type SessionOptions = {
  readonly portMin: number;
  readonly portMax: number;
  /** DSCP of RTP and RTCP. */
  readonly dscp: number;
  readonly codecs: readonly Codec[];
  readonly eventPayloadType: number | null;
  readonly nse: MediaOffer["nse"];
  readonly packetTime: number;
  /** ms between RTCP reports; 0 for none. */
  readonly controlInterval: number;
  readonly jitter: JitterOptions;
  /** Sound goes where it comes from. */
  readonly symmetric: boolean;
  readonly marksAllEvents: boolean;
  /** Silence is not sent to those who take comfort noise; null to send it. */
  readonly silence: SilenceThreshold | null;
  /** ms without a packet after which a call is silent; 0 for never. */
  readonly timeout: number;
  /** The port outside that leads to `portMin`; null for the same. */
  readonly externalPortMin: number | null;
  /** ms after which a port from which nothing is sent is kept open; 0 for never. */
  readonly keepAlive: number;
};

/** How a line is seen from outside: all its calls look here. */
export type Outside = {
  /** Our address there; null for our own. */
  address: string | null;
  /** Who is asked where our ports are; null for nobody. */
  stun: Endpoint | null;
};

/** Below this the first octet of a packet is one of STUN's (RFC 7983). */
const STUN_OCTETS = 4;
/**
 * RFC 6263 section 4.1: a datagram of nothing keeps a port open and is no sound to anybody; the recommended way, RTCP
 * among RTP, is not ours to take.
 */
const NOTHING = new Uint8Array(0);
/** ms of sound in a packet, at most, while a fax passes: what is lost shall be little. */
const SHORT_PACKET = 20;
/** By which NSE send, whatever was agreed. */
const STATIC_TYPES: Readonly<Record<Codec, number>> = frozen({ PCMU: 0, PCMA: 8 });

/** Who asked for it. */
export type SessionUser = {
  /** STUN, which has been asked, has answered or has not. */
  onReady(call: CallId, now: Instant): void;
};

type SessionBoard = Pick<Board, "network" | "chance" | "clock">;

export class Session implements UdpOptions {
  readonly voice: Voice;
  /** The other side takes keys as telephone events. */
  takesEvents = false;
  /** ... and tells of faxes by NSE. */
  takesNse = false;
  /** A fax or a modem passes, until the call is over. */
  passing = false;
  /** Of the socket that is being opened. */
  port = 0;
  readonly #sound: Udp;
  readonly #control: Udp;
  readonly #board: SessionBoard;
  readonly #options: SessionOptions;
  readonly #outside: Outside;
  readonly #call: CallId;
  readonly #user: SessionUser;
  #mapping: MediaMapping | null = null;
  /** When to look whether anything is sent, and how much had been at the last look. */
  #beatAt: Instant = NEVER;
  #sentBefore = 0;
  #agreement: Agreement | null = null;
  /** The codecs of our descriptions while a fax passes; null for those of a voice. */
  #described: readonly Codec[] | null = null;
  /** Told by NSE: the law that we send, both of which may come, and whether it is to be the one that comes. */
  #law: Codec | null = null;
  #follows = false;

  /** Throws an Error when no pair of ports is free. */
  constructor(call: CallId, board: SessionBoard, options: SessionOptions, outside: Outside, user: SessionUser) {
    this.#call = call;
    this.#board = board;
    this.#options = options;
    this.#outside = outside;
    this.#user = user;
    [this.#sound, this.#control] = this.#openPair();
    const { chance } = board;
    this.voice = new Voice({
      ssrc: chance(),
      sequence: chance() & 0xffff,
      timestamp: chance(),
      cname: token(chance, 16),
      controlInterval: options.controlInterval,
      jitter: options.jitter,
      symmetric: options.symmetric,
      marksAllEvents: options.marksAllEvents,
      silence: options.silence,
      timeout: options.timeout,
    });
  }

  /** What an offer or an answer says of our side. */
  get offer(): MediaOffer {
    const { codecs, eventPayloadType, nse, packetTime, silence } = this.#options;
    const described = this.#described;
    if (described) {
      const short = Math.min(packetTime, SHORT_PACKET);
      return { ...this.#place, codecs: described, eventPayloadType: null, nse, packetTime: short, passThrough: true };
    }
    return { ...this.#place, codecs, eventPayloadType, nse, packetTime, noise: silence !== null };
  }

  /** Our next descriptions are for a fax, by these codecs; null for a voice's. */
  describe(codecs: readonly Codec[] | null): void {
    this.#described = codecs;
  }

  /** The law we send. */
  get codec(): Codec {
    return this.#law ?? this.#agreement?.codec ?? this.#options.codecs[0];
  }

  /** From now on, and until the call is over: a delay that stays, nothing left out, keys as any sound. */
  pass(now: Instant): void {
    this.passing = true;
    this.voice.freeze();
    if (this.#agreement) this.#apply(this.#agreement, now);
  }

  /** NSE change the law without an offer. False when they have done so before; to be followed by `pass`. */
  upspeed(codec: Codec, follows: boolean): boolean {
    if (this.#law !== null) return false;
    this.#law = codec;
    this.#follows = follows;
    return true;
  }

  /** Sends by the law that comes, where that is wanted. */
  follow(now: Instant): void {
    const { heardCodec } = this.voice;
    if (!this.#follows || heardCodec === this.#law) return;
    this.#law = heardCodec;
    this.pass(now);
  }

  /** STUN first, then what is known of the line. */
  get #place(): Pick<MediaOffer, "address" | "port" | "controlPort"> {
    const sound = this.#mapping?.sound;
    const control = this.#mapping?.control;
    if (sound) {
      const { address, port } = sound;
      return control?.address === address ? { address, port, controlPort: control.port } : { address, port };
    }
    const { port } = this.#sound;
    const { address } = this.#outside;
    if (address === null) return { address: this.#board.network.address ?? "0.0.0.0", port };
    const { portMin, externalPortMin } = this.#options;
    return { address, port: externalPortMin === null ? port : externalPortMin + port - portMin };
  }

  /** Asks STUN where our ports are seen, now or again; not where there is no STUN. */
  ask(now: Instant): void {
    const { stun } = this.#outside;
    this.#mapping = stun && new MediaMapping({ server: stun, chance: this.#board.chance });
    if (this.#mapping) this.#send(this.#mapping.ask(now));
  }

  /** Answers are awaited. */
  get asking(): boolean {
    return this.#mapping?.asking ?? false;
  }

  agree(agreement: Agreement, now: Instant): void {
    this.#agreement = agreement;
    this.takesEvents = agreement.eventPayloadType !== null;
    this.takesNse = Boolean(agreement.nse);
    this.#apply(agreement, now);
    const { keepAlive } = this.#options;
    this.#beatAt = keepAlive > 0 ? now + keepAlive : NEVER;
    this.#sentBefore = this.voice.statistics.sent;
  }

  #apply(agreement: Agreement, now: Instant): void {
    this.voice.agree(this.passing ? this.#passed(agreement) : agreement, now);
  }

  /** What was agreed for a voice, as it is for a fax. */
  #passed(agreement: Agreement): Agreement {
    const packetTime = Math.min(agreement.packetTime, SHORT_PACKET);
    const plain = { ...agreement, packetTime, eventPayloadType: null, noisePayloadType: null };
    const law = this.#law;
    if (law === null) return plain;
    const { codec, payloadTypeIn, otherPayloadTypeIn } = agreement;
    if (law === codec)
      return { ...plain, otherPayloadTypeIn: otherPayloadTypeIn ?? STATIC_TYPES[law === "PCMU" ? "PCMA" : "PCMU"] };
    const payloadType = STATIC_TYPES[law];
    const ins = { payloadTypeIn: otherPayloadTypeIn ?? payloadType, otherPayloadTypeIn: payloadTypeIn };
    return { ...plain, codec: law, payloadType, ...ins };
  }

  /** 20 ms: what the telephone said goes out, and `frame` becomes what it shall hear. */
  exchange(frame: Int16Array): void {
    const voice = this.voice;
    voice.speak(frame);
    let packet = voice.take();
    while (packet !== null) {
      const remote = voice.remote;
      if (remote !== null) this.#sound.write(packet, remote.address, remote.port);
      packet = voice.take();
    }
    voice.listen(frame);
  }

  get deadline(): Instant {
    return Math.min(this.voice.deadline, this.#mapping?.deadline ?? NEVER, this.#beatAt);
  }

  poll(now: Instant): void {
    const mapping = this.#mapping;
    if (mapping && mapping.deadline <= now) this.#heard(mapping.poll(now), now);
    if (this.#beatAt <= now) this.#beat(now);
    this.#report(now);
  }

  #report(now: Instant): void {
    const report = this.voice.takeControl(now);
    const remote = this.voice.remoteControl;
    if (report !== null && remote !== null) this.#control.write(report, remote.address, remote.port);
  }

  close(now: Instant): void {
    this.voice.close();
    this.#report(now);
    this.#mapping = null;
    this.#beatAt = NEVER;
    this.#sound.close();
    this.#control.close();
  }

  // What the sockets call.

  onReadable(): void {
    const now = this.#board.clock.now();
    let packet = this.#sound.read();
    // where both sockets have something, the other one's own call comes when there is no more sound
    if (packet === undefined) this.#hearControl(now);
    for (; packet; packet = this.#sound.read()) {
      const octets = packet.octets;
      if (octets.length === 0) continue;
      if (octets[0] < STUN_OCTETS) this.#told("sound", packet, now);
      else this.voice.receive(octets, packet.address, packet.port, now);
    }
  }

  #hearControl(now: Instant): void {
    for (let packet = this.#control.read(); packet; packet = this.#control.read()) {
      const { octets } = packet;
      if (octets.length === 0) continue;
      if (octets[0] < STUN_OCTETS) this.#told("control", packet, now);
      else this.voice.receiveControl(octets, packet.address, packet.port, now);
    }
  }

  #told(at: MediaPort, { octets, address, port }: Datagram, now: Instant): void {
    const mapping = this.#mapping;
    if (mapping?.asking) this.#heard(mapping.receive(at, octets, address, port, now), now);
  }

  #heard(questions: readonly MediaQuestion[], now: Instant): void {
    this.#send(questions);
    if (!this.asking) this.#user.onReady(this.#call, now);
  }

  #send(questions: readonly MediaQuestion[]): void {
    for (const { send, from, address, port } of questions)
      (from === "sound" ? this.#sound : this.#control).write(send, address, port);
  }

  /** On hold, or while the other side alone speaks, a NAT would close the port by which it is heard. */
  #beat(now: Instant): void {
    const { keepAlive, controlInterval } = this.#options;
    const { remote, remoteControl, statistics } = this.voice;
    this.#beatAt = now + keepAlive;
    const silent = statistics.sent === this.#sentBefore;
    this.#sentBefore = statistics.sent;
    if (!silent || remote === null) return;
    const packet = this.#outside.stun ? indicationOf(this.#board.chance) : NOTHING;
    this.#sound.write(packet, remote.address, remote.port);
    // else reports keep it open
    if (controlInterval === 0 && remoteControl) this.#control.write(packet, remoteControl.address, remoteControl.port);
  }

  get dscp(): number {
    return this.#options.dscp;
  }

  /** An even port and the odd one above it, from a random place in the range. */
  #openPair(): [Udp, Udp] {
    const { portMin, portMax } = this.#options;
    const first = portMin + (portMin & 1);
    const pairs = Math.max(1, Math.floor((portMax + 1 - first) / 2));
    const start = below(this.#board.chance, pairs);
    for (let i = 0; i < pairs; i++) {
      const port = first + 2 * ((start + i) % pairs);
      const sound = this.#tryOpen(port);
      if (!sound) continue;
      const control = this.#tryOpen(port + 1);
      if (control) return [sound, control];
      sound.close();
    }
    throw new Error(`no RTP port is free between ${portMin} and ${portMax}`);
  }

  #tryOpen(port: number): Udp | null {
    this.port = port;
    try {
      return this.#board.network.openUdp(this);
    } catch {
      return null;
    }
  }
}
