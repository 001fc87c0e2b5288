/** Those who listen: the adapter, baresip and Linphone, each as it is installed, with what it plays kept in place of a sound card. */
import { type ChildProcess, execFileSync, fork, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodeUlaw } from "../../../firmware/dsp/g711.js";
import { parseWav } from "../../../sim/wav.js";
import type { Echo } from "./caller.js";
import { now, pause } from "./clock.js";
import type { Told } from "./handset.js";
import { quantile } from "./measure.js";

/** `start`: when sample 0 was handed to the loudspeaker, on the clock of `now`. */
export type Heard = { readonly samples: Int16Array; readonly start: number };

export type Receiver = {
  readonly name: string;
  readonly user: string;
  readonly port: number;
  /** It sends back what it plays. */
  readonly loops: boolean;
  /** Before each call, during it as often as can be, and after it. */
  prepare(): Promise<void>;
  watch(): void;
  heard(echoes: readonly Echo[]): Promise<Heard>;
  stop(): Promise<void>;
};

/** As they tell it themselves; null for one that is missing. */
export const VERSIONS = { baresip: versionOf("baresip", "-h"), linphone: versionOf("linphonec", "-v") };

const HOST = "127.0.0.1";
const STARTS_WITHIN = 15_000;
const SETTLES_MS = 700;

/** In `--loop` the round trip can be taken; else all that counts is the ear. */
export async function adapter(): Promise<Receiver> {
  const child = fork(join(import.meta.dirname, "handset.ts"), ["--loop"], { serialization: "advanced" });
  favour(child);
  let waiting: ((told: Told) => void) | null = null;
  const told: Told[] = [];
  child.on("message", (message) => {
    told.push(message as Told);
    waiting?.(message as Told);
  });
  const next = async (): Promise<Told> => {
    if (told.length === 0)
      await within(
        "the adapter",
        new Promise<void>((resolve) => {
          waiting = () => resolve();
        }),
      );
    return told.shift() as Told;
  };
  const ready = await next();
  if (!("port" in ready)) throw new Error("the adapter is not ready");
  return {
    name: "adapter",
    user: "1001",
    port: ready.port,
    loops: true,
    prepare: async () => {
      told.length = 0;
    },
    watch() {},
    async heard() {
      const heard = await next();
      if (!("heard" in heard)) throw new Error("the adapter did not hear the call");
      return { samples: Int16Array.from(heard.heard), start: heard.start };
    },
    async stop() {
      const gone = once(child, "exit");
      child.send("end");
      await Promise.race([gone, pause(3000)]);
      child.kill("SIGKILL");
    },
  };
}

/** What it plays goes back into what it says (aubridge), a frame at a time and at once, and so comes to the caller. */
export async function baresip(folder: string, port: number): Promise<Receiver> {
  mkdirSync(folder, { recursive: true });
  const user = "1002";
  // Everything that is not said here is as in the configuration it writes for itself.
  const config = [
    `sip_listen ${HOST}:${port}`,
    "net_interface 127.0.0.1",
    "audio_player aubridge,loop",
    "audio_source aubridge,loop",
    "audio_alert aubridge,alert",
    "ausrc_srate 8000",
    "auplay_srate 8000",
    "ausrc_channels 1",
    "auplay_channels 1",
    "audio_buffer 20-160",
    "jitter_buffer_delay 5-10",
    `rtp_ports ${port + 100}-${port + 118}`,
    "module_path /usr/lib/baresip/modules",
    ...["g711", "aubridge", "uuid"].map((module) => `module ${module}.so`),
    "module_tmp account.so",
    "module_app menu.so",
  ];
  writeFileSync(join(folder, "config"), `${config.join("\n")}\n`);
  writeFileSync(join(folder, "accounts"), `<sip:${user}@${HOST}>;regint=0;answermode=auto;audio_codecs=pcmu/8000/1\n`);
  writeFileSync(join(folder, "contacts"), "");
  const child = spawn("baresip", ["-f", folder], { stdio: "ignore" });
  favour(child);
  await bound(port, "baresip");
  return {
    name: "baresip",
    user,
    port,
    loops: true,
    async prepare() {},
    watch() {},
    heard: async (echoes) => together(echoes),
    stop: () => ended(child),
  };
}

