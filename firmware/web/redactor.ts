/** What is shown of what the adapter tells: nothing of it is a secret, whatever way it came. */
import { adapterSettings } from "../config/adapter-settings.js";
import type { Config } from "../config/config.js";
import { type LineSetting, lineSettings } from "../config/line-settings.js";
import { holdsSecret, isSecret, type Setting } from "../config/setting.js";
import { redacted } from "../wire/sip/redacted.js";

/** A shorter one would be told by the gaps it leaves. */
const SHORTEST = 6;

export class Redactor {
  readonly #config: Config;
  #secrets: readonly string[] | null = null;

  constructor(config: Config) {
    this.#config = config;
  }

  /** The settings are others. */
  forget(): void {
    this.#secrets = null;
  }

  /** A line of the log. */
  text(text: string): string {
    this.#secrets ??= secretsOf(this.#config);
    let shown = text;
    for (const secret of this.#secrets) if (shown.includes(secret)) shown = shown.replaceAll(secret, "***");
    return shown;
  }

  /** A SIP message. */
  message(message: string): string {
    return this.text(redacted(message));
  }
}

function secretsOf(config: Config): readonly string[] {
  const secrets: string[] = [];
  const add = (secret: string) => {
    if (secret.length >= SHORTEST) secrets.push(secret);
  };
  const ours: { readonly [name: string]: Setting } = adapterSettings;
  for (const name of Object.keys(ours)) {
    const value = config.get(name as keyof typeof adapterSettings);
    if (isSecret(ours[name])) add(value);
    else if (holdsSecret(ours[name], value))
      for (const [, written] of value.matchAll(/--(?:key|pwd)[ \t]+"?([^"\]\s]+)/g)) add(written);
  }
  const theirs: { readonly [name: string]: Setting } = lineSettings;
  for (const name of Object.keys(theirs))
    if (isSecret(theirs[name]))
      for (let line = 1; line <= config.lines; line++) add(config.getLine(name as LineSetting, line));
  return secrets;
}
