/** The SIP port of the PBX: UDP, and TCP at the same number. */
import type { Endpoint as Address } from "../../firmware/wire/hop.js";
import type { Network, Tcp, TcpListener, Udp } from "../../hal/network.js";
import type { Chance } from "../chance.js";
import type { Time } from "../time.js";
import { ConnectionFlow } from "./connection-flow.js";
import { Flow, type FlowUser } from "./flow.js";

export type EndpointUser = FlowUser & {
  /** A telephone is reached by this flow, or speaks. */
  isInUse(flow: Flow): boolean;
  /** The connection has gone; what it was asked has come to nothing already. */
  lost(flow: Flow): void;
};

export type EndpointOptions = {
  readonly time: Time;
  readonly network: Network;
  readonly chance: Chance;
  /** 0: any free one. */
  readonly port: number;
  readonly user: EndpointUser;
};

/** Connections at once; whoever comes then is sent away. */
export const MOST_CONNECTIONS = 64;

export class Endpoint {
  readonly local: Address;
  readonly #options: EndpointOptions;
  readonly #socket: Udp;
  readonly #listener: TcpListener;
  readonly #datagrams: Flow;
  readonly #connections = new Set<ConnectionFlow>();

  /** Throws an Error when the port is taken. */
  constructor(options: EndpointOptions) {
    const { network, port } = options;
    this.#options = options;
    this.#socket = network.openUdp({ port, onReadable: () => this.#read() });
    try {
      this.#listener = network.listenTcp({ port: this.#socket.port, onConnection: (tcp) => this.#accept(tcp) });
    } catch (error) {
      this.#socket.close();
      throw error;
    }
    this.local = { address: network.address ?? "127.0.0.1", port: this.#socket.port };
    this.#datagrams = new Flow({
      ...options,
      transport: "udp",
      local: this.local,
      send: (octets, { address, port }) => this.#socket.write(octets, address, port),
    });
  }

  close(): void {
    this.#datagrams.close();
    this.#socket.close();
    this.#listener.close();
    for (const connection of this.#connections) connection.close();
    this.#connections.clear();
  }

  #read(): void {
    for (let packet = this.#socket.read(); packet; packet = this.#socket.read())
      this.#datagrams.hear(packet.octets, packet);
  }

  #accept(tcp: Tcp): ConnectionFlow | null {
    if (this.#connections.size >= MOST_CONNECTIONS) return null;
    const { user } = this.#options;
    const connection = new ConnectionFlow({
      ...this.#options,
      local: this.local,
      tcp,
      isInUse: (flow) => flow.size > 0 || user.isInUse(flow),
      ended: (connection) => {
        this.#connections.delete(connection);
        user.lost(connection.flow);
      },
    });
    this.#connections.add(connection);
    return connection;
  }
}
