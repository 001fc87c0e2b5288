/** The embedded PBX: a registrar and back-to-back user agent for extensions 101 to 109, and the test numbers. */
import type { Digest } from "../../firmware/sip/digest.js";
import { parseAddress } from "../../firmware/wire/sip-address.js";
import { header, headerList, type SipRequest } from "../../firmware/wire/sip-message.js";
import { parseSipUri } from "../../firmware/wire/sip-uri.js";
import type { Network } from "../../hal/network.js";
import type { Chance } from "../chance.js";
import type { Cancel, Time } from "../time.js";
import { Attendant, type Attended } from "./attendant.js";
import { connect } from "./connection.js";
import { Endpoint } from "./endpoint.js";
import { isUser, type Service, serviceOf } from "./extensions.js";
import type { Asking, Flow } from "./flow.js";
import { type Caller, callerOf, invitation } from "./invitation.js";
import { ALLOW, Leg, type LegUser } from "./leg.js";
import { MediaPort } from "./media-port.js";
import { type Binding, Registrar } from "./registrar.js";
import type { Sdp } from "./sdp.js";

export type PbxOptions = {
  readonly time: Time;
  readonly network: Network;
  readonly chance: Chance;
  readonly digest: Digest;
  /** 0: any free one. */
  readonly port: number;
};

/** Legs of calls at once; what would need more is refused with 503. */
export const MOST_LEGS = 64;

export class Pbx {
  readonly #options: PbxOptions;
  readonly #endpoint: Endpoint;
  readonly #registrar: Registrar;
  readonly #legs = new Set<Leg>();
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
          this.#registrar.uses(flow, options.time.now()) || this.#legFor((leg) => leg.flow === flow) !== undefined,
        lost: (flow) => this.#lose(flow),
      },
    });
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
    for (const leg of [...this.#legs]) if (leg.flow === flow) leg.hangUp();
  }

  #request(asking: Asking): void {
    const { request } = asking;
    const { method } = request;
    const to = parseAddress(header(request, "To") ?? "");
    if (to?.params.some(([name]) => name === "tag")) {
      const leg = this.#legFor((leg) => leg.owns(request));
      if (leg) leg.request(asking);
      else asking.respond(481);
    } else if (method === "REGISTER" || method === "INVITE") this.#admit(asking);
    else if (method === "OPTIONS") asking.respond(200, { headers: [["Allow", ALLOW]] });
    else asking.respond(405, { headers: [["Allow", ALLOW]] });
  }

  #admit(asking: Asking): void {
    const { request } = asking;
    const now = this.#options.time.now();
    const required = headerList(request, "Require");
    if (required.length > 0) {
      asking.respond(420, { headers: [["Unsupported", required.join(", ")]] });
      return;
    }
    const verdict = this.#registrar.prove(request, now);
    if ("status" in verdict) asking.respond(verdict.status, { headers: verdict.headers });
    else if (request.method === "INVITE") this.#route(asking, verdict.user);
    else {
      const { status, headers } = this.#registrar.register(asking, verdict.user, now);
      asking.respond(status, { headers });
    }
  }

  #route(asking: Asking, user: string): void {
    const number = parseSipUri(asking.request.uri)?.user ?? "";
    const service = serviceOf(number);
    const leg = Leg.of(this.#options.time, asking);
    if (!leg) asking.respond(400);
    else if (service) this.#serve(leg, service, user, asking.request);
    else if (isUser(number)) this.#connect(leg, user, number, asking.request);
    else leg.refuse(404);
  }

  #connect(caller: Leg, user: string, number: string, invite: SipRequest): void {
    const { time } = this.#options;
    const binding = this.#registrar.find(number, time.now());
    if (!binding) {
      caller.refuse(480);
      return;
    }
    const [callerMedia, calledMedia] = this.#openMedia(2);
    if (!calledMedia) {
      caller.refuse(503);
      return;
    }
    let called: Leg | null = null;
    this.#legs.add(caller);
    caller.progress(100);
    connect({
      time,
      caller,
      offer: invite.body,
      callerMedia,
      calledMedia,
      call: (offer, legUser) => {
        called = this.#call(callerOf(invite, user), number, binding, offer, legUser);
        return called;
      },
      over: () => {
        this.#legs.delete(caller);
        if (called) this.#legs.delete(called);
      },
    });
  }

  #call(from: Caller, number: string, at: Binding, offer: Sdp, user: LegUser): Leg {
    const { time, chance } = this.#options;
    const invite = invitation(chance, this.#endpoint.local, from, number, at, offer);
    const leg = Leg.to(at.flow, time, at.hop, invite, user);
    this.#legs.add(leg);
    return leg;
  }

  #serve(leg: Leg, service: Service, user: string, invite: SipRequest): void {
    if (service.kind === "refuse") leg.refuse(service.status);
    else if (service.kind === "redirect") {
      leg.refuse(302, [["Contact", `<${leg.flow.uriOf(service.to)}>`]]);
    } else {
      const attendant = this.#attendant(service, user, (answered) => {
        this.#legs.delete(leg);
        if (service.kind === "callBack" && answered)
          this.#later(service.after, () => this.#callBack(user, service.name));
      });
      if (!attendant) leg.refuse(503);
      else {
        this.#legs.add(leg);
        leg.progress(100);
        attendant.take(leg, invite.body);
      }
    }
  }

  /** 611: five seconds after the hang-up, the other way round. */
  #callBack(user: string, name: string): void {
    const binding = this.#registrar.find(user, this.#options.time.now());
    if (!binding) return;
    let made: Leg | null = null;
    const attendant = this.#attendant({ kind: "play", sound: "music" }, user, () => {
      if (made) this.#legs.delete(made);
    });
    attendant?.make((offer, legUser) => {
      made = this.#call({ number: "611", name }, user, binding, offer, legUser);
      return made;
    });
  }

  /** Null when there is no more room. */
  #attendant(service: Attended, number: string, over: (answered: boolean) => void): Attendant | null {
    const { time, chance } = this.#options;
    const [media] = this.#openMedia(1);
    return media ? new Attendant({ time, chance, media, service, number, over }) : null;
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
