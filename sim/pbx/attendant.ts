/** What answers a test number: one call between a telephone and the PBX itself. */
import type { Chance } from "../chance.js";
import type { Cancel, Time } from "../time.js";
import { type Audio, answerTo, audioOf, offerFrom } from "./description.js";
import { DigitPlayer } from "./digit-player.js";
import { echo } from "./echo.js";
import { LONGEST_RINGING, type Service } from "./extensions.js";
import type { LegUser, Line, Partner } from "./line.js";
import type { MediaPort } from "./media-port.js";
import { Player } from "./player.js";
import { NO_SDP, type Sdp } from "./sdp.js";
import { seeOff } from "./see-off.js";
import { ServiceLine } from "./service-line.js";
import { beeps, digits, milliwatt, music, recording, type Sound } from "./sounds.js";
import { spoken } from "./spoken.js";

const SOUNDS: { readonly [name: string]: () => Sound } = { milliwatt, music, recording };

/** The services that take a call; the others refuse it before anybody has answered. */
export type Attended = Exclude<Service, { kind: "refuse" } | { kind: "redirect" }>;

export type AttendantOptions = {
  readonly time: Time;
  readonly chance: Chance;
  readonly media: MediaPort;
  readonly service: Attended;
  /** Its own number, and the other side's. */
  readonly own: string;
  readonly number: string;
  /** Words to say numbers with, as they lie in flash. */
  readonly words: Uint8Array | undefined;
  /** Everything about this call is over; `answered` when it had been taken. */
  over(answered: boolean): void;
};

export class Attendant implements LegUser {
  readonly #options: AttendantOptions;
  #leg: Line | null = null;
  #answered = false;
  #hears = false;
  #player: Player | DigitPlayer | null = null;
  #version = 1;
  #cancel: Cancel = () => {};

  constructor(options: AttendantOptions) {
    this.#options = options;
  }

  /** Takes a call that came in with `offer`. */
  take(leg: Line, offer: Sdp): void {
    const { time, media, service } = this.#options;
    this.#leg = leg;
    leg.user = this;
    const answer = offer.length > 0 ? answerTo(offer, media.local, this.#version) : null;
    if (offer.length > 0 && !answer) {
      this.#refuse(488);
      return;
    }
    const take = () => {
      this.#answered = true;
      leg.answer(answer?.sdp ?? offerFrom(media.local, this.#version));
      if (answer) this.#attend(answer.audio);
    };
    switch (service.kind) {
      case "ring":
        leg.progress(180);
        this.#cancel = time.after(service.forMs, () => this.#refuse(480));
        break;
      case "early":
        // without an offer there is nothing to answer, and nowhere to send to
        leg.progress(183, answer?.sdp);
        if (answer) this.#attend(answer.audio);
        this.#cancel = time.after(service.forMs, () => this.#refuse(service.status));
        break;
      case "echo":
        if (service.delay === 0) take();
        else {
          leg.progress(180);
          this.#cancel = time.after(service.delay, take);
        }
        break;
      default:
        take();
    }
  }

  /** Makes a call instead: `call` sends our offer. */
  make(call: (offer: Sdp, user: LegUser) => Line): void {
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
    this.#answered = true;
    this.acknowledged(sdp);
  }

  acknowledged(answer: Sdp): void {
    const audio = answer.length > 0 ? audioOf(answer) : null;
    if (audio) this.#attend(audio);
  }

  refused(): void {
    this.#over();
  }

  offered(sdp: Sdp, reply: (status: number, sdp: Sdp) => void): void {
    const { media } = this.#options;
    this.#version++;
    if (sdp.length === 0) {
      reply(200, offerFrom(media.local, this.#version));
      return;
    }
    const answer = answerTo(sdp, media.local, this.#version);
    if (!answer) reply(488, NO_SDP);
    else {
      this.#attend(answer.audio);
      reply(200, answer.sdp);
    }
  }

  ended(): void {
    this.#over();
  }

  /** Whoever is in a call with it may move it (RFC 5589). */
  get partner(): Partner | null {
    const here = this.#leg;
    if (!this.#answered || !here) return null;
    return {
      depart: (farewell) => {
        const { media, own } = this.#options;
        this.#version++;
        const line = new ServiceLine({
          caller: { number: own, name: "" },
          farewell: seeOff(here, farewell, { drop: () => this.ended(), release: () => {} }),
          service: this,
          taken: (line) => {
            this.#leg = line;
          },
        });
        return { line, offer: offerFrom(media.local, this.#version) };
      },
      receive: (line, offer) => this.#receive(here, line, offer),
    };
  }

  #receive(here: Line, line: Line, offer: Sdp): void {
    const { media } = this.#options;
    this.#version++;
    const answer = offer.length > 0 ? answerTo(offer, media.local, this.#version) : null;
    if (line.isService || (offer.length > 0 && !answer)) {
      line.refuse(488);
      return;
    }
    here.user = {};
    this.#leg = line;
    line.user = this;
    line.answer(answer?.sdp ?? offerFrom(media.local, this.#version));
    if (answer) this.#attend(answer.audio);
    here.end();
  }

  #refuse(status: number): void {
    this.#leg?.refuse(status);
    this.#over();
  }

  #over(): void {
    this.#cancel();
    this.#player?.stop();
    this.#options.media.close();
    this.#options.over(this.#answered);
  }

  /** Speaks to where `audio` says, and begins to when this is the first that is heard of it. */
  #attend(audio: Audio): void {
    const { time, chance, media, service, number, words } = this.#options;
    media.ears = audio.ears;
    if (this.#player) this.#player.audio = audio;
    if (this.#hears) return;
    this.#hears = true;
    if (service.kind === "echo") media.onSound = echo(media, chance());
    else if (service.kind === "digits" && audio.eventPayloadType !== null)
      this.#player = new DigitPlayer(time, chance, media, audio, number, spoken(number, words));
    else this.#player = new Player(time, chance, media, audio, soundOf(this.#options));
  }
}

function soundOf({ service, number, words }: AttendantOptions): Sound {
  if (service.kind === "digits") return digits(number, spoken(number, words));
  if (service.kind === "mailbox") return beeps(service.messages);
  return SOUNDS[service.kind === "play" ? service.sound : "music"]();
}
