/** What the chip can do by itself: chance, its address, its images, its restart (esp32-system.c). */

/** Kinds of `mac`, as the IDF counts them. */
export const STATION = 0;
export const ETHERNET = 3;

/** xsc binds methods of this very form to C. */
export const system = Object.freeze({
  /** 32 random bits (chance.c); to be asked for once before anything else uses the pins, the radio or the highway. */
  random(): number {
    return native("xs_ata_random").call(this);
  },

  /** Twelve hexadecimal digits in lower case. */
  mac(kind: number): string {
    return native("xs_ata_mac").call(this, kind);
  },

  /** There is a slot for another image beside the one that runs. */
  hasSecondSlot(): boolean {
    return native("xs_ata_has_second_slot").call(this);
  },

  /** This image runs for the first time, and is rolled back at the next start unless it is marked good. */
  onTrial(): boolean {
    return native("xs_ata_on_trial").call(this);
  },

  markGood(): void {
    native("xs_ata_mark_good").call(this);
  },

  /** Starts the image before this one; comes back only when there is none. */
  rollBack(): void {
    native("xs_ata_roll_back").call(this);
  },

  /** An ECDSA signature (r and s, 64 octets) on P-256 over what has this SHA-256 is by this key (65 octets, uncompressed). */
  isSigned(key: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean {
    return native("xs_ata_is_signed").call(this, key, digest, signature);
  },

  /** As the IDF counts them: 1 power, 3 software, 4 a crash, 5 to 7 a watchdog, 9 the supply too low. */
  resetReason(): number {
    return native("xs_ata_reset_reason").call(this);
  },

  /** Everything that was kept is gone; to be followed by a restart. False when it could not be erased. */
  eraseSettings(): boolean {
    return native("xs_ata_erase_settings").call(this);
  },

  /** An IPv4 address, or undefined; asked of the DNS server that DHCP has named. */
  resolve(name: string, done: (name: string, address?: string) => void): void {
    native("xs_system_resolve").call(this, name, done);
  },

  restart(): void {
    native("xs_ata_restart").call(this);
  },
});
