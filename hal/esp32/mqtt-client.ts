/** Moddable's MQTT client on the board's own sockets. */
/// <reference path="./declarations/mqtt.d.ts" />
import TCP from "embedded:io/socket/tcp";
import MQTTClient from "embedded:network/mqtt/client";
import type { MqttOptions } from "../mqtt.js";
import type { MqttCallbacks, MqttClient } from "./mqtt.js";

/** The name, once it is found; undefined where it is not. */
export type Resolve = (name: string, done: (address: string | undefined) => void) => void;

/** A kind of socket, and what it stands on. */
export type SocketKind = { readonly io: unknown; readonly [option: string]: unknown };

/** `secure` is the kind of an enciphered one; null where there is none. */
export function openMqtt(
  { host, port, secure: isSecure, authorities, user, password, client: id, will, keepAlive }: MqttOptions,
  { onRefused, ...callbacks }: MqttCallbacks,
  isOpen: () => boolean,
  resolve: Resolve,
  secure: SocketKind | null,
): MqttClient {
  const plain: SocketKind = { io: TCP, nodelay: true };
  return new MQTTClient({
    ...{ host, port, id, keepAlive, ...callbacks },
    ...(user === "" ? {} : { user, password }),
    will: { topic: will.topic, message: will.octets.slice().buffer, QoS: 0, retain: will.retain },
    dns: { io: Names, resolve, isOpen },
    socket: isSecure && secure ? { ...secure, secure: { serverName: host, authorities }, onRefused } : plain,
  });
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
