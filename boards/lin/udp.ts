/** Datagrams by Moddable's sockets on Linux, which tell no port and mark no packet. */
import UDP from "embedded:io/socket/udp";
import type { Datagram, Udp, UdpOptions } from "../../hal/network.js";

/** Ports for those who do not mind which. */
const FIRST = 20_000;
const PORTS = 20_000;
const TRIES = 16;

export function openUdp({ port = 0, onReadable }: UdpOptions, chance: () => number): Udp {
  for (let tries = 1; ; tries++) {
    const tried = port === 0 ? FIRST + (chance() % PORTS) : port;
    try {
      return wrapped(tried, onReadable);
    } catch {
      if (port !== 0 || tries === TRIES) throw new Error(`UDP port ${tried} is taken`);
    }
  }
}

function wrapped(port: number, onReadable: () => void): Udp {
  let open = true;
  const socket = new UDP({ port, onReadable: () => open && onReadable() });
  return {
    port,
    read(): Datagram | undefined {
      const octets = open ? socket.read() : undefined;
      return octets && { octets: new Uint8Array(octets), address: octets.address, port: octets.port };
    },
    write(octets, address, to) {
      try {
        if (open) socket.write(octets, address, to);
      } catch {
        // What cannot be sent is lost.
      }
    },
    close() {
      // Moddable's socket has a close that its typings have not.
      if (open) (socket as unknown as { close(): void }).close();
      open = false;
    },
  };
}
