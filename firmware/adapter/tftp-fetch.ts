/** One file by TFTP: a socket, and the machine that says what goes through it. */
import type { Udp } from "../../hal/network.js";
import { type Instant, NEVER } from "../base/instant.js";
import { TftpClient, type TftpOptions, type TftpOutput } from "../wire/tftp/tftp-client.js";
import type { Fetched } from "./http-fetch.js";
import type { Deadlined, Loop } from "./loop.js";
import type { OverheardBoard } from "./overheard.js";

export class TftpFetch implements Deadlined {
  readonly #loop: Loop;
  readonly #address: string;
  readonly #client: TftpClient;
  readonly #socket: Udp;
  readonly #done: (fetched: Fetched) => void;
  #isOpen = true;

  /** Throws an Error when no socket can be had. `done` is called once, never from in here. */
  constructor(board: OverheardBoard, loop: Loop, options: TftpOptions, done: (fetched: Fetched) => void) {
    this.#loop = loop;
    this.#address = options.address;
    this.#done = done;
    this.#client = new TftpClient(options, loop.now());
    this.#socket = board.network.openUdp(this);
    loop.add(this);
    this.#perform(this.#client.start());
  }

  get deadline(): Instant {
    return this.#isOpen ? this.#client.deadline : NEVER;
  }

  poll(now: Instant): void {
    this.#perform(this.#client.poll(now));
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#loop.remove(this);
    this.#socket.close();
  }

  onReadable(): void {
    const now = this.#loop.now();
    for (let packet = this.#socket.read(); packet && this.#isOpen; packet = this.#socket.read())
      this.#perform(this.#client.receive(packet.octets, packet.address, packet.port, now));
    this.#loop.rearm(now);
  }

  #perform(outputs: readonly TftpOutput[]): void {
    for (const output of outputs)
      if ("send" in output) this.#socket.write(output.send, this.#address, output.port);
      else {
        this.close();
        this.#done("done" in output ? { octets: output.done } : output);
      }
  }
}
