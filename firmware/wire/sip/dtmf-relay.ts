/**
 * Keys and hook flashes in the bodies of INFO, as telephones and gateways send them: application/dtmf-relay,
 * application/dtmf and application/hook-flash. No RFC has them; RFC 6086 section 2 tells how it came to that.
 */
import { octetsOf } from "../../base/text.js";
import { EVENT_KEYS } from "../rtp/telephone-event.js";
import { linesOf } from "./body-lines.js";

export type RelayedSignal =
  /** One of `0123456789*#ABCD`; ms, null when it is not said. */
  { readonly key: string; readonly duration: number | null } | { readonly flash: true };

export const DTMF_RELAY = "application/dtmf-relay";
export const DTMF = "application/dtmf";
export const HOOK_FLASH = "application/hook-flash";

const NUMBER = /^\d{1,5}$/;
const KEYS = EVENT_KEYS.slice(0, 16);
const FLASH_EVENT = 16;

/** By the Content-Type of the INFO; `undefined` for any other, and for a body that cannot be read. */
export function parseRelayedSignal(contentType: string, body: Uint8Array): RelayedSignal | undefined {
  const semicolon = contentType.indexOf(";");
  const type = (semicolon < 0 ? contentType : contentType.slice(0, semicolon)).trim().toLowerCase();
  if (type === DTMF_RELAY) return parseDtmfRelay(body);
  if (type === DTMF) return parseDtmf(body);
  return type === HOOK_FLASH ? { flash: true } : undefined;
}

/** `Signal=5` and `Duration=160`, in any order and letter case, blanks allowed. */
function parseDtmfRelay(body: Uint8Array): RelayedSignal | undefined {
  const lines = linesOf(body);
  let signal: string | undefined;
  let duration: number | null = null;
  for (let i = 0; i < lines.length; i++) {
    const equals = lines[i].indexOf("=");
    const name = lines[i].slice(0, Math.max(equals, 0)).trim().toLowerCase();
    const value = lines[i].slice(equals + 1).trim();
    if (name === "signal") signal ??= value;
    else if (name === "duration" && NUMBER.test(value)) duration ??= Number(value);
  }
  return signalOf(signal ?? "", duration);
}

/** The bare key, or its event code. */
function parseDtmf(body: Uint8Array): RelayedSignal | undefined {
  const lines = linesOf(body);
  const first = lines[0].trim();
  // some send under this name what the other one means
  return first.indexOf("=") >= 0 ? parseDtmfRelay(body) : signalOf(first, null);
}

function signalOf(written: string, duration: number | null): RelayedSignal | undefined {
  const text = written.toUpperCase();
  if (text === "HF" || text === "FLASH" || text === "!") return { flash: true };
  if (text.length === 1) return KEYS.indexOf(text) < 0 ? undefined : { key: text, duration };
  if (!NUMBER.test(text)) return undefined;
  const event = Number(text);
  if (event === FLASH_EVENT) return { flash: true };
  return event < FLASH_EVENT ? { key: KEYS[event], duration } : undefined;
}

/** The body for a key (ms), or for a flash, as application/dtmf-relay. */
export function emitDtmfRelay(signal: RelayedSignal): Uint8Array {
  if ("flash" in signal) return octetsOf("Signal=hf\r\n");
  const duration = signal.duration === null ? "" : `Duration=${signal.duration}\r\n`;
  return octetsOf(`Signal=${signal.key}\r\n${duration}`);
}

/** The body for a key, as application/dtmf. */
export function emitDtmf(key: string): Uint8Array {
  return octetsOf(key);
}

/** The body for a flash, as application/hook-flash. */
export function emitHookFlash(): Uint8Array {
  return octetsOf("Signal=hf\r\n");
}
