/** Who is told what happens, where the owner has named somebody: a web server, a broker, or both. */
import type { JournalEntry } from "../../hal/journal.js";
import type { Config } from "../config/config.js";
import type { EventOptions } from "../config/event-options.js";
import type { Happened } from "../events/event.js";
import { stateOf } from "../events/line-view.js";
import { Teller } from "../events/teller.js";
import type { FinishedCall } from "../web/history.js";
import { Broker } from "./broker.js";
import type { Loop } from "./loop.js";
import type { Listener, OverheardBoard } from "./overheard.js";
import type { LineStatus } from "./status.js";
import { PRODUCT } from "./version.js";
import { Webhook } from "./webhook.js";

export type EventsOptions = EventOptions & {
  readonly config: Config;
  /** Of the firmware. */
  readonly version: string;
  /** As they stand now. */
  readonly lines: readonly LineStatus[];
  /** Home Assistant was told of them before. */
  readonly forgets: boolean;
};

/** How a line stands, as far as it has been heard. */
type Seen = { registered: boolean; offHook: boolean; call: string };

export class Events implements Listener {
  readonly #board: OverheardBoard;
  readonly #version: string;
  readonly #teller: Teller;
  readonly #webhook: Webhook | null = null;
  readonly #broker: Broker | null = null;
  /** By line, from 0. */
  readonly #seen: readonly Seen[];
  readonly discovers: boolean;

  constructor(board: OverheardBoard, loop: Loop, options: EventsOptions) {
    const { kinds, webhook, broker, config, version, lines, forgets } = options;
    this.#board = board;
    this.#version = version;
    this.#teller = new Teller(board.mac, kinds);
    this.#seen = lines.map(({ registration, offHook, call }) => ({
      ...{ registered: registration.state === "registered", offHook, call },
    }));
    this.discovers = broker?.discovers ?? false;
    if (webhook) this.#webhook = new Webhook(board, loop, config, webhook);
    if (broker && board.mqtt)
      this.#broker = new Broker(board, board.mqtt, loop, config, { ...broker, version, forgets });
    else if (broker)
      board.journal({ type: "log", line: null, level: "warning", text: "this board speaks no MQTT: MQTT_Server" });
    for (let line = 1; line <= lines.length; line++) this.#stand(line);
    board.listen(this);
  }

  started(): void {
    this.happened({ event: "start", product: PRODUCT, version: this.#version });
  }

  happened(happened: Happened): void {
    const text = this.#teller.tell(happened, this.#board.clock.utc?.() ?? null);
    if (text !== null) {
      this.#webhook?.put(text);
      this.#broker?.put(text);
    }
    if (this.#broker === null || !("line" in happened)) return;
    const { line } = happened;
    if (happened.event === "hook") this.#see(line, { offHook: happened.state === "off" });
    else if (happened.event === "ring" && text !== null) this.#broker.set(line, "caller", text);
    else if (happened.event === "messages") this.#broker.set(line, "messages", happened.waiting ? "ON" : "OFF");
  }

  finished({ line, direction, number, name, answered, seconds, words: reason }: FinishedCall): void {
    const whom = { line, direction, number: number === "" ? null : number, name };
    this.happened({ event: "end", ...whom, answered, seconds, reason });
  }

  /** The network has another address, or none. */
  moved(): void {
    this.#webhook?.moved();
    this.#broker?.moved();
  }

  /** Nothing is told any more. */
  close(): void {
    this.#board.deafen(this);
    this.#webhook?.close();
    this.#broker?.close();
  }

  hear(entry: JournalEntry): void {
    if (entry.type === "registration") {
      const { line, state, code } = entry;
      this.happened({ event: "registration", line, state, code });
      if (state !== "registering") this.#see(line, { registered: state === "registered" });
    } else if (entry.type === "call") this.#see(entry.line, { call: entry.state });
    else if (entry.type === "log" && entry.level === "error" && entry.room === "line" && entry.line !== null)
      this.happened({ event: "fault", line: entry.line, text: entry.text });
  }

  #see(line: number, seen: Partial<Seen>): void {
    Object.assign(this.#seen[line - 1], seen);
    this.#stand(line);
  }

  #stand(line: number): void {
    this.#broker?.set(line, "state", stateOf(this.#seen[line - 1]));
  }
}
