/** Moddable's simulator (mcsim) on a screen that nobody sees, and what a program in it says to a port of this machine. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { Context } from "mocha";
import { pause } from "./desk.js";

const LOOK = 50;

/** The SDK's folder, once its tools and its simulator are built. */
export function sdkWithSimulator(): string | undefined {
  const sdk = process.env.MODDABLE;
  return sdk !== undefined && existsSync(simulatorOf(sdk)) ? sdk : undefined;
}

const simulatorOf = (sdk: string) => join(sdk, "build/bin/lin/release/mcsim");

/** Skips, aloud, without a screen that nobody sees; where CI is set that is a failure. */
export function needsScreen(context: Context): void {
  if (!spawnSync("Xvfb", ["-help"], { stdio: "ignore" }).error) return;
  if (process.env.CI) throw new Error("missing here: Xvfb");
  console.log("      skipped, missing here: Xvfb");
  context.skip();
}

export class Simulator {
  /** Line by line. */
  readonly said: string[] = [];
  readonly #ear: Socket;
  readonly #screen: ChildProcess;
  readonly #program: ChildProcess;

  private constructor(ear: Socket, screen: ChildProcess, program: ChildProcess) {
    this.#ear = ear;
    this.#screen = screen;
    this.#program = program;
    ear.on("message", (line) => this.said.push(line.toString()));
  }

  /** `library` is what mcconfig made, `folder` a home for the simulator's settings, `port` where it is heard. */
  static async start(sdk: string, library: string, folder: string, port: number): Promise<Simulator> {
    const ear = createSocket({ type: "udp4", recvBufferSize: 1 << 20 });
    ear.bind(port, "127.0.0.1");
    await once(ear, "listening");
    const screen = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "800x600x24", "-nolisten", "tcp"], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    const [display] = await once(screen.stdio[3] as Readable, "data");
    const home = join(folder, "simulator");
    mkdirSync(join(home, ".config"), { recursive: true });
    const program = spawn(simulatorOf(sdk), [join(sdk, "build/simulators"), library], {
      env: {
        ...process.env,
        HOME: home,
        XDG_CONFIG_HOME: join(home, ".config"),
        DISPLAY: `:${String(display).trim()}`,
      },
      stdio: "ignore",
    });
    return new Simulator(ear, screen, program);
  }

  /** Until a line is like this; false when it ends, or does not say it within these ms. */
  async until(line: RegExp, within: number): Promise<boolean> {
    for (const end = Date.now() + within; Date.now() < end && this.#program.exitCode === null; await pause(LOOK))
      if (this.said.some((one) => line.test(one))) return true;
    return false;
  }

  end(): void {
    this.#program.kill("SIGTERM");
    this.#screen.kill("SIGTERM");
    this.#ear.close();
  }
}
