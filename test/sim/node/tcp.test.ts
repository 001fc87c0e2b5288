import { deepEqual, equal, ok, rejects, throws } from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { Tcp, TcpUser } from "../../../hal/network.js";
import { NodeNetwork } from "../../../sim/node/udp.js";

/** A user who keeps what it hears, and can be waited for. */
function ear() {
  const octets: number[] = [];
  let look = () => {};
  const state = { tcp: null as Tcp | null, room: 0, lost: 0 };
  const user: TcpUser = {
    onReadable: () => {
      for (let got = state.tcp?.read(); got; got = state.tcp?.read()) octets.push(...got);
      look();
    },
    onWritable: () => {
      state.room++;
      look();
    },
    onError: () => {
      state.lost++;
      look();
    },
  };
  const until = (is: () => boolean) =>
    new Promise<void>((resolve) => {
      look = () => is() && resolve();
      look();
    });
  return { octets, state, user, until };
}

describe("the host's connections", () => {
  const networks: NodeNetwork[] = [];
  const network = (address = "127.0.0.1") => {
    const made = new NodeNetwork(address);
    networks.push(made);
    return made;
  };
  afterEach(() => {
    for (const network of networks.splice(0)) network.close();
  });

  for (const address of ["127.0.0.1", "::1"])
    it(`carry octets both ways at ${address}, and end`, async () => {
      const host = network(address);
      const port = await host.reserve(0);
      const [a, b] = [ear(), ear()];
      host.listenTcp({
        port,
        onConnection: (tcp) => {
          b.state.tcp = tcp;
          return b.user;
        },
      });
      a.state.tcp = host.connectTcp({ address, port, ...a.user });
      equal(a.state.tcp.write(Uint8Array.of(1)), 0);
      await a.until(() => a.state.room === 1);
      const lent = Uint8Array.of(1, 2, 3);
      equal(a.state.tcp.write(lent), 3);
      lent.fill(9);
      await b.until(() => b.octets.length === 3);
      deepEqual(b.octets, [1, 2, 3]);
      equal(b.state.tcp?.address, address);
      b.state.tcp?.write(Uint8Array.of(4));
      b.state.tcp?.close();
      b.state.tcp?.close();
      equal(b.state.tcp?.write(Uint8Array.of(5)), 0);
      await a.until(() => a.state.lost === 1);
      deepEqual([a.octets, a.state.tcp.write(Uint8Array.of(1)), b.state.lost], [[4], 0, 0]);
    });

  it("take no more than there is room for, and say when there is room again", async () => {
    const host = network();
    const port = await host.reserve(0);
    const b = ear();
    const accepted = new Promise<Tcp>((resolve) =>
      host.listenTcp({
        port,
        onConnection: (tcp) => {
          resolve(tcp);
          return b.user;
        },
      }),
    );
    let heard = 0;
    const peer: Socket = connect(port, "127.0.0.1");
    peer.on("data", (data) => (heard += data.length)).pause();
    const tcp = await accepted;
    let taken = 0;
    const piece = new Uint8Array(100_000);
    for (let some = 1; some > 0; taken += some) some = tcp.write(piece);
    ok(taken > 0 && taken < 10_000_000, `${taken}`);
    equal(b.state.room, 0);
    peer.resume();
    await b.until(() => b.state.room > 0);
    taken += tcp.write(piece);
    tcp.close();
    await once(peer, "close");
    equal(heard, taken);
  });

  it("cannot be made where nobody listens, nor to what is no address", async () => {
    const host = network();
    const port = await host.reserve(0);
    for (const [address, at] of [
      ["127.0.0.1", port],
      ["127.0.0.1", 0],
      ["127.0.0.1", 70_000],
      ["::1", port],
      ["localhost", port],
    ] as const) {
      const a = ear();
      a.state.tcp = host.connectTcp({ address, port: at, ...a.user });
      equal(a.state.lost, 0);
      await a.until(() => a.state.lost === 1);
    }
    host.listenTcp({ port, onConnection: () => null });
    const b = ear();
    host.connectTcp({ address: "127.0.0.1", port, ...b.user });
    await b.until(() => b.state.lost === 1);
  });

  it("are listened for at one port with datagrams, or not at all", async () => {
    const host = network();
    const port = await host.reserve(0);
    const udp = host.openUdp({ port, onReadable: () => {} });
    equal(udp.port, port);
    const first = host.listenTcp({ port, onConnection: () => null });
    throws(() => host.listenTcp({ port, onConnection: () => null }), /is taken/);
    first.close();
    host.listenTcp({ port, onConnection: () => null });
    throws(() => host.listenTcp({ onConnection: () => null }), /has to be reserved/);

    const message = (port: number) => ({ message: `127.0.0.1:${port} is already in use` });
    await rejects(network().reserve(port), message(port));
    const server = createServer().listen(0, "127.0.0.1");
    const socket = createSocket("udp4").bind(0, "127.0.0.1");
    await Promise.all([once(server, "listening"), once(socket, "listening")]);
    const taken = [(server.address() as { port: number }).port, socket.address().port];
    for (const port of taken) await rejects(network().reserve(port), message(port));
    server.close();
    socket.close();
    // what could not be had altogether has been given back
    await network().reserve(taken[1]);
  });

  it("are listened for at a port of anybody's choice, and when that is in use it is told", async () => {
    const port = await network().reserve(0);
    const told = new Promise<void>((onError) => {
      network().listenTcp({ port, onConnection: () => null, onError });
    });
    await told;
    const host = network();
    const free = host.openUdp({ onReadable: () => {} }).port;
    host.listenTcp({ port: free, onConnection: () => null, onError: () => ok(false, "it was free") });
    const a = ear();
    host.connectTcp({ address: "127.0.0.1", port: free, ...a.user });
    await a.until(() => a.state.lost === 1);
  });
});
