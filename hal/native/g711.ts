/** µ-law and A-law (ITU-T G.711) in C: the twin of `firmware/dsp/g711.ts`. */
import { bound, natives } from "../../hal/native/natives.js";

/** The octets of no sound. */
export const ULAW_SILENCE = 0xff;
export const ALAW_SILENCE = 0xd5;

export function encodeUlaw(samples: Int16Array, into: Uint8Array, start: number): void {
  (bound ?? natives()).encodeUlaw(
    samples.buffer as ArrayBuffer,
    samples.byteOffset >> 1,
    samples.length,
    into.buffer as ArrayBuffer,
    into.byteOffset + start,
    into.length - start,
  );
}

export function decodeUlaw(payload: Uint8Array, start: number, into: Int16Array): void {
  (bound ?? natives()).decodeUlaw(
    payload.buffer as ArrayBuffer,
    payload.byteOffset + start,
    payload.length - start,
    into.buffer as ArrayBuffer,
    into.byteOffset >> 1,
    into.length,
  );
}

export function encodeAlaw(samples: Int16Array, into: Uint8Array, start: number): void {
  (bound ?? natives()).encodeAlaw(
    samples.buffer as ArrayBuffer,
    samples.byteOffset >> 1,
    samples.length,
    into.buffer as ArrayBuffer,
    into.byteOffset + start,
    into.length - start,
  );
}

export function decodeAlaw(payload: Uint8Array, start: number, into: Int16Array): void {
  (bound ?? natives()).decodeAlaw(
    payload.buffer as ArrayBuffer,
    payload.byteOffset + start,
    payload.length - start,
    into.buffer as ArrayBuffer,
    into.byteOffset >> 1,
    into.length,
  );
}