/** What it plays goes into a file, as fast as it grows. */
export async function linphone(folder: string, port: number): Promise<Receiver> {
  for (const inner of [".local/share/linphone", ".config/linphone"])
    mkdirSync(join(folder, inner), { recursive: true });
  const rc = [
    "[sip]",
    `sip_port=${port}`,
    "sip_tcp_port=0",
    "sip_tls_port=0",
    `bind_address=${HOST}`,
    "use_ipv6=0",
    "register_only_when_network_is_up=0",
    "guess_hostname=0",
    `contact=sip:1003@${HOST}`,
    "[rtp]",
    `audio_rtp_port=${port + 100}`,
    "[video]",
    "enabled=0",
    "[sound]",
    ...["playback", "capture", "ringer"].map((kind) => `${kind}_dev_id=ANULL: Null device`),
    "local_ring=",
    "[audio_codec_0]",
    "mime=PCMU",
    "rate=8000",
    "enabled=1",
  ];
  const file = join(folder, "rc");
  writeFileSync(file, `${rc.join("\n")}\n`);
  const env = {
    ...process.env,
    HOME: folder,
    XDG_DATA_HOME: `${folder}/.local/share`,
    XDG_CONFIG_HOME: `${folder}/.config`,
  };
  const child = spawn("linphonec", ["-a", "-c", file], { stdio: ["pipe", "ignore", "ignore"], env });
  favour(child);
  await bound(port, "linphonec");
  child.stdin.write("soundcard use files\n");
  const wav = join(folder, "heard.wav");
  let starts: number[] = [];
  let size = 0;
  return {
    name: "linphone",
    user: "1003",
    port,
    loops: false,
    async prepare() {
      rmSync(wav, { force: true });
      starts = [];
      size = 0;
      child.stdin.write(`record ${wav}\n`);
      await pause(200);
    },
    /** Blocks are written when their turn has come, but reach the file only when a page is full. */
    watch() {
      if (!existsSync(wav)) return;
      const grown = statSync(wav).size;
      if (grown <= size) return;
      size = grown;
      const blocks = Math.ceil((grown - WAV_HEADER) / LINPHONE_BLOCK);
      starts.push(now() - (blocks - 1) * LINPHONE_BLOCK_MS);
    },
    async heard() {
      await pause(500);
      const octets = new Uint8Array(readFileSync(wav));
      new DataView(octets.buffer).setUint32(WAV_HEADER - 4, octets.length - WAV_HEADER, true); // it counts its header in
      const parsed = parseWav(octets);
      if ("refuse" in parsed) throw new Error(`linphone: ${parsed.refuse}`);
      return { samples: parsed.samples, start: quantile(starts, 0.5) };
    },
    stop: () => ended(child),
  };
}

const WAV_HEADER = 44;
const LINPHONE_BLOCK = 160;
const LINPHONE_BLOCK_MS = 10;

/** The packets side by side, as they were said. */
export function together(echoes: readonly Echo[]): Heard {
  if (echoes.length === 0) throw new Error("nothing came back");
  const [first] = echoes;
  const place = ({ timestamp }: Echo) => (timestamp - first.timestamp) | 0;
  const end = Math.max(...echoes.map((echo) => place(echo) + echo.octets.length));
  const samples = new Int16Array(end);
  for (const echo of echoes) {
    const block = new Int16Array(echo.octets.length);
    decodeUlaw(echo.octets, 0, block);
    if (place(echo) >= 0) samples.set(block, place(echo));
  }
  const starts = echoes.map((echo) => echo.at - place(echo) / 8);
  return { samples, start: quantile(starts, 0.5) };
}

function versionOf(command: string, option: string): string | null {
  const { error, stdout, stderr } = spawnSync(command, [option], { encoding: "utf8" });
  return error ? null : (/\d+(\.\d+)+/.exec(stdout + stderr)?.[0] ?? "of an unknown version");
}

/** All alike, where it is allowed: nobody's clock is to wait for the rest of the machine. */
export function favour({ pid }: { readonly pid?: number }, priority = 5): void {
  try {
    execFileSync("chrt", ["--all-tasks", "--rr", "--pid", String(priority), String(pid)], { stdio: "ignore" });
  } catch {
    // Only root may; others run with what they get.
  }
}

async function bound(port: number, name: string): Promise<void> {
  const hex = `:${port.toString(16).toUpperCase().padStart(4, "0")} `;
  for (const until = now() + STARTS_WITHIN; !readFileSync("/proc/net/udp", "latin1").includes(hex); await pause(50))
    if (now() > until) throw new Error(`${name} does not listen at ${port}`);
  await pause(SETTLES_MS); // its socket is there before its account is
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  await Promise.race([gone, pause(3000)]);
  child.kill("SIGKILL");
}

function within<T>(who: string, promise: Promise<T>): Promise<T> {
  return Promise.race([
    promise,
    pause(STARTS_WITHIN).then(() => {
      throw new Error(`${who} says nothing`);
    }),
  ]);
}
