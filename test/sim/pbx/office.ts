/** A PBX on a network in memory, with an eye on its sockets and on what it waits for. */
import { equal } from "node:assert/strict";
import type { Network } from "../../../hal/network.js";
import { chanceOf } from "../../../sim/chance.js";
import { Lan } from "../../../sim/network/lan.js";
import { nodeCrypto } from "../../../sim/node/crypto.js";
import { Pbx } from "../../../sim/pbx/pbx.js";
import { type Cancel, type Time, VirtualTime } from "../../../sim/time.js";
import { Client } from "./client.js";

/** Milliseconds from host to host. */
export const DELAY = 1;
export const PBX_ADDRESS = "192.0.2.1";
export const PBX_PORT = 5060;

export type OfficeOptions = {
  readonly seed?: number;
  readonly taken?: (port: number) => boolean;
  /** Words the PBX says numbers with. */
  readonly words?: Uint8Array;
};

export class Office {
  readonly time = new VirtualTime();
  readonly lan = new Lan({ time: this.time, delay: DELAY });
  /** Ports of the PBX that are open. */
  readonly ports = new Set<number>();
  /** Connections that stand at the PBX. */
  connections = 0;
  /** Calls the PBX waits for. */
  readonly waiting = new Set<object>();
  readonly pbx: Pbx;
  #clients = 0;

  constructor(options: OfficeOptions = {}) {
    const { seed = 1, taken = () => false, words } = options;
    this.pbx = new Pbx({
      time: this.#watched(this.time),
      network: this.#counted(this.lan.host(PBX_ADDRESS), taken),
      chance: chanceOf(seed, "pbx"),
      digest: nodeCrypto.digest,
      port: PBX_PORT,
      words,
    });
  }

  /** A telephone at an address of its own, not registered. */
  client(user: string, password = `pw-${user}`, transport: "UDP" | "TCP" = "UDP"): Client {
    this.#clients++;
    const network = this.lan.host(`192.0.2.${100 + this.#clients}`);
    return new Client({ user, password, time: this.time, network, transport });
  }

  /** One that is registered. */
  registered(user: string, transport: "UDP" | "TCP" = "UDP"): Client {
    const client = this.client(user, `pw-${user}`, transport);
    equal(client.register().status, 200);
    return client;
  }

  /** All is over: what is left of transactions goes, and nothing else is there. */
  empty(): void {
    this.time.advance(40_000);
    equal(this.ports.size, 1, "only the SIP port is open");
    equal(this.connections, 0, "no connection is open");
    equal(this.waiting.size, 0, "nothing is waited for");
  }

  #counted(network: Network, taken: (port: number) => boolean): Network {
    const { ports } = this;
    return {
      ...network,
      listenTcp: ({ port, onConnection }) =>
        network.listenTcp({
          port,
          onConnection: (tcp) => {
            const user = onConnection(tcp);
            if (user) this.connections++;
            const ended = once(() => this.connections--);
            const { close } = tcp;
            tcp.close = () => {
              if (user) ended();
              close.call(tcp);
            };
            return user;
          },
        }),
      openUdp(options) {
        if (taken(options.port ?? 0)) throw new Error("taken");
        const socket = network.openUdp(options);
        ports.add(socket.port);
        return {
          port: socket.port,
          read: () => socket.read(),
          write: (octets, address, port) => socket.write(octets, address, port),
          close() {
            ports.delete(socket.port);
            socket.close();
          },
        };
      },
    };
  }

  #watched(time: VirtualTime): Time {
    const { waiting } = this;
    return {
      now: () => time.now(),
      today: () => time.today(),
      after(ms, call): Cancel {
        const entry = {};
        waiting.add(entry);
        const cancel = time.after(ms, () => {
          waiting.delete(entry);
          call();
        });
        return () => {
          waiting.delete(entry);
          cancel();
        };
      },
    };
  }
}

function once(call: () => void): () => void {
  let done = false;
  return () => {
    if (!done) call();
    done = true;
  };
}
