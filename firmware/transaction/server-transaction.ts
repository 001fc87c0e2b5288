/**
 * A request that has come to us (RFC 3261 section 17.2): its machine, and what it takes to answer it.
 *
 * It lives for half a minute after its final answer. By then it is its answer's octets, and the little by which copies of it
 * are known.
 */
import { frozen } from "../base/frozen.js";
import type { Hop } from "../wire/hop.js";
import type { SipRequest } from "../wire/sip/sip-message.js";
import type { Dispatch } from "./dispatch.js";
import type { InviteServer } from "./invite-server.js";
import { callIdOf, sequenceOf, tagOf } from "./mandatory.js";
import type { NonInviteServer } from "./non-invite-server.js";

/** A response as it goes out, and goes out again. */
export type Answer = Dispatch & { readonly status: number };

const ANSWERED: SipRequest = frozen({
  ...{ kind: "request", method: "", uri: "", headers: [], body: new Uint8Array(0) },
});

export class ServerTransaction {
  /** What it has in common with its copies; the method comes last (section 17.2.3). */
  readonly key: string;
  readonly from: Hop;
  /** Ours, for the To of the responses. */
  readonly tag: string;
  readonly machine: InviteServer<Answer> | NonInviteServer<Answer>;
  #request: SipRequest;
  readonly #likeness: string;

  constructor(options: {
    readonly key: string;
    readonly request: SipRequest;
    readonly from: Hop;
    readonly tag: string;
    readonly machine: InviteServer<Answer> | NonInviteServer<Answer>;
  }) {
    this.key = options.key;
    this.from = options.from;
    this.tag = options.tag;
    this.machine = options.machine;
    this.#request = options.request;
    this.#likeness = likenessOf(options.request);
  }

  /** Empty once it has its final answer. */
  get request(): SipRequest {
    return this.#request;
  }

  get method(): string {
    return this.key.slice(this.key.lastIndexOf(" ") + 1);
  }

  get answered(): boolean {
    return this.#request === ANSWERED;
  }

  /** It has its final answer. */
  shrink(): void {
    this.#request = ANSWERED;
  }

  /** True for the same request, though it may have come by another way (section 8.2.2.2). */
  isLike(other: ServerTransaction): boolean {
    return this.#likeness === other.#likeness;
  }
}

function likenessOf(request: SipRequest): string {
  return `${request.method} ${sequenceOf(request).number} ${tagOf(request, "From")} ${callIdOf(request)}`;
}
