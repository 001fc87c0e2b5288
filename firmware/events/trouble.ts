/** What the log is told of somebody who cannot be told what happens: once when it begins, once when events are lost, once when it is over. */

export class Trouble {
  readonly #who: string;
  #isTold = false;
  #isLossTold = false;

  constructor(who: string) {
    this.#who = who;
  }

  begun(reason: string): string | null {
    if (this.#isTold) return null;
    this.#isTold = true;
    return `${this.#who} cannot be told what happens: ${reason}`;
  }

  lossy(): string | null {
    if (this.#isLossTold) return null;
    this.#isLossTold = true;
    return `${this.#who} is not told all that happens: events are lost`;
  }

  over(lost: number): string | null {
    if (!this.#isTold && !this.#isLossTold) return null;
    this.#isTold = false;
    this.#isLossTold = false;
    return `${this.#who} is told again what happens${lost === 0 ? "" : `; ${lost} events were lost`}`;
  }
}
