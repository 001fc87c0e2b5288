/** News of messages: number 612, SUBSCRIBE and NOTIFY (RFC 3842, RFC 6665). */
import { equal, match, ok } from "node:assert/strict";
import { textOf } from "../../../firmware/base/text.js";
import { addressParam, parseAddress } from "../../../firmware/wire/sip/sip-address.js";
import { header, type SipRequest } from "../../../firmware/wire/sip/sip-message.js";
import { type Client, PBX_HOST } from "./client.js";
import { Office } from "./office.js";

const NONE = new Uint8Array(0);
const uriOf = (user: string) => `sip:${user}@${PBX_HOST}`;

/** Calls the mailbox; the number of beeps is not looked at here. */
function visit(client: Client): void {
  const call = client.call("612");
  call.answered();
  client.time.advance(500);
  call.send("BYE");
  client.time.advance(5);
  client.heard.sort((a, b) => Number(a.kind === "request") - Number(b.kind === "request"));
  client.expect(200);
}

/** Is told what there is, and grants it. */
function told(client: Client, waiting: "yes" | "no", state: RegExp, status = 200): SipRequest {
  const notify = client.expect("NOTIFY");
  equal(header(notify, "Event"), "message-summary");
  equal(header(notify, "Content-Type"), "application/simple-message-summary");
  match(header(notify, "Subscription-State") ?? "", state);
  const lines = textOf(notify.body).split("\r\n");
  equal(lines[0], `Messages-Waiting: ${waiting}`);
  ok(lines.includes(`Message-Account: ${uriOf("612")}`));
  ok(lines.includes(`Voice-Message: ${waiting === "yes" ? 1 : 0}/0`));
  answer(client, notify, status);
  return notify;
}

function answer(client: Client, notify: SipRequest, status: number): void {
  const headers = notify.headers.filter(([name]) => ["Via", "From", "To", "Call-ID", "CSeq"].includes(name));
  client.send({ kind: "response", status, reason: "-", headers, body: NONE });
}

function subscription(client: Client, user = client.user, headers: [string, string][] = []): SipRequest {
  const request = client.request("SUBSCRIBE", uriOf(user), {
    headers: [["Contact", `<${client.contact}>`], ["Event", "message-summary"], ["Expires", "600"], ...headers],
  });
  client.send(request);
  const again = client.authorized(request, client.expect(407));
  client.send(again);
  return again;
}

describe("612", () => {
  it("leaves a message, and takes it away with the next call", () => {
    const office = new Office();
    const a = office.registered("103");
    for (const waiting of ["yes", "no", "yes"] as const) {
      visit(a);
      const notify = told(a, waiting, /^active$/);
      equal(notify.uri, a.contact);
    }
    office.empty();
  });

  it("tells nobody else, and nobody who is not there", () => {
    const office = new Office();
    const [a, b] = [office.registered("103"), office.registered("104")];
    const call = a.call("612");
    call.answered();
    a.register(0);
    call.hangUp();
    a.silence(100);
    b.silence(100);
    office.empty();
  });

  it("counts only calls it has answered", () => {
    const office = new Office();
    const a = office.registered("103");
    a.call("612", a.sdp({ m: "audio 7000 RTP/AVP 9", a: [] })).refused(488);
    a.silence(100);
    office.empty();
  });
});

describe("SUBSCRIBE to a mailbox", () => {
  /** 103 has subscribed, and been told that there is nothing. */
  function subscribed(): { office: Office; a: Client; request: SipRequest; remote: string } {
    const office = new Office();
    const a = office.registered("103");
    const request = subscription(a);
    const granted = a.expect(200);
    equal(header(granted, "Expires"), "600");
    const remote = header(granted, "To") ?? "";
    const notify = told(a, "no", /^active;expires=600$/);
    equal(header(notify, "Call-ID"), header(request, "Call-ID"));
    equal(header(notify, "From"), remote);
    return { office, a, request, remote };
  }

  const again = (a: Client, first: SipRequest, remote: string, expires: number, sequence: number) =>
    a.send(
      a.request("SUBSCRIBE", `sip:${PBX_HOST}`, {
        ...{ from: header(first, "From"), to: remote, callId: header(first, "Call-ID"), sequence },
        headers: [
          ["Contact", `<${a.contact}>`],
          ["Event", "message-summary"],
          ["Expires", String(expires)],
        ],
      }),
    );

  it("is told at once, and of each change within the dialog", () => {
    const { office, a, request } = subscribed();
    visit(a);
    const notify = told(a, "yes", /^active;expires=\d+$/);
    equal(header(notify, "Call-ID"), header(request, "Call-ID"));
    ok(addressParam(parseAddress(header(notify, "To") ?? "") ?? { display: "", uri: "", params: [] }, "tag"));
    a.silence(100);
    office.empty();
  });

  it("is prolonged, and ended by a last word", () => {
    const { office, a, request, remote } = subscribed();
    again(a, request, remote, 7200, 3);
    equal(header(a.expect(200), "Expires"), "3600");
    told(a, "no", /^active;expires=3600$/);
    again(a, request, remote, 0, 4);
    equal(header(a.expect(200), "Expires"), "0");
    told(a, "no", /^terminated;reason=timeout$/);
    again(a, request, remote, 600, 5);
    a.expect(481);
    office.empty();
  });

  it("lapses, and is given up by one who does not know it", () => {
    const lapsed = subscribed();
    lapsed.office.time.advance(600_000);
    again(lapsed.a, lapsed.request, lapsed.remote, 600, 3);
    lapsed.a.expect(481);
    lapsed.a.register();
    visit(lapsed.a);
    told(lapsed.a, "yes", /^active$/); // as to one who has never asked
    const { office, a } = subscribed();
    visit(a);
    told(a, "yes", /^active;/, 481);
    visit(a);
    told(a, "no", /^active$/);
    office.empty();
  });

  it("is for one's own mailbox and nothing else", () => {
    const office = new Office();
    const a = office.registered("103");
    subscription(a, "104");
    a.expect(404);
    const request = a.request("SUBSCRIBE", uriOf("103"), {
      headers: [
        ["Contact", `<${a.contact}>`],
        ["Event", "presence"],
      ],
    });
    a.send(request);
    a.send(a.authorized(request, a.expect(407)));
    equal(header(a.expect(489), "Allow-Events"), "message-summary");
    office.empty();
  });
});
