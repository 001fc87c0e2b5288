/** A desk without an adapter: telephones on copper, a cable, the records. Enough for every call of the contract. */
import type { Answer, Conversation, Head, Stream } from "../../../sim/control/answer.js";
import { openDoor } from "../../../sim/control/door.js";
import { EventLog } from "../../../sim/control/events.js";
import { type Controlled, type Power, routesOf } from "../../../sim/control/routes.js";
import { Copper } from "../../../sim/copper.js";
import { type Faults, NO_FAULTS } from "../../../sim/network/cable.js";
import { Trace } from "../../../sim/network/trace.js";
import { Telephone } from "../../../sim/telephone/telephone.js";
import type { Time } from "../../../sim/time.js";

export const PAGE = [{ path: "/", type: "text/html; charset=utf-8", body: "<!doctype html>" }];

export class BareDesk implements Controlled {
  readonly time: Time;
  readonly events: EventLog;
  readonly trace = new Trace();
  faults: Faults = NO_FAULTS;
  pieces: readonly Uint8Array[] = [Uint8Array.of(1, 2), Uint8Array.of(3)];
  readonly #lines: { readonly copper: Copper; readonly telephone: Telephone }[];

  constructor(time: Time) {
    this.time = time;
    this.events = new EventLog(() => time.now());
    this.#lines = [1, 2].map((line) => {
      const copper = new Copper({ time, chance: () => 0 });
      return {
        copper,
        telephone: new Telephone({ copper, time, tell: (event) => this.events.add({ line, ...event }) }),
      };
    });
  }

  state(): object {
    return { t: Math.floor(this.time.now()) };
  }
  handset(line: number) {
    return this.#lines[line - 1]?.telephone;
  }
  pair(line: number, seconds: number, end?: number) {
    return this.#lines[line - 1].copper.line(seconds, end);
  }
  changeFaults(changes: Partial<Faults>): void {
    this.faults = { ...this.faults, ...changes };
  }
  messages(filter: Parameters<Trace["select"]>[0]) {
    return this.trace.select(filter);
  }
  readonly switched: Power[] = [];
  switchPower(action: Power): void {
    this.switched.push(action);
  }
  capture() {
    return this.pieces;
  }

  readonly #routes = routesOf(this, PAGE);

  doorOf(head: Head) {
    return openDoor(head, { routes: this.#routes, lines: 2, host: "desk.example" });
  }
}

export type Request = {
  readonly body?: unknown;
  readonly raw?: Uint8Array;
  readonly host?: string | null;
  readonly origin?: string;
  readonly lastEventId?: string;
  readonly upgrades?: boolean;
};

/** What came back; `reply` stays null while the call is not answered. */
export type Reply = {
  status: number | null;
  headers: Answer["headers"];
  text: string;
  octets: Uint8Array;
  stream: Stream | null;
  conversation: Conversation | null;
};

export function asking(desk: BareDesk) {
  return (request: string, { body, raw, host, origin, lastEventId, upgrades = false }: Request = {}): Reply => {
    const [method, target] = request.split(" ");
    const reply: Reply = {
      ...{ status: null, headers: {}, text: "", octets: new Uint8Array(), stream: null, conversation: null },
    };
    const door = desk.doorOf({
      method,
      target,
      host: host === null ? undefined : (host ?? "127.0.0.1:8080"),
      origin,
      lastEventId,
      localAddress: "127.0.0.1",
      localPort: 8080,
      upgrades,
    });
    const octets = raw ?? (body === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(body)));
    door.enter(octets.length > door.maxBody ? null : octets, (answer) => {
      reply.status = answer.status;
      reply.headers = answer.headers;
      if ("start" in answer) reply.stream = answer;
      else if ("converse" in answer) reply.conversation = answer;
      else {
        const pieces =
          typeof answer.body === "string" || answer.body instanceof Uint8Array ? [answer.body] : [...answer.body];
        const whole = Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
        reply.octets = whole;
        reply.text = whole.toString();
      }
    });
    return reply;
  };
}
