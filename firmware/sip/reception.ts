/** Requests outside any call: in what order they are judged, who answers them, and which become calls (RFC 3261 section 8.2). */
import type { Instant } from "../base/instant.js";
import type { Codec } from "../wire/agreement.js";
import { type AnswerMode, parseAlertInfo, parseAnswerAfter, parseAnswerMode } from "../wire/sip/alert-info.js";
import { divertedFrom } from "../wire/sip/diversion.js";
import { emitHostPort } from "../wire/sip/sip-host.js";
import { header, type SipRequest } from "../wire/sip/sip-message.js";
import { parseSipUri } from "../wire/sip/sip-uri.js";
import type { Arrangements } from "./arrangements.js";
import type { Calls } from "./calls.js";
import { ABILITIES, sdpOf } from "./content.js";
import type { Core, Server, SipOutput } from "./core.js";
import { dialogOfRequest } from "./dialog.js";
import { isPlain, objectionToContent, objectionToMethod } from "./door.js";
import { peerOf } from "./identity.js";
import { IncomingCall } from "./incoming-call.js";
import { LONGEST_TEXT } from "./limits.js";
import { messaged } from "./messages.js";
import { ALLOW_EVENTS } from "./methods.js";
import { noticed } from "./notices.js";
import { isAcceptable } from "./offer-answer.js";
import type { Registration } from "./registration.js";
import { replacedBy } from "./replaces.js";
import type { SipEvent } from "./seam.js";

type Invited = Extract<SipEvent, { event: "invited" }>;

export class Reception {
  readonly #core: Core;
  readonly #calls: Calls;
  readonly #arrangements: Arrangements;
  readonly #registration: Registration;
  readonly #maxCalls: number;
  readonly #codecs: readonly Codec[];

  constructor(options: {
    core: Core;
    calls: Calls;
    arrangements: Arrangements;
    registration: Registration;
    maxCalls: number;
    codecs: readonly Codec[];
  }) {
    this.#core = options.core;
    this.#calls = options.calls;
    this.#arrangements = options.arrangements;
    this.#registration = options.registration;
    this.#maxCalls = options.maxCalls;
    this.#codecs = options.codecs;
  }

  /** `merged`: it came by another way before (section 8.2.2.2). */
  asked(transaction: Server, merged: boolean, now: Instant): SipOutput[] {
    const core = this.#core;
    const { request } = transaction;
    if (merged) return core.respond(transaction, 482, now);
    const objection = objectionToMethod(request);
    if (objection) return core.respond(transaction, objection.status, now, objection);
    const uri = parseSipUri(request.uri);
    if (uri?.scheme !== "sip") return core.respond(transaction, 416, now);
    if (!this.#isForUs(request.method, uri.user)) {
      const peer = peerOf(request, core.isServer(transaction.from));
      const shown = request.uri.slice(0, LONGEST_TEXT);
      return [...core.respond(transaction, 404, now), { event: "rejected", uri: shown, peer, status: 404 }];
    }
    const plain = isPlain(request);
    const content = objectionToContent(request, core.account, plain);
    if (content) return core.respond(transaction, content.status, now, content);
    switch (request.method) {
      case "INVITE":
        return this.#invited(transaction, plain, now);
      case "NOTIFY":
        return noticed(core, transaction, now);
      case "MESSAGE":
        return messaged(core, transaction, now);
      case "SUBSCRIBE": // we tell nobody of anything by ourselves
        return core.respond(transaction, 489, now, { headers: ALLOW_EVENTS });
      case "REFER": // nobody without a call makes us call
        return core.respond(transaction, 403, now);
      default: // OPTIONS, answered as an INVITE would be (section 11.2)
        return core.respond(transaction, this.#standing(now), now, { headers: ABILITIES });
    }
  }

  /** A server that asks only whether we are there need not know our secret name. */
  #isForUs(method: string, user: string): boolean {
    const { account, contactUser } = this.#core;
    if (!account.restrictContactUser || user === contactUser) return true;
    return (method === "OPTIONS" && user === "") || (account.takesDirectCalls && user === account.user);
  }

