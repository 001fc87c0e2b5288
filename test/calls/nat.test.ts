/** A desk behind a NAT: PBX, STUN server and all others are outside. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { emitStunResponse, parseStun } from "../../firmware/wire/stun/stun.js";
import type { SettingValues } from "../../hal/board.js";
import type { Network, Udp } from "../../hal/network.js";
import { chanceOf } from "../../sim/chance.js";
import { Nat, type NatOptions } from "../../sim/network/nat.js";
import { nodeCrypto } from "../../sim/node/crypto.js";
import { Pbx } from "../../sim/pbx/pbx.js";
import { likeness } from "../likeness.js";
import { speech } from "../speech.js";
import { VirtualDesk } from "./desk.js";

const INSIDE = "192.168.1.2";
const OUTSIDE = "203.0.113.7";
const OTHER_OUTSIDE = "203.0.113.9";
const PBX = "10.0.0.1";
/** A STUN server has two addresses and two ports (RFC 5780). */
const STUN = ["10.0.0.3", "10.0.0.4"] as const;
const STUN_PORTS = [3478, 3479] as const;

const MAPPED: SettingValues = {
  ...{ "NAT_Mapping_Enable[1]": "Yes", "NAT_Mapping_Enable[2]": "Yes" },
  ...{ STUN_Enable: "Yes", STUN_Server: STUN[0] },
};

class Natted {
  readonly d: VirtualDesk;
  nat!: Nat;
  /** Nobody answers. */
  stunIsSilent = false;
  /** Where STUN has seen us. */
  readonly seen = new Set<string>();
  readonly #sockets: readonly (readonly Udp[])[];
  /** STUN requests, by time. */
  readonly asked: number[] = [];
  /** Sees what the NAT lets out. */
  spy: (octets: Uint8Array, time: number) => void = () => {};

  constructor(settings: SettingValues = {}, nat: Partial<NatOptions> = {}) {
    this.d = new VirtualDesk((lan, time) => {
      this.nat = new Nat({
        time,
        outside: watched(lan.host(OUTSIDE), (octets) => this.spy(octets, time.now())),
        address: INSIDE,
        ...nat,
      });
      return { network: this.nat, settings };
    });
    this.#sockets = STUN.map((address) => STUN_PORTS.map((port) => this.#listen(address, port)));
  }

  #listen(address: string, port: number): Udp {
    const { lan, time } = this.d;
    const socket = lan.host(address).openUdp({
      port,
      onReadable: () => {
        for (let packet = socket.read(); packet; packet = socket.read()) {
          const request = parseStun(packet.octets);
          if (this.stunIsSilent || request?.kind !== "request") continue;
          const mapped = { address: packet.address, port: packet.port };
          this.seen.add(`${mapped.address}:${mapped.port}`);
          this.asked.push(time.now());
          const host = address === STUN[0] ? 0 : 1;
          const door = port === STUN_PORTS[0] ? 0 : 1;
          const other = { address: STUN[1 - host], port: STUN_PORTS[1 - door] };
          const answer = emitStunResponse({ id: request.id, mapped, other });
          ok(answer);
          const from = this.#sockets[request.change?.address ? 1 - host : host][request.change?.port ? 1 - door : door];
          from.write(answer, mapped.address, mapped.port);
        }
      },
    });
    return socket;
  }

  get registered(): boolean[] {
    return this.d.desk.adapter.status().lines.map(({ registration }) => registration.state === "registered");
  }

  /** What we have sent since a moment, whose first line begins like this. */
  sent(start: string, after = 0): string[] {
    const messages = this.d.events("sip").filter(({ t, direction }) => t >= after && direction === "out");
    return messages.map(({ message }) => String(message)).filter((message) => message.startsWith(start));
  }

  /** Line 1 is connected to line 2. */
  connect(): this {
    const { d } = this;
    d.line(1).lift();
    d.wait(300).dial(1, "102").wait(1000);
    ok(d.line(2).ringing);
    d.line(2).lift();
    d.wait(1000);
    deepEqual([d.call(1), d.call(2)], ["connected", "connected"]);
    return this;
  }

  /** Half a second of speech from one line to the other, heard well. */
  hears(from: 1 | 2, to: 1 | 2): void {
    const { d } = this;
    const spoken = speech(1);
    const began = d.time.now();
    d.line(from).speak(spoken);
    d.wait(1500);
    const { correlation } = likeness(spoken, d.line(to).heard((d.time.now() - began) / 1000).samples);
    ok(correlation > 0.9, `from ${from} to ${to}: ${correlation}`);
  }
}

