/** When a board without a network opens an access point of its own, and when it closes it: a machine, without a radio. */

/** ms that a board whose network nobody has named gives the cable. */
const FRESH_MS = 30_000;
/** ms without any address before one whose network is named asks for help. */
const PATIENCE_MS = 180_000;
/** How long it then can be spoken to. */
const OPEN_MS = 600_000;
/** For the page to say that a network has been named. */
const LEAVE_MS = 3_000;
const NEVER = Number.POSITIVE_INFINITY;

export class SetupPoint {
  open = false;
  deadline: number;
  #known = false;
  #connected = false;
  /** Nobody has come while it was open: it takes a new start, or a network named, to open it again. */
  #over = false;

  constructor(now: number) {
    this.deadline = now + FRESH_MS;
  }

  /** An owner has named a network, or none any more. */
  known(known: boolean, now: number): void {
    this.#known = known;
    this.#over = false;
    if (this.open) this.deadline = known ? now + LEAVE_MS : now + OPEN_MS;
    else this.#wait(now);
  }

  /** There is an address, or there is none any more. What has an address needs no setting up. */
  connected(connected: boolean, now: number): void {
    if (connected === this.#connected) return;
    this.#connected = connected;
    if (connected) this.open = this.#over = false;
    this.#wait(now);
  }

  poll(now: number): void {
    if (now < this.deadline) return;
    this.deadline = NEVER;
    if (!this.open) {
      this.open = true;
      this.deadline = now + OPEN_MS;
      this.#over = true;
    } else {
      this.open = false;
      // What was named while it was open is tried as long as at any other time.
      this.#wait(now);
    }
  }

  #wait(now: number): void {
    const patience = this.#known ? PATIENCE_MS : FRESH_MS;
    this.deadline = this.#connected || this.#over ? NEVER : now + patience;
  }
}
