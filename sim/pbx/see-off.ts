/** The place of one whose partner leaves for another call, kept until that has come to something (RFC 5589). */
import type { Farewell, Line } from "./line.js";
import { NO_SDP } from "./sdp.js";

export type Parting = {
  /** Ends the one who wanted to leave: nobody is left to come back to. */
  drop(): void;
  /** Gives up what only the two of them had in common. */
  release(): void;
};

/** What the one who leaves is to be told by, on the way. */
export function seeOff(here: Line, farewell: Farewell, { drop, release }: Parting): Farewell {
  const before = here.user;
  let holds = true;
  here.user = {
    offered: (_offer, reply) => reply(491, NO_SDP),
    informed: (_headers, _body, reply) => reply(200),
    ended() {
      holds = false;
    },
  };
  return {
    told: (status) => farewell.told(status),
    gone() {
      release();
      here.user = {};
      farewell.gone();
    },
    stayed(status) {
      if (holds) {
        here.user = before;
        farewell.stayed(status);
      } else {
        drop();
        release();
      }
    },
    ended() {
      release();
      here.user = {};
      farewell.ended();
    },
  };
}
