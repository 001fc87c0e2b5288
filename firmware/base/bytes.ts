/** Big-endian numbers in octets, both ways. */

export function getUint16(octets: Uint8Array, at: number): number {
  return (octets[at] << 8) | octets[at + 1];
}

export function getUint24(octets: Uint8Array, at: number): number {
  return (octets[at] << 16) | (octets[at + 1] << 8) | octets[at + 2];
}

export function getUint32(octets: Uint8Array, at: number): number {
  return ((octets[at] << 24) | (octets[at + 1] << 16) | (octets[at + 2] << 8) | octets[at + 3]) >>> 0;
}

export function putUint16(octets: Uint8Array, at: number, value: number): void {
  octets[at] = value >> 8;
  octets[at + 1] = value;
}

export function putUint24(octets: Uint8Array, at: number, value: number): void {
  octets[at] = value >> 16;
  octets[at + 1] = value >> 8;
  octets[at + 2] = value;
}

export function putUint32(octets: Uint8Array, at: number, value: number): void {
  octets[at] = value >>> 24;
  octets[at + 1] = value >>> 16;
  octets[at + 2] = value >>> 8;
  octets[at + 3] = value;
}
