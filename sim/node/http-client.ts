/** Questions by HTTP through node:http and node:https, in the shape of `hal/http-client.ts`. */
import { request as ask, type ClientRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as askSecurely } from "node:https";
import { rootCertificates } from "node:tls";
import type { HttpAnswer, HttpClient, HttpQuestion } from "../../hal/http-client.js";

export class NodeHttpClient implements HttpClient {
  /** Of our questions, as the adapter's other sockets have it. */
  readonly #localAddress: string;

  constructor(localAddress: string) {
    this.#localAddress = localAddress;
  }

  ask(question: HttpQuestion, done: (answer: HttpAnswer) => void): () => void {
    let asked: ClientRequest | null = null;
    let told = false;
    const tell = (answer: HttpAnswer) => {
      if (told) return;
      told = true;
      clearTimeout(late);
      asked?.destroy();
      done(answer);
    };
    const { onBody, timeout } = question;
    const late = setTimeout(() => tell({ failed: `no answer within ${timeout / 1000} s` }), timeout);
    const take = (octets: Uint8Array) => {
      if (told || !onBody) return;
      late.refresh();
      if (!onBody(octets)) tell({ failed: "the answer is not wanted" });
    };
    try {
      asked = this.#request(question, (response) => read(response, question, onBody ? take : null, tell));
      asked.on("error", (error) => tell({ failed: error.message }));
      asked.end(question.body ?? undefined);
    } catch (error) {
      setImmediate(() => tell({ failed: error instanceof Error ? error.message : String(error) }));
    }
    return () => {
      told = true;
      clearTimeout(late);
      asked?.destroy();
    };
  }

  #request({ method, url, headers, body, authorities }: HttpQuestion, heard: (response: IncomingMessage) => void) {
    const options: RequestOptions = {
      method,
      localAddress: this.#localAddress,
      agent: false,
      headers: { ...headers, ...(body === null ? {} : { "content-length": body.length }) },
    };
    const { protocol } = new URL(url);
    if (protocol === "http:") return ask(url, options, heard);
    if (protocol !== "https:") throw new Error(`${protocol} is not spoken`);
    const ca = authorities === null ? undefined : [...rootCertificates, authorities];
    return askSecurely(url, { ...options, ca, rejectUnauthorized: true, minVersion: "TLSv1.2" }, heard);
  }
}

/** `take` gets the body of what is no refusal and no redirection. */
function read(
  response: IncomingMessage,
  { maxBody }: HttpQuestion,
  take: ((octets: Uint8Array) => void) | null,
  tell: (answer: HttpAnswer) => void,
): void {
  const { statusCode: status = 0 } = response;
  const chunks: Buffer[] = [];
  let length = 0;
  response.on("data", (chunk: Buffer) => {
    length += chunk.length;
    const isTaken = take !== null && status >= 200 && status < 300;
    // in smaller pieces it would have been taken as far as it fits, too
    if (isTaken) take(new Uint8Array(chunk.subarray(0, Math.max(0, maxBody - length + chunk.length))));
    if (length > maxBody) tell({ failed: `the answer is longer than ${maxBody} octets` });
    else if (!isTaken) chunks.push(chunk);
  });
  response.on("aborted", () => tell({ failed: "the answer broke off" }));
  response.on("error", (error) => tell({ failed: error.message }));
  response.on("end", () => {
    const headers: { [name: string]: string } = {};
    for (const [name, value] of Object.entries(response.headers))
      if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
    tell({ status, headers, body: new Uint8Array(Buffer.concat(chunks)) });
  });
}
