import { deepEqual, equal, match, ok } from "node:assert/strict";
import { request } from "node:http";
import { Adapter } from "../../firmware/adapter/adapter.js";
import { WebPort } from "../../sim/node/http.js";
import { bench } from "../firmware/adapter/board.js";

describe("the adapter's page over HTTP", () => {
  let web: WebPort;
  let base: string;
  let adapter: Adapter;
  let passing: NodeJS.Timeout;
  let cookie = "";
  let csrf = "";

  before(async () => {
    web = await WebPort.open({ host: "127.0.0.1", port: 0 });
    base = `http://127.0.0.1:${web.address.port}`;
    const { board, time } = bench();
    passing = setInterval(() => time.advance(10), 5);
    Object.defineProperty(board, "openHttp", { value: (options: never) => web.openHttp(options) });
    Object.defineProperty(board, "hosts", { value: [`127.0.0.1:${web.address.port}`] });
    adapter = new Adapter(board);
  });
  after(() => {
    clearInterval(passing);
    web.close();
  });

  const ask = (method: string, path: string, body?: unknown, headers: { [name: string]: string } = {}) =>
    fetch(base + path, {
      method,
      headers: { origin: base, cookie, "x-csrf": csrf, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  it("lets its owner in, and keeps his connection", async () => {
    equal((await ask("GET", "/api/status")).status, 403);
    const set = await ask("POST", "/api/password", { password: "correct horse" });
    equal(set.status, 204);
    match(set.headers.get("set-cookie") ?? "", /^session=[0-9a-v]{32}; HttpOnly; SameSite=Strict; Path=\/$/);
    cookie = set.headers.get("set-cookie")?.split(";")[0] ?? "";
    const session = (await (await ask("GET", "/api/session")).json()) as { csrf: string };
    csrf = session.csrf;
    const status = await ask("GET", "/api/status");
    equal(status.headers.get("connection"), "keep-alive");
    equal(((await status.json()) as { lines: object[] }).lines.length, 2);
  });

  it("sends the table of settings in pieces, once", async () => {
    const table = await ask("GET", "/api/settings/table");
    equal(table.headers.get("transfer-encoding"), "chunked");
    const rows = (await table.json()) as { name: string; help: string }[];
    ok(rows.length > 150);
    for (const { name, help } of rows) ok(name && help);
    const again = await ask("GET", "/api/settings/table", undefined, {
      "if-none-match": table.headers.get("etag") ?? "",
    });
    equal(again.status, 304);
  });

  it("takes settings, and tells whoever listens", async () => {
    const events = await ask("GET", "/api/events");
    equal(events.headers.get("content-type"), "text/event-stream");
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
    let seen = "";
    const until = async (part: string) => {
      while (!seen.includes(part)) seen += (await reader?.read())?.value ?? "";
    };
    await until("event: status\n");
    const put = await ask("PUT", "/api/settings", { changes: { "Display_Name[1]": "Küche" } });
    deepEqual(((await put.json()) as { applied: string[] }).applied, ["Display_Name[1]"]);
    equal(adapter.config.getLine("Display_Name", 1), "Küche");
    await until("event: settings\n");
    await reader?.cancel();
  });

  it("refuses a long body from strangers before it has come", async () => {
    const status = await new Promise((resolve, reject) => {
      const long = request(`${base}/api/restore`, {
        method: "POST",
        headers: { origin: base, "content-length": 90_000 },
      });
      long.on("response", (response) => {
        resolve(response.statusCode);
        long.destroy();
      });
      long.on("error", reject);
      long.write("x".repeat(10));
    });
    equal(status, 401);
    const file = JSON.stringify({ settings: { "Display_Name[2]": "x".repeat(20_000) } });
    const refused = (await (await ask("POST", "/api/restore", { file })).json()) as { refused: { name: string }[] };
    equal(refused.refused[0].name, "Display_Name[2]");
    equal((await ask("POST", "/api/restore", { file: "x".repeat(100_000) })).status, 413);
    equal((await ask("POST", "/api/dialplan", { plan: "x".repeat(5000), keys: "1" })).status, 413);
  });

  it("is gone from the network's other names", async () => {
    const url = new URL("/api/session", base);
    url.hostname = "localhost";
    equal((await fetch(url)).status, 403);
  });
});
