/** What an alternative of a rule asks for, its macros written out. */
import { expanded, type Facts } from "./macros.js";
import type { Alternative } from "./rule.js";
import { parseTarget, type Target } from "./target.js";

export type Request = {
  readonly target: Target;
  /** By which the answer is enciphered; null where it is not. */
  readonly key: string | null;
  readonly iterations: number | null;
  /** Who we are to the server; null for nobody in particular. */
  readonly user: { readonly name: string; readonly password: string } | null;
  /** What is sent along (POST); null for nothing. */
  readonly body: string | null;
  /** Which elements are which settings: `/a/b = /flat-profile/Proxy_1_ ; ...`; null where they have our names. */
  readonly alias: string | null;
  /** How a report is sent. */
  readonly method: "PUT" | "POST";
};

/** Null where nothing is asked for. Keys and passwords are written out where keys and passwords are wanted, and nowhere else. */
export function requestOf({ url, options }: Alternative, facts: Facts): Request | { readonly refused: string } | null {
  if (url === null) return null;
  const target = parseTarget(expanded(url, facts));
  if ("refused" in target) return target;
  const { key, iterations, uid, pwd, post, alias, method } = options;
  const written = key === null ? null : expanded(key, facts, true);
  if (written === "") return { refused: "the key is empty" };
  return {
    target,
    key: written,
    iterations,
    user: uid === null ? null : { name: expanded(uid, facts), password: expanded(pwd ?? "", facts, true) },
    body: post === null ? null : expanded(facts.setting(`GPP_${post}`), facts),
    alias: alias === null ? null : facts.setting(`GPP_${alias}`),
    method,
  };
}
