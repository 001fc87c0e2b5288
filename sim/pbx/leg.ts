/** One leg of a call through the PBX: one dialog, seen from us (RFC 3261 sections 12 to 15). */
import type { Hop } from "../../firmware/sip/datagram.js";
import { type Dialog, dialogOfRequest, dialogOfResponse } from "../../firmware/sip/dialog.js";
import {
  header,
  parseCSeq,
  type SipHeaders,
  type SipRequest,
  type SipResponse,
} from "../../firmware/wire/sip-message.js";
import type { Cancel, Time } from "../time.js";
import type { Asked, Asking, Endpoint } from "./endpoint.js";

/** SDP as octets; empty for none. */
export type Sdp = Uint8Array;
const NONE = new Uint8Array(0);

/** What the telephone at the end of a leg does. */
export type LegUser = {
  progressed?(status: number, sdp: Sdp): void;
  answered?(sdp: Sdp): void;
  /** The INVITE came to nothing; `status` is 408 when nobody answered at all. */
  refused?(status: number, headers: SipHeaders): void;
  /** An answer that came with the ACK. */
  acknowledged?(sdp: Sdp): void;
  /** A re-INVITE; `sdp` may be empty. `reply` wants an answer, or a status of 300 and above. */
  offered?(sdp: Sdp, reply: (status: number, sdp: Sdp) => void): void;
  /** BYE, or CANCEL before the answer, or no ACK at all. */
  ended?(): void;
};

const T1 = 500;
const T2 = 4000;
const SDP_TYPE: SipHeaders[number] = ["Content-Type", "application/sdp"];

export class Leg {
  readonly #endpoint: Endpoint;
  readonly #time: Time;
  /** Where requests go: to where they come from. */
  readonly #hop: Hop;
  readonly #contact: string;
  user: LegUser = {};
  #dialog: Dialog | null = null;
  #state: "early" | "up" | "over" = "early";
  /** The INVITE we answer, or the one we made. */
  #asking: Asking | null = null;
  #asked: Asked | null = null;
  #cancelled = false;
  #repeat: Cancel = () => {};
  #awaitsAck = false;

  private constructor(endpoint: Endpoint, time: Time, hop: Hop) {
    this.#endpoint = endpoint;
    this.#time = time;
    this.#hop = hop;
    const { address, port } = endpoint.local;
    this.#contact = `<sip:${address.includes(":") ? `[${address}]` : address}:${port}>`;
  }

  /** The leg of an INVITE that came in; null when it names no Contact to answer to. */
  static of(endpoint: Endpoint, time: Time, asking: Asking): Leg | null {
    const dialog = dialogOfRequest(asking.request, asking.tag);
    if (!dialog) return null;
    const leg = new Leg(endpoint, time, asking.from);
    leg.#asking = asking;
    leg.#dialog = dialog;
    return leg;
  }

