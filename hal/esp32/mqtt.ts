/** MQTT by a client in the manner of ECMA-419 (Moddable's), in the shape of `hal/mqtt.ts`: the room it has is counted here. */
import type { Mqtt, MqttConnection, MqttMessage, MqttOptions } from "../mqtt.js";

/** What the client calls. */
export type MqttCallbacks = {
  onWritable(count: number): void;
  onError(): void;
  /** Before `onError`: why there is no enciphered connection. */
  onRefused(reason: string): void;
};

/** The client itself: `write` answers the room that is left, and throws where there is none. */
export type MqttClient = {
  write(octets: Uint8Array | null, options: { operation?: number; topic?: string; retain?: boolean }): number;
  close(): void;
};

export type BoardMqttOptions = {
  /** Makes the client that calls these; `isOpen` says whether it is still wanted when the name has been found. */
  open(options: MqttOptions, callbacks: MqttCallbacks, isOpen: () => boolean): MqttClient;
  /** Connections can be enciphered. */
  readonly secure: boolean;
  after(ms: number, call: () => void): () => void;
};

/** Octets of a message beside its topic and its text: kind, length, length of the topic (MQTT 3.1.1, 3.3). */
const OVERHEAD = 7;
/** MQTT 3.1.1, 2.2.1. */
const DISCONNECT = 14;
/** An octet of the topic is a character: topics are ASCII. */
const sizeOf = ({ topic, octets }: MqttMessage) => OVERHEAD + topic.length + octets.length;

export class BoardMqtt implements Mqtt {
  readonly #options: BoardMqttOptions;

  constructor(options: BoardMqttOptions) {
    this.#options = options;
  }

  connect(options: MqttOptions): MqttConnection {
    return new BoardMqttConnection(this.#options, options);
  }
}

class BoardMqttConnection implements MqttConnection {
  readonly #user: MqttOptions;
  #client: MqttClient | null = null;
  #open = true;
  #ready = false;
  #waits = false;
  #room = 0;
  #cancel: () => void;

  constructor(sockets: BoardMqttOptions, user: MqttOptions) {
    this.#user = user;
    const lose = (reason: string) => {
      this.#cancel = sockets.after(0, () => this.#lose(reason));
    };
    this.#cancel = sockets.after(user.timeout, () => this.#lose(`no answer within ${user.timeout / 1000} s`));
    if (user.secure && !sockets.secure) lose("this board has no TLS");
    else
      try {
        let why = "no connection, or the broker lets us not in";
        const callbacks = {
          onWritable: (count: number) => this.#writable(count),
          // it may be told before there is a client
          onError: () => lose(this.#ready ? "the connection broke off" : why),
          onRefused(reason: string) {
            why = reason;
          },
        };
        this.#client = sockets.open(user, callbacks, () => this.#open);
      } catch (error) {
        lose(error instanceof Error ? error.message : String(error));
      }
  }

  publish(message: MqttMessage): boolean {
    if (!this.#open || !this.#ready || !this.#client) return false;
    this.#waits = sizeOf(message) > this.#room;
    if (this.#waits) return false;
    const { topic, octets, retain } = message;
    try {
      this.#room = this.#client.write(octets, { topic, retain });
    } catch {
      this.#waits = true;
      this.#room = 0;
      return false;
    }
    return true;
  }

  close(): void {
    if (!this.#open) return;
    if (this.#ready)
      try {
        this.#client?.write(null, { operation: DISCONNECT });
      } catch {
        // who cannot be told goes without a word
      }
    this.#end();
  }

  #writable(count: number): void {
    if (!this.#open) return;
    this.#room = count;
    if (this.#ready && !this.#waits) return;
    if (!this.#ready) this.#cancel();
    this.#ready = true;
    this.#waits = false;
    this.#user.onReady();
  }

  #lose(reason: string): void {
    if (!this.#open) return;
    this.#end();
    this.#user.onClosed(reason);
  }

  #end(): void {
    this.#open = false;
    this.#cancel();
    this.#client?.close();
    this.#client = null;
  }
}
