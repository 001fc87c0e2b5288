/** The embedded PBX: a registrar and back-to-back user agent for extensions 101 to 109, and the test numbers. */
import type { Digest } from "../../firmware/sip/digest.js";
import { sequenceOf } from "../../firmware/transaction/mandatory.js";
import { parseAddress } from "../../firmware/wire/sip/sip-address.js";
import { header, headerLines, headerList } from "../../firmware/wire/sip/sip-message.js";
import { parseReferredBy, parseReferTo } from "../../firmware/wire/sip/sip-refer.js";
import { parseReplaces, type Replaces } from "../../firmware/wire/sip/sip-replaces.js";
import { parseSipUri } from "../../firmware/wire/sip/sip-uri.js";
import type { Network } from "../../hal/network.js";
import type { Chance } from "../chance.js";
import type { Cancel, Time } from "../time.js";
import { Attendant, type Attended } from "./attendant.js";
import { connect } from "./connection.js";
import { Departure } from "./departure.js";
import { released } from "./description.js";
import { Endpoint } from "./endpoint.js";
import { isUser, type Service, serviceOf } from "./extensions.js";
import type { Asking, Flow } from "./flow.js";
import { type Caller, callerOf, invitation } from "./invitation.js";
import { ALLOW, Leg, type LegHost, SUPPORTED } from "./leg.js";
import type { Farewell, LegUser, Line, Means } from "./line.js";
import { Mailboxes } from "./mailboxes.js";
import { MediaPort } from "./media-port.js";
import { Referral } from "./referral.js";
import { type Binding, Registrar } from "./registrar.js";
import type { Sdp } from "./sdp.js";

export type PbxOptions = {
  readonly time: Time;
  readonly network: Network;
  readonly chance: Chance;
  readonly digest: Digest;
  /** 0: any free one. */
  readonly port: number;
  /** Words to say numbers with, as they lie in the adapter's flash; without them none is said. */
  readonly words?: Uint8Array;
};

/** Legs of calls at once; what would need more is refused with 503. */
export const MOST_LEGS = 64;

const ABILITIES = [
  ["Allow", ALLOW],
  ["Supported", SUPPORTED],
] as const;

export class Pbx {
  readonly #options: PbxOptions;
  readonly #endpoint: Endpoint;
  readonly #registrar: Registrar;
  readonly #mailboxes: Mailboxes;
  readonly #legs = new Set<Leg>();
  readonly #means: Means;
  readonly #host: LegHost;
  /** Calls still to be made. */
  readonly #promises = new Set<Cancel>();

