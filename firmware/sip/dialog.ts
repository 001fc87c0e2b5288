/** One dialog (RFC 3261 section 12): who the two are, the way between them, and their sequence numbers. */
import { frozen } from "../base/frozen.js";
import { callIdOf, contactOf, sequenceOf, tagOf } from "../transaction/mandatory.js";
import { parseAddress } from "../wire/sip/sip-address.js";
import { header, headerList, type SipHeaders, type SipRequest, type SipResponse } from "../wire/sip/sip-message.js";
import { emitSipUri, parseSipUri, uriParam } from "../wire/sip/sip-uri.js";
import { MOST_ROUTES } from "./limits.js";

export type DialogState = {
  readonly callId: string;
  /** Ours, as From has it in our requests, tag included. */
  readonly local: string;
  readonly localTag: string;
  readonly remote: string;
  readonly remoteTag: string;
  /** URI of the other side's Contact. */
  readonly remoteTarget: string;
  /** Values of Route, nearest first. */
  readonly routes: readonly string[];
  readonly localSequence: number;
  /** Null until the other side has asked something. */
  readonly remoteSequence: number | null;
  /** Hops a request may take. */
  readonly maxForwards: number;
};

/** As it is where no proxy stays in the way. */
const NONE: readonly string[] = frozen([]);
const NO_BODY = new Uint8Array(0);

export class Dialog {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  readonly #local: string;
  readonly #remote: string;
  readonly #maxForwards: number;
  #localSequence: number;
  #remoteSequence: number | null;
  #remoteTarget: string;
  #routes: readonly string[];

  constructor(state: DialogState) {
    this.callId = state.callId;
    this.localTag = state.localTag;
    this.remoteTag = state.remoteTag;
    this.#local = state.local;
    this.#remote = state.remote;
    this.#maxForwards = state.maxForwards;
    this.#localSequence = state.localSequence;
    this.#remoteSequence = state.remoteSequence;
    this.#remoteTarget = state.remoteTarget;
    this.#routes = state.routes;
  }

