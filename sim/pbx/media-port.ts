/** Where one leg's sound comes in and goes out: a pair of UDP ports, and whom they speak to. */
import type { Endpoint } from "../../firmware/wire/hop.js";
import type { Network, Udp } from "../../hal/network.js";
import type { Chance } from "../chance.js";
import { DEAF, type Ears } from "./description.js";

const FIRST = 20_000;
const PAIRS = 5_000;
const TRIES = 200;

export class MediaPort {
  readonly local: Endpoint;
  #ears: Ears = DEAF;
  /** Where the leg speaks from: where it last listened, for one who holds us with 0.0.0.0 may play to us. */
  #mouth: Endpoint | null = null;
  /** The port that is heard: the one described, once it has spoken, or whichever of that host spoke first. */
  #heard = 0;
  onSound: (packet: Uint8Array) => void = () => {};
  onControl: (packet: Uint8Array) => void = () => {};
  readonly #sound: Udp;
  readonly #control: Udp;
  #open = true;

  /** Null when no pair of ports can be had. */
  static open(network: Network, chance: Chance): MediaPort | null {
    const start = chance() % PAIRS;
    for (let i = 0; i < TRIES; i++) {
      try {
        return new MediaPort(network, FIRST + 2 * ((start + i) % PAIRS));
      } catch {
        // one of the two is taken by somebody else: the next pair
      }
    }
    return null;
  }

  private constructor(network: Network, port: number) {
    this.#sound = network.openUdp({ port, onReadable: () => this.#hear() });
    try {
      this.#control = network.openUdp({ port: port + 1, onReadable: () => this.#hearControl() });
    } catch (error) {
      this.#sound.close();
      throw error;
    }
    this.local = { address: network.address ?? "127.0.0.1", port };
  }

  /** Where the leg's own description says it listens: what comes from elsewhere is not for us. */
  get ears(): Ears {
    return this.#ears;
  }

  set ears(ears: Ears) {
    this.#ears = ears;
    if (!ears.sound) return;
    this.#mouth = ears.sound;
    this.#heard = 0;
  }

  send(packet: Uint8Array): void {
    const { sound } = this.#ears;
    if (sound && this.#open) this.#sound.write(packet, sound.address, sound.port);
  }

  sendControl(packet: Uint8Array): void {
    const { control } = this.#ears;
    if (control && this.#open) this.#control.write(packet, control.address, control.port);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#sound.close();
    this.#control.close();
  }

  #hear(): void {
    for (let packet = this.#sound.read(); packet; packet = this.#sound.read())
      if (this.#admits(packet.address, packet.port)) this.onSound(packet.octets);
  }

  #admits(address: string, port: number): boolean {
    const mouth = this.#mouth;
    if (!mouth || address !== mouth.address) return false;
    if (port === mouth.port || this.#heard === 0) this.#heard = port;
    return port === this.#heard;
  }

  #hearControl(): void {
    for (let packet = this.#control.read(); packet; packet = this.#control.read()) this.onControl(packet.octets);
  }
}
