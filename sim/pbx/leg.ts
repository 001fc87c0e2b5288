/** One leg of a call through the PBX: one dialog, seen from us (RFC 3261 sections 12 to 15). */

import { type Dialog, dialogOfRequest, dialogOfResponse } from "../../firmware/sip/dialog.js";
import { sequenceOf } from "../../firmware/transaction/mandatory.js";
import type { ServerTransaction } from "../../firmware/transaction/server-transaction.js";
import type { Endpoint } from "../../firmware/wire/hop.js";
import { header, type SipHeaders, type SipRequest, type SipResponse } from "../../firmware/wire/sip/sip-message.js";
import type { Replaces } from "../../firmware/wire/sip/sip-replaces.js";
import type { Time } from "../time.js";
import { Acceptance } from "./acceptance.js";
import { Acknowledgement } from "./acknowledgement.js";
import { continued } from "./description.js";
import type { Asked, Asking, Flow } from "./flow.js";
import type { Caller } from "./invitation.js";
import type { Confirm, Departing, Farewell, LegUser, Line } from "./line.js";
import { reach } from "./reach.js";
import { NO_SDP, type Sdp, typeOf } from "./sdp.js";

export const ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, REGISTER, REFER, NOTIFY, SUBSCRIBE";
export const SUPPORTED = "replaces";

/** Whose leg it is. */
export type LegHost = {
  readonly time: Time;
  /** It is over, and hears nothing more. */
  over(leg: Leg): void;
  /** REFER: the telephone wants the one it talks to to call somebody else. */
  referred(leg: Leg, asking: Asking): void;
  depart(leg: Leg, farewell: Farewell): Departing;
};

export class Leg implements Line {
  /** By which the telephone is reached. */
  readonly flow: Flow;
  readonly isService = false;
  readonly #host: LegHost;
  readonly caller: Caller;
  /** Where the telephone speaks from, or was called at. */
  readonly #source: Endpoint;
  readonly #contact: string;
  user: LegUser = {};
  /** What the telephone has last said of its sound, and has last been told of the other side's. */
  #described: Sdp = NO_SDP;
  #said: Sdp = NO_SDP;
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

  private constructor(flow: Flow, host: LegHost, caller: Caller, source: Endpoint) {
    this.flow = flow;
    this.#host = host;
    this.caller = caller;
    this.#source = source;
    this.#contact = `<${flow.uriOf("")}>`;
  }

  /** The leg of an INVITE that came in; null when it names no Contact to answer to. */
  static of(host: LegHost, asking: Asking, caller: Caller): Leg | null {
    const dialog = dialogOfRequest(asking.request, asking.tag);
    if (!dialog) return null;
    const leg = new Leg(asking.flow, host, caller, asking.from);
    leg.#described = asking.request.body;
    leg.#first = asking;
    leg.#asking = asking;
    leg.#dialog = dialog;
    return leg;
  }

