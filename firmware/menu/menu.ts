/**
 * The voice menu, from `****` to the hang-up: keys in; words to say, things to read, and things to do out.
 *
 *   option ── # ──→ reading                        words and back
 *          ╲──────→ password → entry → confirming  words and back, the thing kept until the receiver lies
 */
import { type Instant, NEVER } from "../base/instant.js";
import { type Deed, type Item, type Option, options } from "./codes.js";
import { spelled, type Word } from "./words.js";

export type MenuOrder =
  | { readonly say: readonly Word[] }
  /** What is it? Answered by `read`. */
  | { readonly read: Item }
  /** May it be this? Answered by `judged`. */
  | { readonly judge: Item; readonly value: string }
  /** Is this the password? Answered by `judged`. */
  | { readonly admit: string }
  /** It shall be this, from now on. */
  | { readonly set: Item; readonly value: string }
  /** When the receiver lies. */
  | { readonly do: Deed }
  | { readonly leave: true };

export type MenuOptions = {
  /** Whoever changes something has to know a password. */
  readonly isProtected: boolean;
  /** All settings can be forgotten. */
  readonly resets: boolean;
};

/** ms without a key after which the menu is left. */
const PATIENCE = 60_000;
/** ms between two stars that leave an entry. */
const TWO_STARS = 500;
const LONGEST_ENTRY = 64;
/** Wrong passwords after which the menu is left. */
const MOST_WRONG = 3;

type State = "option" | "password" | "entry" | "confirming" | "resetting" | "awaiting";

export class Menu {
  deadline: Instant = NEVER;
  readonly #options: MenuOptions;
  #state: State = "option";
  #keys = "";
  #option: Option | null = null;
  #value = "";
  #starAt: Instant = -TWO_STARS;
  #admitted = false;
  #wrong = 0;
  /** What is done when the receiver lies. */
  #deed: Deed | null = null;

  constructor(options: MenuOptions) {
    this.#options = options;
  }

  start(now: Instant): readonly MenuOrder[] {
    this.#wait(now);
    return [{ say: ["menu"] }];
  }

