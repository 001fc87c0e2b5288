/** One request at a time besides a call's own, and again with credentials when our server asks for them (RFC 3261 section 22). */
import type { Instant } from "../base/instant.js";
import type { SipHeaders, SipRequest, SipResponse } from "../wire/sip/sip-message.js";
import { Authentication } from "./authentication.js";
import type { Client, Core, SipOutput, TransactionUser } from "./core.js";

export class Errand implements TransactionUser {
  readonly #core: Core;
  /** Hears the final response, or the 408 that stands for none, with the request it answers. */
  readonly #done: (response: SipResponse, request: SipRequest, now: Instant) => SipOutput[];
  #authentication: Authentication | null = null;
  #client: Client | null = null;
  /** The request anew, with these headers besides, and the URI whose host gets it. */
  #compose: ((proofs: SipHeaders) => SipRequest) | null = null;
  #at = "";
  #inDialog = false;

  constructor(core: Core, done: (response: SipResponse, request: SipRequest, now: Instant) => SipOutput[]) {
    this.#core = core;
    this.#done = done;
  }

  get underWay(): boolean {
    return this.#client !== null;
  }

  /** Nothing when there is nowhere to send it. */
  run(compose: (proofs: SipHeaders) => SipRequest, at: string, inDialog: boolean, now: Instant): SipOutput[] {
    this.#compose = compose;
    this.#at = at;
    this.#inDialog = inDialog;
    this.#authentication?.begin();
    return this.#send([], now);
  }

  /** What is under way comes to its end, and is not asked again with credentials. */
  finish(): void {
    this.#compose = null;
  }

  /** Hears no more of it. */
  abandon(): void {
    if (this.#client) this.#core.transactions.abandon(this.#client);
    this.#client = null;
  }

  response(response: SipResponse, client: Client, now: Instant): SipOutput[] {
    if (response.status < 200 || client !== this.#client) return [];
    this.#client = null;
    const core = this.#core;
    if (core.mayAnswer(response, client.to)) {
      this.#authentication ??= new Authentication(core.secret);
      const met = this.#authentication.meet(response, core.realms);
      const sent = met ? this.#send(this.#authentication.headers(client.request), now) : [];
      if (sent.length > 0) return sent;
    }
    return this.#done(response, client.request, now);
  }

  ended(): void {}

  #send(proofs: SipHeaders, now: Instant): SipOutput[] {
    const hop = this.#core.hop(this.#at, this.#inDialog);
    if (!hop || !this.#compose) return [];
    this.#client = this.#core.open(this.#compose(proofs), hop, this, now);
    return [this.#client.dispatch];
  }
}
