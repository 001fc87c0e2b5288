/** Questions to web servers, one connection each, over the board's own sockets. */
import type { HttpAnswer, HttpClient, HttpQuestion } from "../http-client.js";
import type { Network, Tcp } from "../network.js";
import type { Ticks } from "../si321x/ticks.js";
import { AnswerReader, emitHead, placeOf } from "./http-ask.js";

/** What it needs of a board. */
export type BoardClientOptions = {
  readonly network: Pick<Network, "connectTcp" | "connectTls">;
  readonly clock: Pick<Ticks, "after">;
  resolve(name: string, done: (address: string | undefined) => void): void;
  encode(text: string): Uint8Array;
  /** Octets of an answer that is not taken piece by piece. */
  readonly longestBody: number;
};

export class BoardClient implements HttpClient {
  readonly #options: BoardClientOptions;

  constructor(options: BoardClientOptions) {
    this.#options = options;
  }

  ask(question: HttpQuestion, done: (answer: HttpAnswer) => void): () => void {
    const board = this.#options;
    const { network, clock } = board;
    const { onBody, timeout } = question;
    const late = () => finish({ failed: "no answer in time" });
    const reader = new AnswerReader(
      onBody ? question.maxBody : Math.min(question.maxBody, board.longestBody),
      onBody &&
        ((octets) => {
          cancel();
          cancel = clock.after(timeout, late);
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
      clock.after(0, () => finish({ failed: reason }));
    };
    let cancel = clock.after(timeout, late);

    const place = placeOf(question.url);
    if (!place) fail("not a URL of a web server");
    else if (place.secure && !network.connectTls) fail("this board has no TLS");
    else
      board.resolve(place.host, (address) => {
        if (over) return;
        if (address === undefined) {
          fail(`${place.host} is not known`);
          return;
        }
        const head = board.encode(emitHead(question, place));
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
          place.secure && network.connectTls
            ? network.connectTls({ ...user, name: place.host, authorities, onRefused })
            : network.connectTcp(user);
      });
    return close;
  }
}
