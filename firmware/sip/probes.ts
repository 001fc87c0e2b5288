/** Asks servers whether they are there (RFC 3261 section 11): any answer of theirs will do, but that they cannot. */
import type { Instant } from "../base/instant.js";
import { token } from "../base/random.js";
import type { Hop } from "../wire/hop.js";
import type { SipResponse } from "../wire/sip/sip-message.js";
import { ACCEPT } from "./content.js";
import type { Client, Core, SipOutput, TransactionUser } from "./core.js";

export class Probes implements TransactionUser {
  readonly #core: Core;
  #sequence = 0;

  constructor(core: Core) {
    this.#core = core;
  }

  ask(hop: Hop, now: Instant): SipOutput[] {
    const core = this.#core;
    const { chance, identity, registrar: uri } = core;
    const request = core.request({
      ...{ method: "OPTIONS", uri, from: core.from(token(chance, 10)), to: `<${identity}>` },
      ...{ callId: token(chance, 24), sequence: ++this.#sequence },
      headers: [["Contact", core.contact], ...ACCEPT, ...core.name("User-Agent")],
    });
    // he is meant himself, and no way by the one we speak to
    const headers = request.headers.filter(([name]) => name !== "Route");
    return [core.open({ ...request, headers }, hop, this, now).dispatch];
  }

  response({ status, headers }: SipResponse, { to }: Client): readonly SipOutput[] {
    if (headers.length > 0 && status !== 503) this.#core.servers.revived(to);
    return [];
  }

  ended(): void {}
}
