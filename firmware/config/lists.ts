/** Values that signalling is made of: response codes, media types, vertical service codes. */
import { shown } from "../dialplan/reader.js";

const MAX_CODES = 32;

const CODE = /^[1-6?][0-9?]{2}$/;
/** RFC 3261 section 25.1, `m-type/m-subtype`. */
const MEDIA_TYPE = /^[A-Za-z0-9.!%*_+`'~-]+\/[A-Za-z0-9.!%*_+`'~-]+$/;
const SERVICE_CODE = /^[*#][0-9*#]{1,15}$/;

/** `404, 5??`: status codes; `?` is any digit. */
export function parseCodes(text: string): readonly string[] {
  return text
    .split(",")
    .map((code) => code.trim())
    .filter((code) => code !== "");
}

export function refuseCodes(text: string): string | null {
  const codes = parseCodes(text);
  if (codes.length > MAX_CODES) return `more than ${MAX_CODES} codes`;
  for (const code of codes)
    if (!CODE.test(code)) return `${short(code)} is no response code: three digits, ? for any, separated by commas`;
  return null;
}

export function refuseMediaType(text: string): string | null {
  return text === "" || MEDIA_TYPE.test(text) ? null : `${short(text)} is no media type (type/subtype)`;
}

export function refuseServiceCode(text: string): string | null {
  return text === "" || SERVICE_CODE.test(text) ? null : `${short(text)} is no code: * or #, then what is dialled`;
}

/** A value that begins with `$` stands for something, if it is one of `macros`. */
export function refuseMacro(text: string, macros: readonly string[]): string | null {
  return isMacro(text, macros) ? null : `${short(text)} is none of ${macros.join(", ")}`;
}

export function isMacro(text: string, macros: readonly string[]): boolean {
  const wanted = text.toUpperCase();
  return macros.includes(wanted);
}

/** As much of a value as a message needs. */
export function short(text: string): string {
  return shown(text, 32) || "nothing";
}
