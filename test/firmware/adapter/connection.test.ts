/** SIP over connections: made when wanted, used both ways, kept alive, and given up. */
import { deepEqual, equal, throws } from "node:assert/strict";
import { Connection } from "../../../firmware/adapter/connection.js";
import { Wires } from "../../../firmware/adapter/wires.js";
import { octetsOf, textOf } from "../../../firmware/base/text.js";
import type { Hop } from "../../../firmware/wire/hop.js";
import type { Tcp } from "../../../hal/network.js";
import { Lan } from "../../../sim/network/lan.js";
import { VirtualTime } from "../../../sim/time.js";

const OPTIONS = "OPTIONS sip:a SIP/2.0\r\nContent-Length: 0\r\n\r\n";
const SERVER: Hop = { address: "10.0.0.1", port: 5060, transport: "tcp" };

/** A line's wires, and a server that keeps what it hears. */
function talk(options: { listens?: boolean; server?: boolean } = {}) {
  const time = new VirtualTime();
  const lan = new Lan({ time, delay: 10 });
  const heard: string[] = [];
  const lost: Hop[] = [];
  const wires = new Wires({
    ...{ network: lan.host("10.0.0.2"), clock: time, port: 5062, dscp: 0, listens: options.listens ?? false },
    user: {
      onMessage: (octets, from) => heard.push(`${from.transport} ${from.address}: ${textOf(octets).split("\r\n")[0]}`),
      onUnreachable: (hop) => lost.push(hop),
      onDeaf: () => {},
      onRest: () => {},
    },
  });
  const server = { said: [] as string[], connections: [] as Tcp[], ended: 0 };
  const accept = (tcp: Tcp) => {
    server.connections.push(tcp);
    return {
      onReadable() {
        for (let octets = tcp.read(); octets; octets = tcp.read()) server.said.push(textOf(octets));
      },
      onWritable() {},
      onError: () => void server.ended++,
    };
  };
  if (options.server !== false) lan.host(SERVER.address).listenTcp({ port: SERVER.port, onConnection: accept });
  const wait = (ms: number) => {
    for (const end = time.now() + ms; time.now() < end; ) {
      const next = Math.min(end, Math.max(wires.deadline, time.now() + 1));
      time.advance(next - time.now());
      if (wires.deadline <= time.now()) wires.poll(time.now());
    }
  };
  return { lan, wires, heard, lost, server, wait, send: (to = SERVER) => wires.send(octetsOf(OPTIONS), to) };
}

