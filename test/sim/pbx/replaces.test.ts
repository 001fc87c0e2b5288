/** One telephone in another's place: INVITE with Replaces (RFC 3891). */
import { equal } from "node:assert/strict";
import { portOf } from "./client.js";
import { connected } from "./connected.js";
import { heard, moved, talks } from "./sound-words.js";

const NONE = new Uint8Array(0);

describe("INVITE with Replaces", () => {
  it("takes the place of a telephone in a call", () => {
    const { office, a, b, out, in: incoming } = connected();
    const d = office.registered("106");
    // 104 tells 106 by other ways how its own call is named
    const replaces = incoming.replaces;
    const pickup = d.call("104", d.sdp(), {
      headers: [
        ["Require", "replaces"],
        ["Replaces", replaces],
      ],
    });
    const port = moved(out);
    const answer = pickup.answered();
    incoming.hungUp();
    heard(a, port, d);
    heard(d, portOf(answer.body), a);
    pickup.hangUp();
    out.hungUp();
    b.silence(100);
    office.empty();
  });

  it("without an offer gets one, and its answer arrives", () => {
    const { office, a, out, in: incoming } = connected();
    const d = office.registered("106");
    const pickup = d.call("104", NONE, { headers: [["Replaces", incoming.replaces]] });
    const invite = a.expect("INVITE");
    equal(invite.body.length, 0);
    out.respond(200, a.sdp(), invite);
    const answer = pickup.hear(d.expect(200));
    pickup.send("ACK", { sequence: 2, body: d.sdp() });
    const ack = a.expect("ACK");
    heard(a, portOf(ack.body), d);
    heard(d, portOf(answer.body), a);
    incoming.hungUp();
    out.hangUp();
    pickup.hungUp();
    office.empty();
  });

  it("is refused when there is no such call, or it makes no sense", () => {
    const { office, a, out, in: incoming } = connected();
    const d = office.registered("106");
    for (const [value, status] of [
      ["unknown;to-tag=1;from-tag=2", 481],
      [`${incoming.replaces};early-only`, 486],
      ["nonsense", 400],
    ] as const)
      d.call("104", d.sdp(), { headers: [["Replaces", value]] }).refused(status);
    // one that only rings is not taken over
    const c = office.registered("105");
    const ringing = d.call("105");
    const target = c.called();
    target.respond(180);
    d.expect(180);
    a.call("105", a.sdp(), { headers: [["Replaces", target.replaces]] }).refused(481);
    ringing.cancel();
    office.time.advance(100);
    c.heard.length = d.heard.length = 0;
    target.respond(487);
    out.hangUp();
    incoming.hungUp();
    office.time.advance(1000);
    office.empty();
  });

  it("that is given up changes nothing", () => {
    const f = connected();
    const { office, a, out, in: incoming } = f;
    const d = office.registered("106");
    const pickup = d.call("104", d.sdp(), { headers: [["Replaces", incoming.replaces]] });
    const invite = a.expect("INVITE");
    pickup.cancel();
    d.expect(200);
    pickup.refused(487);
    out.respond(200, a.sdp(), invite);
    a.expect("ACK");
    equal(moved(out), f.portOfA);
    talks(f);
    out.hangUp();
    incoming.hungUp();
    office.empty();
  });
});
