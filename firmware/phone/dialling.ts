/** Digits, dial plan and patience to something that can be called. */
import type { Instant } from "../base/instant.js";
import { type DialPlanOptions, Dialling as DialPlanRun, type Verdict } from "../dialplan/dial-plan.js";

export type Dialled =
  /** Dialling goes on; this is heard until the next key. */
  | { readonly hears: "dial" | "outside" | "none" }
  /** A number at our own server, or a whole `sip:` URI. */
  | { readonly target: string; readonly emergency: boolean }
  /** One of the star codes in the options. */
  | { readonly service: string }
  | { readonly refused: string };

/** As much as can stand in a Request-URI of ours. */
const LONGEST_NUMBER = 128;

export class Dialling {
  readonly #run: DialPlanRun;

  /** `services` are the star codes that are known whatever the plan says. */
  constructor(options: DialPlanOptions, services: readonly string[] = []) {
    this.#run = new DialPlanRun(options, services);
  }

  get deadline(): Instant {
    return this.#run.deadline;
  }

  start(now: Instant): Dialled {
    return dialled(this.#run.start(now));
  }

  key(key: string, now: Instant): Dialled {
    return dialled(this.#run.key(key, now));
  }

  poll(now: Instant): Dialled {
    return dialled(this.#run.poll(now));
  }
}

function dialled(verdict: Verdict): Dialled {
  switch (verdict.verdict) {
    case "more":
      return { hears: verdict.tone };
    case "ready": {
      const target = targetOf(verdict);
      return target === null ? { refused: "no way out" } : { target, emergency: verdict.emergency };
    }
    case "service":
      return { service: verdict.code };
    case "refused":
      return { refused: verdict.reason };
  }
}

/** Where a number goes, or null when this adapter has no such way out: it has no gateway. */
function targetOf({ number, route }: Extract<Verdict, { verdict: "ready" }>): string | null {
  if (number.length > LONGEST_NUMBER) return null;
  switch (route.kind) {
    case "proxy":
      return number === "" ? null : number;
    case "gateway":
      return null;
    case "host": {
      const host = route.port === null ? route.host : `${route.host}:${route.port}`;
      return `sip:${number === "" ? host : `${number}@${host}`}`;
    }
  }
}
