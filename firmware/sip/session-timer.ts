/**
 * What the two sides of one call agree on about refreshing it: Session-Expires, Min-SE and who of them does it
 * (RFC 4028 sections 7 to 9).
 */
import { frozen } from "../base/frozen.js";
import { type Instant, NEVER } from "../base/instant.js";
import {
  emitSessionExpires,
  parseMinSe,
  parseSessionExpires,
  type SessionExpires,
} from "../wire/sip/session-expires.js";
import {
  header,
  type SipHeaders,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from "../wire/sip/sip-message.js";
import type { Account } from "./account.js";
import { hasTag } from "./content.js";
import { LEAST_SESSION_INTERVAL, MOST_INTERVALS, USUAL_SESSION_INTERVAL } from "./limits.js";
import { type Duty, Refresher } from "./refresher.js";

const NOTHING: SipHeaders = frozen([]);
const REQUIRED: SipHeaders[number] = frozen(["Require", "timer"]);

type TimerAccount = Pick<Account, "sessionTimer" | "sessionExpires" | "minSe" | "refresher">;

export class SessionTimer {
  readonly #account: TimerAccount;
  /** Once something has been agreed. */
  #refresher: Refresher | null = null;
  /** Off by setting, unless the other side requires it. */
  #on: boolean;
  /** Seconds: what we ask for, or have agreed on. */
  #interval: number;
  /** Shortest interval of all who have said so. */
  #least: number;
  #raised = 0;
  /** Null until something has been agreed. */
  #duty: Duty | null = null;

  constructor(account: TimerAccount) {
    this.#account = account;
    this.#on = account.sessionTimer;
    this.#least = account.minSe;
    this.#interval = Math.max(account.sessionExpires, account.minSe);
  }

  get deadline(): Instant {
    return this.#refresher?.deadline ?? NEVER;
  }

  poll(now: Instant): "wait" | "refresh" | "end" {
    return this.#refresher?.poll(now) ?? "wait";
  }

  stop(): void {
    this.#refresher?.stop();
  }

  /** For an INVITE or UPDATE of ours (sections 7.1, 7.4): whoever refreshes goes on with it. */
  get asking(): SipHeaders {
    if (!this.#on) return NOTHING;
    const wish = this.#account.refresher;
    const mine = wish === "auto" ? null : wish;
    const refresher = this.#duty === null ? mine : this.#duty === "theirs" ? "uas" : "uac";
    const expires = ["Session-Expires", emitSessionExpires({ interval: this.#interval, refresher })] as const;
    return this.#least > LEAST_SESSION_INTERVAL ? [expires, ["Min-SE", String(this.#least)]] : [expires];
  }

  /** A 2xx to a request of ours (section 7.2). A side that does not say anything is refreshed all the same. */
  granted(response: SipResponse, now: Instant): void {
    if (!this.#on) return;
    const agreed = expiresOf(response);
    if (agreed) {
      this.#interval = Math.max(agreed.interval, LEAST_SESSION_INTERVAL);
      this.#start(agreed.refresher === "uas" ? "theirs" : "ours", now);
    } else this.#start("courtesy", now);
  }

  /** The server wants it, whatever the owner does. */
  begin(): void {
    this.#on = true;
    if (this.#interval === 0) this.#interval = USUAL_SESSION_INTERVAL;
  }

  /** True for a 422 (section 7.3) after which asking again, for longer, may help. */
  raisedBy(response: SipResponse): boolean {
    if (response.status !== 422) return false;
    const least = parseMinSe(header(response, "Min-SE") ?? "") ?? 0;
    if (!this.#on || least <= this.#least || ++this.#raised > MOST_INTERVALS) return false;
    this.#least = least;
    this.#interval = Math.max(this.#interval, least);
    return true;
  }

  /** For our 2xx to an INVITE or UPDATE (section 9, table 2), which starts the interval. */
  grant(request: SipRequest, now: Instant): SipHeaders {
    if (hasTag(request, "Require", "timer")) this.#on = true;
    const asked = expiresOf(request);
    if (!this.#on || (asked && asked.interval < LEAST_SESSION_INTERVAL)) {
      this.#refresher?.stop();
      return NOTHING;
    }
    const knows = understands(request);
    // what is asked for is granted; where nothing is, it may be no less than what the way there can bear
    const least = parseMinSe(header(request, "Min-SE") ?? "") ?? 0;
    this.#interval = asked ? asked.interval : Math.max(this.#interval, least);
    const refresher = knows ? (asked?.refresher ?? this.#wish) : "uas";
    this.#start(refresher === "uas" ? "ours" : "theirs", now);
    const expires = ["Session-Expires", emitSessionExpires({ interval: this.#interval, refresher })] as const;
    return knows ? [expires, REQUIRED] : [expires];
  }

  /** Whom we would have refresh, being asked by a side that leaves it to us. */
  get #wish(): "uac" | "uas" {
    if (this.#duty !== null) return this.#duty === "theirs" ? "uac" : "uas";
    return this.#account.refresher === "uas" ? "uas" : "uac";
  }

  #start(duty: Duty, now: Instant): void {
    this.#duty = duty;
    this.#refresher ??= new Refresher();
    this.#refresher.start(this.#interval, duty, now);
  }
}

/** True when a 422 is due: too short for us, and asked for by a side that understands a 422 (section 9). */
export function isTooShort(request: SipRequest, account: TimerAccount): boolean {
  const asked = account.sessionTimer ? expiresOf(request) : undefined;
  return asked !== undefined && asked.interval < account.minSe && understands(request);
}

function understands(request: SipRequest): boolean {
  return hasTag(request, "Supported", "timer") || hasTag(request, "Require", "timer");
}

function expiresOf(message: SipMessage): SessionExpires | undefined {
  const value = header(message, "Session-Expires");
  return value === undefined ? undefined : parseSessionExpires(value);
}
