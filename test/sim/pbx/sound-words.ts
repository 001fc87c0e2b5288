/** What tests of moved calls say about sound: who is offered which port, and who hears whom. */
import { equal, ok } from "node:assert/strict";
import { type Call, type Client, portOf } from "./client.js";
import type { Connected } from "./connected.js";

/** Is offered another sound, and takes it; the port of the PBX it speaks to from now on. */
export function moved(call: Call, patience?: number): number {
  const { client } = call;
  const invite = client.expect("INVITE", patience);
  ok(invite.body.length > 0);
  call.respond(200, client.sdp(), invite);
  client.expect("ACK");
  return portOf(invite.body);
}

/** A packet said by one arrives at the other. */
export function heard(from: Client, port: number, by: Client): void {
  by.sounds.length = 0;
  from.say(rtp(from), port);
  from.time.advance(10);
  equal(by.sounds.length, 1, `${by.user} hears ${from.user}`);
}

function rtp(client: Client): Uint8Array {
  const packet = new Uint8Array(172);
  packet[0] = 0x80;
  packet[11] = client.user.charCodeAt(2);
  return packet;
}

/** Both hear each other by the ports of the beginning. */
export function talks({ a, b, portOfA, portOfB }: Connected): void {
  heard(a, portOfA, b);
  heard(b, portOfB, a);
}
