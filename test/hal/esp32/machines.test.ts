/** The board's own small machines: uptime, clock, lamp, button, setup point. */
import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { Button } from "../../../hal/esp32/button.js";
import type { BoardClock } from "../../../hal/esp32/clock.js";
import { LAMP, Lamp, type LampState } from "../../../hal/esp32/lamp.js";
import { Links } from "../../../hal/esp32/link.js";
import { Presence } from "../../../hal/esp32/presence.js";
import { Signs } from "../../../hal/esp32/signs.js";
import { Uptime } from "../../../hal/esp32/uptime.js";
import { SetupPoint } from "../../../hal/esp32/wifi/setup-point.js";
import { VirtualTime } from "../../../sim/time.js";
import { loadWith } from "./stand-in.js";

describe("uptime", () => {
  it("goes on where the counter begins again, and never back", () => {
    const uptime = new Uptime(0xffff_fff0);
    equal(uptime.at(0xffff_fff0), 0);
    equal(uptime.at(0x10), 0x20);
    // as a signed counter has it
    equal(uptime.at(-1), 0x20 + 0xffff_ffef);
  });
});

describe("the clock of the board", () => {
  async function clock() {
    const time = new VirtualTime();
    const told: number[] = [];
    const { BoardClock: Clock } = await loadWith<{ BoardClock: new () => BoardClock }>("hal/esp32/clock.ts", {
      time: {
        default: {
          get ticks() {
            return time.now() | 0;
          },
          set: (seconds: number) => told.push(seconds),
        },
      },
      timer: {
        default: {
          set: (call: () => void, ms: number) => time.after(ms, call),
          clear: (cancel: () => void) => cancel(),
        },
      },
    });
    return { clock: new Clock(), time, told };
  }

  it("knows no time of day before somebody has told it, and then that of Greenwich", async () => {
    const { clock: board, time, told } = await clock();
    deepEqual([board.today(), board.utc()], [null, null]);
    board.suggest(951_782_399.5);
    time.advance(1_500);
    deepEqual(board.today(), { year: 2000, month: 2, day: 29, hour: 0, minute: 0, second: 1 });
    deepEqual(told, [951_782_399]);
  });

  it("believes a time server, and from then on nobody else", async () => {
    const { clock: board } = await clock();
    board.suggest(1_000_000_000);
    board.set(1_100_000_000);
    board.suggest(1_200_000_000);
    equal(board.utc(), 1_100_000_000);
  });

  it("rings once, far away too, and not when it is silenced", async () => {
    const { clock: board, time } = await clock();
    const rung: number[] = [];
    board.alarm(3 * 3_600_000, { ring: () => rung.push(time.now()) });
    time.advance(24 * 3_600_000);
    deepEqual(rung, [3 * 3_600_000]);
    board.alarm(time.now() + 10, { ring: () => rung.push(0) });
    board.alarm(Number.POSITIVE_INFINITY, { ring: () => {} });
    time.advance(1_000);
    equal(rung.length, 1);
  });
});

describe("the lamp", () => {
  /** Changes in the first `ms`, as they come. */
  function watch(lamp: Lamp, ms: number): number[] {
    const changes: number[] = [];
    let lit = lamp.lit;
    for (let now = 0; now <= ms; now++) {
      lamp.poll(now);
      if (lamp.lit !== lit) changes.push(now);
      lit = lamp.lit;
    }
    return changes;
  }

  it("blinks each state as its row says", () => {
    for (const [state, { rhythm }] of Object.entries(LAMP)) {
      const lamp = new Lamp();
      lamp.set(state as LampState, true, 0);
      const changes: number[] = [];
      for (let at = 0, i = 0; at + rhythm[i] <= 4000; i = (i + 1) % rhythm.length) {
        at += rhythm[i];
        changes.push(at);
      }
      deepEqual(watch(lamp, 4000), changes, state);
    }
  });

  it("shows the most urgent, and the next one when that is over", () => {
    const lamp = new Lamp();
    lamp.set("noLink", true, 0);
    lamp.set("ringing", true, 10);
    equal(lamp.shown, "ringing");
    lamp.set("noRegistration", true, 20);
    equal(lamp.shown, "ringing");
    lamp.set("ringing", false, 30);
    equal(lamp.shown, "noLink");
    lamp.set("noLink", false, 40);
    lamp.set("noRegistration", false, 50);
    equal(lamp.shown, "ready");
    deepEqual([lamp.lit, lamp.deadline], [true, Number.POSITIVE_INFINITY]);
  });

  it("has rhythms that can be told apart, within its table", () => {
    const rows = Object.values(LAMP).map(({ rhythm }) => rhythm.join());
    equal(new Set(rows).size, rows.length);
    ok(Object.isFrozen(LAMP));
  });
});

