import { doesNotMatch, equal, match } from "node:assert/strict";
import { answer } from "../../../firmware/web/routes.js";

const hosts = ["127.0.0.1:8081", "localhost:8081"];
const line = (line: number) => ({
  line,
  offHook: line === 2,
  registration: { state: "failed", code: 403, reason: "<img src=x onerror=alert(1)>" },
  call: "ringing",
  calls: [{ state: "ringing", peer: '"><script>alert(1)</script>', direction: "in" as const }],
});
const view = { status: () => ({ product: "Adapter", version: "1.2.3", uptime: 90_061, lines: [line(1), line(2)] }) };
const get = (path: string, method = "GET", host = "127.0.0.1:8081") =>
  answer({ method, path, headers: { host } }, hosts, view);

describe("the built-in page", () => {
  it("says what it is, its version, and how both lines are", () => {
    const { status, headers, body } = get("/");
    equal(status, 200);
    equal(headers["content-type"], "text/html; charset=utf-8");
    match(body, /<h1>Adapter<\/h1>/);
    match(body, /Version 1\.2\.3, up for 1 d 01:01:01/);
    match(body, /<th scope="row">1<\/th>.*on hook/);
    match(body, /<th scope="row">2<\/th>.*off hook/);
    match(body, /failed \(403/);
  });

  it("shows what others sent as text only, and asks for no script", () => {
    const { headers, body } = get("/");
    doesNotMatch(body, /<script|<img/);
    match(headers["content-security-policy"], /default-src 'none'/);
  });

  it("answers by its own names alone", () => {
    equal(get("/", "GET", "evil.example").status, 403);
    equal(get("/", "GET", "LOCALHOST:8081").status, 200);
    equal(answer({ method: "GET", path: "/", headers: {} }, hosts, view).status, 403);
  });

  it("knows what it has not", () => {
    equal(get("/admin").status, 404);
    equal(get("/__proto__").status, 404);
    equal(get("/", "POST").status, 405);
    equal(get("/", "constructor").status, 405);
  });

  it("answers HEAD without a body", () => {
    const { status, body } = get("/", "HEAD");
    equal(status, 200);
    equal(body, "");
  });
});
