/** The numbers of the PBX: one row each. */

/** What answers a test number. */
export type Service =
  /** Sends back what it hears, after `delay` ms of ringing. */
  | { readonly kind: "echo"; readonly delay: number }
  | { readonly kind: "play"; readonly sound: "milliwatt" | "music" | "recording" }
  /** The caller's own number in DTMF, and spoken. */
  | { readonly kind: "digits" }
  | { readonly kind: "refuse"; readonly status: number }
  | { readonly kind: "ring"; readonly forMs: number }
  /** Early media for a while, then a refusal. */
  | { readonly kind: "early"; readonly forMs: number; readonly status: number }
  | { readonly kind: "redirect"; readonly to: string }
  /** Answers, and calls back some time after the caller has hung up. */
  | { readonly kind: "callBack"; readonly after: number; readonly name: string }
  /** Takes a message for the caller, who hears of it after the hang-up; one that waits already is read instead. */
  | { readonly kind: "mailbox"; readonly messages: number };

/** Nobody rings longer than this. */
export const LONGEST_RINGING = 180_000;

const services: { readonly [number: string]: Service } = {
  600: { kind: "echo", delay: 0 },
  601: { kind: "play", sound: "milliwatt" },
  602: { kind: "play", sound: "music" },
  603: { kind: "digits" },
  604: { kind: "refuse", status: 486 },
  605: { kind: "ring", forMs: LONGEST_RINGING },
  606: { kind: "refuse", status: 603 },
  607: { kind: "refuse", status: 404 },
  608: { kind: "early", forMs: 5_000, status: 480 },
  609: { kind: "redirect", to: "600" },
  610: { kind: "echo", delay: 13_000 },
  611: { kind: "callBack", after: 5_000, name: "Test Call" },
  612: { kind: "mailbox", messages: 0 },
  911: { kind: "play", sound: "recording" },
  112: { kind: "play", sound: "recording" },
  999: { kind: "play", sound: "recording" },
};

const users = ["101", "102", "103", "104", "105", "106", "107", "108", "109"];

export function serviceOf(number: string): Service | undefined {
  return Object.hasOwn(services, number) ? services[number] : undefined;
}

export function isUser(number: string): boolean {
  return users.includes(number);
}

export function passwordOf(user: string): string | undefined {
  return isUser(user) ? `pw-${user}` : undefined;
}
