/**
 * Keys and values in the NVS partition, one record each. NVS writes a new record before it forgets the old one, so that a
 * power cut leaves one of the two, whole.
 */
import storage, { type Storage } from "embedded:storage/key-value";
import type { Flash } from "../flash.js";

const DOMAIN = "ata";
/** NVS has room for no longer key. */
const MAX_KEY = 15;
/** Octets: old and new have to fit into the partition side by side. */
export const MAX_VALUE = 16 * 1024;

export class NvsFlash implements Flash {
  readonly #store: Storage = storage.open({ path: DOMAIN, mode: "r+", format: "buffer" });

  read(key: string): Uint8Array | undefined {
    const value = this.#store.read(key);
    return value instanceof ArrayBuffer ? new Uint8Array(value) : undefined;
  }

  write(key: string, value: Uint8Array): void {
    if (key.length > MAX_KEY) throw new Error(`flash: ${key} is too long a name`);
    if (value.length > MAX_VALUE) throw new Error(`flash: ${value.length} octets are too many for ${key}`);
    this.#store.write(key, value.slice().buffer);
  }

  erase(key: string): void {
    this.#store.delete(key);
  }
}
