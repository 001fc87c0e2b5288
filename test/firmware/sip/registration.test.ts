/** Staying registered, through everything a server may say or not say. */
import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { tagOf } from "../../../firmware/transaction/mandatory.js";
import { header, type SipRequest } from "../../../firmware/wire/sip/sip-message.js";
import { Bench, cseqOf, LOCAL, MEDIA, PLACE, SERVER, sdp } from "./far-end.js";

const CHALLENGE = (nonce: string, more = "") =>
  `WWW-Authenticate: Digest realm="desk", nonce="${nonce}", qop="auth", algorithm=MD5, opaque="o-${nonce}"${more}`;

const contactOf = (request: SipRequest) => (header(request, "Contact") ?? "").split(">")[0].concat(">");
const granted = (request: SipRequest, seconds: number) => ({
  headers: ["Contact: <sip:other@192.0.2.99>;expires=7", `Contact: ${contactOf(request)};expires=${seconds}`],
});

function registered(t: Bench, seconds = 3600): SipRequest {
  t.order({ do: "register" });
  const request = t.asked("REGISTER");
  t.reply(request, 200, granted(request, seconds));
  deepEqual(t.told(), ["registering", "registered 200"]);
  return request;
}

describe("a registration", () => {
  it("proves who it is, and is renewed five minutes before it ends", () => {
    const t = new Bench();
    t.order({ do: "register" });
    const first = t.asked("REGISTER");
    equal(first.uri, "sip:desk.test");
    equal(header(first, "Expires"), "3600");
    equal(header(first, "Contact"), `<sip:${t.agent.contactUser}@192.0.2.10:5062>;expires=3600`);
    t.reply(first, 401, { headers: [CHALLENGE("n1")] });
    const second = t.asked("REGISTER");
    equal(header(second, "Call-ID"), header(first, "Call-ID"));
    deepEqual([cseqOf(first), cseqOf(second)], ["1 REGISTER", "2 REGISTER"]);
    match(header(second, "Authorization") ?? "", /opaque="o-n1"/);
    t.reply(second, 200, granted(second, 3600));
    deepEqual(t.told(), ["registering", "registered 200"]);
    t.at(t.agent.deadline);
    t.at(Math.max(t.now, 10_000)); // Timer K
    ok(t.agent.deadline >= 3_135_000 && t.agent.deadline <= 3_300_000, String(t.agent.deadline));
    t.at(t.agent.deadline);
    const refresh = t.asked("REGISTER");
    match(header(refresh, "Authorization") ?? "", /nc=00000002/);
    t.reply(refresh, 200, granted(refresh, 3600));
    deepEqual(t.told(), [], "nothing has changed");
  });

  it("takes the time of its own Contact, of Expires, or what it asked for", () => {
    for (const [headers, seconds] of [
      [(c: string) => [`Contact: <sip:x@h>;expires=9, ${c};expires=100`, "Expires: 5000"], 50],
      [(c: string) => [`Contact: ${c}`, "Expires: 200"], 100],
      [() => [], 3300],
      [() => ["Contact: <sip:x@h>;expires=9, <sip:y@h>;expires=8", "Expires: 200"], 100],
    ] as const) {
      const t = new Bench();
      t.order({ do: "register" });
      const request = t.asked("REGISTER");
      t.reply(request, 200, { headers: headers(contactOf(request)) });
      t.after(6000); // Timer K
      ok(t.agent.deadline <= 1000 * seconds && t.agent.deadline >= 940 * seconds, `${t.agent.deadline}`);
    }
  });

  it("uses a new nonce at once when the old one is stale, and asks for longer when it must", () => {
    const t = new Bench({ account: { registerExpires: 600 } });
    t.order({ do: "register" });
    t.reply(t.asked("REGISTER"), 401, { headers: [CHALLENGE("a")] });
    const withA = t.asked("REGISTER");
    match(header(withA, "Authorization") ?? "", /nonce="a"/);
    t.reply(withA, 401, { headers: [CHALLENGE("b", ", stale=true")] });
    const withB = t.asked("REGISTER");
    match(header(withB, "Authorization") ?? "", /nonce="b".*opaque="o-b"/);
    t.reply(withB, 423, { headers: ["Min-Expires: 1800"] });
    const longer = t.asked("REGISTER");
    equal(header(longer, "Expires"), "1800");
    t.reply(longer, 200, granted(longer, 1800));
    deepEqual(t.told(), ["registering", "registered 200"]);
  });

  it("is not fooled into asking for the same again by a 423", () => {
    const t = new Bench();
    t.order({ do: "register" });
    t.reply(t.asked("REGISTER"), 423, { headers: ["Min-Expires: 60"] });
    deepEqual(t.silent().told(), ["registering", "failed 423"]);
  });

  it("takes the first algorithm it can do, and never mixes two", () => {
    const t = new Bench();
    t.order({ do: "register" });
    const headers = [
      'WWW-Authenticate: Digest realm="desk", nonce="x", qop="auth", algorithm=SHA-512-256',
      'WWW-Authenticate: Digest realm="desk", nonce="s", qop="auth", algorithm=SHA-256',
      'WWW-Authenticate: Digest realm="desk", nonce="m", qop="auth", algorithm=MD5',
    ];
    t.reply(t.asked("REGISTER"), 401, { headers });
    const request = t.asked("REGISTER");
    const proofs = request.headers.filter(([name]) => name === "Authorization");
    equal(proofs.length, 1);
    match(proofs[0][1], /nonce="s"/);
    match(proofs[0][1], /algorithm="?SHA-256/);
    match(proofs[0][1], /response="[0-9a-f]{64}"/);
  });

  it("tries again after every failure: soon when it may pass, later when it was refused", () => {
    for (const [status, least, most] of [
      [500, 15, 30],
      [503, 15, 30],
      [480, 15, 30],
      [403, 600, 1200],
      [404, 600, 1200],
      [600, 600, 1200],
      [302, 600, 1200],
    ] as const) {
      const t = new Bench();
      t.order({ do: "register" });
      t.reply(t.asked("REGISTER"), status);
      deepEqual(t.told(), ["registering", `failed ${status}`]);
      t.at(1000 * least - 1).silent();
      while (t.sent.length === 0) t.at(t.agent.deadline);
      ok(t.now <= 1000 * most, `${t.now} ms`);
      t.asked("REGISTER");
      deepEqual(t.told(), ["registering"]);
    }
  });

  it("waits as long as the server asks, but not for ever", () => {
    for (const [after, seconds] of [
      ["90 (maintenance)", 90],
      ["999999999", 3600],
    ] as const) {
      const t = new Bench();
      t.order({ do: "register" });
      t.reply(t.asked("REGISTER"), 503, { headers: [`Retry-After: ${after}`] });
      t.at(1000 * seconds - 1).silent();
      t.at(1000 * seconds).asked("REGISTER");
    }
  });

  it("takes a wrong password for what it is", () => {
    const t = new Bench();
    t.order({ do: "register" });
    t.reply(t.asked("REGISTER"), 401, { headers: [CHALLENGE("a")] });
    t.reply(t.asked("REGISTER"), 401, { headers: [CHALLENGE("b")] });
    deepEqual(t.told(), ["registering", "failed 401"]);
    t.after(599_000).silent();
    t.after(601_000).asked("REGISTER");
  });

  it("backs off when nobody answers, up to the cap, and never gives up", () => {
    const t = new Bench();
    t.order({ do: "register" });
    const starts = [0];
    let last = cseqOf(t.asked("REGISTER"));
    while (t.now < 86_400_000) {
      t.at(t.agent.deadline);
      for (const message of t.sent.splice(0)) {
        if (cseqOf(message) === last) continue;
        last = cseqOf(message);
        starts.push(t.now);
      }
    }
    const pauses = starts.slice(1).map((start, i) => start - starts[i] - 32_000);
    ok(pauses[0] >= 15_000 && pauses[0] <= 30_000);
    ok(pauses[1] >= 30_000 && pauses[1] <= 60_000);
    ok(pauses.slice(2).every((pause) => pause >= 60_000 && pause <= 120_000));
    ok(new Set(pauses.slice(2)).size > 100, "no two lines in step");
    while (t.sent.length === 0) t.at(t.agent.deadline);
    const late = t.sent.splice(0).at(-1) as SipRequest;
    t.reply(late, 200, granted(late, 3600));
    equal(t.agent.registration.state, "registered");
  });

  it("is renewed on order, but one at a time", () => {
    const t = new Bench();
    registered(t);
    t.order({ do: "register" });
    const again = t.asked("REGISTER");
    t.order({ do: "register" });
    t.silent();
    t.reply(again, 200, granted(again, 3600));
    deepEqual(t.told(), []);
  });

  it("is taken back, with proof if need be", () => {
    const t = new Bench();
    registered(t);
    t.order({ do: "unregister" });
    const farewell = t.asked("REGISTER");
    equal(header(farewell, "Expires"), "0");
    match(header(farewell, "Contact") ?? "", /;expires=0$/);
    t.reply(farewell, 401, { headers: [CHALLENGE("z")] });
    const proven = t.asked("REGISTER");
    equal(header(proven, "Expires"), "0");
    deepEqual(t.told(), []);
    t.reply(proven, 200);
    deepEqual(t.told(), ["unregistered"]);
    t.after(10_000).silent();
    equal(t.agent.deadline, Infinity);
    t.order({ do: "register" });
    equal(header(t.asked("REGISTER"), "Call-ID"), header(farewell, "Call-ID"));
  });

  it("is taken back within 1.5 s when nobody answers", () => {
    const t = new Bench();
    registered(t);
    t.after(10_000).order({ do: "unregister" });
    t.asked("REGISTER");
    t.after(1499);
    deepEqual(t.told(), []);
    t.after(1);
    deepEqual(t.told(), ["unregistered"]);
    equal(t.agent.deadline, Infinity);
    equal(t.agent.size, 0);
  });

  it("is taken back even while it is being asked for", () => {
    const t = new Bench();
    t.order({ do: "register" });
    const request = t.asked("REGISTER");
    t.order({ do: "unregister" });
    t.reply(t.asked("REGISTER"), 200);
    deepEqual(t.told(), ["registering", "unregistered"]);
    t.reply(request, 200, granted(request, 3600));
    equal(t.agent.registration.state, "unregistered");
    t.after(6000).silent();
    equal(t.agent.size, 0);
  });

  it("needs no farewell when there was nothing, and none twice", () => {
    const t = new Bench();
    t.order({ do: "unregister" });
    deepEqual(t.silent().told(), []);
    t.order({ do: "register" });
    const request = t.asked("REGISTER");
    t.reply(request, 403);
    t.order({ do: "unregister" });
    deepEqual(t.silent().told(), ["registering", "failed 403", "unregistered"]);
    equal(t.agent.registration.state, "unregistered");
  });

  it("follows a server found, lost and moved, and an address of our own that changes", () => {
    const t = new Bench({ account: { servers: [{ host: "desk.test", port: null, transport: null }] } });
    t.order({ do: "register" });
    deepEqual(t.silent().told(), []);
    equal(t.agent.registration.state, "unregistered");
    t.reach(null, LOCAL);
    deepEqual(t.silent().told(), ["failed"]);
    equal(t.agent.deadline, Infinity);
    t.reach(SERVER, LOCAL);
    const first = t.asked("REGISTER");
    t.reply(first, 200, granted(first, 3600));
    deepEqual(t.told(), ["registering", "registered 200"]);
    t.reach(SERVER, LOCAL);
    t.silent();
    t.reach(SERVER, { address: "192.0.2.77", port: 5062 });
    const moved = t.asked("REGISTER");
    match(header(moved, "Contact") ?? "", /@192\.0\.2\.77:5062>/);
    match(header(moved, "Via") ?? "", /192\.0\.2\.77:5062/);
    notEqual(tagOf(moved, "From"), "");
    deepEqual(t.told(), ["registering"]);
    t.reach(null, { address: "192.0.2.77", port: 5062 });
    deepEqual(t.told(), ["failed"]);
  });

  it("lets the line be called and call while it holds, even if a renewal fails", () => {
    const t = new Bench({ account: { answersWithoutRegistration: false } });
    t.ask("INVITE", { sdp: sdp(), callId: "early" });
    t.answered(480);
    registered(t, 60);
    t.at(t.agent.deadline);
    while (t.sent.length === 0) t.at(t.agent.deadline);
    t.sent.splice(0);
    t.ask("INVITE", { sdp: sdp(), callId: "while" });
    t.answered(100);
    t.order({ do: "invite", call: 1, target: "5", media: MEDIA });
    t.asked("INVITE");
    t.at(200_000);
    t.sent.splice(0);
    t.ask("INVITE", { sdp: sdp(), callId: "after" });
    t.answered(480);
  });

  it("asks for no longer and comes no more often than its owner wants", () => {
    for (const [least, most, asked] of [
      [5000, 7200, "5000"],
      [9000, 7200, "7200"],
    ] as const) {
      const t = new Bench({ account: { registerExpiresMax: most } });
      t.order({ do: "register" });
      t.reply(t.asked("REGISTER"), 423, { headers: [`Min-Expires: ${least}`] });
      const longer = t.asked("REGISTER");
      equal(header(longer, "Expires"), asked);
      t.reply(longer, 423, { headers: ["Min-Expires: 10000"] });
      equal(t.sent.length, least < most ? 1 : 0, "what is granted to nobody is not asked for twice");
    }
    const t = new Bench({ account: { registerExpires: 60, registerExpiresMin: 600 } });
    t.order({ do: "register" });
    const request = t.asked("REGISTER");
    t.reply(request, 200, granted(request, 60));
    t.at(284_000).silent();
    t.at(301_000).asked("REGISTER");
  });

  it("goes on to another server of its own, and to nobody else", () => {
    const other = { host: "192.0.2.2", port: 5070, transport: "udp" } as const;
    const t = new Bench({ account: { servers: [PLACE, other] } });
    t.order({ do: "register" });
    t.reply(t.asked("REGISTER"), 302, { contact: "sip:x", headers: ["Contact: <sip:192.0.2.2:5070>"] });
    const second = t.asked("REGISTER");
    deepEqual(second.to, { address: "192.0.2.2", port: 5070, transport: "udp" });
    equal(second.uri, "sip:desk.test");
    const there = { from: second.to };
    t.reply(second, 401, { headers: [CHALLENGE("n")], ...there });
    const proven = t.asked("REGISTER");
    deepEqual(proven.to, second.to);
    t.reply(proven, 200, { ...granted(proven, 3600), ...there });
    deepEqual(t.told(), ["registering", "registered 200"]);
    t.order({ do: "unregister" });
    deepEqual(t.asked("REGISTER").to, second.to);
    for (const contact of ["<sip:198.51.100.66>", "<sip:evil.example>", "<tel:1>", "nonsense"]) {
      const alone = new Bench();
      alone.order({ do: "register" });
      alone.reply(alone.asked("REGISTER"), 301, { headers: [`Contact: ${contact}`] });
      deepEqual(alone.silent().told(), ["registering", "failed 301"]);
    }
  });

  it("is not sent round in circles", () => {
    const t = new Bench();
    t.order({ do: "register" });
    let count = 0;
    for (; t.sent.length > 0; count++) t.reply(t.asked("REGISTER"), 302, { headers: ["Contact: <sip:192.0.2.1>"] });
    equal(count, 4);
    deepEqual(t.told(), ["registering", "failed 302"]);
  });

  it("says in words what the server wants and we cannot do", () => {
    for (const [status, headers, words] of [
      [420, ["Unsupported: outbound"], "So (Unsupported: outbound)"],
      [421, ["Require: sec-agree"], "So (Require: sec-agree)"],
      [423, ["Min-Expires: 60"], "So (Min-Expires: 60)"],
      [305, ["Contact: <sip:a.example>"], "So (Contact: <sip:a.example>)"],
      [403, [], "So"],
    ] as const) {
      const t = new Bench();
      t.order({ do: "register" });
      t.reply(t.asked("REGISTER"), status, { headers: [...headers] });
      equal(t.agent.registration.reason, words);
    }
  });

  it("waits the shorter time for what its owner names, and longer by chance", () => {
    const firstTry = (status: number, retryCodes: readonly string[], retry = {}) => {
      const t = new Bench({ account: { retryCodes }, retry });
      t.order({ do: "register" });
      t.reply(t.asked("REGISTER"), status);
      while (t.sent.length === 0) t.at(t.agent.deadline);
      return t.now / 1000;
    };
    ok(firstTry(403, ["403"]) <= 30);
    ok(firstTry(403, ["5??", "40?"]) <= 30);
    ok(firstTry(403, ["404"]) >= 600);
    const random = { retryRandom: 1000, longRetryRandom: 100_000 };
    ok(firstTry(500, [], random) > 30 && firstTry(500, [], random) <= 1030);
    ok(firstTry(403, [], random) > 1200 && firstTry(403, [], random) <= 101_200);
  });

  it("hears what time it is, and which nonce comes next", () => {
    const t = new Bench();
    t.order({ do: "register" });
    t.reply(t.asked("REGISTER"), 401, { headers: [CHALLENGE("a")] });
    const more = ["Date: Fri, 20 Nov 2026 16:00:05 GMT", 'Authentication-Info: nextnonce="b", qop=auth'];
    t.reply(t.asked("REGISTER"), 200, { headers: more });
    deepEqual(t.events.at(-1), {
      event: "time",
      date: { year: 2026, month: 11, day: 20, hour: 16, minute: 0, second: 5 },
    });
    deepEqual(t.told(), ["registering", "registered 200", "time"]);
    t.order({ do: "register" });
    const next = t.asked("REGISTER");
    match(header(next, "Authorization") ?? "", /nonce="b".*nc=00000001/);
    t.reply(next, 200, { headers: ["Date: today"] });
    deepEqual(t.told(), []);
  });

  it("answers as many challenges as its owner allows", () => {
    for (const maxChallenges of [0, 1, 3]) {
      const t = new Bench({ account: { maxChallenges } });
      t.order({ do: "register" });
      let rounds = 0;
      while (t.sent.length > 0) {
        t.reply(t.asked("REGISTER"), 401, { headers: [CHALLENGE(`n${rounds}`, ", stale=true")] });
        rounds++;
      }
      equal(rounds, maxChallenges + 1);
      deepEqual(t.told(), ["registering", "failed 401"]);
    }
  });

  it("is left alone when the account does not register", () => {
    const t = new Bench({ account: { registers: false } });
    t.order({ do: "register" });
    deepEqual(t.silent().told(), []);
  });

  it("ignores an answer from elsewhere", () => {
    const t = new Bench();
    t.order({ do: "register" });
    const request = t.asked("REGISTER");
    t.reply(request, 401, {
      headers: [CHALLENGE("x")],
      from: { address: "198.51.100.66", port: 5060, transport: "udp" },
    });
    t.silent();
    equal(t.agent.strangers, 1);
  });

  for (const expires of [60, 3600])
    it(`lives through a day of ${expires} s each, in no time`, () => {
      const t = new Bench({ account: { registerExpires: expires } });
      t.order({ do: "register" });
      let count = 0;
      while (t.now < 86_400_000) {
        for (const message of t.sent.splice(0)) {
          count++;
          const request = message as SipRequest;
          const proven = header(request, "Authorization") !== undefined && count % 10 !== 0;
          if (proven) t.reply(request, 200, granted(request, expires));
          else t.reply(request, 401, { headers: [CHALLENGE(`n${count}`, ", stale=true")] });
        }
        if (t.sent.length === 0) t.at(t.agent.deadline);
      }
      deepEqual(t.told(), ["registering", "registered 200"]);
      const least = 86_400 / Math.max(expires / 2, expires - 300);
      ok(count >= least && count <= 1.4 * least + 3, `${count} requests`);
      ok(t.agent.size <= 2);
    });

  it("has a way on from whatever the server says, in any order", () => {
    const answers = fc.constantFrom(0, 100, 200, 302, 401, 403, 404, 407, 423, 480, 500, 503, 600);
    const orders = fc.constantFrom("", "", "", "register", "unregister", "move");
    fc.assert(
      fc.property(fc.array(fc.tuple(answers, orders), { maxLength: 30 }), (story) => {
        const t = new Bench();
        t.order({ do: "register" });
        for (const [status, order] of story) {
          const last = t.sent.splice(0).at(-1) as SipRequest | undefined;
          if (last && status > 0) t.reply(last, status, { headers: [CHALLENGE("n"), "Min-Expires: 7200"] });
          if (order === "register" || order === "unregister") t.order({ do: order });
          if (order === "move") t.reach(SERVER, { ...LOCAL, port: 5062 + (t.now % 7) });
          if (t.agent.deadline < Infinity) t.at(t.agent.deadline);
        }
        t.order({ do: "register" });
        t.after(4_000_000);
        const last = t.sent.splice(0).at(-1) as SipRequest;
        t.order({ do: "register" });
        const now = (t.sent.splice(0).at(-1) as SipRequest | undefined) ?? last;
        t.reply(now, 200, granted(now, 3600));
        equal(t.agent.registration.state, "registered");
        t.order({ do: "unregister" });
        t.after(60_000);
        equal(t.agent.registration.state, "unregistered");
        equal(t.agent.deadline, Infinity);
      }),
      { numRuns: 40 },
    );
  });
});