describe("a connection", () => {
  it("is made for the first message, and carries all that follow in their order, both ways", () => {
    const { server, send, wait, heard } = talk();
    send();
    send();
    wait(100);
    deepEqual(server.said.join(""), OPTIONS + OPTIONS);
    equal(server.connections.length, 1);
    server.connections[0].write(octetsOf("SIP/2.0 200 OK\r\nl: 0\r\n\r\nBYE sip:b SIP/2.0\r\nl: 0\r\n\r\n"));
    wait(100);
    deepEqual(heard, ["tcp 10.0.0.1: SIP/2.0 200 OK", "tcp 10.0.0.1: BYE sip:b SIP/2.0"]);
  });

  it("answers line ends with one, and sends its own when nothing else is said", () => {
    const { server, send, wait } = talk();
    send();
    wait(100);
    server.said.length = 0;
    server.connections[0].write(octetsOf("\r\n\r\n"));
    wait(100);
    deepEqual(server.said, ["\r\n"]);
    wait(100_100);
    deepEqual(server.said, ["\r\n", "\r\n\r\n"]);
  });

  it("is over when a server that used to answer line ends does so no more, and not with one that never has", () => {
    const { server, send, wait, lost } = talk();
    send();
    wait(500_000);
    deepEqual(lost, []);
    server.connections[0].write(octetsOf("\r\n"));
    wait(100);
    wait(100_000);
    wait(11_000);
    deepEqual(lost, [SERVER]);
    equal(server.ended, 1);
    send();
    wait(100);
    equal(server.connections.length, 2, "the next message makes a new one");
  });

  it("cannot be made where nobody listens, and that is told", () => {
    const { send, wait, lost } = talk({ server: false });
    send();
    deepEqual(lost, []);
    wait(100);
    deepEqual(lost, [SERVER]);
  });

  it("is not waited for longer than ten seconds", () => {
    const { send, wait, lost } = talk();
    const nowhere: Hop = { ...SERVER, address: "10.0.0.99" };
    send(nowhere);
    wait(10_100);
    deepEqual(lost, [nowhere]);
  });

  it("ends when nobody knows where the next message begins", () => {
    const { server, send, wait, lost, heard } = talk();
    send();
    wait(100);
    server.connections[0].write(octetsOf("OPTIONS sip:b SIP/2.0\r\n\r\n"));
    wait(100);
    deepEqual([lost, heard], [[SERVER], []]);
  });

  it("is taken from others where the line listens, and answered on", () => {
    const { lan, heard, wait, send } = talk({ listens: true });
    const said: string[] = [];
    const tcp = lan.host("10.0.0.7").connectTcp({
      ...{ address: "10.0.0.2", port: 5062 },
      onReadable() {
        for (let octets = tcp.read(); octets; octets = tcp.read()) said.push(textOf(octets));
      },
      onWritable: () => void tcp.write(octetsOf(OPTIONS)),
      onError() {},
    });
    wait(100);
    deepEqual(heard, ["tcp 10.0.0.7: OPTIONS sip:a SIP/2.0"]);
    send({ address: "10.0.0.7", port: 49_152, transport: "tcp" });
    wait(100);
    deepEqual(said, [OPTIONS]);
  });

  it("is refused by a line that does not", () => {
    const { lan, wait } = talk();
    let refused = false;
    lan.host("10.0.0.7").connectTcp({
      ...{ address: "10.0.0.2", port: 5062, onReadable() {}, onWritable() {} },
      onError: () => {
        refused = true;
      },
    });
    wait(100);
    equal(refused, true);
  });

  it("of theirs that says nothing for ten minutes is closed", () => {
    const { lan, wait } = talk({ listens: true });
    let closed = 0;
    const options = { address: "10.0.0.2", port: 5062, onReadable() {}, onWritable() {}, onError: () => void closed++ };
    lan.host("10.0.0.7").connectTcp(options);
    wait(599_000);
    equal(closed, 0);
    wait(2_000);
    equal(closed, 1);
  });

  it("is one of eight at the most: the oldest makes room", () => {
    const { lan, wait } = talk({ listens: true });
    let closed = 0;
    for (let i = 0; i < 10; i++) {
      const options = {
        address: "10.0.0.2",
        port: 5062,
        onReadable() {},
        onWritable() {},
        onError: () => void closed++,
      };
      lan.host(`10.0.1.${i}`).connectTcp(options);
    }
    wait(100);
    equal(closed, 2);
  });

  it("of ours makes no room for theirs, however many connect", () => {
    const { lan, wait, send, server } = talk({ listens: true });
    send();
    wait(100);
    const idle = { onReadable() {}, onWritable() {}, onError() {} };
    for (let i = 0; i < 20; i++) lan.host(`10.0.1.${i}`).connectTcp({ address: "10.0.0.2", port: 5062, ...idle });
    wait(100);
    send();
    wait(100);
    deepEqual([server.connections.length, server.ended, server.said.join("")], [1, 0, OPTIONS + OPTIONS]);
  });

  it("is kept alive as often as its server wishes, but neither less than usual nor all the time", () => {
    for (const [wish, pings] of [
      [40_000, 5],
      [1, 40],
      [1_000_000, 2],
    ]) {
      const { server, send, wait, wires } = talk();
      send();
      wait(100);
      wires.keepAlive({ ...SERVER, port: 5099 }, 1);
      wires.keepAlive(SERVER, wish);
      server.said.length = 0;
      wait(204_000);
      deepEqual(server.said, new Array(pings).fill("\r\n\r\n"), String(wish));
    }
  });

  it("that is given up is not told of, and the next message makes a new one", () => {
    const { server, send, wait, wires, lost } = talk();
    wires.giveUp(SERVER);
    send();
    wait(100);
    wires.giveUp(SERVER);
    wait(100);
    deepEqual([server.ended, lost], [1, []]);
    send();
    wait(100);
    equal(server.connections.length, 2);
  });

  it("lets only so much wait for a server that does not read", () => {
    const { lan, wait, wires, lost } = talk();
    const slow: Hop = { address: "10.0.0.3", port: 5060, transport: "tcp" };
    const idle = { onReadable() {}, onWritable() {}, onError() {} };
    lan.host(slow.address).listenTcp({ port: slow.port, onConnection: () => idle });
    for (let i = 0; i < 40; i++) wires.send(new Uint8Array(4000), slow);
    wait(100);
    deepEqual(lost, [slow]);
  });

  it("needs a board that can encipher, where that is wanted", () => {
    const { lan } = talk();
    const user = { onMessage() {}, onLost() {} };
    const secret: Hop = { ...SERVER, transport: "tls" };
    throws(() => new Connection(secret, user, { now: () => 0 }, lan.host("10.0.0.2")), /no TLS/);
  });

  it("that cannot be made at all is told like one that fails", () => {
    const { wires, wait, lost } = talk();
    const secret: Hop = { ...SERVER, transport: "tls" };
    wires.send(octetsOf(OPTIONS), secret);
    wait(10);
    deepEqual(lost, [secret]);
  });
});
