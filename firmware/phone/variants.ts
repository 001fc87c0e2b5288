/**
 * What servers mean by 403 and 480: both say little, and what comes with them says more. That is the reason phrase, with
 * the text of a Warning or the cause of a Reason behind it (`firmware/sip/why.ts`). The first row whose words it has counts.
 */
import { frozen } from "../base/frozen.js";

export type Variant = {
  readonly of: 403 | 480;
  /** In lower case; causes are those of Q.850. */
  readonly words: readonly string[];
  readonly hears?: "busy";
  readonly again?: true;
  /** Part of a sentence, of calls and registrations alike. */
  readonly says: string;
};

export const variants: readonly Variant[] = frozen([
  {
    of: 403,
    words: ["bad auth", "password", "authentication", "credential", "mismatch"],
    says: "the password or user name is wrong",
  },
  { of: 403, words: ["domain", "relay", "realm"], says: "the server does not serve this domain" },
  {
    of: 403,
    words: ["not registered", "unregistered", "register first", "registration required", "not logged in"],
    says: "the server wants the line to be registered first",
  },
  { of: 403, words: ["credit", "balance", "fund", "payment", "prepaid"], says: "the credit is used up" },
  { of: 403, words: ["suspend", "disabled", "inactive", "locked", "expired"], says: "the account is closed" },
  {
    of: 403,
    words: ["too many", "limit", "exceed", "maximum", "max "],
    again: true,
    says: "the account has too many calls or telephones",
  },
  {
    of: 403,
    words: ["ip address", "ip not", "blacklist", "banned", "source address"],
    says: "the server does not accept this address",
  },
  {
    of: 403,
    words: ["caller", "calling number", "calling party", "from number", "identity", "clip", "anonym"],
    says: "the server does not accept the number of the caller",
  },
  {
    of: 403,
    words: ["barred", "barring", "restrict", "destination", "route", "country", "international", "premium", "outgoing"],
    says: "this number is barred",
  },
  { of: 480, words: ["busy"], hears: "busy", again: true, says: "the line is busy" },
  // a bare cause is often what a gateway has for everything: it is written down, and heard as the status
  { of: 480, words: ["cause 17"], again: true, says: "the line is busy" },
  { of: 480, words: ["disturb", "dnd"], again: true, says: "nobody wants to be disturbed there" },
  {
    of: 480,
    words: ["cause 18", "cause 19", "no answer", "not answer", "no user respon", "timeout", "timed out"],
    again: true,
    says: "nobody answered",
  },
  {
    of: 480,
    words: [
      ...["cause 20", "not registered", "unregistered", "offline", "not online", "not logged", "logged out"],
      ...["unreachable", "not reachable", "absent", "switched off"],
    ],
    again: true,
    says: "the telephone called is not connected",
  },
  {
    of: 480,
    words: ["cause 27", "out of order", "out of service"],
    again: true,
    says: "the telephone called is out of order",
  },
  {
    of: 480,
    words: ["cause 34", "cause 41", "cause 42", "congest", "circuit", "capacity", "overload"],
    again: true,
    says: "the network is overloaded",
  },
  { of: 480, words: ["cause 1)", "cause 1,", "unallocated", "unassigned"], says: "there is no such number" },
  { of: 480, words: ["cause 22", "number changed"], says: "the number has moved for good" },
  { of: 480, words: ["anonym", "privacy"], says: "calls without a number are not accepted" },
  { of: 480, words: ["cause 21", "reject", "declin"], says: "the call was declined" },
]);

/** `undefined` where the status says it all, or the server says no more than that. */
export function variantOf(status: number, reason: string): Variant | undefined {
  if (reason === "" || (status !== 403 && status !== 480)) return undefined;
  const said = reason.toLowerCase();
  return variants.find(({ of, words }) => of === status && words.some((word) => said.includes(word)));
}
