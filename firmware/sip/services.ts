/** What two telephones in a call ask of each other besides sound: keys by INFO, transfers by REFER and NOTIFY, messages. */
import { type Instant, NEVER } from "../base/instant.js";
import { parseEvent } from "../wire/sip/event.js";
import { header } from "../wire/sip/sip-message.js";
import type { Core, Server, SipOutput } from "./core.js";
import type { Dialog } from "./dialog.js";
import { uriOfTarget } from "./home-uri.js";
import { Info } from "./info.js";
import { messaged } from "./messages.js";
import { ALLOW_EVENTS } from "./methods.js";
import { Referral } from "./referral.js";
import type { CallId, SipEvent, SipOrder } from "./seam.js";
import { Transfer } from "./transfer.js";

export type ServiceOrder = Extract<SipOrder, { do: "info" | "transfer" | "connect" | "declineReferral" }>;

/** Whose services they are: a call that was answered. */
export interface ServiceUser {
  readonly core: Core;
  readonly call: CallId;
  readonly dialog: Dialog;
  /** An event of the call, while the telephone wants to hear of it. */
  tell(event: SipEvent): SipOutput[];
  /** The other side knows nothing of the call any more, or does not answer (RFC 3261 section 12.2.1.2). */
  dead(reason: string, now: Instant): SipOutput[];
}

/** Each is made when it is first needed: in most calls none is. */
export class Services {
  readonly #user: ServiceUser;
  #info: Info | null = null;
  #transfer: Transfer | null = null;
  #referral: Referral | null = null;

  constructor(user: ServiceUser) {
    this.#user = user;
  }

  get deadline(): Instant {
    return Math.min(this.#transfer?.deadline ?? NEVER, this.#referral?.deadline ?? NEVER);
  }

  /** Nothing has to be told after the call. */
  get over(): boolean {
    return this.#referral?.over ?? true;
  }

  get referral(): Referral {
    this.#referral ??= new Referral(this.#user);
    return this.#referral;
  }

  get #keys(): Info {
    this.#info ??= new Info(this.#user);
    return this.#info;
  }

  get #handover(): Transfer {
    this.#transfer ??= new Transfer(this.#user);
    return this.#transfer;
  }

  /** `undefined` for a method that is none of these. After a call only what was asked for in it has its answers. */
  request(transaction: Server, up: boolean, now: Instant): SipOutput[] | undefined {
    const { request } = transaction;
    const { method } = request;
    if (!up && method !== "NOTIFY" && method !== "SUBSCRIBE") return this.#user.core.respond(transaction, 481, now);
    switch (method) {
      case "INFO":
        return this.#keys.heard(transaction, now);
      case "REFER":
        return this.referral.heard(transaction, now);
      case "MESSAGE":
        return messaged(this.#user.core, transaction, now);
      case "NOTIFY":
      case "SUBSCRIBE": {
        const event = parseEvent(header(request, "Event") ?? "")?.package;
        if (event !== "refer") return this.#user.core.respond(transaction, 489, now, { headers: ALLOW_EVENTS });
        return method === "NOTIFY"
          ? this.#handover.notified(transaction, now)
          : this.referral.subscribed(transaction, now);
      }
      default:
        return undefined;
    }
  }

  handle(order: ServiceOrder, now: Instant): SipOutput[] {
    switch (order.do) {
      case "info":
        return this.#keys.send(order.info, now);
      case "transfer": {
        const target = uriOfTarget(this.#user.core, order.target);
        return this.transfer(target === undefined ? undefined : `<${target}>`, now);
      }
      case "declineReferral":
        return this.referral.decline(now);
      default:
        return []; // what concerns two calls comes by `transfer`
    }
  }

  /** `referTo` is the value of the header; there is nobody to be called without. */
  transfer(referTo: string | undefined, now: Instant): SipOutput[] {
    if (referTo !== undefined) return this.#handover.start(referTo, now);
    return this.#user.tell({ event: "transferred", call: this.#user.call, status: 484, over: true });
  }

  /** The call is over: no key is sent behind the BYE. */
  rest(): void {
    this.#info?.rest();
  }

  poll(now: Instant): SipOutput[] {
    return [...(this.#transfer?.poll(now) ?? []), ...(this.#referral?.poll(now) ?? [])];
  }
}
