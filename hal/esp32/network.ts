/** The network of the board: its link, lwIP's datagrams, Moddable's connections. */
import type { Network, Tcp, TcpListener, TcpListenerOptions, TcpOptions, Udp, UdpOptions } from "../network.js";
import type { Link } from "./link.js";
import { connectTcp, type Later, listenTcp } from "./tcp.js";
import { BoardUdp } from "./udp.js";

export type BoardNetworkOptions = {
  readonly link: Link;
  readonly later: Later;
  /** On boards that can. */
  readonly tls?: (options: TcpOptions, later: Later) => Tcp;
};

export class BoardNetwork implements Network {
  readonly connectTls?: (options: TcpOptions) => Tcp;
  readonly #link: Link;
  readonly #later: Later;

  constructor({ link, later, tls }: BoardNetworkOptions) {
    this.#link = link;
    this.#later = later;
    if (tls) this.connectTls = (options) => tls(options, later);
  }

  get address(): string | null {
    return this.#link.address;
  }

  openUdp(options: UdpOptions): Udp {
    return new BoardUdp(options);
  }

  listenTcp(options: TcpListenerOptions): TcpListener {
    return listenTcp(options, this.#later);
  }

  connectTcp(options: TcpOptions): Tcp {
    return connectTcp(options, this.#later);
  }

  watch(onChange: () => void): void {
    this.#link.watch(onChange);
  }
}
