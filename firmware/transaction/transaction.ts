/**
 * What a transaction wants done (RFC 3261 section 17). The four machines know of messages only their status:
 * whoever holds a machine holds the messages too, sends the request when it makes the machine, and again when told to.
 */

/**
 * How a transaction ended: as it should, or because nobody answered (Timers B and F) or acknowledged (Timer H), or because
 * nothing can be sent.
 */
export type End = "done" | "timeout" | "unreachable";

export type ClientOutput<R> =
  /** The request, once more. */
  | { readonly do: "send" }
  /** An ACK on the branch of the INVITE (section 17.1.1.3). */
  | { readonly do: "acknowledge"; readonly response: R }
  | { readonly do: "tell"; readonly response: R }
  | { readonly do: "end"; readonly why: End };

export type ServerOutput<R> = { readonly do: "send"; readonly response: R } | { readonly do: "end"; readonly why: End };
