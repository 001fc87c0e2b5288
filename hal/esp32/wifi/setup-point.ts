/** When a board without a network opens an access point of its own, and when it closes it: a machine, without a radio. */

export type SetupPointOptions = {
  /** An owner has named a network. */
  readonly known: boolean;
};

/** ms without any address before a board whose network is known asks for help, and how long it then can be spoken to. */
const PATIENCE_MS = 180_000;
const OPEN_MS = 600_000;
const NEVER = Number.POSITIVE_INFINITY;

export class SetupPoint {
  open = false;
  deadline: number;
  #connected = false;
  /** Nobody has come while it was open: it takes a new start to open it again. */
  #over = false;

  /** A board that knows no network gives the cable half a minute. */
  constructor({ known }: SetupPointOptions, now: number) {
    this.deadline = now + (known ? PATIENCE_MS : 30_000);
  }

  /** There is an address, or there is none any more. What has an address needs no setting up. */
  connected(connected: boolean, now: number): void {
    if (connected === this.#connected) return;
    this.#connected = connected;
    if (connected) this.open = false;
    this.deadline = connected || this.#over ? NEVER : now + PATIENCE_MS;
  }

  poll(now: number): void {
    if (now < this.deadline) return;
    this.deadline = NEVER;
    if (this.open) {
      this.open = false;
      this.#over = true;
    } else {
      this.open = true;
      this.deadline = now + OPEN_MS;
    }
  }
}
