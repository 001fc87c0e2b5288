/** One end of a TLS connection without a socket (tls.c): octets in, octets out. */

/** What has become of the handshake after a step of it. */
export const GOES_ON = 0;
export const STANDS = 1;

/** While a step runs, nothing is asked of it but `close`. */
export class Engine extends Native("xs_ata_tls_destructor") {
  /** `name`: whom the certificate has to be for. `authorities` as PEM, or "". Throws an Error when it cannot be had. */
  constructor(name: string, authorities: string, onStep: (state: number) => void) {
    super();
    native("xs_ata_tls").call(this, name, authorities, onStep);
  }
  step(): void {
    native("xs_ata_tls_step").call(this);
  }
  /** From the other side; false when there is no room for it. */
  push(octets: ArrayBuffer): boolean {
    return native("xs_ata_tls_push").call(this, octets);
  }
  /** The other side has gone. */
  end(): void {
    native("xs_ata_tls_end").call(this);
  }
  /** For the other side, so many at most. */
  pull(most: number): ArrayBuffer | undefined {
    return native("xs_ata_tls_pull").call(this, most);
  }
  read(): ArrayBuffer | undefined {
    return native("xs_ata_tls_read").call(this);
  }
  /** Nothing more will ever be read. */
  isOver(): boolean {
    return native("xs_ata_tls_is_over").call(this);
  }
  write(octets: Uint8Array): number {
    return native("xs_ata_tls_write").call(this, octets);
  }
  sayEnd(): void {
    native("xs_ata_tls_say_end").call(this);
  }
  doubts(): number {
    return native("xs_ata_tls_doubts").call(this);
  }
  error(): number {
    return native("xs_ata_tls_error").call(this);
  }
  close(): void {
    native("xs_ata_tls_close").call(this);
  }
}
