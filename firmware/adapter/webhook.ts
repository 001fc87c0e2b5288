/** Events posted to a web server of the owner's, one after the other (docs/events.md). */
import type { Instant } from "../base/instant.js";
import { hexOf, octetsOf } from "../base/text.js";
import type { Config } from "../config/config.js";
import { authoritiesOf, type EventOptions } from "../config/event-options.js";
import { ANSWER_WITHIN } from "../events/limits.js";
import { Posting, type PostingOrder } from "../events/posting.js";
import type { Loop } from "./loop.js";
import type { OverheardBoard } from "./overheard.js";
import { PRODUCT } from "./version.js";

/** Octets of an answer that says no; one that says yes is not read. */
const LONGEST_ANSWER = 8192;
const AGENT = PRODUCT.replaceAll(" ", "-");

/** What a body says that comes at all. */
const TAKEN = Object.freeze({ status: 200 });

export type WebhookOptions = NonNullable<EventOptions["webhook"]>;

export class Webhook {
  readonly #board: OverheardBoard;
  readonly #loop: Loop;
  readonly #config: Config;
  readonly #options: WebhookOptions;
  readonly #posting: Posting;
  #cancel = () => {};

  constructor(board: OverheardBoard, loop: Loop, config: Config, options: WebhookOptions) {
    this.#board = board;
    this.#loop = loop;
    this.#config = config;
    this.#options = options;
    this.#posting = new Posting(options.server, board.network.address !== null);
    loop.add(this);
  }

  put(text: string): void {
    this.#did(this.#posting.put(text, this.#loop.now()));
  }

  /** The network has another address, or none. */
  moved(): void {
    this.#did(this.#posting.connected(this.#board.network.address !== null, this.#loop.now()));
  }

  get deadline(): Instant {
    return this.#posting.deadline;
  }

  poll(now: Instant): void {
    this.#did(this.#posting.poll(now));
  }

  /** Nothing is told any more. */
  close(): void {
    this.#loop.remove(this);
    this.#cancel();
  }

  #did(orders: readonly PostingOrder[]): void {
    for (const order of orders)
      if (order.do === "post") this.#post(order.text);
      else this.#board.journal({ type: "log", line: null, level: order.level, text: order.text });
    this.#loop.rearm(this.#loop.now());
  }

  #post(text: string): void {
    const { url, token, key } = this.#options;
    const body = octetsOf(text);
    const headers: { [name: string]: string } = { "user-agent": AGENT, "content-type": "application/json" };
    if (token !== "") headers.authorization = `Bearer ${token}`;
    if (key !== "") headers["x-event-signature"] = `sha256=${hexOf(this.#signed(key, body))}`;
    let isTaken = false;
    this.#cancel = this.#board.client.ask(
      {
        ...{ method: "POST", url, headers, body, maxBody: LONGEST_ANSWER, timeout: ANSWER_WITHIN },
        authorities: authoritiesOf(this.#config),
        onBody: () => {
          isTaken = true;
          return false;
        },
      },
      (answer) => this.#did(this.#posting.answered(isTaken ? TAKEN : answer, this.#loop.now())),
    );
  }

  #signed(key: string, body: Uint8Array): Uint8Array {
    return this.#board.vault.hmac("SHA-256", octetsOf(key), body);
  }
}
