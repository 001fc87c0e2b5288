/**
 * A telephone on its way from one call to another (RFC 5589): for the other call it is one that calls there, and what would be
 * said to its INVITE is told to whoever has sent it, until the answer is offered to the telephone itself (RFC 3725).
 */
import type { SipHeaders } from "../../firmware/wire/sip/sip-message.js";
import { audioOf, offerFrom } from "./description.js";
import type { Caller } from "./invitation.js";
import type { Leg } from "./leg.js";
import type { Confirm, Departing, Farewell, LegUser, Line, Means } from "./line.js";
import type { MediaPort } from "./media-port.js";
import { insist } from "./persistence.js";
import { Player } from "./player.js";
import { NO_SDP, type Sdp } from "./sdp.js";
import { ringback } from "./sounds.js";

type Ringback = { readonly media: MediaPort; player: Player | null };
type Moved = (status: number, answer: Sdp) => void;

export class Departure implements Line {
  readonly isService = false;
  readonly #leg: Leg;
  readonly #means: Means;
  readonly #farewell: Farewell;
  /** The call it leaves. */
  readonly #before: LegUser;
  readonly #heardBefore: Sdp;
  #user: LegUser = {};
  #state: "leaving" | "arriving" | "there" | "over" = "leaving";
  /** It has been offered something else than what it had before. */
  #moved = false;
  #moving = false;
  #next: { readonly offer: Sdp; readonly done: Moved } | null = null;
  #ringback: Ringback | null = null;

  constructor(means: Means, leg: Leg, farewell: Farewell) {
    this.#leg = leg;
    this.#means = means;
    this.#farewell = farewell;
    this.#before = leg.user;
    this.#heardBefore = leg.said;
    leg.user = {
      offered: (_offer, reply) => reply(491, NO_SDP),
      informed: (_headers, _body, reply) => reply(200),
      ended: () => this.#hungUp(),
    };
  }

  get caller(): Caller {
    return this.#leg.caller;
  }

  get said(): Sdp {
    return this.#leg.said;
  }

  get user(): LegUser {
    return this.#user;
  }

  set user(user: LegUser) {
    this.#user = user;
    if (this.#state === "there") this.#leg.user = user;
  }

  progress(status: number, sdp: Sdp = NO_SDP): void {
    if (this.#state !== "leaving") return;
    this.#farewell.told(status);
    if (sdp.length > 0) {
      this.#hush();
      this.#move(sdp, () => {});
    } else if (status >= 180) this.#ring();
  }

  answer(sdp: Sdp): void {
    if (this.#state !== "leaving") return;
    this.#state = "arriving";
    this.#hush(); // what is still on the way from there must not be taken for the new place
    this.#move(sdp, (status, answer) => {
      if (status >= 300) {
        this.refuse(status);
        this.#user.ended?.();
        return;
      }
      this.#state = "there";
      this.#leg.user = this.#user;
      this.#farewell.gone();
      this.#user.acknowledged?.(answer);
    });
  }

  refuse(status: number, _headers: SipHeaders = []): void {
    if (this.#state !== "leaving" && this.#state !== "arriving") return;
    this.#state = "over";
    this.#hush();
    const back = () => {
      if (!this.#leg.isUp) return;
      this.#leg.user = this.#before;
      this.#farewell.stayed(status);
    };
    if (this.#moved) this.#move(this.#heardBefore, back);
    else back();
  }

  end(): void {
    if (this.#state === "there") this.#leg.end();
    else this.refuse(480);
  }

  reinvite(sdp: Sdp, done: (status: number, sdp: Sdp, confirm: Confirm) => void): void {
    if (this.#state === "there") this.#leg.reinvite(sdp, done);
    else done(491, NO_SDP, () => {});
  }

  inform(headers: SipHeaders, body: Uint8Array, done: (status: number) => void): void {
    this.#leg.inform(headers, body, done);
  }

  depart(farewell: Farewell): Departing {
    return this.#leg.depart(farewell);
  }

  #hungUp(): void {
    const going = this.#state !== "over";
    this.#state = "over";
    this.#hush();
    this.#farewell.ended();
    if (going) this.#user.ended?.();
  }

  /** Offers `offer` to the telephone; of several that wait for one that is under way, the last. */
  #move(offer: Sdp, done: Moved): void {
    if (this.#moving) {
      this.#next = { offer, done };
      return;
    }
    this.#moving = this.#moved = true;
    insist(this.#means.time, this.#leg, offer, (status, answer) => {
      this.#moving = false;
      const next = this.#next;
      this.#next = null;
      if (!this.#leg.isUp) return;
      if (next) this.#move(next.offer, next.done);
      else done(status, answer);
    });
  }

  #ring(): void {
    if (this.#ringback) return;
    const { time, chance } = this.#means;
    const media = this.#means.openMedia();
    if (!media) return;
    const ring: Ringback = { media, player: null };
    this.#ringback = ring;
    this.#move(offerFrom(media.local, 1), (_status, answer) => {
      const audio = audioOf(answer);
      if (!audio || this.#ringback !== ring) return;
      media.ears = audio.ears;
      ring.player = new Player(time, chance, media, audio, ringback());
    });
  }

  #hush(): void {
    this.#ringback?.player?.stop();
    this.#ringback?.media.close();
    this.#ringback = null;
  }
}
