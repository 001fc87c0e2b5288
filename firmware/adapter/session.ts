/** The sound of one call on the network: a voice, and the two sockets it speaks through (RFC 3550 section 11). */
import type { Network, Udp } from "../../hal/network.js";
import type { Instant } from "../base/instant.js";
import { below, type Chance, token } from "../base/random.js";
import type { JitterOptions } from "../media/jitter-buffer.js";
import { Voice } from "../media/voice.js";
import type { Agreement, Codec, MediaOffer } from "../wire/agreement.js";

export type SessionOptions = {
  readonly portMin: number;
  readonly portMax: number;
  /** DSCP of RTP and RTCP. */
  readonly dscp: number;
  readonly codecs: readonly Codec[];
  readonly eventPayloadType: number | null;
  readonly packetTime: number;
  /** ms between RTCP reports; 0 for none. */
  readonly controlInterval: number;
  readonly jitter: JitterOptions;
};

export class Session {
  readonly voice: Voice;
  /** The other side takes keys as telephone events. */
  takesEvents = false;
  readonly #sound: Udp;
  readonly #control: Udp;
  readonly #network: Network;
  readonly #options: SessionOptions;
  readonly #now: () => Instant;

  /** Throws an Error when no pair of ports is free. */
  constructor(network: Network, chance: Chance, now: () => Instant, options: SessionOptions) {
    this.#now = now;
    this.#network = network;
    this.#options = options;
    [this.#sound, this.#control] = openPair(network, chance, options, this.#onSound, this.#onControl);
    this.voice = new Voice({
      ssrc: chance(),
      sequence: chance() & 0xffff,
      timestamp: chance(),
      cname: token(chance, 16),
      controlInterval: options.controlInterval,
      jitter: options.jitter,
    });
  }

  /** What an offer or an answer says of our side. */
  get offer(): MediaOffer {
    const { codecs, eventPayloadType, packetTime } = this.#options;
    const address = this.#network.address ?? "0.0.0.0";
    return { address, port: this.#sound.port, codecs, eventPayloadType, packetTime };
  }

  agree(agreement: Agreement, now: Instant): void {
    this.takesEvents = agreement.eventPayloadType !== null;
    this.voice.agree(agreement, now);
  }

  /** 20 ms: what the telephone said goes out, and `frame` becomes what it shall hear. */
  exchange(frame: Int16Array): void {
    const voice = this.voice;
    voice.speak(frame);
    for (let packet = voice.take(); packet !== null; packet = voice.take()) {
      const remote = voice.remote;
      if (remote !== null) this.#sound.write(packet, remote.address, remote.port);
    }
    voice.listen(frame);
  }

  get deadline(): Instant {
    return this.voice.deadline;
  }

  poll(now: Instant): void {
    const report = this.voice.takeControl(now);
    const remote = this.voice.remoteControl;
    if (report !== null && remote !== null) this.#control.write(report, remote.address, remote.port);
  }

  close(now: Instant): void {
    this.voice.close();
    this.poll(now);
    this.#sound.close();
    this.#control.close();
  }

  readonly #onSound = (): void => {
    const now = this.#now();
    for (let packet = this.#sound.read(); packet; packet = this.#sound.read())
      this.voice.receive(packet.octets, packet.address, packet.port, now);
  };

  readonly #onControl = (): void => {
    const now = this.#now();
    for (let packet = this.#control.read(); packet; packet = this.#control.read())
      this.voice.receiveControl(packet.octets, packet.address, packet.port, now);
  };
}

/** An even port and the odd one above it, from a random place in the range. */
function openPair(
  network: Network,
  chance: Chance,
  { portMin, portMax, dscp }: SessionOptions,
  onSound: () => void,
  onControl: () => void,
): [Udp, Udp] {
  const first = portMin + (portMin & 1);
  const pairs = Math.max(1, Math.floor((portMax + 1 - first) / 2));
  const start = below(chance, pairs);
  for (let i = 0; i < pairs; i++) {
    const port = first + 2 * ((start + i) % pairs);
    const sound = tryOpen(network, port, dscp, onSound);
    if (!sound) continue;
    const control = tryOpen(network, port + 1, dscp, onControl);
    if (control) return [sound, control];
    sound.close();
  }
  throw new Error(`no RTP port is free between ${portMin} and ${portMax}`);
}

function tryOpen(network: Network, port: number, dscp: number, onReadable: () => void): Udp | null {
  try {
    return network.openUdp({ port, dscp, onReadable });
  } catch {
    return null;
  }
}
