/** All that lives and dies with the power of the board: its clock, its chips, its sockets, and the adapter that runs on it. */
import { Adapter } from "../firmware/adapter/adapter.js";
import type { Board } from "../hal/board.js";
import type { HttpServer } from "../hal/http.js";
import type { HttpAnswer, HttpClient, HttpQuestion } from "../hal/http-client.js";
import type { JournalEntry } from "../hal/journal.js";
import type { Mqtt, MqttConnection, MqttOptions } from "../hal/mqtt.js";
import { SimulatedBoard, type SimulatedBoardOptions } from "../hal/simulated/board.js";
import { SimulatedClock } from "../hal/simulated/clock.js";
import type { RunningImage } from "../hal/simulated/slots.js";
import type { LineCard } from "./line-card.js";
import { Mains } from "./mains.js";
import type { Time } from "./time.js";

/** A client of MQTT whose connections can be torn off, as by a power cut: the broker hears no word of farewell. */
export interface DeskMqtt extends Mqtt {
  connect(options: MqttOptions): MqttConnection & { cut(): void };
}

/** What stays when the power goes, and is there when it comes back. */
export type Fixtures = Omit<
  SimulatedBoardOptions,
  "lines" | "echoDelay" | "openLine" | "clock" | "restart" | "mqtt" | "update"
> & {
  readonly mqtt: DeskMqtt | null;
  readonly time: Time;
  /** The board cancels echoes. */
  readonly cancelsEcho: boolean;
  lineCard(journal: (entry: JournalEntry) => void, onUp: () => void): LineCard;
};

/** ms from a restart to the first breath of the firmware. */
const BOOT_MS = 300;

export class PoweredBoard {
  readonly adapter: Adapter;
  readonly lineCard: LineCard;
  readonly #clock: SimulatedClock;
  readonly #mains: Mains;
  readonly #servers = new Set<HttpServer>();
  readonly #brokers = new Set<{ cut(): void }>();
  readonly #image: RunningImage | null;
  #on = true;

  /**
   * `image` is what its loader has chosen. Throws an Error with one readable line when a port cannot be had; nothing stays open
   * then. `restart` asks for a new one of this.
   */
  constructor(lines: number, fixtures: Fixtures, image: RunningImage | null, restart: (reason: string) => void) {
    const { time, network, client, mqtt } = fixtures;
    const journal = (entry: JournalEntry) => this.#on && fixtures.journal(entry);
    this.#clock = new SimulatedClock(time);
    this.#image = image;
    this.#mains = new Mains(network, image?.behaviour === "deaf");
    this.lineCard = fixtures.lineCard(journal, () => {
      if (image) image.inService = true;
    });
    const board: Board = new SimulatedBoard({
      ...fixtures,
      lines,
      echoDelay: fixtures.cancelsEcho ? this.lineCard.echoDelay : null,
      openLine: (line, slic) => this.lineCard.open(line, slic),
      clock: this.#clock,
      network: this.#mains,
      client: { ask: (question, done) => this.#ask(client, question, done) },
      update: image,
      mqtt: mqtt && { connect: (options) => this.#connect(mqtt, options) },
      openHttp: (options) => this.#serve(fixtures, options),
      restart: (reason) => {
        time.after(BOOT_MS, () => this.#on && restart(reason));
      },
      journal,
    });
    try {
      this.adapter = new Adapter(board);
    } catch (error) {
      this.cut();
      throw error;
    }
  }

  /** At once, in the middle of whatever it does. */
  cut(): void {
    this.#on = false;
    this.#image?.cut();
    this.#clock.close();
    this.lineCard.close();
    this.#mains.cut();
    for (const server of this.#servers) server.close();
    for (const broker of this.#brokers) broker.cut();
  }

  #ask(client: HttpClient, question: HttpQuestion, done: (answer: HttpAnswer) => void): () => void {
    const { onBody } = question;
    const guarded = onBody && { onBody: (octets: Uint8Array) => this.#on && onBody(octets) };
    return client.ask({ ...question, ...guarded }, (answer) => this.#on && done(answer));
  }

  #serve(fixtures: Fixtures, options: Parameters<Board["openHttp"]>[0]): HttpServer {
    const server = fixtures.openHttp(options);
    this.#servers.add(server);
    return server;
  }

  #connect(mqtt: DeskMqtt, options: MqttOptions): MqttConnection {
    const inner = mqtt.connect({
      ...options,
      onReady: () => this.#on && options.onReady(),
      onClosed: (reason) => {
        this.#brokers.delete(inner);
        if (this.#on) options.onClosed(reason);
      },
    });
    this.#brokers.add(inner);
    return {
      publish: (message) => inner.publish(message),
      close: () => {
        this.#brokers.delete(inner);
        inner.close();
      },
    };
  }
}
