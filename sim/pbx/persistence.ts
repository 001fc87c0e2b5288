/** An offer that is made again while the other side is about to make one (RFC 3261 section 14.1, 491). */
import type { Time } from "../time.js";
import type { Confirm, Line } from "./line.js";
import type { Sdp } from "./sdp.js";

const PAUSE = 500;
const MOST_TRIES = 8;

export function insist(
  time: Time,
  line: Pick<Line, "reinvite">,
  sdp: Sdp,
  done: (status: number, answer: Sdp, confirm: Confirm) => void,
): void {
  let tries = 0;
  const attempt = () =>
    line.reinvite(sdp, (status, answer, confirm) => {
      tries++;
      if (status === 491 && tries < MOST_TRIES) time.after(PAUSE, attempt);
      else done(status, answer, confirm);
    });
  attempt();
}
