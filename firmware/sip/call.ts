/** What the user agent knows of a call, whichever side began it. */
import type { Instant } from "../base/instant.js";
import type { SipRequest } from "../wire/sip/sip-message.js";
import type { Server, SipOutput } from "./core.js";
import type { Dialog } from "./dialog.js";
import type { CallId, SipOrder } from "./seam.js";
import type { Services } from "./services.js";

/** An order for one call. */
export type CallOrder = Extract<SipOrder, { readonly call: CallId }>;

export interface Call {
  readonly id: CallId;
  readonly deadline: Instant;
  /** The telephone still has to do with it. */
  readonly busy: boolean;
  /** Nothing more will come of it. */
  readonly over: boolean;
  /** True for requests within its dialogs, the ACK included. */
  owns(request: SipRequest): boolean;
  /** The dialog of a call that was answered, else those of all who may answer, in the order they were heard. */
  readonly dialogs: readonly Dialog[];
  /** Of a call that was answered. */
  readonly services: Services | null;
  handle(order: CallOrder, now: Instant): SipOutput[];
  /** A request within the call, which wants a response. */
  request(transaction: Server, now: Instant): SipOutput[];
  /** The ACK to a 2xx of ours. */
  ack(request: SipRequest, now: Instant): SipOutput[];
  poll(now: Instant): SipOutput[];
}
