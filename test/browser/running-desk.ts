/** The simulator as its users start it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export type RunningDesk = { readonly url: string; readonly web: string; stop(): Promise<void> };

export async function startDesk(...options: string[]): Promise<RunningDesk> {
  const child: ChildProcess = spawn(
    "npm",
    [
      "start",
      "--silent",
      "--",
      "--headless",
      "--desk",
      "127.0.0.1:0",
      "--web",
      "127.0.0.1:0",
      "--seed",
      "7",
      ...options,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  for await (const line of lines) {
    if (!line.startsWith("{")) continue;
    const { desk, web } = JSON.parse(line) as { desk: string; web: string };
    // What it goes on saying is not read here.
    child.stdout?.resume();
    const stop = async () => {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
    };
    return { url: desk, web, stop };
  }
  throw new Error("the simulator has not come up");
}
