/** Firmware images as the adapter takes them. */
export function makeImage(board: string, version: string, program: Uint8Array): Buffer;
export function signImage(image: Buffer, pem: string | Buffer): Buffer;
export function pointOf(pem: string | Buffer): string;
export function deskProgram(behaves?: "well" | "deaf" | "dead"): Buffer;
export function nameOf(board: string): string;
export function run(words: readonly string[]): number;
