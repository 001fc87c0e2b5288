/** The link of the board over stand-ins of what Moddable and lwIP know of it. */
import { deepEqual, equal } from "node:assert/strict";
import type { LocalName } from "../../../hal/esp32/names.js";
import type { Netif } from "../../../hal/esp32/netif.js";
import type { NamedNetwork, WifiLink } from "../../../hal/esp32/wifi/wifi.js";
import { VirtualTime } from "../../../sim/time.js";
import { loadWith } from "./stand-in.js";

const octetsOf = (text: string) => new TextEncoder().encode(text);

/** What lwIP answers, by the name of the C that asks it. */
class Lwip {
  address: string | undefined;
  dns: (string | undefined)[] = [];
  readonly options = new Map<number, string>();
  readonly timeServers: string[] = [];
  readonly opened: string[] = [];
  onChange = () => {};

  native(name: string) {
    const calls: { readonly [name: string]: (...values: never[]) => unknown } = {
      xs_ata_netif_watch: (call: () => void) => {
        this.onChange = call;
      },
      xs_ata_netif_address: () => this.address,
      xs_ata_netif_dns: (_key: string, which: number) => this.dns[which],
      xs_ata_netif_set_dns: (_key: string, which: number, address: string) => {
        this.dns[which] = address;
      },
      xs_ata_netif_told: (option: number) => {
        const text = this.options.get(option);
        return text === undefined ? undefined : octetsOf(text).buffer;
      },
      xs_ata_netif_time_server: (which: number) => this.timeServers[which],
      xs_ata_access_point: (name: string, password: string) => this.opened.push(`${name} ${password}`),
      xs_ata_access_point_close: () => this.opened.push("closed"),
    };
    return calls[name];
  }
}

function lwip(): Lwip {
  const made = new Lwip();
  const native = (name: string) =>
    function (this: unknown, ...values: never[]) {
      return made.native(name)(...values);
    };
  Object.assign(globalThis, { native, trace: () => {} });
  return made;
}

describe("a link", () => {
  it("hands the owner's address to the platform, in its words", async () => {
    lwip();
    const { Netif } = await loadWith<{ Netif: new (key: string) => Netif }>("hal/esp32/netif.ts", {});
    const asked: object[] = [];
    const netif = new Netif("ETH_DEF");
    const link = { configure: (options: object) => asked.push(options) };
    netif.configure(link, "ata", null);
    netif.configure(link, "ata", { address: "10.0.0.5", netmask: "255.0.0.0", gateway: "" });
    deepEqual(asked, [
      { hostname: "ata" },
      { hostname: "ata", static: { address: "10.0.0.5", mask: "255.0.0.0", gateway: "0.0.0.0" } },
    ]);
  });

  it("tells what DHCP has told, as long as there is an address", async () => {
    const platform = lwip();
    const { Netif } = await loadWith<{ Netif: new (key: string) => Netif }>("hal/esp32/netif.ts", {});
    const netif = new Netif("ETH_DEF");
    equal(netif.refresh(), false);
    platform.address = "10.0.0.2";
    platform.dns = ["10.0.0.1", "10.0.0.9"];
    platform.options.set(15, "example.org\0").set(66, "tftp://10.0.0.7/files").set(160, "other");
    platform.timeServers.push("10.0.0.3");
    equal(netif.refresh(), true);
    deepEqual(netif.lease, { dns: ["10.0.0.1", "10.0.0.9"], domain: "example.org" });
    deepEqual([netif.fileServer, netif.timeServers], ["10.0.0.7", ["10.0.0.3"]]);
    const { lease } = netif;
    equal(netif.refresh(), false);
    equal(netif.lease, lease);
    platform.options.set(66, "a b").delete(160);
    platform.options.set(15, "x\u001b[2J");
    netif.refresh();
    deepEqual([netif.fileServer, netif.lease?.domain], [null, ""]);
    platform.address = undefined;
    equal(netif.refresh(), true);
    deepEqual([netif.lease, netif.fileServer, netif.timeServers], [null, null, []]);
  });

  it("asks whom the owner has named, after a renewal as well, and forgets nobody DHCP has named", async () => {
    const platform = lwip();
    const { Netif } = await loadWith<{ Netif: new (key: string) => Netif }>("hal/esp32/netif.ts", {});
    const netif = new Netif("ETH_DEF");
    platform.address = "10.0.0.2";
    platform.dns = ["10.0.0.1", "10.0.0.9"];
    netif.askNames(["9.9.9.9"]);
    deepEqual(platform.dns, ["9.9.9.9", "10.0.0.1", "10.0.0.9"]);
    for (let i = 0; i < 3; i++) netif.refresh();
    deepEqual(netif.lease?.dns, ["10.0.0.1", "10.0.0.9"]);
    platform.dns[0] = "10.0.0.1";
    platform.dns[1] = "10.0.0.8";
    netif.refresh();
    deepEqual(platform.dns, ["9.9.9.9", "10.0.0.1", "10.0.0.8"]);
  });

  it("with a fixed address has no lease, and asks the owner's servers only", async () => {
    const platform = lwip();
    const { Netif } = await loadWith<{ Netif: new (key: string) => Netif }>("hal/esp32/netif.ts", {});
    const netif = new Netif("ETH_DEF");
    netif.configure({ configure() {} }, "ata", { address: "10.0.0.5", netmask: "255.0.0.0", gateway: "10.0.0.1" });
    platform.address = "10.0.0.5";
    netif.askNames(["9.9.9.9", "8.8.8.8"]);
    deepEqual([netif.lease, platform.dns], [null, ["9.9.9.9", "8.8.8.8"]]);
  });
});