  /** The other side's address of record. */
  get remoteUri(): string {
    return parseAddress(this.#remote)?.uri ?? "";
  }

  get remoteTarget(): string {
    return this.#remoteTarget;
  }

  get routes(): readonly string[] {
    return this.#routes;
  }

  /** Number of our last request. */
  get localSequence(): number {
    return this.#localSequence;
  }

  /** The URI whose host gets our requests: the first proxy, or the other side itself (section 8.1.2). */
  get nextHop(): string {
    const first = this.routes[0];
    return first === undefined ? this.#remoteTarget : uriOf(first);
  }

  /** True when a request is of this dialog (section 12.2.2). */
  owns(request: SipRequest): boolean {
    return (
      callIdOf(request) === this.callId &&
      tagOf(request, "To") === this.localTag &&
      tagOf(request, "From") === this.remoteTag
    );
  }

  /** False when a later request has overtaken this one, which is then answered 500 (section 12.2.2). */
  inOrder(request: SipRequest): boolean {
    const { number } = sequenceOf(request);
    if (this.#remoteSequence !== null && number < this.#remoteSequence) return false;
    this.#remoteSequence = number;
    return true;
  }

  /** The 2xx that makes an early dialog a dialog sets its route anew (section 13.2.2.4); false when it cannot be followed. */
  confirm(response: SipResponse): boolean {
    const routes = recordedBy(response);
    if (routes.length > MOST_ROUTES) return false;
    this.#routes = routes;
    this.refresh(response);
    return true;
  }

  /** A request or response that moves the other side's Contact (INVITE, UPDATE and their 2xx). */
  refresh(message: SipRequest | SipResponse): void {
    this.#remoteTarget = contactOf(message) ?? this.#remoteTarget;
  }

  /** A request to the other side, still without Via (section 12.2.1.1). */
  request(method: string, headers: SipHeaders = [], body: Uint8Array = NO_BODY): SipRequest {
    this.#localSequence++;
    return this.#compose(method, this.#localSequence, headers, body);
  }

  /** The ACK of a 2xx has the number of its INVITE (section 13.2.2.4). */
  ack(sequence: number, headers: SipHeaders = [], body: Uint8Array = NO_BODY): SipRequest {
    return this.#compose("ACK", sequence, headers, body);
  }

  #compose(method: string, sequence: number, headers: SipHeaders, body: Uint8Array): SipRequest {
    const { uri, routes } = this.#way();
    return {
      kind: "request",
      method,
      uri,
      headers: [
        ...(routes.length > 0 ? [["Route", routes.join(", ")] as const] : []),
        ["Max-Forwards", String(this.#maxForwards)],
        ["From", this.#local],
        ["To", this.#remote],
        ["Call-ID", this.callId],
        ["CSeq", `${sequence} ${method}`],
        ...headers,
      ],
      body,
    };
  }

  /** Past a strict router, the route itself is the Request-URI, and the target the last Route. */
  #way(): { uri: string; routes: readonly string[] } {
    const first = this.routes[0];
    if (first === undefined || isLoose(first)) return { uri: bare(this.#remoteTarget), routes: this.routes };
    return { uri: bare(uriOf(first)), routes: [...this.routes.slice(1), `<${this.#remoteTarget}>`] };
  }
}

/** The dialog a response makes for the one who asked (section 12.1.2); `undefined` when it cannot be followed. */
export function dialogOfResponse(request: SipRequest, response: SipResponse, maxForwards = 70): Dialog | undefined {
  const remoteTag = tagOf(response, "To");
  // a 2xx without Contact is wrong, but there is a call to be ended at the least
  const remoteTarget = contactOf(response) ?? request.uri;
  const routes = recordedBy(response);
  if (routes.length > MOST_ROUTES) return undefined;
  return new Dialog({
    callId: callIdOf(request),
    local: header(request, "From") ?? "",
    localTag: tagOf(request, "From"),
    remote: header(response, "To") ?? "",
    remoteTag,
    remoteTarget,
    routes,
    localSequence: sequenceOf(request).number,
    remoteSequence: null,
    maxForwards,
  });
}

/** The dialog a request makes for the one who is asked (section 12.1.1); `undefined` without Contact. */
export function dialogOfRequest(request: SipRequest, localTag: string, maxForwards = 70): Dialog | undefined {
  const remoteTarget = contactOf(request);
  const routes = recordedBy(request);
  if (remoteTarget === undefined || routes.length > MOST_ROUTES) return undefined;
  return new Dialog({
    callId: callIdOf(request),
    local: `${header(request, "To") ?? ""};tag=${localTag}`,
    localTag,
    remote: header(request, "From") ?? "",
    remoteTag: tagOf(request, "From"),
    remoteTarget,
    routes,
    localSequence: 0,
    remoteSequence: sequenceOf(request).number,
    maxForwards,
  });
}

/** Nearest first: those of a response stand in the order of its request. */
function recordedBy(message: SipRequest | SipResponse): readonly string[] {
  const routes = headerList(message, "Record-Route");
  if (routes.length === 0) return NONE;
  return message.kind === "response" ? routes.reverse() : routes;
}

function uriOf(route: string): string {
  return parseAddress(route)?.uri ?? "";
}

/** As it may stand in a request line: neither with a method nor with headers (section 19.1.1, table 1). */
function bare(text: string): string {
  if (text.indexOf("?") < 0 && text.indexOf(";method=") < 0) return text;
  const uri = parseSipUri(text);
  if (!uri) return text;
  return emitSipUri({ ...uri, params: uri.params.filter(([name]) => name !== "method"), headers: [] });
}

function isLoose(route: string): boolean {
  const uri = parseSipUri(uriOf(route));
  return uri !== undefined && uriParam(uri, "lr") !== undefined;
}