/** A network whose datagrams out are seen. */
function watched(network: Network, see: (octets: Uint8Array) => void): Network {
  const openUdp: Network["openUdp"] = (options) => {
    const socket = network.openUdp(options);
    return {
      port: socket.port,
      read: () => socket.read(),
      close: () => socket.close(),
      write: (octets, address, port) => {
        see(octets);
        socket.write(octets, address, port);
      },
    };
  };
  return { ...network, openUdp };
}

/** No request of STUN, which asks for something. */
const isMedia = (octets: Uint8Array) => octets.length === 0 || parseStun(octets)?.kind === "indication";

/** Where a message says sound is to be sent, and where RTCP. */
function media(message: string): { sound: string; control: number } {
  const address = /^c=IN IP4 (\S+)/m.exec(message)?.[1];
  const port = Number(/^m=audio (\d+)/m.exec(message)?.[1]);
  return { sound: `${address}:${port}`, control: Number(/^a=rtcp:(\d+)/m.exec(message)?.[1] ?? port + 1) };
}

const contactsOf = (message: string) => [...message.matchAll(/^Contact: <sip:\w+@([^>;]+)>(.*)\r$/gm)];

describe("an adapter behind a NAT that asks STUN", () => {
  it("registers from the first time on by the address it is seen at", () => {
    const t = new Natted(MAPPED);
    t.d.wait(1000);
    deepEqual(t.registered, [true, true]);
    for (const register of t.sent("REGISTER")) {
      const [[, place]] = contactsOf(register);
      ok(t.seen.has(place), place);
      match(register, /^Via: SIP\/2\.0\/UDP 192\.168\.1\.2:/m);
    }
  });

  it("says so in Via, too, where it shall", () => {
    const t = new Natted({ ...MAPPED, Substitute_VIA_Addr: "Yes" });
    t.d.wait(1000);
    deepEqual(t.registered, [true, true]);
    for (const register of t.sent("REGISTER")) match(register, /^Via: SIP\/2\.0\/UDP 203\.0\.113\.7:/m);
  });

  it("says where its ports are seen, and is heard both ways", () => {
    const t = new Natted(MAPPED);
    t.d.wait(1000);
    t.connect();
    const offer = media(t.sent("INVITE")[0]);
    const answer = media(t.sent("SIP/2.0 200")[0]);
    for (const { sound, control } of [offer, answer]) {
      ok(t.seen.has(sound), sound);
      ok(t.seen.has(`${OUTSIDE}:${control}`), String(control));
    }
    t.hears(1, 2);
    t.hears(2, 1);
    for (const { lost } of t.d.events("rtp")) equal(lost, 0);
  });

  it("names the port of RTCP where that is not the next one", () => {
    const t = new Natted({ ...MAPPED, "Line_Enable[2]": "No" });
    t.d.wait(1000);
    // whoever takes the port between the two
    const { nat } = t;
    const open = nat.openUdp.bind(nat);
    nat.openUdp = (options) => {
      const socket = open(options);
      t.d.lan.host(OUTSIDE).openUdp({ onReadable: () => {} });
      socket.write(Uint8Array.of(0), PBX, 9);
      return socket;
    };
    t.d.line(1).lift();
    t.d.wait(300).dial(1, "601").wait(1000);
    const [invite] = t.sent("INVITE");
    match(invite, /^a=rtcp:\d+\r$/m);
    const { sound, control } = media(invite);
    ok(t.seen.has(sound) && t.seen.has(`${OUTSIDE}:${control}`));
  });

  it("calls after half a second when STUN has fallen silent, by what it knows", () => {
    const t = new Natted(MAPPED);
    t.d.wait(1000);
    t.stunIsSilent = true;
    const { d } = t;
    d.line(1).lift();
    d.wait(300).dial(1, "102");
    for (let ms = 0; ms < 2000 && t.sent("INVITE").length === 0; ms += 20) d.wait(20);
    const [invite] = t.sent("INVITE");
    equal(media(invite).sound.split(":")[0], OUTSIDE);
    match(contactsOf(invite)[0][1], /^203\.0\.113\.7:/);
  });

  it("answers after half a second when STUN has fallen silent", () => {
    const t = new Natted(MAPPED);
    const { d } = t;
    d.wait(1000);
    d.line(1).lift();
    d.wait(300).dial(1, "102").wait(1000);
    ok(d.line(2).ringing);
    t.stunIsSilent = true;
    const answers = t.sent("SIP/2.0 200").length;
    d.line(2).lift();
    for (let ms = 0; ms < 500; ms += 20) d.wait(20);
    deepEqual([t.sent("SIP/2.0 200").length, d.line(2).ringing], [answers, false]);
    d.wait(500);
    deepEqual([d.call(1), d.call(2)], ["connected", "connected"]);
    match(media(t.sent("SIP/2.0 200")[answers]).sound, /^203\.0\.113\.7:/);
  });

  it("answers nobody who has given up meanwhile", () => {
    const t = new Natted(MAPPED);
    const { d } = t;
    d.wait(1000);
    d.line(1).lift();
    d.wait(300).dial(1, "102").wait(1000);
    t.stunIsSilent = true;
    d.line(1).hangUp();
    // the receiver is known to be down when a flash would be over
    d.wait(700);
    d.line(2).lift();
    d.wait(160);
    deepEqual([d.call(2), t.sent("SIP/2.0 487")], ["answering", []]);
    d.wait(3000);
    equal(t.sent("SIP/2.0 200 OK").filter((message) => /CSeq: \d+ INVITE/.test(message)).length, 0);
    equal(t.sent("SIP/2.0 487").length, 1);
    equal(d.call(1), "idle");
  });

  it("registers anew, and tells the other side, when the NAT has got another address", () => {
    const kept = { "NAT_Keep_Alive_Enable[1]": "Yes", NAT_Keep_Alive_Intvl: "5" };
    const t = new Natted({ ...MAPPED, ...kept, "Line_Enable[2]": "No" });
    const { d } = t;
    d.wait(1000);
    d.line(1).lift();
    d.wait(300).dial(1, "600").wait(10_000);
    const { length: invites } = t.sent("INVITE");
    const now = d.time.now();
    t.nat.renumber(d.lan.host(OTHER_OUTSIDE));
    d.wait(6000);
    const [ours, old] = contactsOf(t.sent("REGISTER", now)[0]);
    match(ours[1], /^203\.0\.113\.9:/);
    match(old[1] + old[2], /^203\.0\.113\.7:\d+;expires=0$/);
    equal(t.registered[0], true);
    const again = t.sent("INVITE").slice(invites);
    equal(again.length, 1);
    ok(t.seen.has(media(again[0]).sound));
    match(media(again[0]).sound, /^203\.0\.113\.9:/);
    t.hears(1, 1);
  });

  it("registers where it is when STUN is silent, after a second", () => {
    const t = new Natted(MAPPED);
    t.stunIsSilent = true;
    t.d.wait(900);
    deepEqual(t.sent("REGISTER"), []);
    t.d.wait(1100);
    deepEqual(t.registered, [true, true]);
    match(contactsOf(t.sent("REGISTER")[0])[0][1], /^192\.168\.1\.2:/);
  });
});

