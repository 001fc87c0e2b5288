/** Two legs, joined: what one side says the other hears, and every description carries our address. */
import { audioOf, relayed } from "./description.js";
import type { Leg, LegUser, Sdp } from "./leg.js";
import type { MediaPort } from "./media-port.js";

const NONE = new Uint8Array(0);

/** One side of a call: a leg and its media port. */
export type Side = { readonly leg: Leg; readonly media: MediaPort };

/** Sound goes straight across. */
export function joinMedia(a: MediaPort, b: MediaPort): void {
  a.onSound = (packet) => b.send(packet);
  b.onSound = (packet) => a.send(packet);
  a.onControl = (packet) => b.sendControl(packet);
  b.onControl = (packet) => a.sendControl(packet);
}

/** Notes where the side listens, and gives the description as the other side shall see it. */
export function pass(sdp: Sdp, from: MediaPort, to: MediaPort): Sdp {
  if (sdp.length === 0) return NONE;
  const audio = audioOf(sdp);
  from.remote = audio?.remote ?? null;
  from.control = audio?.control ?? null;
  return relayed(sdp, to.local) ?? NONE;
}

/** What a leg that is up does to the other: offers go through, and an end is an end for both. */
export function inCall(here: Side, there: () => Side, over: () => void): LegUser {
  return {
    offered(sdp, reply) {
      const other = there();
      other.leg.reinvite(pass(sdp, here.media, other.media), (status, answer) =>
        reply(status, pass(answer, other.media, here.media)),
      );
    },
    ended() {
      there().leg.end();
      over();
    },
  };
}
