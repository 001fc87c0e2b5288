import { doesNotMatch, equal, match } from "node:assert/strict";
import { statusPage, withoutPeople } from "../../../firmware/web/status-page.js";

const line = (line: number) => ({
  line,
  offHook: line === 2,
  registration: { state: "failed", code: 403, reason: "<img src=x onerror=alert(1)>" },
  call: "ringing",
  code: null as number | null,
  calls: [{ state: "ringing", peer: '"><script>alert(1)</script>', direction: "in" as const, held: false }],
});
const status = { product: "Adapter", version: "1.2.3", uptime: 90_061, address: null, lines: [line(1), line(2)] };

describe("the page without a script", () => {
  it("says what it is, its version, and how both lines are", () => {
    const body = statusPage(status);
    match(body, /<h1>Adapter<\/h1>/);
    match(body, /Version 1\.2\.3, up for 1 d 01:01:01/);
    match(body, /<th scope="row">1<\/th>.*on hook/);
    match(body, /<th scope="row">2<\/th>.*off hook/);
  });

  it("says in words why a call was refused", () => {
    const lines = [{ ...line(1), call: "reorder", code: 404, calls: [] }];
    const status = { product: "Adapter", version: "1.2.3", uptime: 0, address: null, lines };
    const body = statusPage(status);
    match(body, /<td>reorder: there is no such number \(404\)<\/td>/);
    const poor = [{ ...line(1), call: "reorder", code: 403, reason: "Insufficient credit", calls: [] }];
    match(statusPage({ ...status, lines: poor }), /<td>reorder: the credit is used up \(403\)<\/td>/);
  });

  it("says what its owner can do when the server asks for somebody else", () => {
    const lines = [
      { ...line(1), strayed: "sip:1<b>@10.0.0.2" },
      { ...line(2), strayed: null },
    ];
    const status = { product: "Adapter", version: "1.2.3", uptime: 0, address: null, lines };
    const body = statusPage(status);
    match(body, /<p>Line 1: the server asked for sip:1&lt;b&gt;@10\.0\.0\.2, .*Restrict_Contact_User\[1\] = no/);
    equal(/<p>Line 2/.test(body), false);
  });

  it("says in words why a line cannot register", () => {
    const cell = (state: string, code: number | null, reason: string) => {
      const lines = [{ ...line(1), registration: { state, code, reason } }];
      const status = { product: "Adapter", version: "1.2.3", uptime: 0, address: null, lines };
      const body = statusPage(status);
      return /<th scope="row">1<\/th><td>(.*?)<\/td>/.exec(body)?.[1];
    };
    equal(cell("failed", 401, "Unauthorized"), "cannot register: the password or user name is wrong (401)");
    equal(cell("failed", 403, "<b>"), "cannot register: the password or user name is wrong (403)");
    equal(cell("failed", 403, "Unknown domain"), "cannot register: the server does not serve this domain (403)");
    equal(cell("failed", 503, "Later"), "cannot register: the server is overloaded (503)");
    equal(cell("failed", 599, "What"), "cannot register: the server has an error (599)");
    equal(cell("failed", 200, "No <binding>"), "cannot register: No &lt;binding&gt; (200)");
    equal(cell("failed", null, "No server"), "cannot register: No server");
    equal(cell("registered", 200, "OK"), "registered");
    equal(cell("registering", null, ""), "registering");
  });

  it("says what stands between it and the Internet, as soon as that is known", () => {
    const page = (nat: { kind: string; words: string } | null) => {
      const status = { product: "Adapter", version: "1.2.3", uptime: 0, address: null, nat, lines: [line(1)] };
      return statusPage(status);
    };
    match(
      page({ kind: "Full Cone", words: "Anybody <gets in>." }),
      /<p>NAT: Full Cone\. Anybody &lt;gets in&gt;\.<\/p>/,
    );
    doesNotMatch(page(null), /NAT/);
  });

  it("shows what others sent as text only, and asks for no script", () => {
    doesNotMatch(statusPage(status), /<script|<img/);
    match(statusPage(status, "<b>"), /<p>&lt;b&gt;<\/p>/);
  });

  it("names nobody to those who have not signed in", () => {
    const lines = [{ ...line(1), strayed: "sip:somebody@10.0.0.2" }];
    const page = statusPage(withoutPeople({ ...status, lines }));
    doesNotMatch(page, /alert\(1\)<\/script>|script&gt;|somebody/);
    match(page, /ringing from unknown/);
  });
});
