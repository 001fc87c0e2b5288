/** Where the engine has no console of its own: each line is a datagram to a port of this machine. */
import type { Udp } from "../../hal/network.js";
import { openUdp } from "./udp.js";

const ADDRESS = "127.0.0.1";

export class Console {
  readonly #port: number;
  readonly #socket: Udp;

  constructor(port: number) {
    this.#port = port;
    this.#socket = openUdp({ port: 0, onReadable() {} }, () => Math.floor(Math.random() * 2 ** 32));
  }

  say(line: string): void {
    this.#socket.write(new Uint8Array(ArrayBuffer.fromString(line)), ADDRESS, this.#port);
  }
}
