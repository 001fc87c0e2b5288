/** The end of a call by us: BYE, proven where proof is asked for (RFC 3261 section 15.1.1), with its reason (RFC 3326). */
import { frozen } from "../base/frozen.js";
import type { Instant } from "../base/instant.js";
import type { SipHeaders, SipResponse } from "../wire/sip/sip-message.js";
import { Authentication } from "./authentication.js";
import type { Client, Core, SipOutput, TransactionUser } from "./core.js";
import type { Dialog } from "./dialog.js";

const REASONS = frozen({
  elsewhere: 'SIP;cause=200;text="Call completed elsewhere"',
  expired: 'SIP;cause=408;text="Session timer expired"',
});

const NONE: SipHeaders = frozen([]);

/** Why we hang up, where the other side may wonder. */
export type Reason = keyof typeof REASONS;

export class Farewell implements TransactionUser {
  readonly #core: Core;
  readonly #dialog: Dialog;
  #authentication: Authentication | null = null;
  /** The BYE is not answered. */
  #waiting = false;
  reason: Reason | null = null;
  statistics: SipHeaders = NONE;

  constructor(core: Core, dialog: Dialog) {
    this.#core = core;
    this.#dialog = dialog;
  }

  /** Nothing of ours is under way. */
  get over(): boolean {
    return !this.#waiting;
  }

  say(now: Instant): SipOutput[] {
    return this.#say([], now);
  }

  response(response: SipResponse, { request, to }: Client, now: Instant): readonly SipOutput[] {
    if (response.status < 200) return [];
    this.#waiting = false; // whatever the other side thinks of it
    this.#core.unanswered(response, to, now);
    if (!this.#core.mayAnswer(response, to)) return [];
    this.#authentication ??= new Authentication(this.#core.secret);
    if (!this.#authentication.meet(response, this.#core.realms)) return [];
    return this.#say(this.#authentication.headers(request), now);
  }

  ended(): void {}

  #say(proofs: SipHeaders, now: Instant): SipOutput[] {
    const core = this.#core;
    const hop = core.hop(this.#dialog.nextHop, true);
    if (!hop) return [];
    const reason = this.reason ? [["Reason", REASONS[this.reason]] as const] : [];
    const request = this.#dialog.request("BYE", [...reason, ...this.statistics, ...core.name("User-Agent"), ...proofs]);
    this.#waiting = true;
    return [core.open(request, hop, this, now).dispatch];
  }
}