  /** The leg of an INVITE of ours, without Via and Contact. */
  static to(flow: Flow, host: LegHost, hop: Endpoint, invite: SipRequest, caller: Caller, user: LegUser): Leg {
    const leg = new Leg(flow, host, caller, hop);
    leg.user = user;
    leg.#said = invite.body;
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

  /** True when the dialog is that which somebody else is to take the place of (RFC 3891 section 3). */
  isNamed({ callId, toTag, fromTag }: Replaces): boolean {
    const dialog = this.#dialog;
    return dialog?.callId === callId && dialog.localTag === toTag && dialog.remoteTag === fromTag;
  }

  get isUp(): boolean {
    return this.#state === "up";
  }

  get described(): Sdp {
    return this.#described;
  }

  get said(): Sdp {
    return this.#said;
  }

  /** What every request of ours in the dialog says of us. */
  get introduction(): SipHeaders {
    return this.#introduction(NO_SDP);
  }

  depart(farewell: Farewell): Departing {
    return this.#host.depart(this, farewell);
  }

  progress(status: number, description: Sdp = NO_SDP): void {
    const sdp = this.#say(description);
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
    this.#over();
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
    const offer = continued(sdp, this.#said);
    const request = dialog.request("INVITE", this.#introduction(offer), offer);
    let acknowledgement: Acknowledgement | null = null;
    this.#asked = this.flow.request(request, this.#to, (response) => {
      const status = response?.status ?? 408;
      if (status < 200) return;
      if (acknowledgement) acknowledgement.again();
      else {
        this.#asked = null;
        if (response && status < 300) {
          dialog.refresh(response);
          this.#say(offer);
          this.#hear(response.body);
          acknowledgement = this.#acknowledge(dialog, request);
        }
        const confirm = acknowledgement;
        if (this.#state === "over") {
          confirm?.give();
          done(481, NO_SDP, () => {});
        } else done(status, status < 300 && response ? response.body : NO_SDP, (answer) => confirm?.give(answer));
      }
    });
  }

  /** Keys, by INFO. */
  inform(headers: SipHeaders, body: Uint8Array, done: (status: number) => void): void {
    this.ask("INFO", headers, body, done);
  }

  /** Anything else than an INVITE; `done` hears the final status. */
  ask(method: string, headers: SipHeaders, body: Uint8Array, done: (status: number) => void): void {
    const dialog = this.#dialog;
    if (!dialog || this.#state !== "up") done(481);
    else
      this.flow.request(dialog.request(method, headers, body), this.#to, (response) => {
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
    } else if (request.method === "REFER") this.#referred(asking);
    else if (request.method === "NOTIFY" || request.method === "SUBSCRIBE") asking.respond(489);
    else if (request.method === "PRACK") asking.respond(481);
    else if (isPolite(request)) asking.respond(200, { headers: this.#introduction(NO_SDP) });
    else asking.respond(405, { headers: [["Allow", ALLOW]] });
  }

  ack(request: SipRequest): void {
    if (this.#acceptance?.sequence !== sequenceOf(request).number) return;
    this.#acceptance.stop();
    this.#acceptance = null;
    this.#hear(request.body);
    this.user.acknowledged?.(request.body);
  }

  cancel(): void {
    if (this.#state === "early") this.#finish();
  }

  #referred(asking: Asking): void {
    if (this.#state === "up") this.#host.referred(this, asking);
    else asking.respond(481);
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
        if (status < 300) {
          this.#hear(asking.request.body);
          this.#accept(asking, sdp);
        } else {
          this.#asking = null;
          asking.respond(status);
        }
      });
    }
  }

  #accept(asking: Asking, description: Sdp): void {
    const sdp = this.#say(description);
    this.#asking = null;
    const parts = { headers: this.#introduction(sdp), body: sdp };
    this.#acceptance = new Acceptance({
      time: this.#host.time,
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
      this.#over();
      this.#asked = null;
      if (!this.#cancelled) this.user.refused?.(status, response?.headers ?? []);
    }
    // a hang-up before anybody had answered anything is a CANCEL now (section 9.1)
    else if (this.#cancelled) this.#cancel();
    else if (response && status > 100) this.#progressed(status, response.body);
  }

  #progressed(status: number, sdp: Sdp): void {
    this.#hear(sdp);
    this.user.progressed?.(status, sdp);
  }

  #answered(invite: SipRequest, response: SipResponse): void {
    const dialog = dialogOfResponse(invite, response);
    if (this.#dialog && dialog?.remoteTag === this.#dialog.remoteTag) this.#acknowledgement?.again();
    else if (dialog && this.#state === "early") {
      this.#asked = null;
      this.#dialog = dialog;
      this.#state = "up";
      this.#hear(response.body);
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
    let said: Sdp | null = null;
    const acknowledgement = new Acknowledgement((description) => {
      const answer = said ?? this.#say(description);
      said = answer;
      this.flow.once(dialog.ack(number, typeOf(answer), answer), this.#to);
    });
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
    this.#over();
    this.#acceptance?.stop();
    if (this.#asking) this.#asking.respond(487);
    if (this.#asked) this.flow.cancel(this.#asked);
    this.#asking = this.#asked = null;
  }

  #over(): void {
    this.#state = "over";
    this.#host.over(this);
  }

  #hear(sdp: Sdp): void {
    if (sdp.length > 0) this.#described = sdp;
  }

  /** Whoever the other side is by now: it is one session to the telephone. */
  #say(sdp: Sdp): Sdp {
    if (sdp.length === 0) return sdp;
    this.#said = continued(sdp, this.#said);
    return this.#said;
  }

  /** Where requests in the dialog go. */
  get #to(): Endpoint {
    const dialog = this.#dialog;
    return dialog && dialog.routes.length === 0 ? reach(dialog.remoteTarget, this.#source) : this.#source;
  }

  #introduction(sdp: Sdp): SipHeaders {
    return [["Contact", this.#contact], ["Allow", ALLOW], ["Supported", SUPPORTED], ...typeOf(sdp)];
  }
}

/** What asks for nothing but that we are still there, such as the refresh of a session (RFC 4028) without an offer. */
function isPolite({ method, body }: SipRequest): boolean {
  return method === "INFO" || method === "OPTIONS" || (method === "UPDATE" && body.length === 0);
}
