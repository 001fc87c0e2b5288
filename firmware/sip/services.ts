/** What two telephones in a call ask of each other besides sound: keys by INFO, transfers by REFER and NOTIFY. */
import { type Instant, NEVER } from "../base/instant.js";
import type { SipResponse } from "../wire/sip-message.js";
import type { Client, Core, Server, SipOutput, TransactionUser } from "./core.js";
import type { Dialog } from "./dialog.js";
import type { CallId, SipOrder } from "./seam.js";

export type ServiceOrder = Extract<SipOrder, { do: "info" | "transfer" | "connect" | "declineReferral" }>;

export class Services implements TransactionUser {
  constructor(_options: { core: Core; call: CallId; dialog: Dialog }) {}

  get deadline(): Instant {
    return NEVER;
  }

  /** Nothing of ours is under way. */
  get over(): boolean {
    return true;
  }

  /** `undefined` for a method that is none of these. */
  request(_transaction: Server, _now: Instant): SipOutput[] | undefined {
    return undefined;
  }

  handle(_order: ServiceOrder, _now: Instant): SipOutput[] {
    return [];
  }

  response(_response: SipResponse, _transaction: Client, _now: Instant): readonly SipOutput[] {
    return [];
  }

  ended(_transaction: Client): void {}

  poll(_now: Instant): SipOutput[] {
    return [];
  }
}
