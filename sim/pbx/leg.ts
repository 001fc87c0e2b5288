/** One leg of a call through the PBX: one dialog, seen from us (RFC 3261 sections 12 to 15). */

import { type Dialog, dialogOfRequest, dialogOfResponse } from "../../firmware/sip/dialog.js";
import { sequenceOf } from "../../firmware/transaction/mandatory.js";
import type { ServerTransaction } from "../../firmware/transaction/transactions.js";
import type { Endpoint } from "../../firmware/wire/hop.js";
import { header, type SipHeaders, type SipRequest, type SipResponse } from "../../firmware/wire/sip-message.js";
import type { Time } from "../time.js";
import { Acceptance } from "./acceptance.js";
import { Acknowledgement } from "./acknowledgement.js";
import type { Asked, Asking, Flow } from "./flow.js";
import { reach } from "./reach.js";
import { NO_SDP, type Sdp, typeOf } from "./sdp.js";

export const ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, REGISTER";

/** Gives the answer to an offer that came with a 2xx; nothing happens when we had made the offer. */
export type Confirm = (answer: Sdp) => void;

/** What the telephone at the end of a leg does. */
export type LegUser = {
  progressed?(status: number, sdp: Sdp): void;
  answered?(sdp: Sdp, confirm: Confirm): void;
  /** The INVITE came to nothing; `status` is 408 when nobody answered at all. */
  refused?(status: number, headers: SipHeaders): void;
  /** Our 2xx has arrived; `answer` is empty unless the offer was ours. */
  acknowledged?(answer: Sdp): void;
  /** A re-INVITE; `sdp` may be empty. `reply` wants an answer, or a status of 300 and above. */
  offered?(sdp: Sdp, reply: (status: number, sdp: Sdp) => void): void;
  /** INFO: keys of a telephone that sends them this way. */
  informed?(headers: SipHeaders, body: Uint8Array, reply: (status: number) => void): void;
  /** BYE, or CANCEL before the answer, or no ACK at all. */
  ended?(): void;
};

export class Leg {
  /** By which the telephone is reached. */
  readonly flow: Flow;
  readonly #time: Time;
  /** Where the telephone speaks from, or was called at. */
  readonly #source: Endpoint;
  readonly #contact: string;
  user: LegUser = {};
  #dialog: Dialog | null = null;
  #state: "early" | "up" | "over" = "early";
  /** The INVITE that made this leg, when it came in. */
  #first: Asking | null = null;
  /** An INVITE of the other side that waits for its final response, and one of ours. */
  #asking: Asking | null = null;
  #asked: Asked | null = null;
  #cancelled = false;
  #acceptance: Acceptance | null = null;
  #acknowledgement: Acknowledgement | null = null;

  private constructor(flow: Flow, time: Time, source: Endpoint) {
    this.flow = flow;
    this.#time = time;
    this.#source = source;
    this.#contact = `<${flow.uriOf("")}>`;
  }

  /** The leg of an INVITE that came in; null when it names no Contact to answer to. */
  static of(time: Time, asking: Asking): Leg | null {
    const dialog = dialogOfRequest(asking.request, asking.tag);
    if (!dialog) return null;
    const leg = new Leg(asking.flow, time, asking.from);
    leg.#first = asking;
    leg.#asking = asking;
    leg.#dialog = dialog;
    return leg;
  }

