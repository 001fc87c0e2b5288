/**
 * A request of ours on its way (RFC 3261 section 17.1): its machine, and the message that it repeats.
 *
 * It lives for half a minute after its final answer. By then it is its octets alone: whoever asks for the request after all
 * has it read again.
 */
import { frozen } from "../base/frozen.js";
import type { Hop } from "../wire/hop.js";
import type { SipRequest, SipResponse } from "../wire/sip/sip-message.js";
import { parseSip } from "../wire/sip/sip-parse.js";
import type { Dispatch } from "./dispatch.js";
import type { InviteClient } from "./invite-client.js";
import type { NonInviteClient } from "./non-invite-client.js";

/** What has gone out, where to, and the machine for it. */
export type Sent = {
  /** Branch and method (section 17.1.3). */
  readonly key: string;
  readonly request: SipRequest;
  readonly octets: Uint8Array;
  readonly to: Hop;
  readonly machine: InviteClient<SipResponse> | NonInviteClient<SipResponse>;
};

const UNREADABLE: SipRequest = frozen({
  ...{ kind: "request", method: "", uri: "", headers: [], body: new Uint8Array(0) },
});

export class ClientTransaction<U> {
  /** Null when nobody wants to hear how it went. */
  readonly user: U | null;
  /** It goes by a stream only for its size, and may have to go by a datagram after all. */
  enlarged = false;
  #key: string;
  #request: SipRequest | null;
  #octets: Uint8Array;
  #to: Hop;
  #machine: Sent["machine"];

  constructor(sent: Sent, user: U | null) {
    this.user = user;
    this.#key = sent.key;
    this.#request = sent.request;
    this.#octets = sent.octets;
    this.#to = sent.to;
    this.#machine = sent.machine;
  }

  get key(): string {
    return this.#key;
  }

  get to(): Hop {
    return this.#to;
  }

  get machine(): Sent["machine"] {
    return this.#machine;
  }

  get method(): string {
    return this.#key.slice(this.#key.indexOf(" ") + 1);
  }

  /** With its Via. Of a refused one that has `shrunk` it is the ACK. */
  get request(): SipRequest {
    if (this.#request) return this.#request;
    const parsed = parseSip(this.#octets);
    if (parsed && "request" in parsed) return parsed.request;
    return parsed?.message.kind === "request" ? parsed.message : UNREADABLE;
  }

  /** What is to be sent, the first time and every time. */
  get dispatch(): Dispatch {
    return { send: this.#octets, to: this.#to };
  }

  /** It goes out anew, by another transport, and is the same for its user. */
  readdress({ key, request, octets, to, machine }: Sent): void {
    this.#key = key;
    this.#request = request;
    this.#octets = octets;
    this.#to = to;
    this.#machine = machine;
    this.enlarged = false;
  }

  /** It has been refused, and this ACK is all that is still to be sent. */
  refused(ack: Uint8Array): void {
    this.#octets = ack;
  }

  /** Its user has heard the final answer. */
  shrink(): void {
    this.#request = null;
  }

  get shrunk(): boolean {
    return this.#request === null;
  }
}
