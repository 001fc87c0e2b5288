/** What a call of ours says of us, to whom, and what it keeps to itself (RFC 3323, RFC 3325). */
import { deepEqual, equal, match } from "node:assert/strict";
import type { Account, HeaderTerms, IdentityTerms } from "../../../firmware/sip/account.js";
import { header, type SipRequest } from "../../../firmware/wire/sip/sip-message.js";
import { ACCOUNT, Bench, MEDIA, sdp, text } from "./far-end.js";

const bench = (
  identity: Partial<IdentityTerms> = {},
  headers: Partial<HeaderTerms> = {},
  more: Partial<Account> = {},
) =>
  new Bench({
    account: { ...more, identity: { ...ACCOUNT.identity, ...identity }, headers: { ...ACCOUNT.headers, ...headers } },
  });

const call = (t: Bench, anonymous = false, target = "102") => {
  t.order({ do: "invite", call: 1, target, media: MEDIA, anonymous });
  return t.asked("INVITE");
};

const fromOf = (request: SipRequest) => (header(request, "From") ?? "").split(";tag=")[0];
const said = (request: SipRequest) =>
  ["Privacy", "P-Preferred-Identity", "Remote-Party-ID"].map((name) => header(request, name) ?? "");

const OURS = '"Line 1" <sip:101@desk.test>';
const NOBODY = '"Anonymous" <sip:anonymous@anonymous.invalid>';

describe("a call of ours", () => {
  it("says who calls in From, and nowhere else unless it shall", () => {
    const invite = call(bench());
    equal(fromOf(invite), OURS);
    deepEqual(said(invite), ["", "", ""]);
    deepEqual(said(call(bench({ preferredIdentity: true }))), ["", "", ""]);
    deepEqual(said(call(bench({ remotePartyId: true }))), ["", "", `${OURS};party=calling;screen=yes;privacy=off`]);
  });

  it("tells only its server when it does not want to be known", () => {
    const t = bench({ preferredIdentity: true, remotePartyId: true });
    const invite = call(t, true);
    equal(fromOf(invite), NOBODY);
    deepEqual(said(invite), ["id", OURS, `${OURS};party=calling;screen=yes;privacy=full`]);
    const plain = call(bench(), true);
    equal(fromOf(plain), NOBODY);
    deepEqual(said(plain), ["id", "", ""]);
  });

  it("stays unknown when it proves who it is, and in all that follows", () => {
    const t = bench();
    const first = call(t, true);
    t.reply(first, 407, { headers: ['Proxy-Authenticate: Digest realm="desk", nonce="n", qop="auth"'] });
    t.asked("ACK");
    const second = t.asked("INVITE");
    equal(header(second, "From"), header(first, "From"));
    equal(header(second, "Privacy"), "id");
    t.reply(second, 200, { sdp: sdp() });
    equal(fromOf(t.asked("ACK")), NOBODY);
    t.order({ do: "hangUp", call: 1 });
    const bye = t.asked("BYE");
    equal(header(bye, "From"), header(first, "From"));
    equal(text(bye).includes("101@"), false);
  });

  it("tells a stranger nothing at all", () => {
    const t = bench({ preferredIdentity: true, remotePartyId: true, guid: "0815" });
    const invite = call(t, true, "sip:102@198.51.100.7");
    equal(invite.to.address, "198.51.100.7");
    deepEqual([fromOf(invite), ...said(invite)], [NOBODY, "id", "", ""]);
    for (const trace of ["sip:101", "Line 1", "desk.test", "0815"]) equal(text(invite).includes(trace), false, trace);
  });

  it("leaves it to the server to hide us where the owner wants From as it is", () => {
    const t = bench({ anonymousFrom: false, remotePartyId: true });
    const invite = call(t, true);
    equal(fromOf(invite), OURS);
    deepEqual(said(invite), ["user;id", "", `${OURS};party=calling;screen=yes;privacy=full`]);
    equal(fromOf(call(bench({ anonymousFrom: false }), true)), NOBODY, "nothing else would say it");
  });

  it("carries what the owner wants said besides", () => {
    const t = bench({ guid: "0815" }, { acceptLanguage: "de", proxyRequire: "privacy", server: "Door" });
    const invite = call(t);
    const names = ["GUID", "Accept-Language", "Proxy-Require", "User-Agent"];
    const values = ["0815", "de", "privacy", "Bench"];
    deepEqual(
      names.map((name) => header(invite, name)),
      values,
    );
    t.reply(invite, 486);
    equal(header(t.asked("ACK"), "GUID"), undefined);
    t.ask("OPTIONS");
    equal(header(t.answered(200), "Server"), "Door");
  });

  it("shows a name with whatever is in it, and quotes one once", () => {
    const nameOf = (displayName: string, escapesDisplayName = false) =>
      (header(call(bench({ escapesDisplayName }, {}, { displayName })), "From") ?? "").split(" <")[0];
    equal(nameOf("M\u00fcller & Co"), '"M\u00fcller & Co"');
    equal(nameOf('Bob "B" \\ Co'), '"Bob \\"B\\" \\\\ Co"');
    equal(nameOf('"Bob B"'), '"Bob B"');
    equal(nameOf('"Bob B"', true), '"\\"Bob B\\""');
    equal(nameOf('"Bob" B'), '"\\"Bob\\" B"');
    match(header(call(bench({}, {}, { displayName: "" })), "From") ?? "", /^<sip:101@/);
  });
});
