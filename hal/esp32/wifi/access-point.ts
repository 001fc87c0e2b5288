/** The access point of the board itself (access-point.c). */

/** xsc binds methods of this very form to C. */
export const accessPoint = Object.freeze({
  /** WPA2; a password of 8 to 63 characters. Throws an Error when the radio refuses. */
  open(name: string, password: string, guests: number): void {
    native("xs_ata_access_point").call(this, name, password, guests);
  },

  close(): void {
    native("xs_ata_access_point_close").call(this);
  },
});
