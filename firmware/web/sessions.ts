/** Who is signed in: a few, in memory alone, for as long as they do something. */
import type { Instant } from "../base/instant.js";
import { type Chance, token } from "../base/random.js";
import { MAX_SESSIONS, SESSION_IDLE, SESSION_LIFE } from "./limits.js";
import type { Role } from "./logins.js";

export type Session = {
  readonly id: string;
  readonly csrf: string;
  readonly role: Role;
  readonly since: Instant;
  /** When it last asked for something. */
  last: Instant;
};

/** Letters of an identifier, 5 bits of chance each. */
const LENGTH = 32;

export class Sessions {
  readonly #chance: Chance;
  /** The one idle for longest first. */
  readonly #sessions: Session[] = [];

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  open(role: Role, now: Instant): Session {
    this.#sweep(now);
    if (this.#sessions.length >= MAX_SESSIONS) this.#sessions.shift();
    const session = { id: token(this.#chance, LENGTH), csrf: token(this.#chance, LENGTH), role, since: now, last: now };
    this.#sessions.push(session);
    return session;
  }

  /** The session of this identifier, which is in use now; undefined when there is none. */
  use(id: string, now: Instant): Session | undefined {
    this.#sweep(now);
    // Chance of 160 bits is not found letter by letter: a comparison that stops early tells nothing of use.
    const at = this.#sessions.findIndex((session) => session.id === id);
    if (at < 0) return undefined;
    const [session] = this.#sessions.splice(at, 1);
    session.last = now;
    this.#sessions.push(session);
    return session;
  }

  has(session: Session, now: Instant): boolean {
    this.#sweep(now);
    return this.#sessions.includes(session);
  }

  close(session: Session): void {
    const at = this.#sessions.indexOf(session);
    if (at >= 0) this.#sessions.splice(at, 1);
  }

  /** All of this role but one. */
  closeAll(role: Role, but: Session | null): void {
    for (const session of [...this.#sessions]) if (session.role === role && session !== but) this.close(session);
  }

  #sweep(now: Instant): void {
    for (const session of [...this.#sessions])
      if (now - session.last >= SESSION_IDLE || now - session.since >= SESSION_LIFE) this.close(session);
  }
}