describe("an adapter behind a NAT without STUN", () => {
  it("says nothing of it unless it shall", () => {
    const t = new Natted({ STUN_Enable: "Yes", STUN_Server: STUN[0] });
    t.d.wait(2000);
    deepEqual(t.asked, []);
    for (const message of t.sent("REGISTER")) ok(!message.includes(`@${OUTSIDE}`));
  });

  it("learns from the server's Via where it is seen, and registers by that", () => {
    const t = new Natted({
      ...{
        "NAT_Mapping_Enable[1]": "Yes",
        Handle_VIA_received: "Yes",
        Handle_VIA_rport: "Yes",
        "Line_Enable[2]": "No",
      },
    });
    t.d.wait(1000);
    equal(t.registered[0], true);
    const last = t.sent("REGISTER").at(-1) ?? "";
    match(contactsOf(last)[0][1], /^203\.0\.113\.7:/);
    t.d.line(1).lift();
    t.d.wait(300).dial(1, "601").wait(500);
    equal(media(t.sent("INVITE")[0]).sound.split(":")[0], OUTSIDE);
  });

  it("says what its owner knows", () => {
    const t = new Natted({
      ...{ "NAT_Mapping_Enable[1]": "Yes", EXT_IP: "203.0.113.50", "EXT_SIP_Port[1]": "5080" },
      ...{
        Handle_VIA_received: "No",
        Handle_VIA_rport: "No",
        EXT_RTP_Port_Min: "20000",
        RTP_Port_Min: "16384",
        RTP_Port_Max: "16482",
        "Line_Enable[2]": "No",
      },
    });
    t.d.wait(1000);
    equal(contactsOf(t.sent("REGISTER")[0])[0][1], "203.0.113.50:5080");
    t.d.line(1).lift();
    t.d.wait(300).dial(1, "601").wait(500);
    const [address, port] = media(t.sent("INVITE")[0]).sound.split(":");
    equal(address, "203.0.113.50");
    ok(Number(port) >= 20_000 && Number(port) <= 20_098 && Number(port) % 2 === 0, port);
  });
});