  /** The leg of an INVITE of ours, without Via and Contact. */
  static to(flow: Flow, time: Time, hop: Endpoint, invite: SipRequest, user: LegUser): Leg {
    const leg = new Leg(flow, time, hop);
    leg.user = user;
    const request = { ...invite, headers: [...invite.headers, ...leg.#introduction(invite.body)] };
    leg.#asked = flow.request(request, hop, (response) => leg.#heard(request, response));
    return leg;
  }

  owns(request: SipRequest): boolean {
    return this.#dialog?.owns(request) ?? false;
  }

  isFor(invite: ServerTransaction): boolean {
    return this.#first?.transaction === invite;
  }

  progress(status: number, sdp: Sdp = NO_SDP): void {
    const headers = status > 100 ? this.#introduction(sdp) : [];
    if (this.#asking && this.#state === "early") this.#asking.respond(status, { headers, body: sdp });
  }

  answer(sdp: Sdp): void {
    if (!this.#asking || this.#state !== "early") return;
    this.#state = "up";
    this.#accept(this.#asking, sdp);
  }

  refuse(status: number, headers: SipHeaders = []): void {
    if (!this.#asking || this.#state !== "early") return;
    this.#asking.respond(status, { headers });
    this.#asking = null;
    this.#state = "over";
  }

  /** Ends the leg, whatever it has come to. */
  end(): void {
    if (this.#state === "over") return;
    if (this.#state === "early" && this.#first) this.refuse(480);
    else if (this.#state === "early") this.#cancel();
    else {
      this.#acknowledgement?.give();
      if (this.#dialog) this.flow.request(this.#dialog.request("BYE"), this.#to, () => {});
      this.#close();
    }
  }

  /** Ends the leg by ourselves, its user too. */
  hangUp(): void {
    if (this.#state === "over") return;
    this.end();
    this.user.ended?.();
  }

  /** A new offer to the other side, or an empty one to ask for theirs (section 14.1). */
  reinvite(sdp: Sdp, done: (status: number, sdp: Sdp, confirm: Confirm) => void): void {
    const dialog = this.#dialog;
    if (!dialog || this.#state !== "up" || this.#asked || this.#asking) {
      done(491, NO_SDP, () => {});
      return;
    }
    this.#acknowledgement?.give(); // whatever it waited for
    const request = dialog.request("INVITE", this.#introduction(sdp), sdp);
    let acknowledgement: Acknowledgement | null = null;
    this.#asked = this.flow.request(request, this.#to, (response) => {
      const status = response?.status ?? 408;
      if (status < 200) return;
      if (acknowledgement) acknowledgement.again();
      else {
        this.#asked = null;
        if (response && status < 300) {
          dialog.refresh(response);
          acknowledgement = this.#acknowledge(dialog, request);
        }
        const confirm = acknowledgement;
        done(status, status < 300 && response ? response.body : NO_SDP, (answer) => confirm?.give(answer));
      }
    });
  }

  /** Keys, by INFO. */
  inform(headers: SipHeaders, body: Uint8Array, done: (status: number) => void): void {
    const dialog = this.#dialog;
    if (!dialog || this.#state !== "up") done(481);
    else
      this.flow.request(dialog.request("INFO", headers, body), this.#to, (response) => {
        const status = response?.status ?? 408;
        if (status >= 200) done(status);
      });
  }

  // What the endpoint hears for this leg.

  request(asking: Asking): void {
    const { request } = asking;
    if (!this.#dialog?.inOrder(request)) asking.respond(500);
    else if (request.method === "BYE") {
      asking.respond(200);
      this.#finish();
    } else if (request.method === "INVITE") this.#invited(asking);
    else if (request.method === "INFO" && this.user.informed) {
      const type = header(request, "Content-Type");
      const headers: SipHeaders = type === undefined ? [] : [["Content-Type", type]];
      this.user.informed(headers, request.body, (status) => asking.respond(status));
    } else if (request.method === "INFO" || request.method === "OPTIONS") asking.respond(200);
    else asking.respond(405, { headers: [["Allow", ALLOW]] });
  }

  ack(request: SipRequest): void {
    if (this.#acceptance?.sequence !== sequenceOf(request).number) return;
    this.#acceptance.stop();
    this.#acceptance = null;
    this.user.acknowledged?.(request.body);
  }

  cancel(): void {
    if (this.#state === "early") this.#finish();
  }

  #invited(asking: Asking): void {
    // section 14.2: one at a time, from either side
    if (this.#asking) asking.respond(500, { headers: [["Retry-After", "1"]] });
    else if (this.#asked) asking.respond(491);
    else if (!this.user.offered) asking.respond(488);
    else {
      this.#acceptance?.stop(); // whoever goes on has heard our 2xx
      this.#dialog?.refresh(asking.request);
      this.#asking = asking;
      this.user.offered(asking.request.body, (status, sdp) => {
        if (this.#asking !== asking) return;
        if (status < 300) this.#accept(asking, sdp);
        else {
          this.#asking = null;
          asking.respond(status);
        }
      });
    }
  }

  #accept(asking: Asking, sdp: Sdp): void {
    this.#asking = null;
    const parts = { headers: this.#introduction(sdp), body: sdp };
    this.#acceptance = new Acceptance({
      time: this.#time,
      sequence: sequenceOf(asking.request).number,
      send: () => asking.respond(200, parts),
      unheard: () => this.hangUp(),
    });
  }

  #heard(invite: SipRequest, response: SipResponse | null): void {
    const status = response?.status ?? 408;
    if (response && status >= 200 && status < 300) this.#answered(invite, response);
    else if (this.#state !== "early") return;
    else if (status >= 200) {
      this.#state = "over";
      this.#asked = null;
      if (!this.#cancelled) this.user.refused?.(status, response?.headers ?? []);
    }
    // a hang-up before anybody had answered anything is a CANCEL now (section 9.1)
    else if (this.#cancelled) this.#cancel();
    else if (response && status > 100) this.user.progressed?.(status, response.body);
  }

  #answered(invite: SipRequest, response: SipResponse): void {
    const dialog = dialogOfResponse(invite, response);
    if (this.#dialog && dialog?.remoteTag === this.#dialog.remoteTag) this.#acknowledgement?.again();
    else if (dialog && this.#state === "early") {
      this.#asked = null;
      this.#dialog = dialog;
      this.#state = "up";
      const acknowledgement = this.#acknowledge(dialog, invite);
      if (this.#cancelled) this.end();
      else this.user.answered?.(response.body, (answer) => acknowledgement.give(answer));
    } else if (dialog) {
      // a second telephone has answered the same INVITE
      this.flow.once(dialog.ack(sequenceOf(invite).number), this.#to);
      this.flow.request(dialog.request("BYE"), this.#to, () => {});
    }
  }

  /** At once when the offer was ours, else when somebody has an answer. */
  #acknowledge(dialog: Dialog, invite: SipRequest): Acknowledgement {
    const { number } = sequenceOf(invite);
    const acknowledgement = new Acknowledgement((answer) =>
      this.flow.once(dialog.ack(number, typeOf(answer), answer), this.#to),
    );
    if (invite.body.length > 0) acknowledgement.give();
    this.#acknowledgement = acknowledgement;
    return acknowledgement;
  }

  #cancel(): void {
    if (this.#asked && this.flow.cancel(this.#asked)) this.#asked = null;
    this.#cancelled = true;
  }

  #finish(): void {
    if (this.#state === "over") return;
    this.#close();
    this.user.ended?.();
  }

  /** What is still open gets its end too. */
  #close(): void {
    this.#state = "over";
    this.#acceptance?.stop();
    if (this.#asking) this.#asking.respond(487);
    if (this.#asked) this.flow.cancel(this.#asked);
    this.#asking = this.#asked = null;
  }

  /** Where requests in the dialog go. */
  get #to(): Endpoint {
    const dialog = this.#dialog;
    return dialog && dialog.routes.length === 0 ? reach(dialog.remoteTarget, this.#source) : this.#source;
  }

  #introduction(sdp: Sdp): SipHeaders {
    return [["Contact", this.#contact], ["Allow", ALLOW], ...typeOf(sdp)];
  }
}
