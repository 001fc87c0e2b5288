/**
 * The program in Moddable's own engine registers at Kamailio, and calls baresip by keys: without a window, its sound kernels in
 * TypeScript (`npm run firmware -- lin`), and in the SDK's simulator, its kernels in C (`npm run firmware -- simulator`).
 */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startBroker, Watcher } from "./broker.js";
import { pause } from "./desk.js";
import { near } from "./judge.js";
import { base, needs, ports, runFolder, takesTurns } from "./lab.js";
import { Shark } from "./receivers.js";
import { needsScreen, Simulator, sdkWithSimulator } from "./simulator.js";

const root = join(import.meta.dirname, "../..");
const BUILT_WITHIN = 600_000;
const ENDS_WITHIN = 30_000;
/** Within which a receiver that was put down is no hook flash any more, and the call is ended. */
const AFTERWARDS = 2_500;
const TALK = 10;
/** Where the simulator is heard. */
const CONSOLE = base + 940;
const DONE = /heard something in (\d+) frames/;

/** No package brings the SDK: without it there is nothing to test, in CI neither. */
const sdk = process.env.MODDABLE;
const isThere = sdk !== undefined && existsSync(join(sdk, "build/bin/lin/release"));
if (!isThere) console.log("      without the Moddable SDK 8.2.3 (MODDABLE) its engine is not tried");
else if (!sdkWithSimulator()) console.log("      without the SDK's mcsim nothing is tried in its simulator");

/** A program that was told words, as far as this file looks at it. */
type Program = { until(line: RegExp, within: number): Promise<boolean>; readonly said: readonly string[]; end(): void };

/** Without a window. */
function lin(words: readonly string[]): Program {
  const said: string[] = [];
  const program: ChildProcess = spawn(join(root, "build/bin/lin/release/ata"), words, {
    stdio: ["ignore", "pipe", "inherit"],
  });
  program.stdout?.setEncoding("utf8").on("data", (text: string) => said.push(text));
  return {
    said,
    async until(line, within) {
      for (const end = Date.now() + within; Date.now() < end; await pause(100))
        if (line.test(said.join(""))) return true;
      return false;
    },
    end: () => program.kill("SIGTERM"),
  };
}

function simulator(): Promise<Program> {
  return Simulator.start(sdk as string, join(root, "build/bin/lin/mc/release/ata/mc.so"), runFolder, CONSOLE);
}

const programs = [
  {
    where: "without a window",
    start: lin,
    sip: base + 960,
    rtp: base + 970,
    page: base + 950,
    mqtt: base + 783,
    window: false,
  },
  {
    where: "in its simulator",
    start: simulator,
    sip: base + 964,
    rtp: base + 980,
    page: base + 951,
    mqtt: base + 784,
    window: true,
  },
];

for (const { where, start, sip, rtp, page, mqtt, window } of programs.filter(
  ({ window }) => isThere && (!window || sdkWithSimulator()),
))
  describe(`the program in Moddable's engine, ${where}, at Kamailio`, () => {
    takesTurns();
    let shark: Shark;
    let program: Program;
    let dump: ChildProcess;
    let broker: ChildProcess;
    let watcher: Watcher;

    before(async function () {
      needs(this, "kamailio", "baresip", "tshark", "mosquitto", "mosquitto_sub");
      if (window) needsScreen(this);
      this.timeout(BUILT_WITHIN);
      const settings = [
        `Web_Server_Port=${page}`,
        `SIP_Port[1]=${sip}`,
        `SIP_Port[2]=${sip + 1}`,
        `RTP_Port_Min=${rtp}`,
        `RTP_Port_Max=${rtp + 9}`,
        "Proxy[1]=lab.test",
        `Outbound_Proxy[1]=127.0.0.1:${ports.kamailio}`,
        "Use_Outbound_Proxy[1]=yes",
        "User_ID[1]=1008",
        "Password[1]=pw-1008",
        "Dial_Plan[1]=(xxxxS0)",
        ...[`MQTT_Server=127.0.0.1:${mqtt}`, "MQTT_User=ata", "MQTT_Password=geheim", "MQTT_Topic_Prefix=engine"],
      ];
      const words = [...settings, "1:7001"];
      const configuration = window ? ["simulator", `console=${CONSOLE}`, `words=${words.join(" ")}`] : ["lin"];
      execFileSync(process.execPath, [join(root, "boards/firmware.mjs"), ...configuration], { stdio: "pipe" });
      broker = await startBroker(join(runFolder, "moddable"), mqtt, { ata: "geheim" });
      watcher = new Watcher(mqtt);
      const pcap = join(runFolder, `moddable-${sip}.pcap`);
      dump = spawn("dumpcap", ["-q", "-i", "lo", "-P", "-f", `udp portrange ${base}-${base + 999}`, "-w", pcap]);
      await pause(1_500);
      program = await start(words);
      await program.until(DONE, ENDS_WITHIN);
      await pause(AFTERWARDS);
      dump.kill("SIGTERM");
      await once(dump, "exit");
      shark = new Shark(readFileSync(pcap), [String(ports.kamailio), String(sip)]);
    });

    after(() => {
      program?.end();
      watcher?.stop();
      broker?.kill("SIGTERM");
      if (dump?.exitCode === null) dump.kill("SIGTERM");
    });

    it("registers with a digest", async () => {
      const from = `udp.srcport == ${sip} && sip.Method == "REGISTER"`;
      equal(await shark.frames(`${from} && sip.auth`), 1);
      equal(await shark.frames(`udp.dstport == ${sip} && sip.CSeq.method == "REGISTER" && sip.Status-Code == 200`), 1);
    });

    it("keys 7001, is answered, and ends the call", async () => {
      const said = (what: string) => shark.frames(`udp.srcport == ${sip} && ${what}`);
      const answered = (method: string) =>
        shark.frames(`udp.dstport == ${sip} && sip.Status-Code == 200 && sip.CSeq.method == "${method}"`);
      deepEqual(
        [
          await said('sip.Method == "INVITE" && sip.r-uri.user == "7001" && sip.auth'),
          await answered("INVITE"),
          await said('sip.Method == "BYE"'),
          await answered("BYE"),
        ],
        [1, 1, 1, 1],
      );
      ok((await said('sip.Method == "ACK"')) >= 2, "an ACK for the challenge, and one for the answer");
      equal(await shark.frames("_ws.malformed"), 0);
    });

    it("tells mosquitto what happens, by the SDK's own client", () => {
      const told = watcher.in("engine/event").map((text) => JSON.parse(text) as { event: string; line?: number });
      const events = told.filter(({ line = 1 }) => line === 1).map(({ event }) => event);
      deepEqual(events, ["start", "registration", "hook", "dial", "answer", "end", "hook"]);
      deepEqual(watcher.in("engine/line/1/state").slice(-4), ["online", "offhook", "talking", "online"]);
      equal(watcher.in("engine/status").at(-1), "online");
    });

    it("sends and receives sound every 20 ms, none lost, and the tone comes back from baresip", async () => {
      const streams = await shark.streams();
      equal(streams.length, 2);
      for (const { from, packets, lost, meanDelta } of streams) {
        ok(packets > TALK * 50, `${packets} packets from ${from}`);
        equal(lost, 0);
        near(meanDelta, 20, 0.5, "the mean distance of packets");
      }
      const spoken = program.said.join("\n");
      match(spoken, DONE);
      const frames = Number(DONE.exec(spoken)?.[1]);
      ok(frames > TALK * 45, `${frames} frames`);
    });
  });
