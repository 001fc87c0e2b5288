/** The calls of one line, from the first word to the last, for the list of calls: whatever telephone and sound forget. */
import type { Clock } from "../../hal/clock.js";
import type { DateTime } from "../base/date-time.js";
import type { Instant } from "../base/instant.js";
import type { Happened } from "../events/event.js";
import { type Call, peerText } from "../phone/calls.js";
import { wordsFor } from "../phone/statuses.js";
import type { CallId } from "../sip/seam.js";
import type { FinishedCall } from "../web/history.js";

/** Who hears of them. */
export type CallListener = {
  happened(happened: Happened): void;
  finished(call: FinishedCall, began: DateTime | null): void;
};

/** Null where there is none. */
type Refusal = { readonly code: number | null; readonly reason: string | null };
type Watched = { readonly call: Call; readonly began: DateTime | null; answeredAt: Instant | null };

export class CallWatch {
  readonly #line: number;
  readonly #board: { readonly clock: Clock };
  readonly #listener: CallListener;
  readonly #watched: Watched[] = [];

  constructor(line: number, board: { readonly clock: Clock }, listener: CallListener) {
    this.#line = line;
    this.#board = board;
    this.#listener = listener;
  }

  /** What there is now. */
  look(calls: readonly Call[], now: Instant): void {
    for (let at = 0; at < calls.length; at++) {
      const call = calls[at];
      let watched = this.#find(call.id);
      if (watched === undefined) {
        watched = { call, began: this.#board.clock.today(), answeredAt: null };
        this.#watched.push(watched);
        if (call.state !== "up") this.#begun(call, calls.length > 1);
      }
      if (call.state !== "up" || watched.answeredAt !== null) continue;
      watched.answeredAt = now;
      this.#listener.happened({ event: "answer", line: this.#line, direction: call.direction, ...whom(call) });
    }
  }

  /** ms since it was answered; null before. */
  duration(call: CallId, now: Instant): number | null {
    const answeredAt = this.#find(call)?.answeredAt ?? null;
    return answeredAt === null ? null : now - answeredAt;
  }

  /** It is over. `refusal` is the status that ended it, if one did, and its reason; `mos` what it sounded like. */
  end(id: CallId, { code, reason }: Refusal, mos: number | null, now: Instant): void {
    const at = this.#watched.findIndex(({ call }) => call.id === id);
    if (at < 0) return;
    const [{ call, began, answeredAt }] = this.#watched.splice(at, 1);
    const { direction } = call;
    const answered = answeredAt !== null;
    this.#listener.finished(
      {
        line: this.#line,
        direction,
        number: peerText(call) ?? "",
        name: whom(call).name,
        seconds: answered ? Math.round((now - answeredAt) / 1000) : 0,
        answered,
        words: answered
          ? ""
          : direction === "in"
            ? missed(call)
            : code === null
              ? "given up"
              : wordsFor(code, reason ?? ""),
        mos,
      },
      began,
    );
  }

  #begun(call: Call, waiting: boolean): void {
    const { number, name } = whom(call);
    if (call.direction === "out") this.#listener.happened({ event: "dial", line: this.#line, to: number });
    else this.#listener.happened({ event: "ring", line: this.#line, from: number, name, waiting });
  }

  #find(id: CallId): Watched | undefined {
    const all = this.#watched;
    for (let at = 0; at < all.length; at++) if (all[at].call.id === id) return all[at];
    return undefined;
  }
}

const missed = ({ state }: Call) => (state === "elsewhere" ? "answered elsewhere" : "missed");

/** As far as it may be known. */
const whom = (call: Call) => ({ number: peerText(call), name: call.peer.private ? "" : call.peer.name });
