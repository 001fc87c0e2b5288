/** Keep-alives of a line: when, what, and what comes of silence (`NAT_Keep_Alive_*`). */
import { deepEqual, equal, match } from "node:assert/strict";
import { textOf } from "../../../firmware/base/text.js";
import type { HeartbeatOptions } from "../../../firmware/sip/heartbeat.js";
import { UserAgent } from "../../../firmware/sip/user-agent.js";
import { header, type SipRequest } from "../../../firmware/wire/sip/sip-message.js";
import { ACCOUNT, Bench, dice, digest, LOCAL, PLACE, SERVER } from "./far-end.js";

const OTHER = { host: "192.0.2.2", port: 5060, transport: "udp" } as const;

const line = (keepAlive: Partial<HeartbeatOptions>, account = {}) =>
  new Bench({
    keepAlive: { interval: 15_000, message: { method: "NOTIFY" }, destination: null, ...keepAlive },
    account,
  });

/** Registered for an hour, and nothing else said. */
function registered(bench: Bench): Bench {
  bench.order({ do: "register" });
  bench.reply(bench.asked("REGISTER"), 200, { headers: ["Expires: 3600"] });
  return bench.silent();
}

describe("keep-alives", () => {
  it("are NOTIFYs to the server every interval, and nobody minds the answer", () => {
    const bench = registered(line({}));
    bench.at(14_999).silent().at(15_000);
    const first = bench.asked("NOTIFY");
    deepEqual([first.uri, header(first, "Event"), first.to], ["sip:desk.test", "keep-alive", SERVER]);
    bench.reply(first, 489);
    bench.at(29_999).silent().at(30_000);
    const second = bench.asked("NOTIFY");
    equal(header(second, "Call-ID"), header(first, "Call-ID"));
    equal(header(second, "CSeq"), "2 NOTIFY");
    deepEqual(bench.told(), ["registering", "registered 200"]);
  });

  it("are repeated no longer than to the next one when nobody answers", () => {
    const bench = registered(line({})).at(15_000);
    bench.asked("NOTIFY");
    bench.at(29_999);
    const repeated = bench.sent.splice(0).length;
    equal(repeated, 5, "at 0.5, 1.5, 3.5, 7.5 and 11.5 s, and not for 32 s");
    bench.at(30_000).asked("NOTIFY");
    equal(bench.agent.size, 1);
    deepEqual(bench.told(), ["registering", "registered 200"], "no answer is no news");
  });

  it("may be registrations that only ask, with what proves who we are, and change nothing", () => {
    const bench = line({ message: { method: "REGISTER" } });
    bench.order({ do: "register" });
    bench.reply(bench.asked("REGISTER"), 401, {
      headers: ['WWW-Authenticate: Digest realm="desk", nonce="x", qop="auth"'],
    });
    const begun = bench.asked("REGISTER");
    bench.reply(begun, 200, { headers: ["Expires: 3600"] });
    bench.told();
    bench.at(14_999).silent().at(15_000);
    const beat = bench.asked("REGISTER");
    equal(header(beat, "Contact"), undefined);
    equal(header(beat, "Expires"), undefined);
    equal(header(beat, "To"), header(begun, "To"));
    equal(header(beat, "Call-ID") === header(begun, "Call-ID"), false);
    match(header(beat, "Authorization") ?? "", /nc=00000002/);
    bench.reply(beat, 403);
    equal(bench.agent.registration.state, "registered");
    bench.at(30_000);
    match(header(bench.asked("REGISTER"), "CSeq") ?? "", /^2 REGISTER/);
    deepEqual(bench.told(), []);
  });

  it("may be any text, as it is, to another place", () => {
    const agent = new UserAgent({
      ...{ account: ACCOUNT, local: LOCAL, chance: dice(7), digest, maxCalls: 2 },
      keepAlive: { interval: 1000, message: { text: "\r\n\r\n" }, destination: OTHER },
    });
    deepEqual(agent.poll(0), []);
    const [beat] = agent.poll(1000);
    deepEqual("send" in beat && [textOf(beat.send), beat.to], [
      "\r\n\r\n",
      { address: OTHER.host, port: OTHER.port, transport: "udp" },
    ]);
  });

  it("have a named place looked up, and go there as soon as it is known", () => {
    const place = { host: "beat.example", port: null, transport: null };
    const bench = line({ destination: place });
    const [sought] = bench.agent.start();
    deepEqual(sought, { find: place });
    bench.at(15_000).silent();
    bench.agent.found(place, [{ address: "192.0.2.77", port: 5060, transport: "udp" }], bench.now);
    bench.at(30_000);
    equal(bench.asked("NOTIFY").to.address, "192.0.2.77");
  });

  it("follow the registration to the server it was sent on to, where they shall", () => {
    for (const followsRedirection of [true, false]) {
      const bench = line({ followsRedirection }, { servers: [PLACE, OTHER] });
      bench.order({ do: "register" });
      bench.reply(bench.asked("REGISTER"), 302, { headers: [`Contact: <sip:${OTHER.host}:${OTHER.port}>`] });
      const again = bench.asked("REGISTER");
      equal(again.to.address, OTHER.host);
      bench.reply(again, 200, { headers: ["Expires: 3600"], from: again.to });
      bench.at(15_000);
      equal(bench.asked("NOTIFY").to.address, followsRedirection ? OTHER.host : SERVER.address);
    }
  });

  it("move the line to the next server when three OPTIONS in a row are lost", () => {
    const bench = registered(line({ message: { method: "OPTIONS" } }, { servers: [PLACE, OTHER] }));
    bench.at(15_000);
    bench.reply(bench.asked("OPTIONS"), 404);
    for (const time of [30_000, 45_000, 60_000]) {
      bench.at(time);
      equal(bench.asked("OPTIONS").to.address, SERVER.address);
      bench.sent.length = 0;
    }
    bench.at(74_999);
    bench.sent.length = 0;
    bench.at(75_000);
    const asked = bench.sent.splice(0) as (SipRequest & { to: { address: string } })[];
    deepEqual(asked.map(({ method, to }) => `${method} ${to.address}`).sort(), [
      `OPTIONS ${OTHER.host}`,
      `REGISTER ${OTHER.host}`,
    ]);
  });

  it("count the silence of each server by itself", () => {
    const bench = registered(line({ message: { method: "OPTIONS" } }, { servers: [PLACE, OTHER] })).at(44_999);
    bench.sent.length = 0;
    bench.order({ do: "register" });
    bench.reply(bench.asked("REGISTER"), 503);
    const there = bench.asked("REGISTER");
    equal(there.to.address, OTHER.host);
    bench.reply(there, 200, { headers: ["Expires: 3600"], from: there.to });
    bench.at(75_000);
    const asked = bench.sent.filter((sent) => sent.kind === "request" && sent.method !== "OPTIONS");
    deepEqual(asked, [], "it has left but two unanswered");
  });

  it("make the line find out about its only server", () => {
    const bench = registered(line({ message: { method: "OPTIONS" } })).at(60_000);
    equal(bench.sent.filter((sent) => sent.kind === "request" && sent.method === "REGISTER").length, 1);
  });
});

