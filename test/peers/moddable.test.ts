/** The program in Moddable's own engine (`npm run firmware -- lin`): registers at Kamailio, and calls baresip by keys. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pause } from "./desk.js";
import { near } from "./judge.js";
import { base, needs, ports, runFolder, takesTurns } from "./lab.js";
import { Shark } from "./receivers.js";

const root = join(import.meta.dirname, "../..");
const BUILT_WITHIN = 600_000;
const ENDS_WITHIN = 30_000;
const TALK = 10;
const SIP = base + 960;

/** No package brings the SDK: without it there is nothing to test, in CI neither. */
const sdk = process.env.MODDABLE;
const isThere = sdk !== undefined && existsSync(join(sdk, "build/bin/lin/release"));
if (!isThere) console.log("      without the Moddable SDK 8.2.3 (MODDABLE) its engine is not tried");

if (isThere)
  describe("the program in Moddable's engine, at Kamailio", () => {
    takesTurns();
    let spoken = "";
    let shark: Shark;
    let program: ChildProcess;
    let dump: ChildProcess;

    before(async function () {
      needs(this, "kamailio", "baresip", "tshark");
      this.timeout(BUILT_WITHIN);
      execFileSync(process.execPath, [join(root, "boards/firmware.mjs"), "lin"], { stdio: "pipe" });
      const pcap = join(runFolder, "moddable.pcap");
      dump = spawn("dumpcap", ["-q", "-i", "lo", "-P", "-f", `udp portrange ${base}-${base + 999}`, "-w", pcap]);
      await pause(1_500);
      const settings = [
        `Web_Server_Port=${base + 950}`,
        `SIP_Port[1]=${SIP}`,
        `SIP_Port[2]=${SIP + 1}`,
        `RTP_Port_Min=${base + 970}`,
        `RTP_Port_Max=${base + 990}`,
        "Proxy[1]=lab.test",
        `Outbound_Proxy[1]=127.0.0.1:${ports.kamailio}`,
        "Use_Outbound_Proxy[1]=yes",
        "User_ID[1]=1008",
        "Password[1]=pw-1008",
        "Dial_Plan[1]=(xxxxS0)",
      ];
      program = spawn(join(root, "build/bin/lin/release/ata"), [...settings, "1:7001"], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      program.stdout?.setEncoding("utf8").on("data", (text: string) => {
        spoken += text;
      });
      for (const until = Date.now() + ENDS_WITHIN; !/heard something/.test(spoken) && Date.now() < until; )
        await pause(100);
      await pause(1_000);
      dump.kill("SIGTERM");
      await once(dump, "exit");
      shark = new Shark(readFileSync(pcap), [String(ports.kamailio), String(SIP)]);
    });

    after(() => {
      program?.kill("SIGTERM");
      if (dump?.exitCode === null) dump.kill("SIGTERM");
    });

    it("registers with a digest", async () => {
      const from = `udp.srcport == ${SIP} && sip.Method == "REGISTER"`;
      equal(await shark.frames(`${from} && sip.auth`), 1);
      equal(await shark.frames(`udp.dstport == ${SIP} && sip.CSeq.method == "REGISTER" && sip.Status-Code == 200`), 1);
    });

    it("keys 7001, is answered, and ends the call", async () => {
      const said = (what: string) => shark.frames(`udp.srcport == ${SIP} && ${what}`);
      const answered = (method: string) =>
        shark.frames(`udp.dstport == ${SIP} && sip.Status-Code == 200 && sip.CSeq.method == "${method}"`);
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

    it("sends and receives sound every 20 ms, none lost, and the tone comes back from baresip", async () => {
      const streams = await shark.streams();
      equal(streams.length, 2);
      for (const { from, packets, lost, meanDelta } of streams) {
        ok(packets > TALK * 50, `${packets} packets from ${from}`);
        equal(lost, 0);
        near(meanDelta, 20, 0.5, "the mean distance of packets");
      }
      match(spoken, /line 1 heard something in \d+ frames/);
      const frames = Number(/heard something in (\d+) frames/.exec(spoken)?.[1]);
      ok(frames > TALK * 45, `${frames} frames`);
    });
  });
