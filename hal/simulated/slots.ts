/**
 * Two slots for firmware images in the flash of a simulated board, and the loader that chooses one at each start: as on a chip,
 * a new image runs on trial, and what has not proven itself by the next start is left for the one before it.
 *
 * The program of a simulated board says how it behaves, as JSON: `{"behaves":"well"}`. One that is `deaf` never comes to an
 * address, one that is `dead` does not come to its first breath. A slot that is empty holds the program as it was built.
 */
import type { Flash } from "../flash.js";
import type { ImageWriter, Seal, Update } from "../update.js";

export const BEHAVIOURS = Object.freeze(["well", "deaf", "dead"] as const);
export type Behaviour = (typeof BEHAVIOURS)[number];

/** Octets written at a time, and pieces of a slot. */
export const SECTOR = 16 * 1024;
const SECTORS = 12;
const LOADER = "slot.loader";

/** `before` is what is gone back to. */
type Choice = { readonly slot: number; readonly state: "new" | "trial" | "good"; readonly before: number };
type Written = { readonly version: string; readonly length: number };

const FACTORY: Choice = Object.freeze({ slot: 0, state: "good", before: 0 });

/** How images of the desk are counted over, and by whom they have to be signed. */
export type ImageLock = {
  readonly signed: boolean;
  seal(): Seal;
};

/** What runs from one start to the next. */
export class RunningImage implements Update {
  /** Null for the program as it was built. */
  readonly version: string | null;
  readonly behaviour: Behaviour;
  inService = false;
  readonly #slots: Slots;
  readonly #lock: ImageLock;
  #choice: Choice;
  /** The power is on. */
  #lives = true;

  constructor(slots: Slots, choice: Choice, lock: ImageLock) {
    // where no slot holds anything whole, the program as it was built starts
    const written = slots.isStartable(choice.slot) ? slots.written(choice.slot) : null;
    this.version = written?.version ?? null;
    this.behaviour = written ? slots.behaviour(choice.slot) : "well";
    this.#slots = slots;
    this.#choice = choice;
    this.#lock = lock;
  }

  get onTrial(): boolean {
    return this.#choice.state === "trial";
  }

  get signed(): boolean {
    return this.#lock.signed;
  }

  seal(): Seal {
    return this.#lock.seal();
  }

  begin(length: number, version: string): ImageWriter {
    if (this.onTrial) throw new Error("the firmware that runs is on trial");
    const room = SECTOR * SECTORS;
    if (length > room) throw new Error(`the program has ${length} octets, and there is room for ${room}`);
    // what waited for the next start is given up before anything is written over it
    this.#choose({ ...this.#choice, state: "good" });
    return this.#slots.writer(
      1 - this.#choice.slot,
      { version, length },
      () => this.#lives,
      () => {
        const { slot } = this.#choice;
        this.#choose({ slot: 1 - slot, state: "new", before: slot }, false);
      },
    );
  }

  healthy(): void {
    this.#choose({ ...this.#choice, state: "good" });
  }

  rollBack(): void {
    const { before } = this.#choice;
    this.#choose({ slot: before, state: "good", before }, false);
  }

  /** The power is cut: nothing of it is written any more. */
  cut(): void {
    this.#lives = false;
  }

  #choose(choice: Choice, isOurs = true): void {
    if (!this.#lives) return;
    this.#slots.choose(choice);
    if (isOurs) this.#choice = choice;
  }
}

export class Slots {
  readonly #flash: Flash;

  constructor(flash: Flash) {
    this.#flash = flash;
  }

  /** The loader, at each start. */
  start(lock: ImageLock): RunningImage {
    const { slot, state, before } = this.#choice;
    if (state === "good" && this.isStartable(slot)) return new RunningImage(this, { slot, state, before }, lock);
    const isNew = state === "new" && this.isStartable(slot);
    const back = [before, 1 - before].find((one) => this.isStartable(one)) ?? before;
    const next: Choice = isNew ? { slot, state: "trial", before } : { slot: back, state: "good", before: back };
    this.choose(next);
    return new RunningImage(this, next, lock);
  }

  choose(choice: Choice): void {
    this.#flash.write(LOADER, octetsOf(JSON.stringify(choice)));
  }

  /** Null where the slot is empty. */
  written(slot: number): Written | null {
    const record = this.#record(headOf(slot));
    return record && typeof record.version === "string" && typeof record.length === "number"
      ? { version: record.version, length: record.length }
      : null;
  }

  behaviour(slot: number): Behaviour {
    const told = behaviourOf(this.#program(slot));
    return told ?? "dead";
  }

  writer(slot: number, written: Written, lives: () => boolean, commit: () => void): ImageWriter {
    const held = new Uint8Array(SECTOR);
    let count = 0;
    let sector = 0;
    const flush = () => {
      if (count > 0 && lives()) this.#flash.write(sectorOf(slot, sector), held.slice(0, count));
      sector++;
      count = 0;
    };
    this.#flash.erase(headOf(slot));
    for (let n = 0; n < SECTORS; n++) this.#flash.erase(sectorOf(slot, n));
    return {
      write(octets) {
        for (let at = 0; at < octets.length; ) {
          const piece = octets.subarray(at, at + SECTOR - count);
          held.set(piece, count);
          count += piece.length;
          at += piece.length;
          if (count === SECTOR) flush();
        }
      },
      commit: () => {
        flush();
        if (!lives()) return;
        const program = this.#program(slot);
        if (program.length !== written.length)
          throw new Error(`${program.length} of ${written.length} octets have come`);
        if (behaviourOf(program) === null) throw new Error("this is no program for a simulated board");
        this.#flash.write(headOf(slot), octetsOf(JSON.stringify(written)));
        commit();
      },
      abort: () => {
        count = 0;
      },
    };
  }

  get #choice(): Choice {
    const { slot, state, before } = this.#record(LOADER) ?? {};
    const isSlot = (n: unknown): n is number => n === 0 || n === 1;
    if (!isSlot(slot) || !isSlot(before) || (state !== "new" && state !== "trial" && state !== "good")) return FACTORY;
    return { slot, state, before };
  }

  /** Empty, or whole. */
  isStartable(slot: number): boolean {
    const written = this.written(slot);
    if (written) return this.#program(slot).length === written.length;
    return this.#flash.read(sectorOf(slot, 0)) === undefined;
  }

  #program(slot: number): Uint8Array {
    const program = new Uint8Array(SECTOR * SECTORS);
    let length = 0;
    for (let n = 0; n < SECTORS; n++) {
      const octets = this.#flash.read(sectorOf(slot, n));
      if (!octets) break;
      program.set(octets, length);
      length += octets.length;
    }
    return program.subarray(0, length);
  }

  #record(key: string): { readonly [name: string]: unknown } | null {
    const octets = this.#flash.read(key);
    const record = octets && parsed(octets);
    return typeof record === "object" && record !== null ? (record as { [name: string]: unknown }) : null;
  }
}

const headOf = (slot: number) => `slot.${slot}`;
const sectorOf = (slot: number, sector: number) => `slot.${slot}.${sector}`;

/** Null for what is no program of a simulated board. */
function behaviourOf(program: Uint8Array): Behaviour | null {
  const record = parsed(program);
  if (typeof record !== "object" || record === null || !("behaves" in record)) return null;
  return BEHAVIOURS.find((one) => one === record.behaves) ?? null;
}

function parsed(octets: Uint8Array): unknown {
  let text = "";
  for (const octet of octets) text += String.fromCharCode(octet);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function octetsOf(text: string): Uint8Array {
  const octets = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) octets[i] = text.charCodeAt(i) & 0xff;
  return octets;
}