describe("where a line is seen from outside", () => {
  it("is what its Contact says, and Via only when it shall", () => {
    for (const substitutesVia of [false, true]) {
      const bench = registered(
        new Bench({ nat: { substitutesVia, insertsReceived: true, insertsRport: true, answersToSource: false } }),
      );
      const outside = { address: "203.0.113.7", port: 40_000 };
      bench.map(LOCAL, outside);
      const request = bench.asked("REGISTER");
      equal(/<sip:[^@]*@203\.0\.113\.7:40000>/.test(header(request, "Contact") ?? ""), true);
      equal(header(request, "Via")?.includes("203.0.113.7:40000"), substitutesVia);
      bench.map(LOCAL, outside);
      bench.silent();
    }
  });

  it("takes the place of the old one with the registrar", () => {
    const bench = registered(new Bench({}));
    bench.map(LOCAL, { address: "203.0.113.7", port: 40_000 });
    const { headers } = bench.asked("REGISTER");
    const contacts = headers.filter(([name]) => name === "Contact").map(([, value]) => value);
    deepEqual(
      contacts.map((value) => value.replace(/sip:\w+@/, "")),
      ["<203.0.113.7:40000>;expires=3600", `<${LOCAL.address}:${LOCAL.port}>;expires=0`],
    );
  });

  it("takes the place of what has been asked for and not yet answered", () => {
    const bench = new Bench({});
    bench.order({ do: "register" });
    bench.asked("REGISTER");
    bench.map(LOCAL, { address: "203.0.113.7", port: 40_000 });
    const contacts = bench.asked("REGISTER").headers.filter(([name]) => name === "Contact");
    equal(contacts[1]?.[1].replace(/sip:\w+@/, ""), `<${LOCAL.address}:${LOCAL.port}>;expires=0`);
  });

  it("is learnt from what the server notes in Via, and from nobody else", () => {
    const bench = new Bench({});
    bench.order({ do: "register" });
    const request = bench.asked("REGISTER");
    equal(bench.agent.seen, null);
    bench.reply({ ...request, headers: noted(request, "received=203.0.113.7;rport=40000") }, 200);
    deepEqual(bench.agent.seen, { address: "203.0.113.7", port: 40_000 });
  });

  it("is a flow that a registrar may want kept open (RFC 5626)", () => {
    const registration = { ...ACCOUNT.registration, instanceId: "urn:uuid:0", outbound: true };
    const flow = (headers: string[], account = {}) => {
      const bench = new Bench({ account: { ...account, registration } });
      bench.order({ do: "register" });
      equal(bench.agent.flow, null);
      bench.reply(bench.asked("REGISTER"), 200, { headers: ["Expires: 3600", ...headers] });
      return bench.agent.flow;
    };
    deepEqual(flow(["Require: outbound", "Flow-Timer: 60"]), { ...SERVER, seconds: 60 });
    deepEqual(flow(["Require: outbound"]), { ...SERVER, seconds: 29 });
    equal(flow(["Flow-Timer: 60"]), null, "it keeps no flow");
  });

  it("is told in a warning to the registrar when it shall be", () => {
    const bench = new Bench({});
    bench.agent.warn('399 spa "Full Cone NAT Detected"');
    bench.order({ do: "register" });
    equal(header(bench.asked("REGISTER"), "Warning"), '399 spa "Full Cone NAT Detected"');
  });
});

function noted({ headers }: SipRequest, note: string): SipRequest["headers"] {
  return headers.map(([name, value]) => [
    name,
    name === "Via" ? value.replace(/;rport$|;rport(?=;)/, `;${note}`) : value,
  ]);
}
