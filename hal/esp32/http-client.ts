/** Questions to web servers, one connection each, over the board's own sockets. */
import type { HttpAnswer, HttpClient, HttpQuestion } from "../http-client.js";
import type { Tcp, TcpOptions, TlsOptions } from "../network.js";
import { AnswerReader, emitHead, placeOf } from "./http-ask.js";

export type BoardClientOptions = {
  resolve(name: string, done: (address: string | undefined) => void): void;
  after(ms: number, call: () => void): () => void;
  encode(text: string): Uint8Array;
  connect(options: TcpOptions): Tcp;
  /** Null where there is no TLS. */
  readonly connectTls: ((options: TlsOptions) => Tcp) | null;
};

export class BoardClient implements HttpClient {
  readonly #options: BoardClientOptions;

  constructor(options: BoardClientOptions) {
    this.#options = options;
  }

  ask(question: HttpQuestion, done: (answer: HttpAnswer) => void): () => void {
    const { after, resolve, encode, connect, connectTls } = this.#options;
    const { onBody, timeout } = question;
    const late = () => finish({ failed: "no answer in time" });
    const reader = new AnswerReader(
      question.maxBody,
      onBody &&
        ((octets) => {
          cancel();
          cancel = after(timeout, late);
          return onBody(octets) && !over;
        }),
    );
    let tcp: Tcp | null = null;
    let over = false;
    let out = new Uint8Array(0);
    const close = () => {
      over = true;
      cancel();
      tcp?.close();
    };
    const finish = (answer: HttpAnswer) => {
      if (over) return;
      close();
      done(answer);
    };
    const fail = (reason: string) => {
      after(0, () => finish({ failed: reason }));
    };
    let cancel = after(timeout, late);

    const place = placeOf(question.url);
    if (!place) fail("not a URL of a web server");
    else if (place.secure && !connectTls) fail("this board has no TLS");
    else
      resolve(place.host, (address) => {
        if (over) return;
        if (address === undefined) {
          fail(`${place.host} is not known`);
          return;
        }
        const head = encode(emitHead(question, place));
        out = new Uint8Array(head.length + (question.body?.length ?? 0));
        out.set(head);
        if (question.body) out.set(question.body, head.length);
        const read = () => {
          for (let next = tcp?.read(); next !== undefined && !over; next = tcp?.read()) reader.push(next);
          if (reader.answer) finish(reader.answer);
        };
        const user = {
          address,
          port: place.port,
          onReadable: read,
          onWritable() {
            while (out.length > 0) {
              const taken = tcp?.write(out) ?? 0;
              if (taken === 0) return;
              out = out.slice(taken);
            }
          },
          onError() {
            read();
            reader.end();
            if (reader.answer) finish(reader.answer);
          },
        };
        const { authorities } = question;
        const onRefused = (reason: string) => finish({ failed: reason });
        tcp =
          place.secure && connectTls
            ? connectTls({ ...user, name: place.host, authorities, onRefused })
            : connect(user);
      });
    return close;
  }
}