describe("the kind of NAT", () => {
  const tested = { ...MAPPED, STUN_Test_Enable: "Yes" };
  const kinds: [Partial<NatOptions>, string, string][] = [
    [{ filtering: "endpoint-independent" }, "Full Cone", "Full Cone NAT Detected"],
    [{ filtering: "address-dependent" }, "Restricted Cone", "Restricted Cone NAT Detected"],
    [{ filtering: "address-and-port-dependent" }, "Port Restricted Cone", "Restricted Cone NAT Detected"],
    [{ mapping: "address-and-port-dependent" }, "Symmetric", "Symmetric NAT Detected"],
  ];

  for (const [nat, kind, warning] of kinds)
    it(`is told to its owner and to the server: ${kind}`, () => {
      const t = new Natted({ ...tested, "Register_Expires[1]": "60", "Line_Enable[2]": "No" }, nat);
      t.d.wait(30_000);
      equal(t.d.desk.adapter.status().nat?.kind, kind);
      const told = t.d.events("log").filter(({ text }) => String(text).startsWith(`NAT: ${kind}. `));
      deepEqual(
        told.map(({ line, level }) => [line, level]),
        [[null, "info"]],
      );
      t.d.wait(30_000);
      const last = t.sent("REGISTER").at(-1) ?? "";
      ok(last.includes(`\r\nWarning: 399 spa "${warning}"\r\n`), last);
    });

  it("is not found out unless it shall be", () => {
    const t = new Natted(MAPPED);
    t.d.wait(60_000);
    equal(t.d.desk.adapter.status().nat, null);
    ok(!t.sent("REGISTER").some((message) => message.includes("Warning")));
  });

  it("switches mapping off where it is of no use, but for what the owner knows", () => {
    const symmetric = { mapping: "address-and-port-dependent" } as const;
    const t = new Natted({ ...tested, "Line_Enable[2]": "No" }, symmetric);
    t.d.wait(30_000);
    match(contactsOf(t.sent("REGISTER").at(-1) ?? "")[0][1], /^192\.168\.1\.2:/);
    const known = new Natted({ ...tested, EXT_IP: "203.0.113.50", "Line_Enable[2]": "No" }, symmetric);
    known.d.wait(30_000);
    match(contactsOf(known.sent("REGISTER").at(-1) ?? "")[0][1], /^203\.0\.113\.50:/);
  });

  it("is asked for again while nobody answers", () => {
    const t = new Natted({ ...tested, "Line_Enable[2]": "No" }, { filtering: "endpoint-independent" });
    t.stunIsSilent = true;
    t.d.wait(60_000);
    equal(t.d.desk.adapter.status().nat?.kind, "UDP blocked");
    t.stunIsSilent = false;
    t.d.wait(90_000);
    equal(t.d.desk.adapter.status().nat?.kind, "Full Cone");
  });
});