describe("the radio", () => {
  class Station {
    static one: Station;
    connection = 200;
    readonly asked: string[] = [];
    readonly onChanged: () => void;
    constructor(options: { onChanged(): void }) {
      Station.one = this;
      this.onChanged = options.onChanged;
    }
    configure() {}
    connect({ SSID, password }: { SSID: string; password?: string }) {
      this.asked.push(`${SSID} ${password ?? "open"}`);
      this.connection = 300;
    }
    disconnect() {
      this.asked.push("disconnect");
      this.connection = 200;
    }
    become(connection: number) {
      this.connection = connection;
      this.onChanged();
    }
  }

  async function radio(proven: NamedNetwork | null = null) {
    const platform = lwip();
    const time = new VirtualTime();
    const { WifiLink: Link } = await loadWith<{ WifiLink: new (options: object) => WifiLink }>(
      "hal/esp32/wifi/wifi.ts",
      {
        "embedded:network/interface/wifi": { default: Station },
        "embedded:storage/key-value": { default: { open: () => ({}) } },
      },
    );
    const point = { name: "ata-1", password: "secret12" };
    const ticks = { now: () => time.now(), after: (ms: number, call: () => void) => time.after(ms, call) };
    const proofs: string[] = [];
    const prove = ({ name, password }: NamedNetwork) => void proofs.push(`${name} ${password}`);
    return { platform, time, proofs, link: new Link({ point, proven, prove, time: ticks }) };
  }

  it("is joined to the owner's network, and tries again as long as that takes", async () => {
    const { platform, time, link } = await radio();
    link.join("home", "12345678");
    deepEqual(Station.one.asked, ["home 12345678"]);
    Station.one.become(200);
    time.advance(10_000);
    equal(Station.one.asked.length, 2);
    let told = 0;
    link.watch(() => told++);
    platform.address = "10.0.0.4";
    Station.one.become(500);
    deepEqual([link.address, told, platform.opened], ["10.0.0.4", 1, []]);
    time.advance(3_600_000);
    equal(Station.one.asked.length, 2);
  });

  it("leaves one network for another as soon as its owner says so, and stays where he says the same", async () => {
    const { platform, link } = await radio();
    link.join("home", "12345678");
    platform.address = "10.0.0.4";
    Station.one.become(500);
    link.join("home", "12345678");
    equal(Station.one.asked.length, 1);
    link.join("attic", "");
    deepEqual(Station.one.asked.slice(1), ["disconnect", "attic open"]);
    Station.one.become(500);
    link.join("", "");
    deepEqual(Station.one.asked.slice(3), ["disconnect"]);
  });

  it("keeps the network that worked until another does", async () => {
    const { platform, time, proofs, link } = await radio({ name: "home", password: "12345678" });
    link.join("homme", "12345678");
    time.advance(59_999);
    equal(Station.one.asked.at(-1), "homme 12345678");
    time.advance(1);
    equal(Station.one.asked.at(-1), "home 12345678");
    platform.address = "10.0.0.4";
    Station.one.become(500);
    time.advance(600_000);
    deepEqual([link.address, Station.one.asked.at(-1), proofs], ["10.0.0.4", "home 12345678", []]);
    platform.address = undefined;
    Station.one.become(200);
    time.advance(60_000);
    equal(Station.one.asked.at(-1), "homme 12345678");
    platform.address = "10.0.0.5";
    Station.one.become(500);
    deepEqual(proofs, ["homme 12345678"]);
  });

  it("of a fresh board becomes an access point, is found there, and leaves it for the network that is named", async () => {
    const { platform, time, link } = await radio();
    equal(link.guestAddress, null);
    time.advance(30_000);
    deepEqual([platform.opened, link.guestAddress], [["ata-1 secret12"], "192.168.4.1"]);
    link.join("home", "");
    deepEqual(Station.one.asked, []);
    time.advance(3_000);
    deepEqual([platform.opened[1], link.guestAddress, Station.one.asked], ["closed", null, ["home open"]]);
  });

  it("rests while a cable is in, and opens no access point", async () => {
    const { platform, time, link } = await radio();
    link.join("home", "");
    link.rest(true);
    deepEqual(Station.one.asked, ["home open", "disconnect"]);
    time.advance(3_600_000);
    deepEqual([link.address, platform.opened, Station.one.asked.length], [null, [], 2]);
    link.rest(false);
    time.advance(10_000);
    equal(Station.one.asked.at(-1), "home open");
  });
});

