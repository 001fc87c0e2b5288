/** Which of its servers a line speaks to (RFC 3263 section 4.3), and how a line lives through their deaths. */
import { deepEqual, equal, match } from "node:assert/strict";
import { Servers } from "../../../firmware/sip/servers.js";
import type { Hop, Place } from "../../../firmware/wire/hop.js";
import { header, type SipRequest } from "../../../firmware/wire/sip/sip-message.js";
import { Bench, MEDIA, SERVER, sdp } from "./far-end.js";

const ONE: Hop = SERVER;
const TWO: Hop = { address: "192.0.2.2", port: 5060, transport: "udp" };
const THREE: Hop = { address: "192.0.2.3", port: 5070, transport: "tcp" };
const NAME: Place = { host: "desk.test", port: null, transport: null };
const SPARE: Place = { host: "192.0.2.3", port: 5070, transport: "tcp" };
const HOUR = 3_600_000;
const CHALLENGE = 'WWW-Authenticate: Digest realm="two", nonce="x", qop="auth"';

describe("servers", () => {
  it("are taken in the order of their owner, and of the DNS", () => {
    const servers = new Servers([NAME, SPARE], HOUR);
    deepEqual(servers.names, [NAME]);
    deepEqual(servers.current, THREE, "who is known by number is known at once");
    equal(servers.found(NAME, [ONE, TWO]), true);
    deepEqual(servers.current, ONE);
    equal(servers.found(NAME, [ONE]), false);
    equal(servers.found(NAME, []), true);
    deepEqual(servers.current, THREE);
  });

  it("are left for the next when they fail, and tried again from the beginning when all have", () => {
    const servers = new Servers([NAME, SPARE], HOUR);
    servers.found(NAME, [ONE, TWO]);
    equal(servers.failed({ ...TWO, port: 5061 }, 0), false, "it is none of ours");
    equal(servers.failed(ONE, 0), true);
    deepEqual(servers.current, TWO);
    equal(servers.failed(ONE, 0), true, "who asked it before we turned asks the next one, too");
    deepEqual(servers.current, TWO);
    equal(servers.failed(TWO, 0), true);
    deepEqual(servers.current, THREE);
    equal(servers.failed(THREE, 0), false, "nobody is left to turn to at once");
    deepEqual(servers.current, ONE);
  });

  it("are asked whether they are back, and moved to when they are", () => {
    const servers = new Servers([NAME], HOUR);
    servers.found(NAME, [ONE, TWO]);
    servers.failed(ONE, 1000);
    equal(servers.deadline, 1000 + HOUR);
    deepEqual(servers.poll(HOUR), []);
    deepEqual(servers.poll(1000 + HOUR), [ONE]);
    deepEqual(servers.current, TWO);
    equal(servers.deadline, 1000 + 2 * HOUR);
    equal(servers.revived(ONE), true);
    deepEqual(servers.current, ONE);
    equal(servers.deadline, Infinity);
  });

  it("are stayed with where their owner wants no way back", () => {
    const servers = new Servers([NAME], 0);
    servers.found(NAME, [ONE, TWO]);
    servers.failed(ONE, 0);
    equal(servers.deadline, Infinity);
  });

  it("are known by their address of IPv6, however their owner writes it", () => {
    const servers = new Servers([{ host: "2001:DB8:0:0::0:1", port: null, transport: null }], HOUR);
    const there: Hop = { address: "2001:db8::1", port: 5060, transport: "udp" };
    deepEqual(servers.current, there);
    equal(servers.has(there, true), true);
    equal(servers.has({ ...there, address: "2001:db8::2" }, true), false);
  });

  it("are known by any of their places", () => {
    const servers = new Servers([NAME, SPARE], HOUR);
    servers.found(NAME, [ONE, TWO]);
    equal(servers.has(TWO, true), true);
    equal(servers.has({ ...TWO, port: 5061 }, true), false);
    equal(servers.has({ ...THREE, port: 40_000 }, false), true, "a connection comes from any port");
    equal(servers.has({ address: "192.0.2.9", port: 5060 }, true), false);
  });
});

const line = (account = {}) => {
  const t = new Bench({ account: { servers: [NAME], ...account } });
  t.agent.found(NAME, [ONE, TWO], 0);
  return t;
};
const to = ({ to }: { to: Hop }) => to.address;

