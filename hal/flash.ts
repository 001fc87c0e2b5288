/** Keys and values that survive a power cut. */
export interface Flash {
  read(key: string): Uint8Array | undefined;
  /** Old or new value after a power cut, never a mix. Throws an Error when it cannot be kept. */
  write(key: string, value: Uint8Array): void;
  erase(key: string): void;
}
