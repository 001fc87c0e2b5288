/** mosquitto as a test has it, and mosquitto_sub, which listens to all topics. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pause } from "./desk.js";

/** Who may come in besides `users`: whoever watches. */
const WATCHER = { name: "watcher", password: "watching" };

/** Lets in those that are named, and nobody else; everybody where none is. `lines` of its configuration besides. */
export async function startBroker(
  folder: string,
  port: number,
  users: { readonly [name: string]: string } | null,
  lines: readonly string[] = [],
): Promise<ChildProcess> {
  mkdirSync(folder, { recursive: true });
  const passwords = join(folder, `passwords-${port}`);
  const configuration = join(folder, `mosquitto-${port}.conf`);
  writeFileSync(passwords, "");
  for (const [name, password] of Object.entries({ ...users, [WATCHER.name]: WATCHER.password }))
    execFileSync("mosquitto_passwd", ["-b", passwords, name, password], { stdio: "pipe" });
  const who = users ? ["allow_anonymous false", `password_file ${passwords}`] : ["allow_anonymous true"];
  writeFileSync(configuration, ["user root", ...who, `listener ${port} 127.0.0.1`, ...lines, ""].join("\n"));
  const broker = spawn("mosquitto", ["-c", configuration], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  broker.stderr?.on("data", (text) => {
    said += text;
  });
  for (let tries = 0; tries < 100; tries++) {
    if (await isThere(port)) return broker;
    if (broker.exitCode !== null) break;
    await pause(50);
  }
  broker.kill("SIGTERM");
  throw new Error(`mosquitto does not come up: ${said}`);
}

const isThere = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });

/** Whoever listens to all topics, as `mosquitto_sub -v` tells them. */
export class Watcher {
  readonly heard: { readonly topic: string; readonly text: string; readonly retained: boolean }[] = [];
  readonly #process: ChildProcess;

  constructor(port: number) {
    const who = ["-h", "127.0.0.1", "-p", String(port), "-u", WATCHER.name, "-P", WATCHER.password];
    this.#process = spawn("mosquitto_sub", [...who, "-t", "#", "-F", "%r %t %p"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    if (this.#process.stdout)
      createInterface({ input: this.#process.stdout }).on("line", (line) => {
        const [, retained, topic, text] = /^([01]) (\S+) ?(.*)$/.exec(line) ?? [];
        if (topic !== undefined) this.heard.push({ topic, text, retained: retained === "1" });
      });
  }

  in(topic: string): string[] {
    return this.heard.filter((one) => one.topic === topic).map(({ text }) => text);
  }

  /** Waits until the last that was told in this topic is so. */
  async last(topic: string, wanted: RegExp): Promise<string> {
    for (let tries = 0; tries < 200; tries++) {
      const text = this.in(topic).at(-1);
      if (text !== undefined && wanted.test(text)) return text;
      await pause(50);
    }
    throw new Error(`${topic} does not become ${wanted}: ${JSON.stringify(this.heard)}`);
  }

  stop(): void {
    this.#process.kill("SIGTERM");
  }
}
