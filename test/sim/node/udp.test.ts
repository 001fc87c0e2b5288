import { deepEqual, equal, throws } from "node:assert/strict";
import type { Datagram } from "../../../hal/network.js";
import { NodeNetwork } from "../../../sim/node/udp.js";

/** The next datagram a socket of this network hears. */
function listening(network: NodeNetwork) {
  let heard: (datagram: Datagram) => void = () => {};
  const socket = network.openUdp({
    dscp: 46,
    onReadable: () => {
      for (let got = socket.read(); got; got = socket.read()) heard(got);
    },
  });
  return { socket, next: () => new Promise<Datagram>((resolve) => (heard = resolve)) };
}

describe("the host's network", () => {
  for (const address of ["127.0.0.1", "::1"])
    it(`carries datagrams at ${address}`, async () => {
      const network = new NodeNetwork(address);
      const [a, b] = [listening(network), listening(network)];
      try {
        const heard = b.next();
        const lent = Uint8Array.of(1, 2, 3);
        a.socket.write(lent, address, b.socket.port);
        lent.fill(9);
        const { octets, address: from, port } = await heard;
        deepEqual([[...octets], from, port], [[1, 2, 3], address, a.socket.port]);
        deepEqual(
          network.open.map(({ dscp }) => dscp),
          [46, 46],
        );
      } finally {
        network.close();
      }
      equal(network.open.length, 0);
    });

  it("knows its port at once, and that a port is taken", () => {
    const network = new NodeNetwork("127.0.0.1");
    const { socket } = listening(network);
    try {
      equal(socket.port > 0, true);
      throws(() => network.openUdp({ port: socket.port, onReadable: () => {} }), {
        message: `127.0.0.1:${socket.port} is already in use`,
      });
      throws(() => new NodeNetwork("192.0.2.1").openUdp({ onReadable: () => {} }), /is not an address of this host/);
      throws(() => new NodeNetwork("localhost"), RangeError);
    } finally {
      network.close();
    }
  });

  it("loses what cannot be sent, and survives it", async () => {
    const network = new NodeNetwork("127.0.0.1");
    const [a, b] = [listening(network), listening(network)];
    try {
      a.socket.write(new Uint8Array(70_000), "127.0.0.1", b.socket.port);
      a.socket.write(Uint8Array.of(1), "::1", b.socket.port);
      a.socket.write(Uint8Array.of(1), "localhost", b.socket.port);
      a.socket.write(Uint8Array.of(1), "127.0.0.1", 0);
      a.socket.write(Uint8Array.of(1), "127.0.0.1", 70_000);
      a.socket.write(Uint8Array.of(1), "127.0.0.1", Number.NaN);
      const heard = b.next();
      a.socket.write(Uint8Array.of(7), "127.0.0.1", b.socket.port);
      deepEqual([...(await heard).octets], [7]);
      a.socket.close();
      a.socket.close();
      a.socket.write(Uint8Array.of(1), "127.0.0.1", b.socket.port);
      equal(a.socket.read(), undefined);
    } finally {
      network.close();
    }
  });
});
