/** What an INVITE of ours says each time it goes out, and when it goes out again. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { Core, type TransactionUser } from "../../../firmware/sip/core.js";
import { Invitation } from "../../../firmware/sip/invitation.js";
import { timersOf } from "../../../firmware/transaction/timers.js";
import { header, type SipHeaders, type SipResponse } from "../../../firmware/wire/sip/sip-message.js";
import { ACCOUNT, bodyOf, cseqOf, dice, digest, LOCAL, MEDIA, PLACE } from "./far-end.js";

const CHALLENGE: SipHeaders = [["Proxy-Authenticate", 'Digest realm="desk", nonce="n", qop="auth", algorithm=MD5']];
const NOBODY: TransactionUser = { response: () => [], ended() {} };

const refusal = (status: number, headers: SipHeaders = [["Server", "desk"]]): SipResponse => {
  return { kind: "response", status, reason: "", headers, body: new Uint8Array(0) };
};

class Story {
  readonly invitation: Invitation;

  constructor(servers = [PLACE]) {
    const account = { ...ACCOUNT, servers, sessionTimer: true };
    const core = new Core({ account, local: LOCAL, chance: dice(3), digest, timers: timersOf() });
    const target = `sip:600@${account.domain}`;
    this.invitation = new Invitation({ core, target, media: MEDIA, expires: 60, maxRedirections: 1 });
  }

  send() {
    const client = this.invitation.send(NOBODY, 0);
    ok(client);
    return client;
  }

  /** Sends it, and hears that. */
  refused(status: number, headers?: SipHeaders) {
    return this.invitation.refused(refusal(status, headers), this.send(), 0);
  }
}

describe("an invitation", () => {
  it("says who calls whom, for how long, and what is offered; then the same with the next number", () => {
    const story = new Story();
    const first = story.send().request;
    const second = story.send().request;
    equal(header(first, "Expires"), "60");
    match(bodyOf(first), /^m=audio /m);
    equal(bodyOf(second), bodyOf(first));
    for (const name of ["From", "To", "Call-ID"]) equal(header(second, name), header(first, name));
    deepEqual([cseqOf(first), cseqOf(second)], ["1 INVITE", "2 INVITE"]);
  });

  it("is no invitation without a server", () => {
    equal(new Story([]).invitation.send(NOBODY, 0), null);
  });

  it("goes out again with its proof, once", () => {
    const story = new Story();
    equal(story.refused(407, CHALLENGE), "again");
    match(header(story.send().request, "Proxy-Authorization") ?? "", /nonce="n"/);
    equal(story.refused(407, CHALLENGE), null);
  });

  it("goes out again for longer, and without what is not known there", () => {
    const story = new Story();
    equal(story.refused(422, [["Min-SE", "3600"]]), "again");
    match(header(story.send().request, "Session-Expires") ?? "", /^3600/);
    equal(story.refused(420, [["Unsupported", "timer"]]), "again");
    equal(header(story.send().request, "Session-Expires"), undefined);
  });

  it("goes on to another place with all it has learnt, as often as its owner wants", () => {
    const story = new Story();
    story.refused(407, CHALLENGE);
    const contact = (user: string): SipHeaders => [["Contact", `<sip:${user}@${ACCOUNT.domain}>`]];
    equal(story.refused(302, contact("601")), "elsewhere");
    const { request } = story.send();
    equal(request.uri, `sip:601@${ACCOUNT.domain}`);
    equal(header(request, "To"), `<sip:600@${ACCOUNT.domain}>`, "who was called is who was called");
    ok(header(request, "Proxy-Authorization"));
    equal(story.refused(302, contact("602")), null);
  });

  it("goes to the next server when nobody answers, and is over when that was the last", () => {
    const spare = { ...PLACE, host: "192.0.2.2" };
    const story = new Story([PLACE, spare]);
    equal(story.refused(408, []), "elsewhere");
    equal(story.send().to.address, spare.host);
    equal(story.refused(408, []), null);
    equal(story.refused(486), null);
  });

  it("rings for as long as its owner wants, from each time it is sent to somebody else", () => {
    equal(new Story().invitation.endOfRinging(500), 60_500);
  });
});
