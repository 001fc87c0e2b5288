import { deepEqual, equal, throws } from "node:assert/strict";
import { Lan, MAX_WAITING } from "../../../sim/network/lan.js";
import { VirtualTime } from "../../../sim/time.js";

const octets = (...values: number[]) => Uint8Array.from(values);

describe("the network in memory", () => {
  it("carries datagrams in order, and says who sent them", () => {
    const time = new VirtualTime();
    const lan = new Lan({ time, delay: 3 });
    const heard: string[] = [];
    const b = lan.host("192.0.2.2").openUdp({
      port: 5060,
      onReadable: () => {
        for (let got = b.read(); got; got = b.read())
          heard.push(`${time.now()}: ${got.octets} from ${got.address}:${got.port}`);
      },
    });
    const a = lan.host("192.0.2.1").openUdp({ port: 7000, onReadable: () => {} });
    const lent = octets(1);
    a.write(lent, "192.0.2.2", 5060);
    lent[0] = 99;
    a.write(octets(2), "192.0.2.2", 5060);
    a.write(octets(3), "192.0.2.2", 5061);
    deepEqual(heard, []);
    time.advance(3);
    deepEqual(heard, ["3: 1 from 192.0.2.1:7000", "3: 2 from 192.0.2.1:7000"]);
  });

  it("gives each socket a port of its own", () => {
    const host = new Lan({ time: new VirtualTime() }).host("192.0.2.1");
    const open = (port?: number) => host.openUdp({ port, onReadable: () => {} });
    const first = open();
    equal(first.port === open().port, false);
    throws(() => open(first.port), /is taken/);
    first.close();
    equal(open(first.port).port, first.port);
  });

  it("loses what comes to a closed socket, and what nobody reads", () => {
    const time = new VirtualTime();
    const lan = new Lan({ time });
    const b = lan.host("b").openUdp({ port: 1, onReadable: () => {} });
    const a = lan.host("a").openUdp({ onReadable: () => {} });
    for (let i = 0; i < MAX_WAITING + 10; i++) a.write(octets(i & 255), "b", 1);
    time.advance(1);
    let read = 0;
    while (b.read()) read++;
    equal(read, MAX_WAITING);
    a.write(octets(1), "b", 1);
    b.close();
    time.advance(1);
    equal(b.read(), undefined);
    a.close();
    a.write(octets(1), "b", 1);
    a.close();
  });
});
