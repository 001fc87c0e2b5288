/** The embedded PBX: a registrar and back-to-back user agent for extensions 101 to 109, and the test numbers. */

import type { Digest } from "../../firmware/sip/digest.js";
import { parseAddress } from "../../firmware/wire/sip-address.js";
import { header, type SipRequest } from "../../firmware/wire/sip-message.js";
import { parseSipUri } from "../../firmware/wire/sip-uri.js";
import type { Network } from "../../hal/network.js";
import type { Chance } from "../chance.js";
import type { Time } from "../time.js";
import { Attendant } from "./attendant.js";
import { connect } from "./connection.js";
import { type Asking, Endpoint } from "./endpoint.js";
import { isUser, type Service, serviceOf } from "./extensions.js";
import { type Caller, invitation } from "./invitation.js";
import { ALLOW, Leg, type LegUser, type Sdp } from "./leg.js";
import { MediaPort } from "./media-port.js";
import { type Binding, Registrar } from "./registrar.js";

export type PbxOptions = {
  readonly time: Time;
  readonly network: Network;
  readonly chance: Chance;
  readonly digest: Digest;
  /** 0: any free one. */
  readonly port: number;
};

/** Calls at once; more are refused with 503. */
const MOST_LEGS = 64;

export class Pbx {
  readonly #options: PbxOptions;
  readonly #endpoint: Endpoint;
  readonly #registrar: Registrar;
  readonly #legs = new Set<Leg>();

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
      },
    });
  }

  get address(): string {
    return this.#endpoint.local.address;
  }

  get port(): number {
    return this.#endpoint.local.port;
  }

  close(): void {
    for (const leg of this.#legs) leg.end();
    this.#endpoint.close();
  }

  #legFor(is: (leg: Leg) => boolean): Leg | undefined {
    for (const leg of this.#legs) if (is(leg)) return leg;
    return undefined;
  }

  #request(asking: Asking): void {
    const { request } = asking;
    const { method } = request;
    const to = parseAddress(header(request, "To") ?? "");
    if (to?.params.some(([name]) => name.toLowerCase() === "tag")) {
      const leg = this.#legFor((leg) => leg.owns(request));
      if (leg) leg.request(asking);
      else this.#endpoint.respond(asking, 481);
    } else if (method === "REGISTER" || method === "INVITE") this.#admit(asking);
    else if (method === "OPTIONS") this.#endpoint.respond(asking, 200, { headers: [["Allow", ALLOW]] });
    else this.#endpoint.respond(asking, 405, { headers: [["Allow", ALLOW]] });
  }

  #admit(asking: Asking): void {
    const now = this.#options.time.now();
    const verdict = this.#registrar.prove(asking.request, now);
    if ("status" in verdict) this.#endpoint.respond(asking, verdict.status, { headers: verdict.headers });
    else if (asking.request.method === "INVITE") this.#route(asking, verdict.user);
    else {
      const { status, headers } = this.#registrar.register(asking.request, verdict.user, asking.from, now);
      this.#endpoint.respond(asking, status, { headers });
    }
  }

  #route(asking: Asking, user: string): void {
    const number = parseSipUri(asking.request.uri)?.user ?? "";
    const service = serviceOf(number);
    const leg = this.#legs.size < MOST_LEGS ? Leg.of(this.#endpoint, this.#options.time, asking) : null;
    if (!leg) {
      this.#endpoint.respond(asking, this.#legs.size < MOST_LEGS ? 400 : 503);
      return;
    }
    this.#endpoint.respond(asking, 100);
    this.#legs.add(leg);
    if (service) this.#serve(leg, service, user, asking.request);
    else if (isUser(number)) this.#connect(leg, user, number, asking.request);
    else this.#refuse(leg, 404);
  }

  #refuse(leg: Leg, status: number, contact?: string): void {
    leg.refuse(status, contact ? [["Contact", contact]] : []);
    this.#legs.delete(leg);
  }

  #connect(caller: Leg, user: string, number: string, invite: SipRequest): void {
    const { time, network, chance } = this.#options;
    const binding = this.#registrar.find(number, time.now());
    if (!binding) {
      this.#refuse(caller, 480);
      return;
    }
    let called: Leg | null = null;
    const name = parseAddress(header(invite, "From") ?? "")?.display ?? "";
    connect({
      time,
      caller,
      offer: invite.body,
      callerMedia: new MediaPort(network, chance),
      calledMedia: new MediaPort(network, chance),
      call: (offer, legUser) => {
        called = this.#call({ number: user, name }, number, binding, offer, legUser);
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
    const leg = Leg.to(this.#endpoint, time, at.hop, invite, user);
    this.#legs.add(leg);
    return leg;
  }

  #serve(leg: Leg, service: Service, user: string, invite: SipRequest): void {
    if (service.kind === "refuse") this.#refuse(leg, service.status);
    else if (service.kind === "redirect") {
      const { address, port } = this.#endpoint.local;
      this.#refuse(leg, 302, `<sip:${service.to}@${address.includes(":") ? `[${address}]` : address}:${port}>`);
    } else {
      const { time, network, chance } = this.#options;
      const over = () => {
        this.#legs.delete(leg);
        if (service.kind === "callBack") time.after(service.after, () => this.#callBack(user, service.name));
      };
      const media = new MediaPort(network, chance);
      new Attendant({ time, chance, media, service, number: user, over }).take(leg, invite.body);
    }
  }

  /** 611: five seconds after the hang-up, the other way round. */
  #callBack(user: string, name: string): void {
    const { time, network, chance } = this.#options;
    const binding = this.#registrar.find(user, time.now());
    if (!binding) return;
    let made: Leg | null = null;
    const attendant = new Attendant({
      time,
      chance,
      media: new MediaPort(network, chance),
      service: { kind: "play", sound: "music" },
      number: user,
      over: () => {
        if (made) this.#legs.delete(made);
      },
    });
    attendant.make((offer, legUser) => {
      made = this.#call({ number: "611", name }, user, binding, offer, legUser);
      return made;
    });
  }
}
