/** A service of our own that is in a call like a telephone, since somebody has sent it there. */
import type { SipHeaders } from "../../firmware/wire/sip/sip-message.js";
import type { Caller } from "./invitation.js";
import type { Confirm, Departing, Farewell, LegUser, Line } from "./line.js";
import { NO_SDP, type Sdp } from "./sdp.js";

export type ServiceLineOptions = {
  readonly caller: Caller;
  readonly farewell: Farewell;
  /** The service itself, as the user of a leg. */
  readonly service: LegUser;
  /** The service's own leg from now on. */
  taken(line: Line): void;
};

export class ServiceLine implements Line {
  readonly isService = true;
  user: LegUser = {};
  readonly caller: Caller;
  said: Sdp = NO_SDP;
  readonly #options: ServiceLineOptions;
  #state: "leaving" | "there" | "over" = "leaving";

  constructor(options: ServiceLineOptions) {
    this.#options = options;
    this.caller = options.caller;
  }

  progress(status: number): void {
    if (this.#state === "leaving") this.#options.farewell.told(status);
  }

  answer(sdp: Sdp): void {
    if (this.#state !== "leaving") return;
    const { farewell, service, taken } = this.#options;
    this.#state = "there";
    this.said = sdp;
    taken(this);
    farewell.gone();
    service.acknowledged?.(sdp);
  }

  refuse(status: number): void {
    if (this.#state !== "leaving") return;
    this.#state = "over";
    this.#options.farewell.stayed(status);
  }

  end(): void {
    if (this.#state === "leaving") this.refuse(480);
    else if (this.#state === "there") {
      this.#state = "over";
      this.#options.service.ended?.();
    }
  }

  reinvite(sdp: Sdp, done: (status: number, sdp: Sdp, confirm: Confirm) => void): void {
    const { service } = this.#options;
    service.offered?.(sdp, (status, answer) => {
      if (status < 300 && sdp.length > 0) this.said = sdp;
      done(status, answer, (late) => service.acknowledged?.(late));
    });
  }

  inform(_headers: SipHeaders, _body: Uint8Array, done: (status: number) => void): void {
    done(200);
  }

  depart(farewell: Farewell): Departing {
    const { service } = this.#options;
    return service.partner?.depart(farewell) as Departing;
  }
}
