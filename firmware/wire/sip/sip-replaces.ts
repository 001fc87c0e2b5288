/** Replaces: the dialog that a new call takes the place of (RFC 3891 section 6.1). */
import { parseParams, type SipParam } from "./sip-param.js";
import { isToken } from "./sip-text.js";

/** As the one to whom it is sent sees them: `toTag` is the receiver's own tag. */
export type Replaces = {
  readonly callId: string;
  readonly toTag: string;
  readonly fromTag: string;
  /** Only a dialog that is not confirmed yet. */
  readonly earlyOnly: boolean;
};

const CALL_ID = /^[^\s;,@]+(?:@[^\s;,@]+)?$/;

/** `undefined` also when a tag is missing, or stands twice. */
export function parseReplaces(text: string): Replaces | undefined {
  let semicolon = text.indexOf(";");
  if (semicolon < 0) semicolon = text.length;
  const callId = text.slice(0, semicolon).trim();
  const params = parseParams(text, semicolon);
  if (!params || !CALL_ID.test(callId)) return undefined;
  const toTag = only(params, "to-tag");
  const fromTag = only(params, "from-tag");
  if (!toTag || !fromTag || !isToken(toTag) || !isToken(fromTag)) return undefined;
  return { callId, toTag, fromTag, earlyOnly: only(params, "early-only") !== undefined };
}

function only(params: readonly SipParam[], name: string): string | undefined {
  let found: string | undefined;
  for (let i = 0; i < params.length; i++) {
    if (params[i][0] !== name) continue;
    found = found === undefined ? (params[i][1] ?? "") : "";
  }
  return found;
}

export function emitReplaces({ callId, toTag, fromTag, earlyOnly }: Replaces): string {
  return `${callId};to-tag=${toTag};from-tag=${fromTag}${earlyOnly ? ";early-only" : ""}`;
}
