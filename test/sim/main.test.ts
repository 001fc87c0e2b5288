import { deepEqual, equal, match, ok } from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runOnce, Simulator } from "./simulator.js";

const ANYWHERE = ["--desk", "127.0.0.1:0", "--web", "127.0.0.1:0"];
const { version } = JSON.parse(readFileSync("package.json", "utf8"));

describe("the simulator as a program", function () {
  this.timeout(20_000);
  let folder: string;
  const running: Simulator[] = [];
  const start = async (...args: string[]) => {
    const simulator = await Simulator.start(...args);
    running.push(simulator);
    return simulator;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "main-"));
  });
  afterEach(async () => {
    for (const simulator of running.splice(0)) await simulator.stop("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  /** One line on standard error, and the exit code. */
  const refusals = (cases: [args: string[], code: number, err: RegExp, input?: string][]) =>
    Promise.all(
      cases.map(async ([args, code, err, input]) => {
        const ended = await runOnce([...ANYWHERE, ...args], input);
        deepEqual([ended.code, ended.out], [code, ""], args.join(" "));
        match(ended.err, err);
        match(ended.err, /^[^\n]+\n$/);
      }),
    );

  it("prints help and version, and says what is wrong with its command line", async () => {
    const help = await runOnce(["--help"]);
    deepEqual([help.code, help.err], [0, ""]);
    match(help.out, /--pbx-port PORT/);
    const shown = await runOnce(["--version"]);
    deepEqual([shown.code, shown.out], [0, `${version}\n`]);
    const wrong = await runOnce(["--fast"]);
    deepEqual([wrong.code, wrong.out], [2, ""]);
    match(wrong.err, /^[^\n]*unknown option: --fast[^\n]*\n$/);
  });

  it("checks settings before it starts", async () => {
    const profile = join(folder, "profile.json");
    writeFileSync(profile, '{"settings":{"Proxy[1]":"127.0.0.1","No_Such_Thing":"1"}}');
    await refusals([
      [["--set", "Nonsense[1]=1"], 2, /Nonsense\[1\]/],
      [["--set", "SIP_Port[1]=x"], 2, /SIP_Port\[1\]/],
      [["--config", profile], 2, /No_Such_Thing/],
      [["--config", "-"], 2, /SIP_Port\[2\]/, '{"settings":{"SIP_Port_2_":"70000"}}'],
      [["--config", "-"], 1, /is not JSON/, "{"],
      [["--config", join(folder, "none")], 1, /cannot be read/],
      [["--set-file", join(folder, "none")], 1, /cannot be read/],
      [["--set-file", profile], 2, /line 1 is not NAME=VALUE/],
      [["--flash", profile], 1, /is not a flash file/],
      [["--flash", join(folder, "no", "such")], 1, /cannot be written/],
    ]);
  });

  it("checks a profile in XML before it starts", async () => {
    const kept = join(folder, "kept");
    await refusals([
      [["--config", "-"], 2, /No_Such_Thing/, "<flat-profile><No_Such_Thing>1</No_Such_Thing></flat-profile>"],
      [["--config", "-"], 2, /SIP_Port_2_.*70000/, "<flat-profile><SIP_Port_2_>70000</SIP_Port_2_></flat-profile>"],
      [["--config", "-"], 2, /not <html>/, "<html></html>"],
      [["--config", "-"], 1, /is not XML: line 1: &l9; is not known/, "<flat-profile><SIP_T1>&l9;</SIP_T1>"],
      [["--config", "-", "--flash", kept], 1, /is not XML: a profile/, `<a>${" ".repeat(10 * 1024 * 1024)}</a>`],
    ]);
    equal(existsSync(kept), false);
  });

  it("ends with 1 and one line when a port is taken", async () => {
    const tcp = createServer().listen(0, "127.0.0.1");
    const udp = createSocket("udp4");
    udp.bind(0, "127.0.0.1");
    await Promise.all([once(tcp, "listening"), once(udp, "listening")]);
    const { port } = tcp.address() as { port: number };
    const sip = udp.address().port;
    for (const [args, taken] of [
      [["--desk", `127.0.0.1:${port}`], port],
      [["--web", `127.0.0.1:${port}`], port],
      [["--pbx-port", `${sip}`], sip],
      [["--pbx-port", `${port}`], port],
      [["--sip", `127.0.0.1:${sip}`], sip],
    ] as const) {
      const ended = await runOnce([...ANYWHERE, ...args]);
      deepEqual([ended.code, ended.out], [1, ""]);
      match(ended.err, new RegExp(`^[^\n]*127.0.0.1:${taken} is already in use\n$`));
    }
    tcp.close();
    udp.close();
  });

  it("is ready soon, registers both lines, and takes them off the network at the end", async () => {
    const simulator = await start("--seed", "7");
    const { ready } = simulator;
    deepEqual(Object.keys(ready), ["type", "desk", "web", "sip", "pbx", "seed", "pid", "version"]);
    match(ready.desk, /^http:\/\/127\.0\.0\.1:\d+$/);
    match(ready.pbx ?? "", /^127\.0\.0\.1:\d+$/);
    deepEqual([ready.sip.length, ready.seed, ready.version], [2, 7, version]);
    for (const line of [1, 2]) await simulator.event({ type: "registration", line, state: "registered", code: 200 });
    const state = (await (await simulator.ask("GET", "/api/state")).json()) as { lines: object[]; network: object };
    deepEqual(state.lines[1], {
      line: 2,
      hook: "on",
      ringing: false,
      polarity: "normal",
      voltage: 48,
      current: 0,
      registered: true,
      call: "idle",
      calls: [],
      hears: null,
      display: null,
      mwi: false,
    });
    equal((await fetch(ready.web)).status, 200);
    equal((await simulator.ask("GET", "/")).status, 200);
    ok(((await (await simulator.ask("GET", "/api/sip?line=1")).json()) as object[]).length >= 4);
    const { code, signal, ms } = await simulator.stop("SIGINT");
    deepEqual([code, signal], [0, null]);
    ok(ms < 2000, `${ms}`);
    for (const line of [1, 2]) await simulator.event({ type: "registration", line, state: "unregistered" });
  });

  it("ends within 2 s when nobody answers, and at once at a second signal", async () => {
    const silent = createSocket("udp4");
    silent.bind(0, "127.0.0.1");
    await once(silent, "listening");
    const proxy = `127.0.0.1:${silent.address().port}`;
    const args = [1, 2].flatMap((line) => ["--set", `Proxy[${line}]=${proxy}`, "--set", `User_ID[${line}]=u${line}`]);
    const [patient, hasty] = await Promise.all([start("--pbx", "none", ...args), start("--pbx", "none", ...args)]);
    equal(patient.ready.pbx, null);
    await Promise.all([patient, hasty].map((simulator) => simulator.event({ type: "registration", line: 2 })));
    const ended = patient.stop();
    hasty.signal("SIGTERM");
    await new Promise((resolve) => setTimeout(resolve, 600));
    const early = await hasty.stop();
    const { code, ms } = await ended;
    silent.close();
    deepEqual([code, early.code], [0, 0]);
    ok(ms < 2000, `${ms}`);
    ok(early.ms < 500, `${early.ms}`);
  });

  it("keeps a profile in its flash, and --set out of it", async () => {
    const flash = join(folder, "flash");
    const profile = join(folder, "profile.json");
    writeFileSync(profile, '{"settings":{"SIP_Port[2]":"0","Display_Name_1_":"Kitchen"}}');
    const first = await start("--flash", flash, "--config", profile, "--set", "Display_Name[2]=Hall");
    await first.event({ type: "registration", line: 2, state: "registered" });
    await first.stop();
    const second = await start("--flash", flash);
    await second.event({ type: "registration", line: 2, state: "registered" });
    await second.stop();
    const names = (simulator: Simulator) =>
      simulator.events
        .filter(({ type, direction }) => type === "sip" && direction === "out")
        .map(({ message }) => /^From: "([^"]*)"/m.exec(String(message))?.[1]);
    deepEqual(new Set(names(first)), new Set(["Kitchen", "Hall"]));
    deepEqual(new Set(names(second)), new Set(["Kitchen", "Line 2"]));
  });

  it("takes the profile of a PAP2T, and says what of it has no effect", async () => {
    const free = createSocket("udp4").bind(0, "127.0.0.1");
    await once(free, "listening");
    const { port } = free.address();
    free.close();
    const profile = join(folder, "pap2t.xml");
    const sample = readFileSync("test/firmware/config/samples/pap2t.xml", "utf8");
    writeFileSync(profile, sample.replaceAll("127.0.0.1:5062", `127.0.0.1:${port}`));
    const anyPorts = ["--set", "SIP_Port[1]=0", "--set", "SIP_Port[2]=0"];
    const simulator = await start("--config", profile, "--pbx-port", `${port}`, ...anyPorts);
    for (const line of [1, 2]) await simulator.event({ type: "registration", line, state: "registered" });
    const { text } = await simulator.event({ type: "log", level: "info" });
    match(String(text), /^without effect in the profile: .*only G\.711 is spoken: .*G729a_Enable.*; /);
    match(String(text), /G729a is not spoken: Preferred_Codec(;|$)/);
    // 4 alone is 104 by the second line's plan, and 103 goes at once by its rule with S0.
    await simulator.ask("POST", "/api/lines/2/hook", { state: "off" });
    await simulator.event({ type: "hears", line: 2 });
    await simulator.ask("POST", "/api/lines/2/dial", { digits: "53" });
    await simulator.event({ type: "call", line: 1, state: "ringing", peer: "104" });
    const { message } = await simulator.event({ type: "sip", line: 1, direction: "out" });
    match(String(message), /^From: "Tom & Lisa" ?<sip:103@/m);
    equal((await simulator.stop()).code, 0);
  });

  it("goes on when nobody reads its standard output, and when the reader has gone", async () => {
    const [unread, left] = await Promise.all([start(), start()]);
    unread.ignore();
    left.leave();
    for (let i = 0; i < 1000; i++) {
      await unread.ask("POST", "/api/lines/1/hook", { state: i % 2 ? "on" : "off" });
      if (i < 20) await left.ask("POST", "/api/lines/1/hook", { state: i % 2 ? "on" : "off" });
    }
    for (const simulator of [unread, left]) {
      equal((await simulator.ask("GET", "/api/state")).status, 200);
      const { code, ms } = await simulator.stop();
      equal(code, 0);
      ok(ms < 2500, `${ms}`);
    }
  });

  it("has its PBX at one port for datagrams and connections, and ends soon with connections open", async () => {
    const simulator = await start();
    const port = Number(simulator.ready.pbx?.split(":")[1]);
    const open = Array.from({ length: 3 }, () => connect(port, "127.0.0.1"));
    const [socket, wild] = open;
    const closed = open.map((each) => new Promise((resolve) => each.on("error", () => {}).on("close", resolve)));
    const lines = ["Via: SIP/2.0/TCP x;branch=z9hG4bK1", "From: <sip:a@x>;tag=1", "To: <sip:b@x>", "Call-ID: 1"];
    const request = ["OPTIONS sip:x SIP/2.0", ...lines, "CSeq: 1 OPTIONS", "Content-Length: 0", "", ""].join("\r\n");
    socket.write(request.slice(0, 40));
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.write(request.slice(40));
    const [answer] = await once(socket.setEncoding("utf8"), "data");
    match(answer, /^SIP\/2\.0 200 OK\r\nVia: SIP\/2\.0\/TCP x;branch=z9hG4bK1;received=127\.0\.0\.1\r\n/);
    wild.write(Uint8Array.from({ length: 5000 }, (_, i) => (i * 31) & 255));
    await closed[1];
    for (const line of [1, 2]) await simulator.event({ type: "registration", line, state: "registered" });
    open[2].resume();
    const { code, ms } = await simulator.stop();
    await Promise.all(closed);
    deepEqual(code, 0);
    ok(ms < 2000, `${ms}`);
  });

  it("stays up under garbage on every socket", async () => {
    const simulator = await start();
    await simulator.event({ type: "registration", line: 2, state: "registered" });
    const socket = createSocket("udp4");
    const ports = [...simulator.ready.sip, simulator.ready.pbx ?? ""].map((address) => Number(address.split(":")[1]));
    for (let i = 0; i < 300; i++)
      for (const port of ports) {
        const octets = Uint8Array.from({ length: (i * 7) % 1400 }, (_, at) => (at * 31 + i * 17) & 255);
        socket.send(
          i % 3 ? octets : Buffer.concat([Buffer.from("INVITE sip:x SIP/2.0\r\nVia: "), octets]),
          port,
          "127.0.0.1",
        );
      }
    await new Promise((resolve) => setTimeout(resolve, 200));
    socket.close();
    equal((await simulator.ask("GET", "/api/state")).status, 200);
    deepEqual((await simulator.stop()).code, 0);
  });
});
