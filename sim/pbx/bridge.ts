/** Two legs, joined: what one side says the other hears, and every description carries our address. */
import { earsOf, relayed } from "./description.js";
import type { Confirm, Leg, LegUser } from "./leg.js";
import type { MediaPort } from "./media-port.js";
import { NO_SDP, type Sdp } from "./sdp.js";

/** One side of a call: a leg and its media port. */
export type Side = { readonly leg: Leg; readonly media: MediaPort };

/** Sound goes straight across. */
export function joinMedia(a: MediaPort, b: MediaPort): void {
  a.onSound = (packet) => b.send(packet);
  b.onSound = (packet) => a.send(packet);
  a.onControl = (packet) => b.sendControl(packet);
  b.onControl = (packet) => a.sendControl(packet);
}

/** Notes where the side listens, when it says so. */
export function heed(media: MediaPort, sdp: Sdp): void {
  if (sdp.length > 0) media.ears = earsOf(sdp);
}

/** The description as the side of `media` shall see it. */
export function seen(sdp: Sdp, media: MediaPort): Sdp {
  return relayed(sdp, media.local) ?? NO_SDP;
}

/**
 * What a leg that is up does to the other: offers go through, and an end is an end for both. `confirm` is what the other
 * side waits for with an answer, if its own offer came with a 2xx.
 */
export function inCall(here: Side, there: Side, over: () => void, confirm: Confirm = () => {}): LegUser {
  let awaited = confirm;
  return {
    offered(offer, reply) {
      const passed = seen(offer, there.media);
      if (offer.length > 0 && passed.length === 0) {
        reply(488, NO_SDP);
        return;
      }
      there.leg.reinvite(passed, (status, answer, confirm) => {
        if (status < 300) {
          heed(here.media, offer);
          heed(there.media, answer);
          awaited = confirm;
        }
        reply(status, seen(answer, here.media));
      });
    },
    acknowledged(answer) {
      heed(here.media, answer);
      awaited(seen(answer, there.media));
    },
    informed: (headers, body, reply) => there.leg.inform(headers, body, reply),
    ended() {
      there.leg.end();
      over();
    },
  };
}
