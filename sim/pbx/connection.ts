/** A call to an extension: both lines, and the sound between them. */
import type { SipHeaders } from "../../firmware/wire/sip/sip-message.js";
import type { Cancel } from "../time.js";
import { heed, join, joinMedia, seen } from "./bridge.js";
import { LONGEST_RINGING } from "./extensions.js";
import type { LegUser, Line, Means } from "./line.js";
import type { MediaPort } from "./media-port.js";
import type { Sdp } from "./sdp.js";

export type ConnectionOptions = {
  readonly means: Means;
  readonly caller: Line;
  /** The offer the caller came with; empty when it came without one. */
  readonly offer: Sdp;
  readonly callerMedia: MediaPort;
  readonly calledMedia: MediaPort;
  /** Calls the other extension. */
  call(offer: Sdp, user: LegUser): Line;
};

export function connect({ means, caller, offer, callerMedia, calledMedia, call }: ConnectionOptions): void {
  let patience: Cancel = () => {};
  const end = () => {
    patience();
    callerMedia.close();
    calledMedia.close();
  };
  const offered = seen(offer, calledMedia);
  if (offer.length > 0 && offered.length === 0) {
    caller.refuse(488);
    end();
    return;
  }
  joinMedia(callerMedia, calledMedia);
  heed(callerMedia, offer);

  const called = call(offered, {
    progressed(status, sdp) {
      heed(calledMedia, sdp);
      caller.progress(status, seen(sdp, callerMedia));
    },
    answered(sdp, confirm) {
      patience();
      heed(calledMedia, sdp);
      join(means, { line: caller, media: callerMedia }, { line: called, media: calledMedia }, confirm);
      caller.answer(seen(sdp, callerMedia));
    },
    refused(status, headers) {
      caller.refuse(refusalOf(status), headers.filter(isForCaller));
      end();
    },
  });
  caller.user = {
    ended() {
      called.end();
      end();
    },
  };
  patience = means.time.after(LONGEST_RINGING, () => {
    called.end();
    caller.refuse(480);
    end();
  });
}

/** A telephone that is silent, or would like to know who we are, cannot be reached. */
function refusalOf(status: number): number {
  return status === 408 || status === 401 || status === 407 ? 480 : status;
}

/** What a refusal says beyond its status: where else to go, when to try again, and why not. */
const isForCaller = ([name]: SipHeaders[number]) =>
  ["Contact", "Diversion", "Retry-After", "Warning", "Reason"].includes(name);
