import { deepEqual, equal, ok } from "node:assert/strict";
import { SimulatedFlash } from "../../hal/simulated/flash.js";
import { Desk, type DeskOptions } from "../../sim/desk.js";
import { Lan } from "../../sim/network/lan.js";
import { nodeCrypto } from "../../sim/node/crypto.js";
import { VirtualTime } from "../../sim/time.js";
import { BOARD } from "../calls/desk.js";

const HOST = "127.0.0.1";

function stage(options: Partial<DeskOptions> = {}) {
  const time = new VirtualTime();
  const lan = new Lan({ time, delay: 1 });
  const desk = new Desk({
    time,
    seed: 7,
    network: lan.host(HOST),
    pbx: { network: lan.host(HOST), port: 0 },
    crypto: nodeCrypto,
    board: BOARD,
    ...options,
  });
  const events = (type: string) => {
    const found: { readonly [field: string]: unknown }[] = [];
    for (let next = desk.events.after(0); next; next = desk.events.after(next.id)) {
      const event = JSON.parse(next.json);
      if (event.type === type) found.push(event);
    }
    return found;
  };
  const names = () =>
    new Set(desk.messages({}).map(({ message }) => /^From: ("[^"]*" )?<sip:(\w+)@/m.exec(message)?.[0]));
  return { time, lan, desk, events, names };
}

describe("the desk", () => {
  it("has both lines at the PBX, and says so in its state, its events and its trace", () => {
    const { time, desk, events } = stage();
    time.advance(500);
    const state = desk.state() as { t: number; power: boolean; lines: { registered: boolean }[]; network: object };
    deepEqual([state.t, state.power, state.lines.map(({ registered }) => registered)], [500, true, [true, true]]);
    deepEqual(state.network, { loss: 0, duplicate: 0, reorder: 0, delay: 0, jitter: 0, down: false });
    const registered = events("registration").filter(({ state }) => state === "registered");
    deepEqual(
      registered.map(({ line, code }) => [line, code]),
      [
        [1, 200],
        [2, 200],
      ],
    );
    const rows = desk.messages({ line: 2 });
    equal(rows.length, 4);
    deepEqual(Object.keys(rows[0]).sort(), ["direction", "line", "local", "message", "remote", "t", "transport"]);
    deepEqual(
      events("sip").map(({ type, ...row }) => row),
      desk.messages({}),
    );
    ok(rows[0].local.startsWith(`${HOST}:`));
    equal(rows[0].remote, `${desk.pbx?.address}:${desk.pbx?.port}`);
  });

  it("records every packet of the adapter's sockets", () => {
    const { time, desk } = stage();
    time.advance(500);
    const file = Buffer.concat(desk.capture());
    equal(file.toString("latin1").split("REGISTER sip:").length - 1, 4);
    equal(file.toString("latin1").split("SIP/2.0 200 ").length - 1, 2);
  });

  it("tells of the telephones by line", () => {
    const { time, desk, events } = stage();
    time.advance(100);
    desk.handset(2)?.lift();
    time.advance(500);
    desk.handset(2)?.hangUp();
    deepEqual(events("hook"), [
      { t: 100, line: 2, type: "hook", state: "off" },
      { t: 600, line: 2, type: "hook", state: "on" },
    ]);
    equal(desk.handset(0), undefined);
    equal(desk.handset(3), undefined);
    equal(desk.pair(1, 0.5).samples.length, 4000);
  });

  it("does the same again with the same seed, and something else with another", () => {
    const run = (seed: number) => {
      const { time, desk } = stage({ seed });
      time.advance(500);
      return desk.messages({});
    };
    deepEqual(run(7), run(7));
    ok(JSON.stringify(run(8)) !== JSON.stringify(run(7)));
  });

  it("gives the lines ports in a row", () => {
    const { desk } = stage({ sipPort: 6000 });
    deepEqual(
      desk.adapter.status().lines.map(({ sipPort }) => sipPort),
      [6000, 6001],
    );
    const other = stage({ sipPort: 6000, settings: { "SIP_Port[1]": "7000" } }).desk;
    deepEqual(
      other.adapter.status().lines.map(({ sipPort }) => sipPort),
      [7000, 6001],
    );
  });

  it("lets a setting move one line away and leaves the other", () => {
    const { time, desk } = stage({ settings: { "Proxy[1]": `${HOST}:15060` } });
    time.advance(500);
    const { lines } = desk.state() as { lines: { registered: boolean }[] };
    deepEqual(
      lines.map(({ registered }) => registered),
      [false, true],
    );
    equal(desk.messages({ line: 1 })[0].remote, `${HOST}:15060`);
  });

  it("rests without a proxy", () => {
    const { time, desk, events } = stage({ pbx: null });
    time.advance(60_000);
    equal(desk.pbx, null);
    deepEqual(desk.messages({}), []);
    ok(events("registration").every(({ state }) => state === "unregistered"));
  });

  it("keeps a profile in a new flash, and its own defaults out of it", () => {
    const flash = new SimulatedFlash();
    const first = stage({ flash, profile: { "Display_Name[1]": "Kitchen" }, settings: { "Display_Name[2]": "Hall" } });
    first.time.advance(100);
    deepEqual(first.names(), new Set(['From: "Kitchen" <sip:101@', 'From: "Hall" <sip:102@']));
    const second = stage({ flash, profile: { "Display_Name[1]": "not again" } });
    second.time.advance(100);
    deepEqual(second.names(), new Set(['From: "Kitchen" <sip:101@', 'From: "Line 2" <sip:102@']));
  });

  it("hears nothing while the cable is down, and calls again when it is up", () => {
    const { time, desk, events } = stage();
    time.advance(500);
    const call = () => {
      desk.handset(1)?.lift();
      time.advance(500);
      desk.handset(1)?.dial("102", { method: "dtmf", on: 80, off: 80 }, () => {});
      time.advance(3000);
      desk.handset(1)?.hangUp();
      time.advance(2000);
    };
    desk.changeFaults({ down: true });
    call();
    deepEqual(
      desk.messages({ since: 501 }).filter(({ direction }) => direction === "in"),
      [],
    );
    equal(events("ring-start").length, 0);
    desk.changeFaults({ down: false });
    time.advance(60_000);
    call();
    equal(events("ring-start")[0].line, 2);
  });

  it("takes its lines off the network at the end, also when nobody answers", () => {
    const { time, desk, events } = stage();
    time.advance(500);
    let done = 0;
    desk.close(() => done++);
    time.advance(100);
    equal(done, 1);
    deepEqual(
      events("registration")
        .slice(-2)
        .map(({ state }) => state),
      ["unregistered", "unregistered"],
    );

    const alone = stage();
    alone.time.advance(500);
    alone.desk.changeFaults({ loss: 1 });
    alone.desk.close(() => done++);
    alone.time.advance(1600);
    equal(done, 2);
  });

  it("leaves nothing open when a port is taken", () => {
    const time = new VirtualTime();
    const lan = new Lan({ time });
    const host = lan.host(HOST);
    host.openUdp({ port: 6001, onReadable: () => {} });
    const options = { time, seed: 1, network: host, pbx: { network: host, port: 5060 }, crypto: nodeCrypto };
    let message = "";
    try {
      new Desk({ ...options, sipPort: 6000 });
    } catch (error) {
      message = (error as Error).message;
    }
    equal(message, "port 6001 of 127.0.0.1 is taken");
    for (const port of [5060, 6000]) host.openUdp({ port, onReadable: () => {} }).close();
  });
});
