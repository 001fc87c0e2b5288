import { deepEqual, equal } from "node:assert/strict";
import { Mains } from "../../sim/mains.js";
import { Lan } from "../../sim/network/lan.js";
import { VirtualTime } from "../../sim/time.js";

function stage() {
  const time = new VirtualTime();
  const lan = new Lan({ time });
  return { time, lan, mains: new Mains(lan.host("10.0.0.2")), other: lan.host("10.0.0.1") };
}

const word = Uint8Array.of(1);

describe("a network that goes with the power", () => {
  it("carries what any other does, until the power is cut", () => {
    const { time, mains, other } = stage();
    let heard = 0;
    const socket = mains.openUdp({ port: 5060, onReadable: () => heard++ });
    const far = other.openUdp({ port: 5060, onReadable: () => {} });
    far.write(word, "10.0.0.2", 5060);
    time.advance(10);
    deepEqual([heard, socket.read()?.octets], [1, word]);
    socket.write(word, "10.0.0.1", 5060);
    time.advance(10);
    deepEqual(far.read()?.octets, word);
    far.write(word, "10.0.0.2", 5060);
    mains.cut();
    time.advance(10);
    equal(heard, 1);
  });

  it("frees its ports, and ends its connections without a word to whoever had them", () => {
    const { time, lan, mains, other } = stage();
    let words = "";
    const user = (name: string) => ({
      onReadable: () => (words += `${name} reads `),
      onWritable: () => (words += `${name} stands `),
      onError: () => (words += `${name} ends `),
    });
    mains.openUdp({ port: 5060, onReadable: () => {} });
    mains.listenTcp({ port: 80, onConnection: () => user("ours") });
    other.listenTcp({ port: 5060, onConnection: () => user("theirs") });
    mains.connectTcp({ address: "10.0.0.1", port: 5060, ...user("caller") });
    time.advance(50);
    words = "";
    mains.cut();
    time.advance(50);
    equal(words, "theirs ends ");
    const again = new Mains(lan.host("10.0.0.2"));
    equal(again.openUdp({ port: 5060, onReadable: () => {} }).port, 5060);
    equal(again.listenTcp({ port: 80, onConnection: () => null }).port, 80);
  });
});
