/** NOTIFYs that nobody has subscribed to: of our mailbox, and what a server wishes of the adapter (RFC 3842, `check-sync`). */
import type { Instant } from "../base/instant.js";
import { parseEvent } from "../wire/sip/event.js";
import { parseMessageSummary } from "../wire/sip/message-summary.js";
import { header } from "../wire/sip/sip-message.js";
import { paramOf, parseParams } from "../wire/sip/sip-param.js";
import { mediaTypeOf } from "./content.js";
import type { Core, Server, SipOutput } from "./core.js";
import { ALLOW_EVENTS } from "./methods.js";
import type { SipEvent } from "./seam.js";

export const SUMMARY = "application/simple-message-summary";

type Wish = Extract<SipEvent, { event: "remote" }>["wish"];

/** Only our own server may tell us anything, and has to prove itself before anything is done for it. */
export function noticed(core: Core, transaction: Server, now: Instant): SipOutput[] {
  const { request, from } = transaction;
  const value = header(request, "Event") ?? "";
  const name = parseEvent(value)?.package ?? "";
  const wish = wishOf(name, value);
  if (name !== "message-summary" && wish === undefined)
    return core.respond(transaction, name === "refer" ? 481 : 489, now, { headers: ALLOW_EVENTS });
  if (!core.isServer(from)) return core.respond(transaction, 403, now);
  if (wish === undefined) return summarized(core, transaction, now);
  const challenge = core.account.challengesResync ? core.challenger.ask(request, now) : null;
  if (challenge) return core.respond(transaction, 401, now, { headers: challenge });
  return [...core.respond(transaction, 200, now), { event: "remote", wish }];
}

/** Says what the mailbox holds; a body that cannot be read, or none, says nothing. */
export function summarized(core: Core, transaction: Server, now: Instant): SipOutput[] {
  const { request } = transaction;
  if (request.body.length > 0 && mediaTypeOf(request) !== SUMMARY)
    return core.respond(transaction, 415, now, { headers: [["Accept", SUMMARY]] });
  const answer: SipOutput[] = core.respond(transaction, 200, now);
  const summary = parseMessageSummary(request.body);
  if (!summary) return answer;
  const { waiting, voice } = summary;
  answer.push({ event: "messages", waiting, fresh: voice?.fresh ?? null, old: voice?.old ?? null });
  return answer;
}

/** `check-sync` means new settings, or a new start where it says so. */
function wishOf(name: string, value: string): Wish | undefined {
  if (name === "resync" || name === "reboot" || name === "report") return name;
  if (name !== "check-sync") return undefined;
  const params = parseParams(value, value.indexOf(";") < 0 ? value.length : value.indexOf(";")) ?? [];
  return paramOf(params, "reboot")?.toLowerCase() === "true" ? "reboot" : "resync";
}
