/** SIP over one connection a telephone has opened (RFC 3261 section 18.3, RFC 5626): its stream, and its flow. */
import type { Endpoint } from "../../firmware/wire/hop.js";
import { SipStream } from "../../firmware/wire/sip/sip-stream.js";
import type { Tcp, TcpUser } from "../../hal/network.js";
import type { Cancel, Time } from "../time.js";
import { Flow, type FlowOptions } from "./flow.js";

/** Octets that wait for a telephone to read; one that lets more wait is given up. */
const MOST_WAITING = 262_144;
/** A connection that is of no use is closed after so long without a word, in ms. */
export const LONGEST_IDLE = 600_000;

const PONG = Uint8Array.of(13, 10);

export type ConnectionFlowOptions = Omit<FlowOptions, "transport" | "send"> & {
  readonly tcp: Tcp;
  /** A telephone is reached by it, or speaks. */
  isInUse(flow: Flow): boolean;
  /** It has ended, and not by `close`. */
  ended(connection: ConnectionFlow): void;
};

export class ConnectionFlow implements TcpUser {
  readonly flow: Flow;
  readonly #options: ConnectionFlowOptions;
  readonly #time: Time;
  readonly #tcp: Tcp;
  readonly #peer: Endpoint;
  readonly #stream = new SipStream();
  readonly #waiting: Uint8Array[] = [];
  #waitingOctets = 0;
  #heardAt: number;
  #rest: Cancel = () => {};
  #open = true;

  constructor(options: ConnectionFlowOptions) {
    const { tcp, time } = options;
    this.#options = options;
    this.#time = time;
    this.#tcp = tcp;
    this.#peer = { address: tcp.address, port: tcp.port };
    this.#heardAt = time.now();
    this.flow = new Flow({ ...options, transport: "tcp", send: (octets) => this.#send(octets) });
    this.#watch(LONGEST_IDLE);
  }

  onReadable(): void {
    for (let octets = this.#tcp.read(); octets && this.#open; octets = this.#tcp.read()) {
      this.#heardAt = this.#time.now();
      this.#stream.push(octets);
      for (let frame = this.#stream.next(); frame && this.#open; frame = this.#stream.next()) {
        if (frame.kind === "message") this.flow.hear(frame.octets, this.#peer);
        else if (frame.kind === "ping") this.#send(PONG);
        else if (frame.kind === "broken") {
          if (frame.head) this.flow.refuse(frame.head, this.#peer, frame.tooLarge ? 513 : 400);
          this.#end();
        }
      }
    }
  }

  onWritable(): void {
    const waiting = this.#waiting;
    while (waiting.length > 0) {
      const taken = this.#tcp.write(waiting[0]);
      this.#waitingOctets -= taken;
      if (taken < waiting[0].length) {
        waiting[0] = waiting[0].subarray(taken);
        return;
      }
      waiting.shift();
    }
  }

  onError(): void {
    this.#end();
  }

  /** By us; what has been said still arrives. */
  close(): void {
    this.#shut();
    this.flow.close();
  }

  #end(): void {
    if (!this.#open) return;
    this.#shut();
    this.flow.lose();
    this.#options.ended(this);
  }

  #shut(): void {
    this.#open = false;
    this.#rest();
    this.#tcp.close();
  }

  #send(octets: Uint8Array): void {
    if (!this.#open) return;
    const taken = this.#waiting.length > 0 ? 0 : this.#tcp.write(octets);
    if (taken === octets.length) return;
    this.#waiting.push(octets.subarray(taken));
    this.#waitingOctets += octets.length - taken;
    if (this.#waitingOctets <= MOST_WAITING) return;
    // Not at once: whoever speaks is in the middle of something.
    this.#rest();
    this.#rest = this.#time.after(0, () => this.#end());
  }

  #watch(ms: number): void {
    this.#rest = this.#time.after(ms, () => {
      const idle = this.#time.now() - this.#heardAt;
      if (this.#options.isInUse(this.flow)) this.#watch(LONGEST_IDLE);
      else if (idle < LONGEST_IDLE) this.#watch(LONGEST_IDLE - idle);
      else this.#end();
    });
  }
}
