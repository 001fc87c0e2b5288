/** What a registrar tells of a binding, and what becomes of it in calls (RFC 3327, RFC 3608, RFC 5626, RFC 5627). */
import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import type { Account, RegistrationTerms } from "../../../firmware/sip/account.js";
import { header, headerList, type SipRequest } from "../../../firmware/wire/sip/sip-message.js";
import { ACCOUNT, Bench, LOCAL, MEDIA, PLACE, SERVER, sdp } from "./far-end.js";

const INSTANCE = "urn:uuid:00000000-0000-1000-8000-000a95a0e128";
const OUTBOUND = { instanceId: INSTANCE, outbound: true };
const GRUU = { instanceId: INSTANCE, gruu: true };
const PUB = `sip:101@desk.test;gr=${INSTANCE}`;
const TEMP = "sip:tgruu.7hs==jd7vnzga5w7fajsc7-ajd6fabz0f8g5@desk.test;gr";

const bench = (registration: Partial<RegistrationTerms> = {}, more: Partial<Account> = {}) =>
  new Bench({ account: { ...more, registration: { ...ACCOUNT.registration, ...registration } } });

const uriOf = (contact: string) => contact.slice(0, contact.indexOf(">") + 1);

/** Registered, with what the 200 has to say; our Contact with more parameters. */
function registered(t: Bench, headers: string[] = [], params = ""): SipRequest {
  t.order({ do: "register" });
  const request = t.asked("REGISTER");
  const contact = `Contact: ${uriOf(header(request, "Contact") ?? "")};expires=3600${params}`;
  t.reply(request, 200, { headers: [contact, ...headers] });
  deepEqual(t.told(), ["registering", "registered 200"]);
  return request;
}

const call = (t: Bench, target = "102") => {
  t.order({ do: "invite", call: 1, target, media: MEDIA });
  return t.asked("INVITE");
};

