/** Two extensions in a call through the PBX, where many tests begin. */
import { type Call, type Client, portOf } from "./client.js";
import { Office } from "./office.js";

export type Connected = { office: Office; a: Client; b: Client; out: Call; in: Call; portOfA: number; portOfB: number };

/** 103 has called 104, who has answered; both know where the PBX takes their sound. */
export function connected(): Connected {
  const office = new Office();
  const [a, b] = [office.registered("103"), office.registered("104")];
  const out = a.call("104");
  const incoming = b.called();
  incoming.respond(180);
  out.hear(a.expect(180));
  incoming.respond(200, b.sdp());
  const answer = out.answered();
  b.expect("ACK");
  return { office, a, b, out, in: incoming, portOfA: portOf(answer.body), portOfB: portOf(incoming.invite.body) };
}
