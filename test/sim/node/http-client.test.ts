import { deepEqual, equal, match } from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { HttpAnswer, HttpQuestion } from "../../../hal/http-client.js";
import { NodeHttpClient } from "../../../sim/node/http-client.js";

const client = new NodeHttpClient("127.0.0.1");
const question: HttpQuestion = {
  method: "GET",
  url: "",
  headers: {},
  body: null,
  maxBody: 1000,
  timeout: 2000,
  authorities: null,
};
const ask = (changes: Partial<HttpQuestion>) =>
  new Promise<HttpAnswer>((heard) => void client.ask({ ...question, ...changes }, heard));
const failure = async (changes: Partial<HttpQuestion>) => {
  const answer = await ask(changes);
  return "failed" in answer ? answer.failed : `status ${answer.status}`;
};

describe("the host's client of HTTP", () => {
  let server: Server;
  let url: string;
  before((done) => {
    server = createServer((request, response) => {
      if (request.url === "/never") return;
      if (request.url === "/break") {
        response.writeHead(200, { "content-length": "100" });
        response.write("x", () => response.destroy());
        return;
      }
      const chunks: Buffer[] = [];
      request.on("data", (chunk) => chunks.push(chunk));
      request.on("end", () => {
        response.writeHead(request.url === "/gone" ? 404 : 200, { "x-method": request.method, etag: '"1"' });
        response.end(request.url === "/long" ? Buffer.alloc(1001) : `${request.headers.host} ${Buffer.concat(chunks)}`);
      });
    });
    server.listen(0, "127.0.0.1", () => {
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      done();
    });
  });
  after(() => server.close());

  it("asks and hears, whatever the status", async () => {
    const answer = await ask({ method: "POST", url: `${url}/gone`, body: Buffer.from("hello") });
    if ("failed" in answer) throw new Error(answer.failed);
    deepEqual([answer.status, answer.headers["x-method"], answer.headers.etag], [404, "POST", '"1"']);
    equal(Buffer.from(answer.body).toString(), `${url.slice(7)} hello`);
  });

  it("says in words what fails", async () => {
    match(await failure({ url: `${url}/never`, timeout: 50 }), /no answer within 0.05 s/);
    match(await failure({ url: `${url}/long` }), /longer than 1000 octets/);
    match(await failure({ url: `${url}/break` }), /broke off|aborted/);
    match(await failure({ url: "http://127.0.0.1:1/" }), /ECONNREFUSED/);
    match(await failure({ url: "ftp://127.0.0.1/" }), /ftp: is not spoken/);
    match(await failure({ url: "no url" }), /Invalid URL/);
    match(await failure({ url: `https://${url.slice(7)}/` }), /./);
  });

  it("hands a long answer on in pieces, and waits for each of them", async () => {
    let length = 0;
    const take = (octets: Uint8Array) => {
      length += octets.length;
      return true;
    };
    const answer = await ask({ url: `${url}/long`, maxBody: 1001, onBody: take });
    deepEqual([length, "body" in answer && answer.body.length], [1001, 0]);
    equal(await failure({ url: `${url}/long`, maxBody: 1001, onBody: () => false }), "the answer is not wanted");
    match(await failure({ url: `${url}/long`, onBody: take }), /longer than 1000 octets/);
    const refused = await ask({ url: `${url}/gone`, onBody: () => false });
    deepEqual("status" in refused && refused.status, 404);
    match(await failure({ url: `${url}/never`, timeout: 50, onBody: take }), /no answer within 0.05 s/);
  });

  it("says nothing when the question was taken back", async () => {
    let told = 0;
    client.ask({ ...question, url: `${url}/` }, () => told++)();
    await new Promise((passed) => setTimeout(passed, 50));
    equal(told, 0);
  });
});