describe("a binding", () => {
  it("is asked for with no more than the owner wants", () => {
    const plain = registered(bench());
    equal(header(plain, "Supported"), "path");
    match(header(plain, "Contact") ?? "", /^<sip:\w+@192\.0\.2\.10:5062>;expires=3600$/);
    const instance = `\\+sip\\.instance="<${INSTANCE}>"`;
    const known = registered(bench({ instanceId: INSTANCE }));
    equal(header(known, "Supported"), "path");
    match(header(known, "Contact") ?? "", new RegExp(`>;${instance};expires=3600$`));
    const kept = registered(bench(OUTBOUND));
    equal(header(kept, "Supported"), "path, outbound");
    match(header(kept, "Contact") ?? "", new RegExp(`>;${instance};reg-id=1;expires=3600$`));
    const named = registered(bench(GRUU));
    equal(header(named, "Supported"), "path, gruu");
    match(header(named, "Contact") ?? "", new RegExp(`>;${instance};expires=3600$`));
    for (const wish of [{ outbound: true }, { gruu: true }]) {
      const nameless = registered(bench(wish));
      equal(header(nameless, "Supported"), "path");
      equal((header(nameless, "Contact") ?? "").includes("instance"), false, "there is none to tell");
    }
  });

  it("says who asks by a name of its own", () => {
    const t = bench({ userAgentName: "Registrant" }, { headers: { ...ACCOUNT.headers, acceptLanguage: "de" } });
    const register = registered(t);
    deepEqual([header(register, "User-Agent"), header(register, "Accept-Language")], ["Registrant", "de"]);
    equal(header(call(t), "User-Agent"), "Bench");
    equal(header(registered(bench({ userAgentName: "" })), "User-Agent"), undefined);
  });

  it("gives the way for what we ask outside calls, but not for registering", () => {
    const t = bench();
    registered(t, ["Service-Route: <sip:p2.desk.test;lr>, <sip:hsp.desk.test;lr>"]);
    const invite = call(t);
    deepEqual(headerList(invite, "Route"), ["<sip:p2.desk.test;lr>", "<sip:hsp.desk.test;lr>"]);
    deepEqual(invite.to, SERVER);
    t.reply(invite, 200, { sdp: sdp() });
    equal(header(t.asked("ACK"), "Route"), undefined, "the call has a route of its own");
    const direct = call(t, "sip:102@198.51.100.7");
    deepEqual(direct.to, SERVER, "by the way we were told");
    t.order({ do: "register" });
    equal(header(t.asked("REGISTER"), "Route"), undefined);
  });

  it("comes before the outbound proxy's own route, until it is gone", () => {
    const t = bench({}, { outboundProxy: true });
    const register = registered(t, ["Service-Route: <sip:hsp.desk.test;lr>"]);
    equal(header(register, "Route"), "<sip:192.0.2.1;lr>".replace("192.0.2.1", "192.0.2.1:5060"));
    equal(header(call(t), "Route"), "<sip:hsp.desk.test;lr>");
    t.order({ do: "register" });
    t.reply(t.asked("REGISTER"), 200);
    equal(header(call(t), "Route"), "<sip:192.0.2.1:5060;lr>", "each answer stands for itself");
  });

  it("gives no way that has a gap or a strict router in it, or no end", () => {
    for (const route of ["<sip:a.desk.test>", "<sip:a.desk.test;lr>, nonsense", "<tel:1>", "<sip:a;lr>,".repeat(17)]) {
      const t = bench();
      registered(t, [`Service-Route: ${route}`]);
      equal(header(call(t), "Route"), undefined, route);
    }
  });

  it("gives a Contact that leads to us from anywhere, and names us only when it must", () => {
    const t = bench(GRUU);
    registered(t, [], `;pub-gruu="${PUB}";temp-gruu="${TEMP}"`);
    const invite = call(t);
    equal(header(invite, "Contact"), `<${TEMP}>`);
    match(header(invite, "Supported") ?? "", /(^|, )gruu(,|$)/);
    t.reply(invite, 200, { sdp: sdp() });
    t.asked("ACK");
    t.order({ do: "hold", call: 1 });
    equal(header(t.asked("INVITE"), "Contact"), `<${TEMP}>`);
    t.ask("INVITE", { sdp: sdp() });
    t.answered(100);
    t.order({ do: "progress", call: 2, status: 180 });
    equal(header(t.answered(180), "Contact"), `<${TEMP}>`);
    const only = bench(GRUU);
    registered(only, [], `;pub-gruu="${PUB}"`);
    equal(header(call(only), "Contact"), `<${PUB}>`);
    const none = bench(GRUU);
    registered(none, [], ';temp-gruu="tel:1"');
    match(header(call(none), "Contact") ?? "", /@192\.0\.2\.10:5062>$/);
  });

  it("is found among those of our siblings and of our former selves", () => {
    const t = bench(GRUU);
    t.order({ do: "register" });
    const instance = `+sip.instance="<${INSTANCE}>"`;
    const ours = uriOf(header(t.asked("REGISTER"), "Contact") ?? "");
    t.order({ do: "unregister" });
    const farewell = t.asked("REGISTER");
    t.reply(farewell, 200);
    t.order({ do: "register" });
    t.reply(t.asked("REGISTER"), 200, {
      headers: [
        'Contact: <sip:other@192.0.2.99>;expires=7;pub-gruu="sip:other@desk.test;gr"',
        `Contact: <sip:former@192.0.2.98>;${instance};expires=8;pub-gruu="sip:former@desk.test;gr"`,
        `Contact: ${ours};${instance};expires=100;pub-gruu="${PUB}"`,
      ],
    });
    equal(header(call(t), "Contact"), `<${PUB}>`);
    t.sent.splice(0);
    // a server that rewrites the user too has left the instance
    t.order({ do: "register" });
    t.reply(t.asked("REGISTER"), 200, {
      headers: ["Contact: <sip:a@h>;expires=9000", `Contact: <sip:rewritten@h>;${instance};expires=200`],
    });
    while (!t.sent.some((message) => message.kind === "request" && message.method === "REGISTER"))
      t.at(t.agent.deadline);
    equal(t.now <= 100_000 && t.now >= 95_000, true, `${t.now}`);
  });

  it("is the one Contact there is, however that was rewritten", () => {
    const t = bench(GRUU);
    t.order({ do: "register" });
    const reply = t.reply(t.asked("REGISTER"), 500);
    t.told();
    t.order({ do: "register" });
    const again = t.asked("REGISTER");
    const alone = reply
      .replace(/^SIP\/2.0 500/, "SIP/2.0 200")
      .replace(/CSeq: .*/, `CSeq: ${header(again, "CSeq")}\r\nContact: <sip:rewritten@h>;expires=60\r\nExpires: 5000`)
      .replace(/Via: .*/, `Via: ${header(again, "Via")}`);
    t.hear(alone);
    deepEqual(t.told(), ["registering", "registered 200"]);
    t.after(6000); // Timer K
    equal(t.agent.deadline <= 30_000 && t.agent.deadline >= 28_000, true, `${t.agent.deadline}`);
  });

  it("keeps the flow where the server does, and hears how often it wants to be spoken to", () => {
    const t = bench(OUTBOUND);
    registered(t, ["Require: outbound", "Flow-Timer: 120"]);
    const invite = call(t);
    match(header(invite, "Contact") ?? "", /^<sip:\w+@192\.0\.2\.10:5062;ob>$/);
    match(header(invite, "Supported") ?? "", /(^|, )outbound(,|$)/);
    const alone = bench(OUTBOUND);
    registered(alone, ["Flow-Timer: 120"]);
    match(header(call(alone), "Contact") ?? "", /5062>$/, "the first hop takes no part in it");
  });

  it("does without flows where the registrar has never heard of them", () => {
    const t = bench({ ...OUTBOUND, gruu: true });
    t.order({ do: "register" });
    const first = t.asked("REGISTER");
    t.reply(first, 439);
    const second = t.asked("REGISTER");
    equal(header(second, "Supported"), "path, gruu");
    equal((header(second, "Contact") ?? "").includes("reg-id"), false);
    match(header(second, "Contact") ?? "", /\+sip\.instance/);
    t.reply(second, 439);
    deepEqual(t.told(), ["registering", "failed 439"]);
  });

  it("that leads to an old address goes with the next one", () => {
    for (const removesLast of [true, false]) {
      const t = bench({ removesLast });
      const old = uriOf(header(registered(t), "Contact") ?? "");
      t.reach(SERVER, { ...LOCAL, address: "192.0.2.77" });
      const moved = t.asked("REGISTER");
      const contacts = headerList(moved, "Contact");
      notEqual(uriOf(contacts[0]), old);
      match(contacts[0], /@192\.0\.2\.77:5062>;expires=3600$/);
      deepEqual(contacts.slice(1), removesLast ? [`${old};expires=0`] : []);
      t.reply(moved, 401, { headers: ['WWW-Authenticate: Digest realm="desk", nonce="n"'] });
      const proven = t.asked("REGISTER");
      deepEqual(headerList(proven, "Contact"), contacts);
      t.reply(proven, 200);
      t.order({ do: "register" });
      equal(headerList(t.asked("REGISTER"), "Contact").length, 1, "once is enough");
    }
  });

  it("is made anew before long when its connection has broken", () => {
    const tcp = { ...SERVER, transport: "tcp" } as const;
    const t = bench({}, { servers: [{ ...PLACE, transport: "tcp" }] });
    t.order({ do: "register" });
    const request = t.asked("REGISTER");
    t.reply(request, 200, { from: tcp });
    t.after(60_000).silent();
    t.lose({ ...tcp, port: 5099 });
    t.lose(SERVER);
    t.after(40_000).silent();
    t.lose(tcp);
    t.lose(tcp);
    t.after(14_999).silent();
    t.after(15_002);
    const again = t.asked("REGISTER");
    equal(again.to.transport, "tcp");
    t.reply(again, 200, { from: tcp });
    t.order({ do: "unregister" });
    t.reply(t.asked("REGISTER"), 200, { from: tcp });
    t.lose(tcp);
    t.after(60_000).silent();
    deepEqual(t.told(), ["registering", "registered 200", "unregistered"]);
  });

  it("is void once it has run out", () => {
    const t = bench();
    t.order({ do: "register" });
    const headers = ["Expires: 60", "Service-Route: <sip:hsp.desk.test;lr>"];
    t.reply(t.asked("REGISTER"), 200, { headers });
    while (t.now < 200_000) t.at(t.agent.deadline);
    t.sent.splice(0);
    equal(header(call(t), "Route"), undefined);
  });

  it("is void once we have moved", () => {
    const t = bench({ ...GRUU });
    registered(t, ["Service-Route: <sip:hsp.desk.test;lr>"], `;pub-gruu="${PUB}"`);
    t.reach(SERVER, { ...LOCAL, address: "192.0.2.77" });
    t.asked("REGISTER");
    const invite = call(t);
    equal(header(invite, "Route"), undefined);
    match(header(invite, "Contact") ?? "", /@192\.0\.2\.77:5062>$/);
  });
});