  key(key: string, now: Instant): readonly MenuOrder[] {
    this.#wait(now);
    const twice = key === "*" && now - this.#starAt <= TWO_STARS;
    this.#starAt = key === "*" ? now : -TWO_STARS;
    if (twice && this.#state !== "option") return this.#cancelled();
    switch (this.#state) {
      case "option":
        return this.#collect(key, () => this.#choose(this.#keys));
      case "password":
        return this.#collect(key, () => [{ admit: this.#keys }]);
      case "entry":
        return this.#collect(key, () => this.#entered());
      case "confirming":
        return this.#confirm(key);
      case "resetting":
        return this.#confirmDeed(key);
      case "awaiting":
        return [];
    }
  }

  /** The value of an item, as text; null where there is none. */
  read(item: Item, value: string | null): readonly MenuOrder[] {
    const option = this.#option;
    if (option === null || !("reads" in option) || option.reads !== item) return [];
    this.#home();
    return [{ say: [option.name, ...wordsFor(item, value), "menu"] }];
  }

  /** What was asked by `judge` or `admit`. */
  judged(good: boolean): readonly MenuOrder[] {
    if (this.#state === "password") return good ? this.#admit() : this.#refuse();
    if (this.#state !== "awaiting" || this.#option === null || !("sets" in this.#option)) return [];
    if (!good) {
      this.#ask();
      return [{ say: ["wrong", "enter"] }];
    }
    this.#state = "confirming";
    return [{ say: this.#question() }];
  }

  poll(now: Instant): readonly MenuOrder[] {
    if (now < this.deadline) return [];
    this.deadline = NEVER;
    return [{ leave: true }];
  }

  /** The receiver lies. */
  hangUp(): readonly MenuOrder[] {
    this.deadline = NEVER;
    return this.#deed === null ? [] : [{ do: this.#deed }];
  }

  #collect(key: string, done: () => readonly MenuOrder[]): readonly MenuOrder[] {
    if (key === "#") {
      const orders = done();
      this.#keys = "";
      return orders;
    }
    if (this.#keys.length < LONGEST_ENTRY) this.#keys += key;
    return [];
  }

  #choose(code: string): readonly MenuOrder[] {
    const option = Object.hasOwn(options, code) ? options[code] : null;
    const barred = option !== null && "does" in option && option.does === "factoryReset" && !this.#options.resets;
    if (option === null || barred) return [{ say: ["unknown", "menu"] }];
    this.#option = option;
    if ("leaves" in option) return [{ leave: true }];
    if ("reads" in option) return [{ read: option.reads }];
    if (this.#options.isProtected && !this.#admitted) {
      this.#state = "password";
      return [{ say: ["password"] }];
    }
    return this.#begin(option);
  }

  #begin(option: Option): readonly MenuOrder[] {
    if ("sets" in option) {
      this.#ask();
      return [{ say: [option.name, "enter"] }];
    }
    if (!("does" in option)) return [];
    if (!option.confirms) return this.#decide(option.does);
    this.#state = "resetting";
    return [{ say: ["reset"] }];
  }

  #admit(): readonly MenuOrder[] {
    this.#admitted = true;
    this.#wrong = 0;
    return this.#option ? this.#begin(this.#option) : [];
  }

  #refuse(): readonly MenuOrder[] {
    this.#wrong++;
    if (this.#wrong >= MOST_WRONG) return [{ leave: true }];
    return [{ say: ["wrong", "password"] }];
  }

  #entered(): readonly MenuOrder[] {
    const option = this.#option;
    if (option === null || !("sets" in option)) return [];
    this.#value = option.as === "address" ? this.#keys.replaceAll("*", ".") : this.#keys;
    if (option.as === "switch" && this.#value !== "0" && this.#value !== "1") return [{ say: ["wrong", "enter"] }];
    this.#state = "awaiting";
    return [{ judge: option.sets, value: this.#value }];
  }

  #confirm(key: string): readonly MenuOrder[] {
    const option = this.#option;
    if (option === null || !("sets" in option)) return [];
    if (key === "2") return [{ say: this.#question() }];
    if (key === "3") {
      this.#ask();
      return [{ say: [option.name, "enter"] }];
    }
    if (key === "*") return this.#cancelled();
    if (key !== "1") return [];
    this.#home();
    if (option.restarts) this.#deed ??= "restart";
    const end: readonly Word[] = option.restarts ? ["saved", "restart", "menu"] : ["saved", "menu"];
    return [{ set: option.sets, value: this.#value }, { say: end }];
  }

  #confirmDeed(key: string): readonly MenuOrder[] {
    const option = this.#option;
    if (key === "*") return this.#cancelled();
    if (key !== "1" || option === null || !("does" in option)) return [];
    return this.#decide(option.does);
  }

  /** The greater deed counts. */
  #decide(deed: Deed): readonly MenuOrder[] {
    if (this.#deed !== "factoryReset") this.#deed = deed;
    this.#home();
    return [{ say: ["restart", "menu"] }];
  }

  #question(): readonly Word[] {
    const option = this.#option;
    if (option === null || !("sets" in option)) return [];
    return [option.name, ...wordsFor(option.sets, this.#value), "confirm"];
  }

  #cancelled(): readonly MenuOrder[] {
    this.#home();
    return [{ say: ["cancelled", "menu"] }];
  }

  #ask(): void {
    this.#state = "entry";
    this.#keys = "";
  }

  #home(): void {
    this.#state = "option";
    this.#option = null;
    this.#keys = "";
  }

  #wait(now: Instant): void {
    this.deadline = now + PATIENCE;
  }
}

/** How the value of an item is said. */
function wordsFor(item: Item, value: string | null): readonly Word[] {
  if (value === null || value === "") return ["unset"];
  if (item === "dhcp") return [value === "1" ? "automatic" : "manual"];
  if (item === "page") return [value === "1" ? "on" : "off"];
  return spelled(value);
}
