import { deepEqual, equal } from "node:assert/strict";
import { VirtualTime } from "../../../sim/time.js";
import { asking, BareDesk } from "./stage.js";

const ask = asking(new BareDesk(new VirtualTime()));

describe("the door of the control interface", () => {
  it("lets in who calls the desk by its address", () => {
    for (const host of ["127.0.0.1:8080", "localhost:8080", "desk.example:8080", "LOCALHOST:8080"])
      equal(ask("GET /api/state", { host }).status, 200, host);
    for (const host of ["127.0.0.1", "127.0.0.1:8081", "127.0.0.2:8080", "evil.example:8080", "evil.example", "", null])
      equal(ask("GET /api/state", { host }).status, 403, String(host));
  });

  it("lets in nobody from another origin", () => {
    equal(ask("GET /api/state", { origin: "http://127.0.0.1:8080" }).status, 200);
    for (const origin of [
      "http://localhost:8080",
      "https://127.0.0.1:8080",
      "http://evil.example",
      "null",
      "http://127.0.0.1:8081",
    ])
      equal(ask("PUT /api/network", { origin, body: {} }).status, 403, origin);
    equal(ask("GET / HTTP", { origin: "http://evil.example" }).status, 403);
  });

  it("knows no other path and no other line", () => {
    for (const path of [
      "/api",
      "/api/",
      "/api/states",
      "/api/state/",
      "/API/STATE",
      "/api/powers",
      "/api/lines/0/hook",
      "/api/lines/3/hook",
      "/api/lines/01/hook",
      "/api/lines/-1/hook",
      "/api/lines/x/hook",
      "/api/lines/1/sound",
      "/api/lines/1",
      "/api/lines/{n}/line.wav",
      "/index.html",
      "http://127.0.0.1:8080/api/state",
      "*",
      "",
    ])
      for (const method of ["GET", "POST", "PUT"]) equal(ask(`${method} ${path}`).status, 404, `${method} ${path}`);
    deepEqual(JSON.parse(ask("GET /api/powers").text), { error: "there is nothing here" });
  });

  it("says which methods there are", () => {
    const allow = (request: string) => {
      const { status, headers } = ask(request);
      equal(status, 405, request);
      return headers.allow;
    };
    equal(allow("GET /api/lines/1/hook"), "POST");
    equal(allow("GET /api/lines/2/speak"), "POST, DELETE");
    equal(allow("POST /api/state"), "GET, HEAD");
    equal(allow("DELETE /api/network"), "GET, HEAD, PUT");
    equal(allow("OPTIONS /api/network"), "GET, HEAD, PUT");
    equal(allow("POST /"), "GET, HEAD");
  });

  it("takes 64 KiB of JSON and 10 MiB of sound, and looks no further", () => {
    const blanks = (length: number) => new Uint8Array(length).fill(0x20);
    equal(ask("PUT /api/network", { raw: blanks(64 * 1024 + 1) }).status, 413);
    equal(ask("PUT /api/network", { raw: blanks(64 * 1024) }).status, 400);
    equal(ask("POST /api/lines/1/speak", { raw: blanks(10 * 1024 * 1024 + 1) }).status, 413);
    deepEqual(JSON.parse(ask("POST /api/lines/1/dial", { raw: blanks(70_000) }).text), {
      error: "the body is too long",
    });
  });

  it("refuses a query it does not understand, but gives the page to anybody", () => {
    equal(ask("GET /api/state?x=1").status, 400);
    equal(ask("GET /api/sip?lines=1").status, 400);
    equal(ask("GET /api/sip?line=1&line=2").status, 400);
    equal(ask("GET /api/sip?call=%zz").status, 400);
    equal(ask("GET /api/sip?since=yesterday").status, 400);
    equal(ask("GET /?x=1").status, 200);
    equal(ask("HEAD /api/state").status, 200);
  });
});
