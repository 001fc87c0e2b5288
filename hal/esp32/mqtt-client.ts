/** Moddable's MQTT client on the board's own sockets. */
/// <reference path="./declarations/mqtt.d.ts" />
import TCP from "embedded:io/socket/tcp";
import MQTTClient from "embedded:network/mqtt/client";
import type { MqttOptions } from "../mqtt.js";
import type { Ticks } from "../si321x/ticks.js";
import type { BoardMqttOptions, MqttCallbacks, MqttClient } from "./mqtt.js";

/** The name, once it is found; undefined where it is not. */
export type Resolve = (name: string, done: (address: string | undefined) => void) => void;

/** A kind of socket, and what it stands on. */
export type SocketKind = { readonly io: unknown; readonly [option: string]: unknown };

/** What it needs of a board. */
export type MqttBoard = {
  readonly clock: Pick<Ticks, "after">;
  /** The kind of an enciphered socket; null where there is none. */
  readonly secureSocket: SocketKind | null;
  resolve: Resolve;
};

export class MqttSockets implements BoardMqttOptions {
  readonly #board: MqttBoard;

  constructor(board: MqttBoard) {
    this.#board = board;
  }

  get secure(): boolean {
    return this.#board.secureSocket !== null;
  }

  after(ms: number, call: () => void): () => void {
    return this.#board.clock.after(ms, call);
  }

  open(
    { host, port, secure: isSecure, authorities, user, password, client: id, will, keepAlive }: MqttOptions,
    { onRefused, ...callbacks }: MqttCallbacks,
    isOpen: () => boolean,
  ): MqttClient {
    const board = this.#board;
    const { secureSocket: secure } = board;
    const plain: SocketKind = { io: TCP, nodelay: true };
    return new MQTTClient({
      ...{ host, port, id, keepAlive, ...callbacks },
      ...(user === "" ? {} : { user, password }),
      will: { topic: will.topic, message: will.octets.slice().buffer, QoS: 0, retain: will.retain },
      dns: { io: Names, resolve: (name: string, done: Parameters<Resolve>[1]) => board.resolve(name, done), isOpen },
      socket: isSecure && secure ? { ...secure, secure: { serverName: host, authorities }, onRefused } : plain,
    });
  }
}

type Asked = { host: string; onResolved(host: string, address: string): void; onError(): void };

/** As the client wants to ask for names; a client that was closed meanwhile must not hear of them. */
class Names {
  readonly #resolve: Resolve;
  readonly #isOpen: () => boolean;

  constructor(options: { resolve: Resolve; isOpen: () => boolean }) {
    this.#resolve = options.resolve;
    this.#isOpen = options.isOpen;
  }

  resolve({ host, onResolved, onError }: Asked): void {
    this.#resolve(host, (address) => {
      if (!this.#isOpen()) return;
      if (address === undefined) onError();
      else onResolved(host, address);
    });
  }
}
