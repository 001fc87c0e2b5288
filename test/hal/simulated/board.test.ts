import { equal, throws } from "node:assert/strict";
import { SimulatedBoard, type SimulatedBoardOptions } from "../../../hal/simulated/board.js";
import { SimulatedClock } from "../../../hal/simulated/clock.js";
import { SimulatedFlash } from "../../../hal/simulated/flash.js";
import type { Slic } from "../../../hal/slic.js";
import { Lan } from "../../../sim/network/lan.js";
import { nodeVault } from "../../../sim/node/vault.js";
import { VirtualTime } from "../../../sim/time.js";

const slic = {} as Slic;
const drive = { ringHertz: 20, ringVolts: 85, ringWaveform: "trapezoid", impedance: "600" } as const;
const heard = { drive, onHook: () => {}, onReadable: () => {}, onError: () => {}, onState: () => {} };

describe("the simulated board", () => {
  const time = new VirtualTime();
  const told: string[] = [];
  const options: SimulatedBoardOptions = {
    lines: 2,
    echoDelay: 0,
    openLine: (line) => {
      told.push(`line ${line}`);
      return slic;
    },
    clock: new SimulatedClock(time),
    chance: () => 4,
    crypto: { digest: (_algorithm, octets) => octets },
    flash: new SimulatedFlash(),
    network: new Lan({ time }).host("192.0.2.1"),
    vault: nodeVault,
    client: { ask: () => () => {} },
    mqtt: null,
    assets: {},
    update: null,
    restart: (reason) => told.push(`restart: ${reason}`),
    openHttp: ({ port }) => ({ port, close: () => {} }),
    hosts: ["127.0.0.1:8081"],
    factory: { "Proxy[1]": "a" },
    profile: null,
    overrides: {},
    journal: ({ type }) => told.push(type),
  };

  it("hands on what it was given", () => {
    const board = new SimulatedBoard(options);
    equal(board.openLine(2, heard), slic);
    board.journal({ type: "log", line: null, level: "info", text: "hello" });
    board.restart("because");
    equal(told.join(), "line 2,log,restart: because");
    equal(board.openHttp({ port: 80, maxBody: 0, respond: () => ({ status: 200, headers: {}, body: "" }) }).port, 80);
    for (const part of [
      "clock",
      "chance",
      "crypto",
      "vault",
      "client",
      "assets",
      "update",
      "flash",
      "network",
      "hosts",
      "factory",
      "profile",
      "overrides",
    ] as const)
      equal(board[part], options[part], part);
  });

  it("has the lines it has, and a MAC address that no real board has", () => {
    const board = new SimulatedBoard(options);
    for (const line of [0, 3, 1.5, Number.NaN]) throws(() => board.openLine(line, heard), RangeError);
    equal(/^[0-9a-f]{12}$/.test(board.mac), true);
    equal(Number.parseInt(board.mac.slice(0, 2), 16) & 3, 2);
  });
});
