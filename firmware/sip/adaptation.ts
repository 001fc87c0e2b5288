/**
 * What a call of ours says of extensions to a server that has objected to it: nothing more of those it does not know (420),
 * and of those it wants to be known (421) that they are (RFC 3261 sections 8.1.3.5, 21.4.15, 21.4.16).
 */
import { frozen } from "../base/frozen.js";
import { headerList, type SipHeaders, type SipRequest, type SipResponse } from "../wire/sip/sip-message.js";
import { splitList } from "../wire/sip/sip-text.js";
import { EXTENSIONS } from "./content.js";

const NONE: readonly string[] = frozen([]);
const KNOWN: readonly string[] = EXTENSIONS;
/** What goes with the extension `timer`. */
const TIMER: readonly string[] = frozen(["Session-Expires", "Min-SE"]);

type Field = SipHeaders[number];

export class Adaptation {
  /** Option tags, in lower case; one that has changed sides does not change them again. */
  #less: readonly string[] = NONE;
  #more: readonly string[] = NONE;

  /** Takes in a refusal; true when the request may do better without, or with, what it names. */
  take(request: SipRequest, refusal: SipResponse): boolean {
    const said = lowered(headerList(request, "Supported"));
    if (refusal.status === 421) {
      const wanted = lowered(headerList(refusal, "Require")).filter((tag) => !said.includes(tag));
      if (wanted.length === 0 || wanted.some((tag) => !KNOWN.includes(tag) || this.#less.includes(tag))) return false;
      this.#more = this.#more.concat(wanted);
      return true;
    }
    const unknown = lowered(headerList(refusal, "Unsupported"));
    // what it demands of who takes the call it cannot do without
    const needs = lowered(headerList(request, "Require")).some((tag) => unknown.includes(tag));
    if (refusal.status !== 420 || needs) return false;
    const asked = said.concat(lowered(headerList(request, "Proxy-Require")));
    const less = unknown.filter((tag) => asked.includes(tag) && !this.#more.includes(tag));
    this.#less = this.#less.concat(less);
    return less.length > 0;
  }

  /** It wants sessions refreshed. */
  get timer(): boolean {
    return this.#more.includes("timer");
  }

  /** The same request as it is to be. */
  apply(request: SipRequest): SipRequest {
    const headers: Field[] = [];
    for (const [name, value] of request.headers) {
      if (TIMER.includes(name) && this.#less.includes("timer")) continue;
      const more = name === "Supported" ? this.#more : NONE;
      if (name !== "Supported" && name !== "Proxy-Require") headers.push([name, value]);
      else {
        const tags = splitList(value).filter((tag) => !this.#less.includes(tag.toLowerCase()));
        const all = tags.concat(more.filter((tag) => !tags.includes(tag)));
        if (all.length > 0) headers.push([name, all.join(", ")]);
      }
    }
    const { kind, method, uri, body } = request;
    return { kind, method, uri, headers, body };
  }
}

function lowered(tags: readonly string[]): string[] {
  return tags.map((tag) => tag.toLowerCase());
}