  /** How a call is met that is itself in order, and takes the place of so many others. */
  #standing(now: Instant, replaced = 0): 200 | 480 | 486 {
    const reachable = this.#core.account.answersWithoutRegistration || this.#registration.bound(now);
    if (!reachable) return 480;
    return this.#calls.busy - replaced >= this.#maxCalls ? 486 : 200;
  }

  #invited(transaction: Server, plain: boolean, now: Instant): SipOutput[] {
    const core = this.#core;
    const { request, from, tag } = transaction;
    const challenge = core.account.challengesInvite ? core.challenger.ask(request, now) : null;
    if (challenge) return core.respond(transaction, 401, now, { headers: challenge });
    const offer = sdpOf(request);
    if (offer.length > 0 && !isAcceptable(offer, this.#codecs)) {
      const warning = `305 ${emitHostPort(core.transactions.local.address, null)} "Incompatible media format"`;
      return core.respond(transaction, 488, now, { headers: [["Warning", warning]] });
    }
    const dialog = dialogOfRequest(request, tag, core.account.maxForwards);
    if (!dialog) return core.respond(transaction, 400, now, { reason: "No way back" });
    const replaced = plain ? null : replacedBy(request, this.#calls);
    const standing = this.#standing(now, replaced ? 1 : 0);
    if (standing === 480) return core.respond(transaction, 480, now);
    if (replaced && "refuse" in replaced) return core.respond(transaction, replaced.refuse, now);
    if (standing === 486) return core.respond(transaction, 486, now);
    const id = this.#calls.next();
    this.#calls.add(new IncomingCall({ core, id, invite: transaction, dialog, plain, now }));
    if (replaced) this.#arrangements.replace(id, replaced.call);
    const outputs: SipOutput[] = core.respond(transaction, 100, now);
    const invited: Invited = {
      event: "invited",
      call: id,
      peer: peerOf(request, core.isServer(from), plain),
      alertInfo: null,
      replaces: replaced?.call ?? null,
      answerAfter: null,
      diverted: null,
    };
    outputs.push(plain ? invited : { ...invited, ...wishesOf(request), diverted: diverterOf(request) });
    return outputs;
  }
}

/** How the caller wants to be announced, and answered. */
function wishesOf(request: SipRequest): Pick<Invited, "alertInfo" | "answerAfter" | "mustAnswer"> {
  const written = header(request, "Answer-Mode") ?? header(request, "Priv-Answer-Mode");
  const mode = written === undefined ? undefined : parseAnswerMode(written);
  const wishes = {
    alertInfo: header(request, "Alert-Info")?.slice(0, LONGEST_TEXT) ?? null,
    answerAfter: answerAfter(request, mode),
  };
  return mode?.mode === "auto" && mode.require ? { ...wishes, mustAnswer: true } : wishes;
}

/** Seconds after which the call is to be answered by itself, in whatever hand it is written; null when it is not. */
function answerAfter(request: SipRequest, mode: AnswerMode | undefined): number | null {
  const alert = header(request, "Alert-Info");
  const after = alert === undefined ? null : parseAlertInfo(alert).answerAfter;
  if (after !== null) return after;
  const info = header(request, "Call-Info");
  const seconds = info === undefined ? null : parseAnswerAfter(info);
  if (seconds !== null) return seconds;
  return mode?.mode === "auto" ? 0 : null;
}

/** Number, else name, of the one who was called first; null when there is none, or he asks not to be shown. */
function diverterOf(request: SipRequest): string | null {
  if (header(request, "Diversion") === undefined && header(request, "History-Info") === undefined) return null;
  const first = divertedFrom(request)[0];
  if (!first || first.withheld) return null;
  const { display, uri } = first.address;
  return (parseSipUri(uri)?.user || display).slice(0, LONGEST_TEXT) || null;
}
