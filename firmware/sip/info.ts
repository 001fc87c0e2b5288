/**
 * Keys and hook flashes by INFO, both ways (RFC 6086 section 2, "legacy" usage). Ours go out one after the other, in
 * their order; one that is refused for its type goes once more in the other one, where the other side names that; a side
 * that does not take them is not asked again in this call.
 */
import { frozen } from "../base/frozen.js";
import type { Instant } from "../base/instant.js";
import {
  DTMF,
  DTMF_RELAY,
  emitDtmf,
  emitDtmfRelay,
  emitHookFlash,
  HOOK_FLASH,
  parseRelayedSignal,
} from "../wire/sip/dtmf-relay.js";
import { header, headerList, type SipResponse } from "../wire/sip/sip-message.js";
import type { Server, SipOutput } from "./core.js";
import { Errand } from "./errand.js";
import { MOST_SIGNALS } from "./limits.js";
import type { Signal } from "./seam.js";
import type { ServiceUser } from "./services.js";

/** What may be tried, for a key and for a flash. */
const KEY_TYPES = frozen([DTMF_RELAY, DTMF]);
const FLASH_TYPES = frozen([HOOK_FLASH, DTMF_RELAY]);

export class Info {
  readonly #user: ServiceUser;
  readonly #errand: Errand;
  readonly #waiting: Signal[] = [];
  /** What is under way. */
  #signal: Signal | null = null;
  #keyType: string;
  #flashType: string;
  /** They have been changed for the other side. */
  #adapted = false;
  #unwanted = false;

  constructor(user: ServiceUser) {
    this.#user = user;
    this.#errand = new Errand(user.core, (response, _request, now) => this.#answered(response, now));
    this.#keyType = user.core.account.keyType;
    this.#flashType = user.core.account.flashType;
  }

  send(signal: Signal, now: Instant): SipOutput[] {
    if (this.#unwanted || this.#waiting.length >= MOST_SIGNALS) return [];
    this.#waiting.push(signal);
    return this.#next(now);
  }

  /** Nothing more is sent, whatever the answer to the last one. */
  rest(): void {
    this.#unwanted = true;
    this.#waiting.length = 0;
    this.#errand.finish();
  }

  heard(transaction: Server, now: Instant): SipOutput[] {
    const core = this.#user.core;
    const { request } = transaction;
    // RFC 6086 section 4.2.2: a package is only sent to those who have asked for it
    if (header(request, "Info-Package") !== undefined) {
      return core.respond(transaction, 469, now, { headers: [["Recv-Info", "nil"]] });
    }
    const signal = parseRelayedSignal(header(request, "Content-Type") ?? "", request.body);
    const answer: SipOutput[] = core.respond(transaction, 200, now);
    const heard = request.body.length > 0 && signal !== undefined;
    return heard ? [...answer, ...this.#user.tell({ event: "signalled", call: this.#user.call, signal })] : answer;
  }

  #next(now: Instant): SipOutput[] {
    if (this.#errand.underWay) return [];
    const signal = this.#waiting.shift();
    this.#signal = signal ?? null;
    if (!signal) return [];
    const type = "flash" in signal ? this.#flashType : this.#keyType;
    const body = "flash" in signal ? flashBody(type) : keyBody(type, signal);
    const content = [["Content-Type", type], ...this.#user.core.name("User-Agent")] as const;
    const compose = this.#user.dialog.request.bind(this.#user.dialog, "INFO");
    return this.#errand.run((proofs) => compose([...content, ...proofs], body), this.#user.dialog.nextHop, true, now);
  }

  /** The same once more, in a type that the other side takes (RFC 3261 section 8.1.3.5). */
  #adapts(response: SipResponse): boolean {
    const signal = this.#signal;
    if (!signal || this.#adapted || this.#unwanted) return false;
    this.#adapted = true;
    const isFlash = "flash" in signal;
    const type = acceptedOf(response, isFlash ? FLASH_TYPES : KEY_TYPES);
    if (type === undefined || type === (isFlash ? this.#flashType : this.#keyType).toLowerCase()) return false;
    if (isFlash) this.#flashType = type;
    else this.#keyType = type;
    this.#waiting.unshift(signal);
    return true;
  }

  #answered(response: SipResponse, now: Instant): SipOutput[] {
    const { status, reason } = response;
    if (status === 415 && this.#adapts(response)) return this.#next(now);
    const dead = status === 408 || status === 481;
    if (dead || status === 405 || status === 415 || status === 501) {
      this.#unwanted = true;
      this.#waiting.length = 0;
    }
    return dead ? this.#user.dead(reason, now) : this.#next(now);
  }
}

function acceptedOf(response: SipResponse, types: readonly string[]): string | undefined {
  const accepted = headerList(response, "Accept").map((type) => type.split(";", 1)[0].trim().toLowerCase());
  return types.find((type) => accepted.includes(type));
}

function keyBody(type: string, signal: Extract<Signal, { key: string }>): Uint8Array {
  const { key } = signal;
  const duration = signal.duration === null ? null : Math.round(signal.duration);
  return type.toLowerCase() === DTMF ? emitDtmf(key) : emitDtmfRelay({ key, duration });
}

function flashBody(type: string): Uint8Array {
  return type.toLowerCase() === DTMF_RELAY ? emitDtmfRelay({ flash: true }) : emitHookFlash();
}