  /** The leg of an INVITE of ours, without Via and Contact. */
  static to(endpoint: Endpoint, time: Time, hop: Hop, invite: SipRequest, user: LegUser): Leg {
    const leg = new Leg(endpoint, time, hop);
    leg.user = user;
    const request = {
      ...invite,
      headers: [...invite.headers, ["Contact", leg.#contact] as const, ...typeOf(invite.body)],
    };
    leg.#asked = endpoint.request(request, hop, (response) => leg.#heard(response));
    return leg;
  }

  get over(): boolean {
    return this.#state === "over";
  }

  /** The request this leg began with, when it came in. */
  get invitation(): SipRequest | null {
    return this.#asking?.request ?? null;
  }

  owns(request: SipRequest): boolean {
    return this.#dialog?.owns(request) ?? false;
  }

  isFor(invite: Asking): boolean {
    return this.#asking === invite;
  }

  progress(status: number, sdp: Sdp = NONE): void {
    if (this.#asking && this.#state === "early")
      this.#endpoint.respond(this.#asking, status, { headers: this.#contactAnd(sdp), body: sdp });
  }

  answer(sdp: Sdp): void {
    if (!this.#asking || this.#state !== "early") return;
    this.#state = "up";
    this.#accept(this.#asking, sdp);
  }

  refuse(status: number, headers: SipHeaders = []): void {
    if (!this.#asking || this.#state !== "early") return;
    this.#state = "over";
    this.#endpoint.respond(this.#asking, status, { headers });
  }

  /** Ends the leg, whatever it has come to. */
  end(): void {
    if (this.#state === "over") return;
    if (this.#state === "up") this.#bye();
    else if (this.#asking) this.refuse(480);
    else {
      this.#cancelled = true;
      if (this.#asked) this.#endpoint.cancel(this.#asked);
    }
  }

  /** A new offer to the other side (section 14.1). */
  reinvite(sdp: Sdp, done: (status: number, sdp: Sdp) => void): void {
    const dialog = this.#dialog;
    if (!dialog || this.#state !== "up") {
      done(481, NONE);
      return;
    }
    const request = dialog.request("INVITE", this.#contactAnd(sdp), sdp);
    const { number } = parseCSeq(header(request, "CSeq") ?? "") ?? { number: 0 };
    this.#endpoint.request(request, this.#hop, (response) => {
      if (response === null) done(408, NONE);
      else if (response.status >= 200 && response.status < 300) {
        this.#endpoint.once(dialog.ack(number), this.#hop);
        done(response.status, response.body);
      } else if (response.status >= 300) done(response.status, NONE);
    });
  }

  // What the endpoint hears for this leg.

  request(asking: Asking): void {
    const { request } = asking;
    if (!this.#dialog?.inOrder(request)) this.#endpoint.respond(asking, 500);
    else if (request.method === "BYE") {
      this.#endpoint.respond(asking, 200);
      this.#finish();
    } else if (request.method === "INVITE" && this.#state === "up") this.#offered(asking);
    else if (request.method === "OPTIONS" || request.method === "INFO") this.#endpoint.respond(asking, 200);
    else this.#endpoint.respond(asking, request.method === "INVITE" ? 491 : 405, { headers: [["Allow", ALLOW]] });
  }

  ack(request: SipRequest): void {
    this.#repeat();
    if (!this.#awaitsAck) return;
    this.#awaitsAck = false;
    this.user.acknowledged?.(request.body);
  }

  cancel(): void {
    if (!this.#asking || this.#state !== "early") return;
    this.#endpoint.respond(this.#asking, 487);
    this.#finish();
  }

  #offered(asking: Asking): void {
    this.#dialog?.refresh(asking.request);
    const offered = this.user.offered;
    if (!offered) {
      this.#endpoint.respond(asking, 488);
      return;
    }
    offered.call(this.user, asking.request.body, (status, sdp) => {
      if (status >= 300) this.#endpoint.respond(asking, status);
      else this.#accept(asking, sdp);
    });
  }

  /** A 2xx, until it is acknowledged (section 13.3.1.4). */
  #accept(asking: Asking, sdp: Sdp): void {
    const parts = { headers: this.#contactAnd(sdp), body: sdp };
    const began = this.#time.now();
    this.#awaitsAck = true;
    const send = (interval: number) => {
      this.#endpoint.respond(asking, 200, parts);
      this.#repeat = this.#time.after(interval, () => {
        if (this.#state !== "up") return;
        if (this.#time.now() - began < 64 * T1) send(Math.min(2 * interval, T2));
        else this.#bye();
      });
    };
    send(T1);
  }

  #heard(response: SipResponse | null): void {
    if (response === null) {
      if (this.#state !== "early") return;
      this.#state = "over";
      if (!this.#cancelled) this.user.refused?.(408, []);
      return;
    }
    const { status } = response;
    if (status === 100 || (status < 200 && this.#state !== "early")) return;
    if (status < 200) {
      // A hang-up before anybody had answered anything is a CANCEL now (section 9.1).
      if (this.#cancelled && this.#asked) this.#endpoint.cancel(this.#asked);
      else this.user.progressed?.(status, response.body);
    } else if (status < 300) this.#answered(response);
    else if (this.#state === "early") {
      this.#state = "over";
      if (!this.#cancelled) this.user.refused?.(status, response.headers);
    }
  }

  #answered(response: SipResponse): void {
    if (!this.#asked) return;
    const { request } = this.#asked;
    const dialog = dialogOfResponse(request, response);
    if (!dialog) return;
    const { number } = parseCSeq(header(request, "CSeq") ?? "") ?? { number: 0 };
    this.#endpoint.once(dialog.ack(number), this.#hop);
    if (this.#state !== "early") return;
    this.#dialog = dialog;
    this.#state = "up";
    if (this.#cancelled) this.#bye();
    else this.user.answered?.(response.body);
  }

  #bye(): void {
    if (this.#dialog) this.#endpoint.request(this.#dialog.request("BYE"), this.#hop, () => {});
    this.#state = "over";
    this.#repeat();
  }

  #finish(): void {
    if (this.#state === "over") return;
    this.#state = "over";
    this.#repeat();
    this.user.ended?.();
  }

  #contactAnd(sdp: Sdp): SipHeaders {
    return [["Contact", this.#contact], ["Allow", ALLOW], ...typeOf(sdp)];
  }
}

export const ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER";

const typeOf = (sdp: Sdp): SipHeaders => (sdp.length > 0 ? [SDP_TYPE] : []);
