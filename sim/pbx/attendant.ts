/** What answers a test number: one call between a telephone and the PBX itself. */
import { getUint32, putUint32 } from "../../firmware/base/bytes.js";
import type { Chance } from "../chance.js";
import type { Cancel, Time } from "../time.js";
import { type Audio, answerTo, audioOf, offerFrom } from "./description.js";
import { DigitPlayer } from "./digit-player.js";
import { LONGEST_RINGING, type Service } from "./extensions.js";
import type { Leg, LegUser, Sdp } from "./leg.js";
import type { MediaPort } from "./media-port.js";
import { Player } from "./player.js";
import { digits, milliwatt, music, recording, type Sound } from "./sounds.js";

const SOUNDS: { readonly [name: string]: () => Sound } = { milliwatt, music, recording };

/** The services that take a call; the others refuse it before anybody has answered. */
export type Attended = Exclude<Service, { kind: "refuse" } | { kind: "redirect" }>;

export type AttendantOptions = {
  readonly time: Time;
  readonly chance: Chance;
  readonly media: MediaPort;
  readonly service: Attended;
  /** The other side's number. */
  readonly number: string;
  over(): void;
};

export class Attendant implements LegUser {
  readonly #options: AttendantOptions;
  #leg: Leg | null = null;
  #player: Player | DigitPlayer | null = null;
  #version = 1;
  #cancel: Cancel = () => {};

  constructor(options: AttendantOptions) {
    this.#options = options;
  }

  /** Takes a call that came in with `offer`. */
  take(leg: Leg, offer: Sdp): void {
    const { time, media, service } = this.#options;
    this.#leg = leg;
    leg.user = this;
    const local = media.local;
    const answer = offer.length > 0 ? answerTo(offer, local, this.#version) : null;
    if (offer.length > 0 && !answer) {
      leg.refuse(488);
      this.#over();
      return;
    }
    const sdp = answer?.sdp ?? offerFrom(local, this.#version);
    const begin = () => {
      leg.answer(sdp);
      if (answer) this.#speak(answer.audio);
    };
    if (service.kind === "ring" || service.kind === "early") {
      leg.progress(service.kind === "ring" ? 180 : 183, service.kind === "ring" ? undefined : sdp);
      if (service.kind === "early" && answer) this.#speak(answer.audio);
      this.#cancel = time.after(service.forMs, () => this.#refuse(service.kind === "early" ? service.status : 480));
    } else if (service.kind === "echo" && service.delay > 0) {
      leg.progress(180);
      this.#cancel = time.after(service.delay, begin);
    } else begin();
  }

  /** Makes a call instead: `call` sends our offer. */
  make(call: (offer: Sdp, user: LegUser) => Leg): void {
    const { time, media } = this.#options;
    const leg = call(offerFrom(media.local, this.#version), this);
    this.#leg = leg;
    this.#cancel = time.after(LONGEST_RINGING, () => {
      leg.end();
      this.#over();
    });
  }

  answered(sdp: Sdp): void {
    this.#cancel();
    this.acknowledged(sdp);
  }

  acknowledged(sdp: Sdp): void {
    const audio = sdp.length > 0 ? audioOf(sdp) : null;
    if (audio && !this.#player) this.#speak(audio);
  }

  refused(): void {
    this.#over();
  }

  offered(sdp: Sdp, reply: (status: number, sdp: Sdp) => void): void {
    const { media } = this.#options;
    this.#version++;
    const answer = answerTo(sdp, media.local, this.#version);
    if (sdp.length === 0) reply(200, offerFrom(media.local, this.#version));
    else if (!answer) reply(488, sdp);
    else {
      this.#direct(answer.audio);
      reply(200, answer.sdp);
    }
  }

  ended(): void {
    this.#over();
  }

  #refuse(status: number): void {
    this.#leg?.refuse(status);
    this.#over();
  }

  #over(): void {
    this.#cancel();
    this.#player?.stop();
    this.#options.media.close();
    this.#options.over();
  }

  #direct(audio: Audio): void {
    const { media } = this.#options;
    media.remote = audio.remote;
    media.control = audio.control;
    if (this.#player instanceof Player) this.#player.audio = audio;
  }

  #speak(audio: Audio): void {
    const { time, chance, media, service, number } = this.#options;
    this.#direct(audio);
    if (service.kind === "echo") media.onSound = echo(media, chance());
    else if (service.kind === "digits" && audio.eventPayloadType !== null)
      this.#player = new DigitPlayer(time, chance, media, audio.eventPayloadType, number);
    else if (service.kind === "digits") this.#player = new Player(time, chance, media, audio, digits(number));
    else
      this.#player = new Player(
        time,
        chance,
        media,
        audio,
        SOUNDS[service.kind === "play" ? service.sound : "music"](),
      );
  }
}

/** Sends each packet back under a name of our own (RFC 3550 section 8.2: one's own SSRC coming back is a loop). */
function echo(media: MediaPort, ssrc: number): (packet: Uint8Array) => void {
  return (packet) => {
    if (packet.length < 12 || getUint32(packet, 8) === ssrc) return;
    const back = packet.slice();
    putUint32(back, 8, ssrc);
    media.send(back);
  };
}
