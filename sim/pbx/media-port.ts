/** Where one leg's sound comes in and goes out: a pair of UDP ports, and whom they speak to. */

import type { Hop } from "../../firmware/sip/datagram.js";
import type { Network, Udp } from "../../hal/network.js";
import type { Chance } from "../chance.js";

const FIRST = 20_000;
const PAIRS = 5_000;
const TRIES = 200;

export class MediaPort {
  readonly local: Hop;
  /** Where the leg's own description says it listens. */
  remote: Hop | null = null;
  control: Hop | null = null;
  onSound: (packet: Uint8Array) => void = () => {};
  onControl: (packet: Uint8Array) => void = () => {};
  readonly #sound: Udp;
  readonly #report: Udp;

  /** Throws an Error when no pair of ports can be had. */
  constructor(network: Network, chance: Chance) {
    [this.#sound, this.#report] = openPair(
      network,
      chance,
      () => drain(this.#sound, (packet) => this.onSound(packet)),
      () => drain(this.#report, (packet) => this.onControl(packet)),
    );
    this.local = { address: network.address ?? "127.0.0.1", port: this.#sound.port };
  }

  send(packet: Uint8Array): void {
    if (this.remote) this.#sound.write(packet, this.remote.address, this.remote.port);
  }

  sendControl(packet: Uint8Array): void {
    if (this.control) this.#report.write(packet, this.control.address, this.control.port);
  }

  close(): void {
    this.#sound.close();
    this.#report.close();
  }
}

function drain(socket: Udp, each: (packet: Uint8Array) => void): void {
  for (let packet = socket.read(); packet; packet = socket.read()) each(packet.octets);
}

function openPair(network: Network, chance: Chance, onSound: () => void, onReport: () => void): [Udp, Udp] {
  const start = chance() % PAIRS;
  for (let i = 0; i < TRIES; i++) {
    const port = FIRST + 2 * ((start + i) % PAIRS);
    try {
      const sound = network.openUdp({ port, onReadable: onSound });
      try {
        return [sound, network.openUdp({ port: port + 1, onReadable: onReport })];
      } catch {
        sound.close();
      }
    } catch {
      // taken by somebody else: the next pair
    }
  }
  throw new Error("the PBX finds no free RTP port");
}
