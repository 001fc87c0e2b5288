/** A telephone that goes its own way: answers all it hears by a die, and does what it is told whether or not that makes sense. */
import { addressParam, parseAddress } from "../../../firmware/wire/sip/sip-address.js";
import { parseCSeq } from "../../../firmware/wire/sip/sip-cseq.js";
import { header, type SipMessage, type SipRequest, type SipResponse } from "../../../firmware/wire/sip/sip-message.js";
import type { Chance } from "../../../sim/chance.js";
import { ackOf, Call, type Client, PBX_HOST } from "./client.js";

const NONE = new Uint8Array(0);

type Row = { call: Call; up: boolean; incoming: boolean; sequence: number };

export class Robot {
  readonly client: Client;
  readonly #chance: Chance;
  readonly #rows = new Map<string, Row>();
  /** INVITEs that have rung and not been answered. */
  readonly #ringing: Row[] = [];

  constructor(client: Client, chance: Chance) {
    this.client = client;
    this.#chance = chance;
  }

  get calls(): Call[] {
    return [...this.#rows.values()].filter(({ up }) => up).map(({ call }) => call);
  }

  /** Answers everything that has come. */
  listen(): void {
    for (let message = this.client.heard.shift(); message; message = this.client.heard.shift())
      if (message.kind === "request") this.#asked(message);
      else this.#answered(message);
  }

  call(number: string, replaces?: string, offers = true): void {
    const { client } = this;
    const invite = client.request("INVITE", `sip:${number}@${PBX_HOST}`, {
      headers: [["Contact", `<${client.contact}>`], ...(replaces ? [["Replaces", replaces] as const] : [])],
      body: offers ? client.sdp() : NONE,
    });
    this.#send(new Call(client, invite, null));
  }

  refer(which: number, target: string): void {
    this.#pick(which)?.send("REFER", { headers: [["Refer-To", `<${target}>`]] });
  }

  reinvite(which: number, direction: string): void {
    const { client } = this;
    this.#pick(which)?.send("INVITE", { body: client.sdp({ a: ["rtpmap:0 PCMU/8000", direction] }) });
  }

  hangUp(which: number): void {
    const call = this.#pick(which);
    call?.send("BYE");
    if (call) this.#rows.delete(call.callId);
  }

  /** Lifts the receiver, or refuses. */
  decide(): void {
    const row = this.#ringing.shift();
    if (row) this.#respond(row);
  }

  /** Everything ends, whatever it has come to. */
  giveUp(): void {
    for (const row of this.#ringing.splice(0)) row.call.respond(486);
    for (const { call, up, incoming } of this.#rows.values())
      if (up) call.send("BYE");
      else if (!incoming) call.cancel();
    for (const [id, { up }] of this.#rows) if (up) this.#rows.delete(id);
  }

  #pick(which: number): Call | undefined {
    const { calls } = this;
    return calls[which % Math.max(calls.length, 1)];
  }

  #send(call: Call): void {
    this.#rows.set(call.callId, { call, up: false, incoming: false, sequence: 0 });
    this.client.send(call.invite);
  }

  #asked(request: SipRequest): void {
    const { client } = this;
    const id = header(request, "Call-ID") ?? "";
    const row = this.#rows.get(id);
    const call = row?.call ?? new Call(client, request, request);
    switch (request.method) {
      case "ACK":
        return;
      case "INVITE":
        if (isInDialog(request)) this.#reinvited(row, call, request);
        else if (!row) this.#invited(call);
        return;
      case "CANCEL": {
        call.respond(200, NONE, request);
        const at = this.#ringing.findIndex((one) => one.call === call);
        if (at >= 0) {
          this.#ringing.splice(at, 1);
          this.#rows.delete(id);
          call.respond(487);
        }
        return;
      }
      case "BYE":
        this.#rows.delete(id);
        call.respond(200, NONE, request);
        return;
      default:
        call.respond(row ? 200 : 481, NONE, request);
    }
  }

  #invited(call: Call): void {
    const row = { call, up: false, incoming: true, sequence: 0 };
    this.#rows.set(call.callId, row);
    if (this.#chance() % 2 === 0) this.#respond(row);
    else {
      call.respond(180);
      this.#ringing.push(row);
    }
  }

  #respond(row: Row): void {
    const { call } = row;
    row.up = this.#chance() % 4 !== 0;
    if (row.up) call.respond(200, this.client.sdp());
    else {
      this.#rows.delete(call.callId);
      call.respond(486);
    }
  }

  #reinvited(row: Row | undefined, call: Call, request: SipRequest): void {
    const die = this.#chance() % 8;
    if (!row?.up) call.respond(481, NONE, request);
    else if (die === 0) call.respond(491, NONE, request);
    else if (die === 1) call.respond(488, NONE, request);
    else call.respond(200, this.client.sdp(), request);
  }

  #answered(response: SipResponse): void {
    const { client } = this;
    const { status } = response;
    const row = this.#rows.get(header(response, "Call-ID") ?? "");
    const { method, number } = parseCSeq(header(response, "CSeq") ?? "") ?? { method: "", number: 0 };
    if (method !== "INVITE" || status < 200) return;
    if (status === 407 && row) {
      client.send(ackOf(row.call.invite, response));
      if (number > 1) return;
      const again = client.authorized(row.call.invite, response);
      const id = row.call.callId;
      this.#rows.set(id, { ...row, call: new Call(client, again, null) });
      client.send(again);
    } else if (row && status < 300) {
      if (!row.up) row.call.hear(response);
      row.up = true;
      // the description of an offer in the 2xx is answered, if it was one
      const body = row.call.invite.body.length === 0 && row.sequence === 0 ? client.sdp() : NONE;
      row.sequence = number;
      row.call.send("ACK", { sequence: number, body });
    } else if (row && !row.up) {
      client.send(ackOf(row.call.invite, response));
      this.#rows.delete(row.call.callId);
    } else if (row) row.call.send("ACK", { sequence: number });
  }
}

function isInDialog(message: SipMessage): boolean {
  const to = parseAddress(header(message, "To") ?? "");
  return to !== undefined && addressParam(to, "tag") !== undefined;
}
