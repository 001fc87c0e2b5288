/** A call from one extension to another: both legs, and the sound between them. */
import type { Cancel, Time } from "../time.js";
import { inCall, joinMedia, pass } from "./bridge.js";
import { audioOf, offerFrom } from "./description.js";
import { LONGEST_RINGING } from "./extensions.js";
import type { Leg, LegUser, Sdp } from "./leg.js";
import type { MediaPort } from "./media-port.js";

export type ConnectionOptions = {
  readonly time: Time;
  readonly caller: Leg;
  /** The offer the caller came with; empty when it came without one. */
  readonly offer: Sdp;
  readonly callerMedia: MediaPort;
  readonly calledMedia: MediaPort;
  /** Calls the other extension. */
  call(offer: Sdp, user: LegUser): Leg;
  /** Everything about this call is over. */
  over(): void;
};

export function connect({ time, caller, offer, callerMedia, calledMedia, call, over }: ConnectionOptions): void {
  let patience: Cancel = () => {};
  const end = () => {
    patience();
    callerMedia.close();
    calledMedia.close();
    over();
  };
  joinMedia(callerMedia, calledMedia);
  const offered = offer.length > 0 ? pass(offer, callerMedia, calledMedia) : offerFrom(calledMedia.local, 1);

  const called = call(offered, {
    progressed: (status, sdp) => caller.progress(status, pass(sdp, calledMedia, callerMedia)),
    answered(sdp) {
      patience();
      caller.answer(pass(sdp, calledMedia, callerMedia));
      const here = { leg: caller, media: callerMedia };
      const there = { leg: called, media: calledMedia };
      called.user = inCall(there, () => here, end);
      caller.user = {
        ...inCall(here, () => there, end),
        acknowledged(sdp) {
          const audio = audioOf(sdp);
          if (audio) [callerMedia.remote, callerMedia.control] = [audio.remote, audio.control];
        },
      };
    },
    refused(status) {
      caller.refuse(status);
      end();
    },
  });
  caller.user = {
    ended() {
      called.end();
      end();
    },
  };
  patience = time.after(LONGEST_RINGING, () => {
    called.end();
    caller.refuse(480);
    end();
  });
}