describe("the button", () => {
  function play(edges: readonly [at: number, pressed: boolean][], until = 20_000): string[] {
    const button = new Button();
    const told: string[] = [];
    let next = 0;
    for (let now = 0; now <= until; now++) {
      if (edges[next]?.[0] === now) button.edge(edges[next++][1], now);
      if (button.deadline <= now) {
        const event = button.poll(now);
        if (event) told.push(`${event} ${now}`);
      }
    }
    return told;
  }

  it("held for ten seconds erases, once, after a warning", () => {
    deepEqual(play([[100, true]]), ["warn 3130", "erase 10130"]);
  });

  it("let go before is nothing, and takes the warning back", () => {
    deepEqual(
      play([
        [100, true],
        [2000, false],
      ]),
      [],
    );
    deepEqual(
      play([
        [100, true],
        [9000, false],
      ]),
      ["warn 3130", "spare 9030"],
    );
  });

  it("does not mind bounces", () => {
    deepEqual(
      play([
        [100, true],
        [105, false],
        [111, true],
        [4000, false],
        [4010, true],
        [4022, false],
      ]),
      ["warn 3141", "spare 4052"],
    );
    deepEqual(
      play([
        [100, true],
        [110, false],
      ]),
      [],
    );
  });

  it("never erases what was not held for ten seconds", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 40, max: 9900 }), { maxLength: 12 }), (gaps) => {
        let at = 0;
        const edges = gaps.map((gap, i): [number, boolean] => {
          at += gap;
          return [at, i % 2 === 0];
        });
        if (edges.length % 2 === 1) edges.push([at + 9900, false]);
        equal(
          play(edges, at + 25_000).some((event) => event.startsWith("erase")),
          false,
        );
      }),
      { numRuns: 20 },
    );
  });
});

describe("the setup point", () => {
  function at(point: SetupPoint, now: number): boolean {
    if (point.deadline <= now) point.poll(now);
    return point.open;
  }

  it("of a board that knows no network opens, and closes itself for good", () => {
    const point = new SetupPoint(0);
    deepEqual(
      [at(point, 29_999), at(point, 30_000), at(point, 629_999), at(point, 630_000)],
      [false, true, true, false],
    );
    equal(point.deadline, Number.POSITIVE_INFINITY);
  });

  it("closes as soon as there is an address, and waits when it is lost", () => {
    const point = new SetupPoint(0);
    point.known(true, 0);
    point.connected(true, 5000);
    equal(point.deadline, Number.POSITIVE_INFINITY);
    point.connected(false, 10_000);
    equal(at(point, 189_999), false);
    equal(at(point, 190_000), true);
    point.connected(true, 200_000);
    equal(point.open, false);
  });

  it("closes when a network has been named at it, and opens once more where that is the wrong one", () => {
    const point = new SetupPoint(0);
    equal(at(point, 30_000), true);
    point.known(true, 60_000);
    deepEqual([at(point, 62_999), at(point, 63_000), at(point, 242_999)], [true, false, false]);
    equal(at(point, 243_000), true);
    deepEqual([at(point, 843_000), point.deadline], [false, Number.POSITIVE_INFINITY]);
  });

  it("is never open while there is an address, nor for more than ten minutes, whatever happens", () => {
    const events = fc.array(fc.tuple(fc.constantFrom("known", "unknown", "up", "down", "wait"), fc.nat(400_000)));
    fc.assert(
      fc.property(events, (all) => {
        const point = new SetupPoint(0);
        let now = 0;
        let connected = false;
        let opened = 0;
        for (const [event, ms] of all) {
          for (const until = now + ms; now < until; ) {
            now = Math.min(until, point.deadline);
            const was = point.open;
            point.poll(now);
            if (point.open && !was) opened = now;
            equal(point.open && connected, false);
            equal(point.open && now - opened > 600_000, false);
          }
          if (event === "known" || event === "unknown") {
            point.known(event === "known", now);
            opened = now;
          } else if (event !== "wait") {
            connected = event === "up";
            point.connected(connected, now);
          }
        }
      }),
    );
  });
});

