/** The board's name on the local network: `ata-123abc.local`, and its page where browsers look for such (RFC 6762, 6763). */
import UDP from "embedded:io/socket/udp";
import DNSSD from "embedded:network/dnssd";

export class LocalName {
  readonly #dnssd = new DNSSD({ socket: { io: UDP } });

  constructor(host: string, title: string, port: number) {
    const { claim, advertise } = this.#dnssd;
    claim.call(this.#dnssd, {
      host,
      onReady: () => {
        if (port > 0) advertise.call(this.#dnssd, { serviceType: "_http._tcp", name: title, host, port });
      },
    });
  }

  close(): void {
    this.#dnssd.close();
  }
}
