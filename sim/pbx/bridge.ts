/** Two lines, joined: what one side says the other hears, and every description carries our address. */
import { earsOf, relayed } from "./description.js";
import type { Confirm, LegUser, Line, Means, Partner } from "./line.js";
import type { MediaPort } from "./media-port.js";
import { insist } from "./persistence.js";
import { NO_SDP, type Sdp } from "./sdp.js";
import { seeOff } from "./see-off.js";

/** One side of a call: a line and its media port. */
export type Side = { readonly line: Line; readonly media: MediaPort };

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

/** Both are up, or will be with the next word; `confirm` is what `b` waits for with an answer to its own offer. */
export function join(means: Means, a: Side, b: Side, confirm?: Confirm): void {
  const talk = { changes: false };
  joinMedia(a.media, b.media);
  b.line.user = inCall(means, talk, b, a);
  a.line.user = inCall(means, talk, a, b, confirm);
}

/** What both sides have in common: while one of the two is being replaced, neither can be moved. */
type Talk = { changes: boolean };

/** What a line that is up does to the other: offers go through, and an end is an end for both. */
function inCall(means: Means, talk: Talk, here: Side, there: Side, confirm: Confirm = () => {}): LegUser {
  let awaited = confirm;
  return {
    offered(offer, reply) {
      const passed = seen(offer, there.media);
      if (offer.length > 0 && passed.length === 0) {
        reply(488, NO_SDP);
        return;
      }
      there.line.reinvite(passed, (status, answer, confirm) => {
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
    informed: (headers, body, reply) => there.line.inform(headers, body, reply),
    ended() {
      there.line.end();
      close(here, there);
    },
    get partner() {
      return talk.changes ? null : partner(means, talk, here, there);
    },
  };
}

/** `there`, as the one at `here` may move it. */
function partner(means: Means, talk: Talk, here: Side, there: Side): Partner {
  return {
    depart: (farewell) =>
      there.line.depart(
        seeOff(here.line, farewell, {
          drop: () => there.line.end(),
          release: () => close(here, there),
        }),
      ),
    receive(line, offer) {
      if (line.isService && there.line.isService) {
        line.refuse(488);
        return;
      }
      const media = means.openMedia();
      const passed = seen(offer, there.media);
      if (!media || (offer.length > 0 && passed.length === 0)) {
        media?.close();
        line.refuse(media ? 488 : 503);
        return;
      }
      let waits = true;
      talk.changes = true;
      const before = there.line.said;
      line.user = {
        ended() {
          waits = false;
          media.close();
        },
      };
      insist(means.time, there.line, passed, (status, answer, confirm) => {
        if (!waits) {
          talk.changes = status < 300;
          if (status >= 300) return;
          confirm(NO_SDP);
          insist(means.time, there.line, before, (_status, answer) => {
            talk.changes = false;
            heed(there.media, answer);
          });
        } else if (status >= 300) {
          talk.changes = false;
          media.close();
          line.refuse(status);
        } else {
          heed(media, offer);
          heed(there.media, answer);
          here.media.close();
          here.line.user = {};
          join(means, { line, media }, there, confirm);
          line.answer(seen(answer, media));
          here.line.end();
        }
      });
    },
  };
}

function close(a: Side, b: Side): void {
  a.media.close();
  b.media.close();
}
