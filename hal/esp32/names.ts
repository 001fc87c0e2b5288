/** The board's name on the local network: `ata-123abc.local`, and its page where browsers look for such (RFC 6762, 6763). */
import UDP from "embedded:io/socket/udp";
import DNSSD from "embedded:network/dnssd";

/** Names that are tried where another has the first: `ata-123abc-2.local`. */
const MOST_NAMES = 9;

type UdpOptions = ConstructorParameters<typeof UDP>[0];

/** What is no DNS is thrown by who reads it, and would end the program: each datagram is read by itself. */
class PatientUdp extends UDP {
  constructor(options: UdpOptions) {
    const { onReadable } = options;
    super({
      ...options,
      onReadable(count) {
        for (let left = count; left > 0; left--)
          try {
            onReadable?.call(this, 1);
          } catch {
            // Somebody else's trouble.
          }
      },
    });
  }
}

/** Made when there is an address, and closed when there is none any more. */
export class LocalName {
  readonly #dnssd = new DNSSD({ socket: { io: PatientUdp } });
  readonly #title: string;
  readonly #port: number;

  /** `port` 0 for no page. */
  constructor(host: string, title: string, port: number) {
    this.#title = title;
    this.#port = port;
    this.#claim(host, 1);
  }

  close(): void {
    this.#dnssd.close();
  }

  #claim(host: string, tries: number): void {
    const tried = tries === 1 ? host : `${host}-${tries}`;
    this.#dnssd.claim({
      host: tried,
      onReady: () => {
        // The names of instances are of the whole network, too: two of one kind are told apart by what they are called.
        const [name, port] = [`${this.#title} ${tried}`, this.#port];
        if (port > 0) this.#dnssd.advertise({ serviceType: "_http._tcp", name, host: tried, port });
      },
      onError: () => {
        if (tries < MOST_NAMES) this.#claim(host, tries + 1);
      },
    });
  }
}
