/** Which of our calls a new one asks to take the place of (RFC 3891 section 3). */
import { headerList, type SipRequest } from "../wire/sip/sip-message.js";
import { parseReplaces } from "../wire/sip/sip-replaces.js";
import type { Call } from "./call.js";
import type { Calls } from "./calls.js";
import { OutgoingCall } from "./outgoing-call.js";
import type { CallId } from "./seam.js";

/** Null for an ordinary call; a refusal where it cannot be. */
export function replacedBy(
  request: SipRequest,
  calls: Calls,
): { readonly call: CallId } | { readonly refuse: 400 | 481 | 486 | 603 } | null {
  const values = headerList(request, "Replaces");
  if (values.length === 0) return null;
  const wanted = values.length === 1 ? parseReplaces(values[0]) : undefined;
  if (!wanted) return { refuse: 400 };
  const { callId, toTag, fromTag, earlyOnly } = wanted;
  for (const call of calls.values()) {
    for (const dialog of call.dialogs) {
      if (dialog.callId !== callId || dialog.localTag !== toTag || dialog.remoteTag !== fromTag) continue;
      return verdictOn(call, earlyOnly);
    }
  }
  return { refuse: 481 };
}

function verdictOn(call: Call, earlyOnly: boolean): { readonly call: CallId } | { readonly refuse: 481 | 486 | 603 } {
  if (!call.busy) return { refuse: 603 };
  if (call.services) return earlyOnly ? { refuse: 486 } : { call: call.id };
  // one that still rings here is picked up by nobody else
  return call instanceof OutgoingCall ? { call: call.id } : { refuse: 481 };
}