describe("links", () => {
  it("give the first address there is, and tell of a change only", () => {
    const link = () => {
      let tell = () => {};
      return {
        address: null as string | null,
        lease: null,
        fileServer: null,
        timeServers: [],
        configured: "",
        configure(hostname: string) {
          this.configured = hostname;
        },
        askNames() {},
        refresh() {},
        watch(call: () => void) {
          tell = call;
        },
        set(address: string | null) {
          this.address = address;
          tell();
        },
      };
    };
    const joined: string[] = [];
    const [cable, radio] = [link(), { ...link(), join: (name: string) => void joined.push(name) }];
    const links = new Links([cable, radio]);
    const told: (string | null)[] = [];
    links.watch(() => told.push(links.address));
    radio.set("10.0.0.2");
    cable.set("10.0.0.1");
    radio.set(null);
    cable.set(null);
    deepEqual(told, ["10.0.0.2", "10.0.0.1", null]);
    links.configure("ata", null);
    links.join?.("home", "");
    deepEqual([cable.configured, radio.configured, joined], ["ata", "ata", ["home"]]);
    equal(new Links([cable]).join, undefined);
  });
});

describe("presence", () => {
  it("is there while there is an address, says its new one, and asks whom it should ask now", () => {
    const log: string[] = [];
    let address: string | null = null;
    let servers = ["pool"];
    const errand = (name: string) => {
      log.push(name);
      return { close: () => log.push(`no ${name}`) };
    };
    const presence = new Presence({
      address: () => address,
      timeServers: () => servers,
      announce: () => errand(`at ${address}`),
      askTime: (asked) => errand(`ask ${asked.join()}`),
    });
    const look = () => {
      presence.look();
      return log.splice(0);
    };
    deepEqual(look(), []);
    address = "10.0.0.1";
    deepEqual(look(), ["at 10.0.0.1", "ask pool"]);
    deepEqual(look(), []);
    servers = ["10.0.0.9", "pool"];
    deepEqual(look(), ["no ask pool", "ask 10.0.0.9,pool"]);
    address = "10.0.0.2";
    deepEqual(look(), ["no at 10.0.0.1", "at 10.0.0.2", "no ask 10.0.0.9,pool", "ask 10.0.0.9,pool"]);
    servers = [];
    deepEqual(look(), ["no ask 10.0.0.9,pool"]);
    address = null;
    deepEqual(look(), ["no at 10.0.0.2"]);
  });
});

describe("signs", () => {
  it("of a day: started, linked, registered, rung, in use, a chip out and back", () => {
    const holds = new Set<string>();
    const signs = new Signs((state, on) => (on ? holds.add(state) : holds.delete(state)));
    const now = () => [...holds].sort().join();
    const call = (line: number, state: "ringing" | "connected" | "idle") =>
      signs.hear({ type: "call", line, state, peer: null, code: null, reason: null });
    equal(now(), "noLink,noRegistration,starting");
    signs.chip(1, "starting");
    equal(signs.proven, false);
    signs.chip(1, "up");
    signs.chip(2, "up");
    equal(signs.proven, true);
    signs.link("10.0.0.1", false);
    signs.hear({ type: "registration", line: 2, state: "registered", code: 200 });
    equal(now(), "");
    call(1, "ringing");
    call(2, "connected");
    equal(now(), "inUse,ringing");
    call(1, "idle");
    call(2, "idle");
    signs.chip(2, "down");
    signs.hear({ type: "registration", line: 2, state: "failed", code: 403 });
    equal(now(), "fault,noRegistration");
    signs.chip(2, "up");
    equal(now(), "noRegistration");
  });
});