  /** Throws an Error when the port is taken. */
  constructor(options: PbxOptions) {
    this.#options = options;
    this.#registrar = new Registrar(options.chance, options.digest);
    this.#endpoint = new Endpoint({
      ...options,
      user: {
        request: (asking) => this.#request(asking),
        cancel: (invite) => this.#legFor((leg) => leg.isFor(invite))?.cancel(),
        ack: (request) => this.#legFor((leg) => leg.owns(request))?.ack(request),
        isInUse: (flow) =>
          this.#registrar.uses(flow, options.time.now()) ||
          this.#mailboxes.uses(flow) ||
          this.#legFor((leg) => leg.flow === flow) !== undefined,
        lost: (flow) => this.#lose(flow),
      },
    });
    const { time, chance } = options;
    this.#mailboxes = new Mailboxes({
      time,
      chance,
      local: this.#endpoint.local,
      find: (user) => this.#registrar.find(user, time.now()),
    });
    this.#means = { time, chance, openMedia: () => this.#openMedia(1)[0] ?? null };
    this.#host = {
      time,
      over: (leg) => this.#legs.delete(leg),
      referred: (leg, asking) => this.#refer(leg, asking),
      depart: (leg, farewell) => ({
        line: new Departure(this.#means, leg, farewell),
        offer: released(leg.described),
      }),
    };
  }

  get address(): string {
    return this.#endpoint.local.address;
  }

  get port(): number {
    return this.#endpoint.local.port;
  }

  /** Ends every call; nobody's answer is waited for. */
  close(): void {
    for (const leg of [...this.#legs]) leg.hangUp();
    for (const cancel of this.#promises) cancel();
    this.#promises.clear();
    this.#endpoint.close();
  }

  #legFor(is: (leg: Leg) => boolean): Leg | undefined {
    for (const leg of this.#legs) if (is(leg)) return leg;
    return undefined;
  }

  /** A telephone whose connection is gone is gone itself, until it comes again: its calls end at once. */
  #lose(flow: Flow): void {
    this.#registrar.forget(flow);
    this.#mailboxes.forget(flow);
    for (const leg of [...this.#legs]) if (leg.flow === flow) leg.hangUp();
  }

  #request(asking: Asking): void {
    const { request } = asking;
    const { method } = request;
    const to = parseAddress(header(request, "To") ?? "");
    if (to?.params.some(([name]) => name === "tag")) {
      const leg = this.#legFor((leg) => leg.owns(request));
      if (leg) leg.request(asking);
      else if (!this.#mailboxes.request(asking)) asking.respond(481);
    } else if (method === "REGISTER" || method === "INVITE" || method === "SUBSCRIBE") this.#admit(asking);
    else if (method === "OPTIONS") asking.respond(200, { headers: ABILITIES });
    else asking.respond(405, { headers: [["Allow", ALLOW]] });
  }

  #admit(asking: Asking): void {
    const { request } = asking;
    const now = this.#options.time.now();
    const foreign = headerList(request, "Require").filter((tag) => tag.toLowerCase() !== SUPPORTED);
    if (foreign.length > 0) {
      asking.respond(420, { headers: [["Unsupported", foreign.join(", ")]] });
      return;
    }
    const verdict = this.#registrar.prove(request, now);
    if ("status" in verdict) asking.respond(verdict.status, { headers: verdict.headers });
    else if (request.method === "INVITE") this.#invited(asking, verdict.user);
    else if (request.method === "SUBSCRIBE") this.#mailboxes.subscribe(asking, verdict.user);
    else {
      const { status, headers } = this.#registrar.register(asking, verdict.user, now);
      asking.respond(status, { headers });
    }
  }

  #invited(asking: Asking, user: string): void {
    const { request } = asking;
    const caller = callerOf(request, user);
    const leg = Leg.of(this.#host, asking, { ...caller, headers: [] });
    const values = headerLines(request, "Replaces");
    const replaces = values.length === 1 ? parseReplaces(values[0]) : undefined;
    if (!leg || (values.length > 0 && !replaces)) asking.respond(400);
    else if (replaces) this.#replace(leg, request.body, replaces);
    else this.#route(leg, request.body, parseSipUri(request.uri)?.user ?? "", caller);
  }

  #route(line: Line, offer: Sdp, number: string, caller: Caller): void {
    const service = serviceOf(number);
    if (service) this.#serve(line, offer, number, service, caller);
    else if (isUser(number)) this.#connect(line, offer, number, caller);
    else line.refuse(404);
  }

  /** `line` takes the place of a telephone of ours in a call (RFC 3891 section 3). */
  #replace(line: Line, offer: Sdp, replaces: Replaces, referrer?: Leg): void {
    const named = this.#legFor((leg) => leg.isNamed(replaces));
    const partner = named !== referrer && named?.isUp ? named.user.partner : null;
    if (!partner) line.refuse(481);
    else if (replaces.earlyOnly) line.refuse(486);
    else {
      this.#keep(line);
      line.progress(100);
      partner.receive(line, offer);
    }
  }

  /** Whoever `leg` talks to shall talk to somebody else (RFC 3515, RFC 5589). */
  #refer(leg: Leg, asking: Asking): void {
    const { request } = asking;
    const values = headerLines(request, "Refer-To");
    const target = values.length === 1 ? parseReferTo(values[0]) : undefined;
    const { partner } = leg.user;
    if (!target) asking.respond(400);
    else if ("refuse" in target) asking.respond(target.refuse);
    else if (!partner) asking.respond(491);
    else {
      const silent = header(request, "Refer-Sub")?.trim().toLowerCase() === "false";
      const { introduction } = leg;
      asking.respond(202, { headers: silent ? [...introduction, ["Refer-Sub", "false"]] : introduction });
      const referral = new Referral(leg, sequenceOf(request).number, silent);
      referral.tell(100);
      const { line, offer } = partner.depart(farewellOf(leg, referral));
      const by = header(request, "Referred-By");
      const headers = by !== undefined && parseReferredBy(by) ? [["Referred-By", by] as const] : [];
      if (target.replaces) this.#replace(line, offer, target.replaces, leg);
      else this.#route(line, offer, parseSipUri(target.uri)?.user ?? "", { ...line.caller, headers });
    }
  }

  #connect(caller: Line, offer: Sdp, number: string, from: Caller): void {
    const binding = this.#registrar.find(number, this.#options.time.now());
    if (!binding) {
      caller.refuse(480);
      return;
    }
    const [callerMedia, calledMedia] = this.#openMedia(2);
    if (!calledMedia) {
      caller.refuse(503);
      return;
    }
    this.#keep(caller);
    caller.progress(100);
    connect({
      means: this.#means,
      caller,
      offer,
      callerMedia,
      calledMedia,
      call: (offer, legUser) => this.#call(from, number, binding, offer, legUser),
    });
  }

  /** What comes by a leg of its own is heard for from now on. */
  #keep(line: Line): void {
    if (line instanceof Leg) this.#legs.add(line);
  }

  #call(from: Caller, number: string, at: Binding, offer: Sdp, user: LegUser): Leg {
    const invite = invitation(this.#options.chance, this.#endpoint.local, from, number, at, offer);
    const leg = Leg.to(at.flow, this.#host, at.hop, invite, { number, name: "" }, user);
    this.#legs.add(leg);
    return leg;
  }

  #serve(line: Line, offer: Sdp, own: string, service: Service, caller: Caller): void {
    const { number } = caller;
    if (service.kind === "refuse") line.refuse(service.status);
    else if (service.kind === "redirect") {
      if (line instanceof Leg) line.refuse(302, [["Contact", `<${line.flow.uriOf(service.to)}>`]]);
      // who has been sent here cannot ask again by himself
      else this.#route(line, offer, service.to, caller);
    } else if (line.isService) line.refuse(488);
    else {
      const messages = this.#mailboxes.messagesOf(number);
      const attended = service.kind === "mailbox" ? { ...service, messages: messages + 1 } : service;
      const attendant = this.#attendant(attended, own, number, (answered) => {
        if (!answered) return;
        if (service.kind === "callBack") this.#later(service.after, () => this.#callBack(number, service.name));
        if (service.kind === "mailbox") this.#mailboxes.called(number);
      });
      if (!attendant) line.refuse(503);
      else {
        this.#keep(line);
        line.progress(100);
        attendant.take(line, offer);
      }
    }
  }

  /** 611: five seconds after the hang-up, the other way round. */
  #callBack(user: string, name: string): void {
    const binding = this.#registrar.find(user, this.#options.time.now());
    if (!binding) return;
    const attendant = this.#attendant({ kind: "play", sound: "music" }, "611", user, () => {});
    attendant?.make((offer, legUser) => this.#call({ number: "611", name }, user, binding, offer, legUser));
  }

  /** Null when there is no more room. */
  #attendant(service: Attended, own: string, number: string, over: (answered: boolean) => void): Attendant | null {
    const { time, chance, words } = this.#options;
    const [media] = this.#openMedia(1);
    return media ? new Attendant({ time, chance, media, service, own, number, words, over }) : null;
  }

  /** As many ports as there will be legs, or none at all. */
  #openMedia(count: number): MediaPort[] {
    const { network, chance } = this.#options;
    const ports: MediaPort[] = [];
    if (this.#legs.size + count > MOST_LEGS) return ports;
    while (ports.length < count) {
      const port = MediaPort.open(network, chance);
      if (!port) {
        for (const open of ports) open.close();
        return [];
      }
      ports.push(port);
    }
    return ports;
  }

  #later(ms: number, call: () => void): void {
    const promise = this.#options.time.after(ms, () => {
      this.#promises.delete(promise);
      call();
    });
    this.#promises.add(promise);
  }
}

/** What the sender of a REFER hears of it; it is out of both calls when the other one has arrived. */
function farewellOf(leg: Leg, referral: Referral): Farewell {
  return {
    told: (status) => referral.tell(status),
    gone: () => referral.tell(200, () => leg.end()),
    stayed: (status) => referral.tell(status),
    ended() {
      referral.tell(487);
      leg.end();
    },
  };
}
