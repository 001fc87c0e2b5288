/** Where the passwords and tokens of the page are kept. */
import type { Flash } from "../../hal/flash.js";
import type { LoginStore } from "../web/logins.js";
import { TextRecord } from "./record.js";

const NAME = "logins";

export class LoginRecord implements LoginStore {
  readonly #record: TextRecord;

  constructor(flash: Flash) {
    this.#record = new TextRecord(flash, NAME);
  }

  get text(): string | null {
    return this.#record.kept?.text ?? null;
  }

  keep(text: string): void {
    this.#record.keep(text);
  }
}

export function eraseLogins(flash: Flash): void {
  new TextRecord(flash, NAME).erase();
}
