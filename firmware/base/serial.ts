/** Numbers that wrap, compared as distances (RFC 1982): negative when `a` is before `b`. */

export function distance16(a: number, b: number): number {
  return ((a - b) << 16) >> 16;
}

export function distance32(a: number, b: number): number {
  return (a - b) | 0;
}
