/**
 * Asks servers whether they are there (RFC 3261 section 11): any answer of theirs will do, but that they cannot. Some keep silent
 * to an OPTIONS of who is not registered: those are asked where we are (section 10.2.3).
 */
import type { Instant } from "../base/instant.js";
import { token } from "../base/random.js";
import type { Hop } from "../wire/hop.js";
import type { SipHeaders, SipResponse } from "../wire/sip/sip-message.js";
import { ACCEPT } from "./content.js";
import type { Client, Core, SipOutput, TransactionUser } from "./core.js";

export class Probes implements TransactionUser {
  readonly #core: Core;
  #sequence = 0;

  constructor(core: Core) {
    this.#core = core;
  }

  ask(hop: Hop, now: Instant, method: "OPTIONS" | "REGISTER" = "OPTIONS"): SipOutput[] {
    const core = this.#core;
    const particulars: SipHeaders = method === "OPTIONS" ? [["Contact", core.contact], ...ACCEPT] : [];
    const { chance, identity, registrar: uri } = core;
    const request = core.request({
      ...{ method, uri, from: core.from(token(chance, 10)), to: `<${identity}>` },
      ...{ callId: token(chance, 24), sequence: ++this.#sequence },
      headers: [...particulars, ...core.name("User-Agent")],
    });
    // he is meant himself, and no way by the one we speak to
    const headers = request.headers.filter(([name]) => name !== "Route");
    return [core.open({ ...request, headers }, hop, this, now).dispatch];
  }

  response({ status, headers }: SipResponse, { to, request }: Client, now: Instant): readonly SipOutput[] {
    if (headers.length > 0 && status !== 503) this.#core.servers.revived(to);
    const isDumb = headers.length === 0 && status === 408 && request.method === "OPTIONS";
    return isDumb && this.#core.account.registers ? this.ask(to, now, "REGISTER") : [];
  }

  ended(): void {}
}
