/** One mailbox for each extension, which holds one message or none, and tells of it (RFC 3842, RFC 6665). */

import { token } from "../../firmware/base/random.js";
import { octetsOf } from "../../firmware/base/text.js";
import { type Dialog, dialogOfRequest } from "../../firmware/sip/dialog.js";
import type { Endpoint } from "../../firmware/wire/hop.js";
import { parseDeltaSeconds } from "../../firmware/wire/sip/delta-seconds.js";
import { emitSubscriptionState, parseEvent } from "../../firmware/wire/sip/event.js";
import { header, type SipHeaders, type SipRequest } from "../../firmware/wire/sip/sip-message.js";
import { parseSipUri } from "../../firmware/wire/sip/sip-uri.js";
import type { Chance } from "../chance.js";
import type { Time } from "../time.js";
import type { Asking, Flow } from "./flow.js";
import { reach } from "./reach.js";
import type { Binding } from "./registrar.js";

const PACKAGE = "message-summary";
const LONGEST = 3600;
/** Of all extensions together; the oldest gives way. */
const MOST_SUBSCRIPTIONS = 64;

type Subscription = {
  readonly user: string;
  readonly dialog: Dialog;
  readonly flow: Flow;
  readonly source: Endpoint;
  until: number;
};

export type MailboxesOptions = {
  readonly time: Time;
  readonly chance: Chance;
  readonly local: Endpoint;
  /** Where an extension is reached that has not subscribed. */
  find(user: string): Binding | null;
};

export class Mailboxes {
  readonly #options: MailboxesOptions;
  readonly #full = new Set<string>();
  readonly #subscriptions = new Set<Subscription>();

  constructor(options: MailboxesOptions) {
    this.#options = options;
  }

  /** 1 while a message waits, else 0. */
  messagesOf(user: string): number {
    return this.#full.has(user) ? 1 : 0;
  }

  /** Somebody has called it: a message is left, or the one that waits has been heard. */
  called(user: string): void {
    if (!this.#full.delete(user)) this.#full.add(user);
    let told = false;
    for (const subscription of this.#current()) {
      if (subscription.user !== user) continue;
      this.#notify(subscription);
      told = true;
    }
    if (!told) this.#announce(user);
  }

  /** A SUBSCRIBE of somebody who has proved to be `user`. */
  subscribe(asking: Asking, user: string): void {
    const { request, flow, from } = asking;
    const named = parseSipUri(request.uri)?.user ?? "";
    const dialog = dialogOfRequest(request, asking.tag);
    if (!isOurs(request)) asking.respond(489, { headers: [["Allow-Events", PACKAGE]] });
    else if (named !== user && named !== "") asking.respond(404);
    else if (!dialog) asking.respond(400);
    else this.#accept(asking, { user, dialog, flow, source: from, until: 0 });
  }

  /** A request in a dialog; false when it is none of ours. */
  request(asking: Asking): boolean {
    const { request } = asking;
    for (const subscription of this.#current()) {
      if (!subscription.dialog.owns(request)) continue;
      if (!subscription.dialog.inOrder(request)) asking.respond(500);
      else if (request.method !== "SUBSCRIBE") asking.respond(405, { headers: [["Allow", "SUBSCRIBE"]] });
      else if (!isOurs(request)) asking.respond(489, { headers: [["Allow-Events", PACKAGE]] });
      else {
        subscription.dialog.refresh(request);
        this.#accept(asking, subscription);
      }
      return true;
    }
    return false;
  }

  /** Nobody is reached by this flow any more. */
  forget(flow: Flow): void {
    for (const one of this.#subscriptions) if (one.flow === flow) this.#subscriptions.delete(one);
  }

  uses(flow: Flow): boolean {
    return this.#current().some((one) => one.flow === flow);
  }

  #accept(asking: Asking, subscription: Subscription): void {
    const wish = parseDeltaSeconds(header(asking.request, "Expires") ?? "") ?? LONGEST;
    const seconds = Math.min(wish, LONGEST);
    subscription.until = this.#options.time.now() + 1000 * seconds;
    this.#subscriptions.add(subscription);
    if (this.#subscriptions.size > MOST_SUBSCRIPTIONS)
      for (const oldest of this.#subscriptions) {
        this.#subscriptions.delete(oldest);
        break;
      }
    asking.respond(200, { headers: [contactOf(subscription.flow), ["Expires", String(seconds)]] });
    this.#notify(subscription);
    if (seconds === 0) this.#subscriptions.delete(subscription);
  }

  #current(): Subscription[] {
    const now = this.#options.time.now();
    for (const one of this.#subscriptions) if (one.until <= now) this.#subscriptions.delete(one);
    return [...this.#subscriptions];
  }

  #notify(subscription: Subscription): void {
    const { dialog, flow, source, user } = subscription;
    const left = Math.ceil((subscription.until - this.#options.time.now()) / 1000);
    const state = emitSubscriptionState({
      ...{ state: left > 0 ? "active" : "terminated", reason: left > 0 ? null : "timeout" },
      ...{ expires: left > 0 ? left : null, retryAfter: null },
    });
    const request = dialog.request("NOTIFY", headersOf(flow, state), this.#summary(user));
    const to = dialog.routes.length === 0 ? reach(dialog.remoteTarget, source) : source;
    flow.request(request, to, (response) => {
      if (!response || response.status >= 300) this.#subscriptions.delete(subscription);
    });
  }

  /** To one who has not subscribed. */
  #announce(user: string): void {
    const { chance, local, find } = this.#options;
    const binding = find(user);
    if (!binding) return;
    const { flow, hop } = binding;
    const self = `sip:${user}@${local.address}:${local.port}`;
    const request: SipRequest = {
      kind: "request",
      method: "NOTIFY",
      uri: binding.uri,
      headers: [
        ["Max-Forwards", "70"],
        ["From", `<${self}>;tag=${token(chance, 10)}`],
        ["To", `<${self}>`],
        ["Call-ID", `${token(chance, 20)}@desk`],
        ["CSeq", "1 NOTIFY"],
        ...headersOf(flow, "active"),
      ],
      body: this.#summary(user),
    };
    flow.request(request, hop, () => {});
  }

  #summary(user: string): Uint8Array {
    const { address, port } = this.#options.local;
    const count = this.messagesOf(user);
    const waiting = count > 0 ? "yes" : "no";
    const account = `sip:612@${address}:${port}`;
    return octetsOf(`Messages-Waiting: ${waiting}\r\nMessage-Account: ${account}\r\nVoice-Message: ${count}/0\r\n`);
  }
}

function isOurs(request: SipRequest): boolean {
  return parseEvent(header(request, "Event") ?? "")?.package === PACKAGE;
}

function headersOf(flow: Flow, state: string): SipHeaders {
  return [
    contactOf(flow),
    ["Event", PACKAGE],
    ["Subscription-State", state],
    ["Content-Type", "application/simple-message-summary"],
  ];
}

function contactOf(flow: Flow): SipHeaders[number] {
  return ["Contact", `<${flow.uriOf("")}>`];
}