describe("a line with two servers", () => {
  const registered = (account = {}) => {
    const t = line(account);
    t.order({ do: "register" });
    const register = t.asked("REGISTER");
    t.reply(register, 200, { headers: [`Contact: ${header(register, "Contact")}`] });
    t.told();
    return t;
  };

  it("asks for its servers by name", () => {
    deepEqual(new Bench({ account: { servers: [NAME, SPARE] } }).agent.start(), [{ find: NAME }]);
  });

  it("registers at the second within one failed request, and at the first again when that is back", () => {
    const t = registered();
    while (t.sent.length === 0) t.after(1000);
    const refresh = t.asked("REGISTER");
    equal(to(refresh), ONE.address);
    while (t.sent.length === 0 || to(t.sent[0]) === ONE.address) {
      t.sent.length = 0;
      t.after(100);
    }
    const second = t.asked("REGISTER");
    equal(to(second), TWO.address);
    const granted = `Contact: ${header(second, "Contact")?.replace("=3600", "=86400")}`;
    t.reply(second, 200, { headers: [granted], from: TWO });
    deepEqual(t.told(), [], "the owner has seen nothing of it");
    equal(t.agent.registration.state, "registered");
    const asked = () => t.sent.findIndex((message) => message.kind === "request" && message.method === "OPTIONS");
    const began = t.now;
    while (asked() < 0) t.after(1000);
    equal(Math.round((t.now - began) / 60_000), 60, "an hour after it failed");
    const [probe] = t.sent.splice(asked()) as (SipRequest & { to: Hop })[];
    equal(to(probe), ONE.address);
    t.sent.length = 0;
    t.reply(probe, 404);
    const back = t.asked("REGISTER");
    equal(to(back), ONE.address);
  });

  it("stays registered while it goes back, and asks whoever may be back himself", () => {
    const t = line({ outboundProxy: true, answersWithoutRegistration: false, restrictContactUser: false });
    t.order({ do: "register" });
    t.reply(t.asked("REGISTER"), 503);
    const routes = "Service-Route: <sip:192.0.2.2;lr>";
    t.reply(t.asked("REGISTER"), 200, { headers: ["Expires: 86400", routes], from: TWO });
    t.told();
    t.after(HOUR);
    const probe = t.asked("OPTIONS");
    deepEqual([to(probe), header(probe, "Route")], [ONE.address, undefined]);
    t.reply(probe, 200);
    equal(to(t.asked("REGISTER")), ONE.address);
    equal(t.agent.registration.state, "registered");
    deepEqual(t.told(), []);
    equal(header(t.invite(1), "Route"), `<sip:${ONE.address}:${ONE.port};lr>`, "the second's way is not the first's");
    t.ask("INVITE", { sdp: sdp(), from: TWO });
    t.answered(100);
  });

  it("goes back to a server that keeps silent to OPTIONS, but not to who asks where he is", () => {
    const t = line();
    t.order({ do: "register" });
    t.reply(t.asked("REGISTER"), 503);
    t.reply(t.asked("REGISTER"), 200, { headers: ["Expires: 86400"], from: TWO });
    t.after(HOUR);
    const first = t.asked("OPTIONS");
    t.after(31_999).sent.length = 0;
    t.after(2);
    const second = t.asked("REGISTER");
    deepEqual([second.to, header(second, "Contact"), header(second, "Expires")], [first.to, undefined, undefined]);
    t.silent();
    t.reply(second, 401, { headers: [CHALLENGE] });
    const back = t.asked("REGISTER");
    equal(to(back), ONE.address);
    match(header(back, "Contact") ?? "", /expires=3600/);
  });

  it("calls by the second when the first does not answer, and the line follows", () => {
    const t = registered();
    const invite = t.invite(1);
    equal(to(invite as SipRequest & { to: Hop }), ONE.address);
    t.sent.length = 0;
    while (!t.sent.some(({ to }) => to.address === TWO.address)) t.after(1000);
    const there = t.sent.filter(({ to }) => to.address === TWO.address) as (SipRequest & { to: Hop })[];
    deepEqual(there.map(({ method }) => method).sort(), ["INVITE", "REGISTER"]);
    const again = there.find(({ method }) => method === "INVITE") as (typeof there)[0];
    equal(header(again, "Call-ID"), header(invite, "Call-ID"));
    match(header(again, "CSeq") ?? "", /^2 /);
    t.sent.length = 0;
    t.reply(again, 200, { sdp: sdp(), from: TWO });
    equal(t.told().at(-1), "answered");
  });

  it("calls by the second, too, when the line has turned to it while the first was still asked", () => {
    const t = registered();
    t.invite(1);
    t.at(10_000).sent.length = 0;
    t.order({ do: "register" });
    const refresh = t.asked("REGISTER");
    t.reply(refresh, 503);
    const second = t.asked("REGISTER");
    equal(to(second), TWO.address);
    t.reply(second, 200, { headers: [`Contact: ${header(second, "Contact")}`], from: TWO });
    while (!t.sent.some(({ to }) => to.address === TWO.address)) t.after(1000);
    equal(t.now < 40_000, true);
    const again = t.sent.filter(({ to }) => to.address === TWO.address) as SipRequest[];
    deepEqual(
      again.map(({ method }) => method),
      ["INVITE"],
    );
  });

  it("turns away from a server that says nothing to the end of a call, and registers at the next", () => {
    for (const order of ["hangUp", "hold"] as const) {
      const t = registered();
      const invite = t.invite(1);
      const route = `Record-Route: <sip:${ONE.address}:${ONE.port};lr>`;
      t.reply(invite, 200, { sdp: sdp(), headers: [route] });
      t.sent.length = 0;
      t.order({ do: order, call: 1 });
      equal(to(t.sent[0]), ONE.address);
      const began = t.now;
      while (!t.sent.some(({ to }) => to.address === TWO.address)) t.after(500);
      equal(t.now - began, 32_000, "one request, as long as a server may take");
      const said = t.sent.filter(({ to }) => to.address === TWO.address) as SipRequest[];
      deepEqual([said[0].method, said.length], ["REGISTER", 1]);
    }
  });

  it("stays where it is when the other end of a call says nothing, or no", () => {
    const t = registered();
    t.reply(t.invite(1), 200, { sdp: sdp() });
    t.sent.length = 0;
    t.order({ do: "hangUp", call: 1 });
    const [bye] = t.sent.splice(0);
    t.reply(bye as SipRequest, 408);
    t.after(40_000);
    equal(t.sent.filter(({ to }) => to.address === TWO.address).length, 0);
  });

  it("turns away from a server that says it cannot, by 503 or what its owner has named, and from no other", () => {
    for (const [status, codes, moves] of [
      [503, [], true],
      [500, ["5??"], true],
      [404, ["5??"], false],
      [408, [], false],
    ] as const) {
      const t = registered({ backupCodes: codes });
      const invite = t.invite(1);
      t.reply(invite, status);
      t.asked("ACK");
      if (moves) equal(to(t.asked("INVITE")), TWO.address);
      else deepEqual(t.told(), [`refused ${status}`]);
    }
  });

  it("turns to the next at once where nothing can be sent", () => {
    const first = { ...ONE, transport: "tcp" } as const;
    const t = new Bench({ account: { servers: [NAME] } });
    t.agent.found(NAME, [first, TWO], 0);
    t.order({ do: "register" });
    deepEqual(t.asked("REGISTER").to, first);
    t.lose(first);
    const second = t.asked("REGISTER");
    deepEqual(second.to, TWO);
    t.reply(second, 200, { headers: ["Expires: 3600"], from: TWO });
    equal(t.agent.registration.state, "registered");
    equal(t.now, 0);
  });

  it("proves who it is to both, each by its own realm", () => {
    const t = line();
    t.order({ do: "register" });
    t.reply(t.asked("REGISTER"), 503);
    const second = t.asked("REGISTER");
    equal(to(second), TWO.address);
    t.reply(second, 401, { headers: [CHALLENGE], from: TWO });
    match(header(t.asked("REGISTER"), "Authorization") ?? "", /realm="two"/);
  });

  it("takes calls from either", () => {
    const t = registered({ restrictContactUser: false });
    t.ask("INVITE", { sdp: sdp(), from: TWO });
    t.answered(100);
    t.order({ do: "answer", call: 2, media: MEDIA });
    t.answered(200);
  });
});
