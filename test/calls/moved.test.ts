/** An adapter whose network gives it another address, and one that ends. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { textOf } from "../../firmware/base/text.js";
import type { SettingValues } from "../../hal/board.js";
import type { Datagram, Network, Udp, UdpOptions } from "../../hal/network.js";
import type { Lan } from "../../sim/network/lan.js";
import { likeness } from "../likeness.js";
import { speech } from "../speech.js";
import { VirtualDesk } from "./desk.js";

const OLD = "10.0.0.2";
const NEW = "10.0.0.3";

/** A host that can be given another address: its sockets go with it, and what was sent to the old one is lost. */
class Wanderer implements Network {
  readonly #lan: Lan;
  readonly #watchers: (() => void)[] = [];
  readonly #sockets = new Set<Socket>();
  address: string = OLD;
  /** What begins like this gets lost. */
  swallows: string | null = null;

  constructor(lan: Lan) {
    this.#lan = lan;
  }

  get host(): Network {
    return this.#lan.host(this.address);
  }

  move(address: string): void {
    this.address = address;
    for (const socket of this.#sockets) socket.move();
    for (const watcher of this.#watchers) watcher();
  }

  openUdp(options: UdpOptions): Udp {
    const socket = new Socket(this, options, () => this.#sockets.delete(socket));
    this.#sockets.add(socket);
    return socket;
  }

  listenTcp: Network["listenTcp"] = (options) => this.host.listenTcp(options);
  connectTcp: Network["connectTcp"] = (options) => this.host.connectTcp(options);

  watch(onChange: () => void): void {
    this.#watchers.push(onChange);
  }
}

class Socket implements Udp {
  readonly #home: Wanderer;
  readonly #options: UdpOptions;
  readonly #closed: () => void;
  #inner: Udp;

  constructor(home: Wanderer, options: UdpOptions, closed: () => void) {
    this.#home = home;
    this.#options = options;
    this.#closed = closed;
    this.#inner = home.host.openUdp(this.#toldOf(options.port));
  }

  #toldOf(port: number | undefined): UdpOptions {
    return { port, dscp: this.#options.dscp, onReadable: () => this.#options.onReadable() };
  }

  get port(): number {
    return this.#inner.port;
  }

  move(): void {
    const { port } = this.#inner;
    this.#inner.close();
    this.#inner = this.#home.host.openUdp(this.#toldOf(port));
  }

  read(): Datagram | undefined {
    return this.#inner.read();
  }

  write(octets: Uint8Array, address: string, port: number): void {
    const { swallows } = this.#home;
    if (swallows === null || !textOf(octets).startsWith(swallows)) this.#inner.write(octets, address, port);
  }

  close(): void {
    this.#inner.close();
    this.#closed();
  }
}

function wandering(settings: SettingValues = {}) {
  let network!: Wanderer;
  const d = new VirtualDesk((lan) => {
    network = new Wanderer(lan);
    return { network, settings };
  });
  const sent = (start: string, after = 0) =>
    d
      .events("sip")
      .filter(({ t, direction, message }) => t >= after && direction === "out" && String(message).startsWith(start))
      .map(({ message }) => String(message));
  const states = () => d.desk.adapter.status().lines.map(({ registration }) => registration.state);
  return { d: d.started(), network, sent, states };
}

/** Line 1 is connected to the echo. */
const talk = (d: VirtualDesk) => {
  d.line(1).lift();
  d.wait(300).dial(1, "600").wait(2000);
  equal(d.call(1), "connected");
};

/** What line 1 says comes back to it. */
const hears = (d: VirtualDesk) => {
  const spoken = speech(1);
  const began = d.time.now();
  d.line(1).speak(spoken);
  d.wait(1500);
  const { correlation } = likeness(spoken, d.line(1).heard((d.time.now() - began) / 1000).samples);
  ok(correlation > 0.9, `${correlation}`);
};

describe("an adapter that is given another address", () => {
  for (const transport of ["UDP", "TCP"])
    it(`registers by it within two seconds, and is called there, by ${transport}`, () => {
      const t = wandering({ "SIP_Transport[1]": transport, "SIP_Transport[2]": transport });
      deepEqual(t.states(), ["registered", "registered"]);
      const moved = t.d.time.now();
      t.network.move(NEW);
      t.d.wait(2000);
      deepEqual(t.states(), ["registered", "registered"]);
      const registers = t.sent("REGISTER", moved);
      ok(registers.length >= 2);
      for (const register of registers) {
        match(register, /^Via: SIP\/2\.0\/\w+ 10\.0\.0\.3:/m);
        match(register, /^Contact: <sip:\w+@10\.0\.0\.3:/m);
      }
      t.d.line(1).lift();
      t.d.wait(300).dial(1, "102").wait(1000);
      equal(t.d.call(2), "ringing");
    });

  it("goes on with its calls, and tells the other side where it hears now", () => {
    const t = wandering();
    talk(t.d);
    const moved = t.d.time.now();
    t.network.move(NEW);
    t.d.wait(2000);
    equal(t.d.call(1), "connected");
    const offers = t.sent("INVITE", moved);
    equal(offers.length, 1);
    match(offers[0], /^c=IN IP4 10\.0\.0\.3\r$/m);
    hears(t.d);
  });
});

describe("an adapter that ends", () => {
  it("takes its bindings back, and waits for the answer", () => {
    const t = wandering();
    const ending = t.d.time.now();
    let ended = 0;
    t.d.desk.adapter.close(() => ended++);
    t.d.wait(20);
    equal(ended, 1);
    const farewells = t.sent("REGISTER", ending);
    equal(farewells.length, 2);
    for (const farewell of farewells) match(farewell, /^Contact: <[^>]+>[^\r]*;expires=0\r$/m);
  });
});

describe("a call", () => {
  it("outlives the registration of its line", () => {
    const t = wandering({ "Register_Expires[1]": "20", SIP_Timer_F: "2", "Line_Enable[2]": "No" });
    talk(t.d);
    t.network.swallows = "REGISTER";
    t.d.wait(30_000);
    equal(t.states()[0], "failed");
    equal(t.d.call(1), "connected");
    hears(t.d);
  });
});
