import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import { parseChallenge } from "../../../firmware/wire/sip/sip-challenge.js";
import {
  header,
  headerLines,
  type SipHeaders,
  type SipRequest,
  type SipResponse,
} from "../../../firmware/wire/sip/sip-message.js";
import { type Client, PBX_HOST } from "./client.js";
import { Office } from "./office.js";

const REGISTRAR = `sip:${PBX_HOST}`;
const contactsOf = (response: SipResponse) => headerLines(response, "Contact");
const challengeOf = (response: SipResponse) => parseChallenge(header(response, "WWW-Authenticate") ?? "");

function asked(client: Client, headers: SipHeaders = [["Contact", `<${client.contact}>`]]): [SipRequest, SipResponse] {
  const request = client.request("REGISTER", REGISTRAR, { headers });
  client.send(request);
  return [request, client.expect(401)];
}

describe("the registrar", () => {
  it("asks for credentials, and takes the right ones", () => {
    const client = new Office().client("103");
    const [request, refusal] = asked(client);
    const challenge = challengeOf(refusal);
    deepEqual(
      [challenge?.realm, challenge?.algorithm, challenge?.qop, challenge?.stale],
      ["desk", "MD5", ["auth"], false],
    );
    client.send(client.authorized(request, refusal));
    const granted = client.expect(200);
    deepEqual(contactsOf(granted), [`<${client.contact}>;expires=3600`]);
    match(header(granted, "To") ?? "", /;tag=./);
  });

  it("asks again when the password is wrong, or the user unknown", () => {
    const office = new Office();
    for (const client of [office.client("103", "pw-104"), office.client("110"), office.client("600", "pw-600")]) {
      const [request, refusal] = asked(client);
      client.send(client.authorized(request, refusal));
      const again = client.expect(401);
      equal(challengeOf(again)?.stale, false);
      notEqual(challengeOf(again)?.nonce, challengeOf(refusal)?.nonce);
    }
  });

  it("calls a nonce stale that it never gave, or that is old, or that was used with this count", () => {
    const office = new Office();
    const client = office.client("104");
    const [request, refusal] = asked(client);
    const stranger = new Office({ seed: 2 }).client("104");
    let latest = request;
    const send = (challenge: SipResponse, nc: string) => {
      latest = client.authorized(latest, challenge, { nc });
      client.send(latest);
    };
    send(asked(stranger)[1], "00000001");
    equal(challengeOf(client.expect(401))?.stale, true);

    send(refusal, "00000001");
    client.expect(200);
    send(refusal, "00000001");
    equal(challengeOf(client.expect(401))?.stale, true);
    send(refusal, "0000000a");
    client.expect(200);
    send(refusal, "00000009");
    equal(challengeOf(client.expect(401))?.stale, true);

    office.time.advance(301_000);
    send(refusal, "0000000b");
    const last = client.expect(401);
    equal(challengeOf(last)?.stale, true);
    send(last, "00000001");
    client.expect(200);
  });

  it("finds its own credentials among others", () => {
    const client = new Office().client("104");
    const [request, refusal] = asked(client);
    const right = client.authorized(request, refusal);
    const other = `Digest username="x", realm="elsewhere", nonce="1", uri="sip:x", response="00"`;
    client.send({ ...right, headers: [["Authorization", other], ["Authorization", "Basic eDp5"], ...right.headers] });
    client.expect(200);
  });

  it("answers a copy of a request as it answered the first", () => {
    const client = new Office().client("103");
    const [request, refusal] = asked(client);
    client.send(request);
    deepEqual(client.expect(401), refusal);
    const right = client.authorized(request, refusal);
    client.send(right);
    client.send(right);
    deepEqual(client.expect(200), client.expect(200));
  });

  it("lets nobody register for another", () => {
    const client = new Office().client("103");
    for (const wording of [
      { from: `<sip:104@${PBX_HOST}>;tag=x` },
      { to: `<sip:104@${PBX_HOST}>` },
      { from: `<sip:anonymous@anonymous.invalid>;tag=x` },
    ]) {
      const request = client.request("REGISTER", REGISTRAR, {
        ...wording,
        headers: [["Contact", `<${client.contact}>`]],
      });
      client.send(request);
      client.send(client.authorized(request, client.expect(401)));
      client.expect(403);
    }
  });

  it("tells the least it grants, and grants no more than an hour", () => {
    const client = new Office().client("103");
    const brief = client.register(9);
    equal(brief.status, 423);
    equal(header(brief, "Min-Expires"), "10");
    deepEqual(contactsOf(client.register(null, "")), []);
    deepEqual(contactsOf(client.register(10)), [`<${client.contact}>;expires=10`]);
    deepEqual(contactsOf(client.register(86_400)), [`<${client.contact}>;expires=3600`]);
    deepEqual(contactsOf(client.register(60, `<${client.contact}>;expires=30`)), [`<${client.contact}>;expires=30`]);
    deepEqual(contactsOf(client.register(null)), [`<${client.contact}>;expires=3600`]);
  });

  it("says where somebody is, until that is over", () => {
    const office = new Office();
    const client = office.client("103");
    client.register(60);
    office.time.advance(29_500);
    deepEqual(contactsOf(client.register(null, "")), [`<${client.contact}>;expires=31`]);
    office.time.advance(31_000);
    deepEqual(contactsOf(client.register(null, "")), []);
  });

  it("forgets the telephone that wishes it, and everything for *", () => {
    const office = new Office();
    const client = office.client("103");
    client.register();
    equal(client.register(0, "<sip:103@192.0.2.99:5060>").status, 200);
    equal(contactsOf(client.register(null, "")).length, 1);
    deepEqual(contactsOf(client.register(0)), []);
    client.register();
    equal(client.register(60, "*").status, 400);
    equal(client.register(0, `*, <${client.contact}>`).status, 400);
    deepEqual(contactsOf(client.register(0, "*")), []);
    office.empty();
  });

  it("moves to the newest telephone, whatever it says of the others", () => {
    const client = new Office().client("103");
    client.register();
    const [old, fresh] = [client.contact, `sip:103@${client.address}:5080`];
    deepEqual(contactsOf(client.register(null, `<${old}>;expires=0, <${fresh}>`)), [`<${fresh}>;expires=3600`]);
    equal(client.register(3600, `<${old}>, <sip:103@>`).status, 400);
    equal(client.register(3600, `<${old}>, <mailto:me@home>`).status, 400);
    equal(client.register(3600, `<${old}>;expires=60, <${old}>;expires=5`).status, 423);
    deepEqual(contactsOf(client.register(null, "")), [`<${fresh}>;expires=3600`]);
  });

  it("takes what it does not know of outbound, GRUU and Path (RFC 5626, RFC 5627, RFC 3327)", () => {
    const client = new Office().client("103");
    const instance = '+sip.instance="<urn:uuid:00000000-0000-1000-8000-000a95a0e128>"';
    const contact = `<${client.contact}>;${instance};reg-id=1;+sip.ice;q=0.7;expires=600`;
    const request = client.request("REGISTER", REGISTRAR, {
      headers: [
        ["Contact", contact],
        ["Path", "<sip:proxy.example;lr;ob>"],
        ["Supported", "path, outbound, gruu"],
      ],
    });
    client.send(request);
    client.send(client.authorized(request, client.expect(401)));
    deepEqual(contactsOf(client.final()), [`<${client.contact}>;expires=600`]);
  });

  it("knows no extension it was not told of, and no other method", () => {
    const client = new Office().client("103");
    for (const [method, status] of [
      ["OPTIONS", 200],
      ["PUBLISH", 405],
      ["MESSAGE", 405],
      ["BYE", 405],
    ] as const) {
      client.send(client.request(method, `sip:${PBX_HOST}`));
      match(header(client.expect(status), "Allow") ?? "", /\bINVITE\b.*\bREGISTER\b/);
    }
    client.send(client.request("REGISTER", REGISTRAR, { headers: [["Require", "path, gruu"]] }));
    equal(header(client.expect(420), "Unsupported"), "path, gruu");
    client.send(client.request("BYE", REGISTRAR, { to: `<sip:600@${PBX_HOST}>;tag=unheard-of` }));
    client.expect(481);
  });
});
