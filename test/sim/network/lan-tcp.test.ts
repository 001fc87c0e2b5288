import { deepEqual, equal, ok, throws } from "node:assert/strict";
import type { Tcp } from "../../../hal/network.js";
import { Lan } from "../../../sim/network/lan.js";
import { WINDOW } from "../../../sim/network/lan-tcp.js";
import { VirtualTime } from "../../../sim/time.js";

const octets = (...values: number[]) => Uint8Array.from(values);

/** Who listens at b and who connects from a; each writes down what happens to it, and reads while it wants to. */
function stage() {
  const time = new VirtualTime();
  const lan = new Lan({ time, delay: 3 });
  const said: string[] = [];
  const side = (name: string, tcp: () => Tcp) => ({
    reads: true,
    onReadable() {
      for (let got = this.reads && tcp().read(); got; got = tcp().read())
        said.push(`${time.now()} ${name} hears ${got}`);
    },
    onWritable: () => void said.push(`${time.now()} ${name} may write`),
    onError: () => void said.push(`${time.now()} ${name} has lost it`),
  });
  const accepted: Tcp[] = [];
  const b = side("b", () => accepted[0]);
  const listener = lan.host("b").listenTcp({
    port: 5060,
    onConnection: (tcp) => {
      accepted.push(tcp);
      said.push(`${time.now()} b is called from ${tcp.address}`);
      return b;
    },
  });
  const a = side("a", () => near);
  const near: Tcp = lan.host("a").connectTcp({
    address: "b",
    port: 5060,
    onReadable: () => a.onReadable(),
    onWritable: a.onWritable,
    onError: a.onError,
  });
  return { time, lan, said, near, accepted, a, b, listener };
}

describe("a connection in memory", () => {
  it("stands after there and back, carries octets both ways in order, and ends", () => {
    const { time, said, near, accepted } = stage();
    equal(near.write(octets(1)), 0);
    time.advance(6);
    const [far] = accepted;
    const lent = octets(1, 2);
    equal(near.write(lent), 2);
    lent.fill(9);
    near.write(octets(3));
    far.write(octets(4));
    time.advance(3);
    near.write(octets(5));
    near.close();
    near.close();
    far.write(octets(6));
    equal(near.write(octets(7)), 0);
    time.advance(10);
    equal(far.write(octets(8)), 0);
    deepEqual(said, [
      "3 b is called from a",
      "6 a may write",
      "9 b hears 1,2",
      "9 b hears 3",
      "9 a hears 4",
      "12 b hears 5",
      "12 b has lost it",
    ]);
  });

  it("takes no more than its window, and says when there is room", () => {
    const { time, said, near, accepted, b } = stage();
    time.advance(6);
    b.reads = false;
    said.length = 0;
    equal(near.write(new Uint8Array(WINDOW - 1)), WINDOW - 1);
    time.advance(10);
    equal(near.write(octets(1, 2)), 1);
    equal(near.write(octets(2)), 0);
    time.advance(10);
    deepEqual(said, []);
    equal(accepted[0].read()?.length, WINDOW - 1);
    time.advance(3);
    deepEqual(said, ["29 a may write"]);
    equal(near.write(new Uint8Array(WINDOW)), WINDOW - 1);
    time.advance(3);
    equal(accepted[0].read()?.length, 1);
  });

  it("cannot be made where nobody listens, or nobody wants it", () => {
    const { time, lan, listener } = stage();
    time.advance(10);
    let lost = 0;
    const user = { onReadable: () => {}, onWritable: () => {}, onError: () => void lost++ };
    const connect = () => {
      const tcp = lan.host("c").connectTcp({ address: "b", port: 5060, ...user });
      time.advance(10);
      return tcp;
    };
    listener.close();
    connect();
    equal(lost, 1);
    const shy = lan.host("b").listenTcp({ port: 5060, onConnection: () => null });
    connect();
    equal(lost, 2);
    shy.close();
    // closed before it stands, it never does
    let ended = 0;
    lan.host("b").listenTcp({
      port: 5060,
      onConnection: () => ({ ...user, onError: () => void ended++ }),
    });
    lan
      .host("c")
      .connectTcp({ address: "b", port: 5060, ...user })
      .close();
    time.advance(10);
    deepEqual([lost, ended], [2, 1]);
  });

  it("has ports of its own beside those of datagrams", () => {
    const host = new Lan({ time: new VirtualTime() }).host("a");
    const open = (port?: number) => host.listenTcp({ port, onConnection: () => null });
    const udp = host.openUdp({ onReadable: () => {} });
    const same = open(udp.port);
    throws(() => open(udp.port), /is taken/);
    ok(open().port !== same.port);
    same.close();
    equal(open(udp.port).port, udp.port);
    same.close();
    throws(() => open(udp.port), /is taken/);
  });
});