describe("the local name", () => {
  async function claimed() {
    const log: string[] = [];
    type Claim = { host: string; onReady(): void; onError(): void };
    const claims: Claim[] = [];
    const read: number[] = [];
    class UDP {
      readonly options: { onReadable(this: unknown, count: number): void };
      constructor(options: UDP["options"]) {
        this.options = options;
      }
    }
    class DNSSD {
      readonly udp: UDP;
      constructor({ socket }: { socket: { io: new (options: object) => UDP } }) {
        this.udp = new socket.io({
          onReadable(count: number) {
            read.push(count);
            if (read.length === 2) throw new Error("bad name");
          },
        });
        received = (count) => this.udp.options.onReadable.call(this.udp, count);
      }
      claim = (claim: Claim) => claims.push(claim);
      advertise = (service: object) => log.push(JSON.stringify(service));
      close = () => log.push("closed");
    }
    let received = (_count: number) => {};
    const { LocalName: Name } = await loadWith<{ LocalName: typeof LocalName }>("hal/esp32/names.ts", {
      "embedded:io/socket/udp": { default: UDP },
      "embedded:network/dnssd": { default: DNSSD },
    });
    const name = new Name("ata", "Board", 80);
    return { log, claims, read, name, received: (count: number) => received(count) };
  }

  it("is another where one has it, and is that of the page as well", async () => {
    const { log, claims } = await claimed();
    claims[0].onError();
    claims[1].onReady();
    deepEqual(
      [claims.map(({ host }) => host), log],
      [["ata", "ata-2"], ['{"serviceType":"_http._tcp","name":"Board ata-2","host":"ata-2","port":80}']],
    );
  });

  it("outlives what is no DNS", async () => {
    const { received, read } = await claimed();
    received(3);
    deepEqual(read, [1, 1, 1]);
  });
});

describe("the page's server", () => {
  it("outlives what the server below stumbles over, and lets the connection go", async () => {
    type Options = { onReadable(count: number): void; onError(): void };
    class TCP {
      static readonly made: TCP[] = [];
      readonly words: readonly unknown[];
      constructor(...words: unknown[]) {
        this.words = words;
        TCP.made.push(this);
      }
      get options() {
        return this.words[0] as Options;
      }
    }
    class Listener {
      static one: Listener;
      readonly target = {};
      constructor() {
        Listener.one = this;
      }
      read(): TCP | undefined {
        return undefined;
      }
    }
    const errors: string[] = [];
    class HTTPServer {
      port = 80;
      constructor({ io }: { io: new () => Listener }) {
        new io();
      }
    }
    const native = () =>
      function (this: unknown, tcp: unknown) {
        return tcp;
      };
    Object.assign(globalThis, { native });
    const { openHttp } = await loadWith<{ openHttp(options: object): { port: number } }>("hal/esp32/http.ts", {
      "embedded:io/socket/listener": { default: Listener },
      "embedded:io/socket/tcp": { default: TCP },
      "embedded:network/http/server": { default: HTTPServer },
      timer: { default: {} },
    });
    equal(openHttp({ port: 80 }).port, 80);
    const from = Listener.one.read() as TCP;
    deepEqual(from.words, []);
    const Door = from.constructor as new (options: object) => TCP;
    const door = new Door({
      from,
      onReadable: () => {
        throw new TypeError("cannot read property format of undefined");
      },
      onError: () => errors.push("over"),
    });
    door.options.onReadable.call(door, 1);
    deepEqual(errors, ["over"]);
    door.options.onError.call(door);
    equal(errors.length, 2);
  });
});

describe("a listener", () => {
  it("does not mind who has gone before he was looked at", async () => {
    const gone = { remoteAddress: "10.0.0.9", remotePort: 1, isGone: true };
    const here = { remoteAddress: "10.0.0.8", remotePort: 2 };
    const waiting = [gone, here];
    class Listener {
      static one: Listener;
      port = 5060;
      readonly options: { onReadable(this: Listener, count: number): void };
      constructor(options: Listener["options"]) {
        this.options = options;
        Listener.one = this;
      }
      read() {
        return waiting.shift();
      }
    }
    class TCP {
      constructor({ from }: { from: { isGone?: boolean } }) {
        if (from.isGone) throw new Error("invalid from");
      }
    }
    type Listen = (options: object, time: object) => { port: number };
    const { listenTcp } = await loadWith<{ listenTcp: Listen }>("hal/esp32/tcp.ts", {
      "embedded:io/socket/listener": { default: Listener },
      "embedded:io/socket/tcp": { default: TCP },
    });
    const user = {
      port: 5060,
      came: [] as string[],
      onConnection({ address }: { address: string }) {
        this.came.push(address);
        return { onReadable() {}, onWritable() {}, onError() {} };
      },
    };
    listenTcp(user, {});
    Listener.one.options.onReadable.call(Listener.one, 2);
    deepEqual(user.came, ["10.0.0.8"]);
  });
});
