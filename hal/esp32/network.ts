/** The network of the board: its link, lwIP's datagrams, Moddable's connections. */
import type {
  FixedAddress,
  Lease,
  Network,
  Tcp,
  TcpListener,
  TcpListenerOptions,
  TcpOptions,
  TlsOptions,
  Udp,
  UdpOptions,
} from "../network.js";
import type { Ticks } from "../si321x/ticks.js";
import type { Link } from "./link.js";
import { connectTcp, listenTcp } from "./tcp.js";
import { BoardUdp } from "./udp.js";

export type BoardNetworkOptions = {
  readonly link: Link;
  readonly time: Pick<Ticks, "after">;
  /** What the board is called where its owner has not named it. */
  readonly hostname: string;
  /** On boards that can. */
  readonly tls?: (options: TlsOptions, time: Pick<Ticks, "after">) => Tcp;
};

export class BoardNetwork implements Network {
  readonly connectTls?: (options: TlsOptions) => Tcp;
  readonly join?: (name: string, password: string) => void;
  readonly #link: Link;
  readonly #time: Pick<Ticks, "after">;
  /** Without a domain. */
  hostname: string;

  constructor({ link, time, hostname, tls }: BoardNetworkOptions) {
    this.#link = link;
    this.#time = time;
    this.hostname = hostname;
    if (tls) this.connectTls = (options) => tls(options, time);
    if (link.join) this.join = (name, password) => link.join?.(name, password);
  }

  get address(): string | null {
    return this.#link.address;
  }

  get lease(): Lease | null {
    return this.#link.lease;
  }

  get fileServer(): string | null {
    return this.#link.fileServer;
  }

  configure(address: FixedAddress | null, name: string): void {
    if (name !== "") this.hostname = name;
    this.#link.configure(this.hostname, address);
  }

  askNames(servers: readonly string[]): void {
    this.#link.askNames(servers);
  }

  openUdp(options: UdpOptions): Udp {
    return new BoardUdp(options);
  }

  listenTcp(options: TcpListenerOptions): TcpListener {
    return listenTcp(options, this.#time);
  }

  connectTcp(options: TcpOptions): Tcp {
    return connectTcp(options, this.#time);
  }

  watch(onChange: () => void): void {
    this.#link.watch(onChange);
  }
}
