/** MESSAGE: a line of text for the owner (RFC 3428). */
import type { Instant } from "../base/instant.js";
import { textOf } from "../base/text.js";
import type { Core, Server, SipOutput } from "./core.js";
import { peerOf } from "./identity.js";
import { LONGEST_MESSAGE } from "./limits.js";

/** The door has seen to its type. */
export function messaged(core: Core, transaction: Server, now: Instant): SipOutput[] {
  const { request, from } = transaction;
  if (request.body.length > LONGEST_MESSAGE) return core.respond(transaction, 413, now);
  const answer: SipOutput[] = core.respond(transaction, 200, now);
  if (request.body.length === 0) return answer;
  answer.push({ event: "message", peer: peerOf(request, core.isServer(from)), text: textOf(request.body) });
  return answer;
}