describe("keep-alives", () => {
  const kept = {
    ...{ "NAT_Keep_Alive_Enable[1]": "Yes", NAT_Keep_Alive_Intvl: "15", "Line_Enable[2]": "No" },
  };

  it("keep a NAT open that forgets in half a minute, so that calls arrive", () => {
    const ringsAfter = (settings: SettingValues) => {
      const t = new Natted({ ...settings, "Register_Expires[1]": "3600" }, { lifetime: 30_000 });
      t.d.wait(300_000);
      t.d.line(2).lift();
      t.d.wait(300).dial(2, "101").wait(1000);
      return t.d.line(1).ringing;
    };
    const both = { ...kept, "Line_Enable[2]": "Yes" };
    equal(ringsAfter({ ...both, "NAT_Keep_Alive_Enable[1]": "No" }), false);
    equal(ringsAfter(both), true);
  });

  it("keep the port of a call open that is on hold, by STUN where that is asked, else by nothing at all", () => {
    for (const [settings, length] of [
      [kept, 0],
      [{ ...kept, ...MAPPED }, 28],
    ] as const) {
      const t = new Natted({ ...settings, "Line_Enable[2]": "Yes" });
      const { d } = t;
      d.wait(1000);
      t.connect();
      const beats: number[] = [];
      t.spy = (octets, time) => {
        if (octets.length === length && isMedia(octets)) beats.push(Math.round(time / 1000));
      };
      const began = Math.round(d.time.now() / 1000);
      d.line(1).flash(400, () => {});
      d.wait(50_000);
      deepEqual(
        beats.map((time) => time - began),
        [15, 30, 45],
      );
    }
  });

  it("move the line to another server when three OPTIONS are lost", () => {
    const t = new Natted({
      ...{ ...kept, "NAT_Keep_Alive_Msg[1]": "$OPTIONS" },
      ...{ "Proxy[1]": `${PBX}:5060`, "Alternate_Proxy[1]": "10.0.0.9:5060" },
    });
    const { d } = t;
    const network = d.lan.host("10.0.0.9");
    new Pbx({ network, port: 5060, time: d.time, chance: chanceOf(9, "pbx"), digest: nodeCrypto.digest });
    d.wait(20_000);
    equal(t.registered[0], true);
    const began = d.time.now();
    d.desk.pbx?.close();
    d.wait(75_000);
    const remotes = d.events("sip", 1).filter(({ t, message }) => t > began && String(message).startsWith("REGISTER"));
    ok(remotes.length > 0 && remotes.every(({ remote }) => remote === "10.0.0.9:5060"));
    equal(t.registered[0], true);
  });
});
