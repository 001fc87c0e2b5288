/** The simulator as its user meets it: a process, an address and a stream of events. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { get } from "node:http";
import { setPriority } from "node:os";
import { createInterface } from "node:readline";
import { Telephone } from "./telephone.js";

export type DeskEvent = { t: number; line: number | null; type: string; [field: string]: unknown };
export type Match = { type: string; line?: number; [field: string]: unknown };
export type SipMessage = { t: number; line: number; direction: "in" | "out"; remote: string; message: string };
export type CallState = { state: string; peer: string; direction: "in" | "out"; held: boolean };
export type LineState = {
  call: string;
  calls: CallState[];
  hook: string;
  ringing: boolean;
  registered: boolean;
  hears: string | null;
};
export type DeskState = { t: number; lines: LineState[] };

type Ready = { desk: string; web: string; sip: string[]; pbx: string | null; seed: number; pid: number };
type Waiter = { match: Match; resolve: (event: DeskEvent) => void };

const STARTS_WITHIN = 30_000;
const ENDS_WITHIN = 2_000;
const LOOPBACK = ["--headless", "--desk", "127.0.0.1:0", "--web", "127.0.0.1:0"];

export class Desk {
  readonly ready: Ready;
  readonly events: DeskEvent[] = [];
  readonly one: Telephone;
  readonly two: Telephone;
  readonly #process: ChildProcess;
  readonly #complaints: string[];
  #waiters: Waiter[] = [];

  private constructor(process: ChildProcess, ready: Ready, complaints: string[]) {
    this.#process = process;
    this.#complaints = complaints;
    this.ready = ready;
    this.one = new Telephone(this, 1);
    this.two = new Telephone(this, 2);
  }

  /** A desk of its own, on free ports; `options` are those of the command line. Rejects when it does not get ready. */
  static async start(options: string[], command = ["node", "sim/start.mjs"]): Promise<Desk> {
    const child = spawn(command[0], [...command.slice(1), ...LOOPBACK, ...options], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const complaints: string[] = [];
    createInterface({ input: child.stderr }).on("line", (line) => complaints.push(line));
    const lines = createInterface({ input: child.stdout });
    const ready = await new Promise<Ready>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`the desk ${why}\n${complaints.join("\n")}`));
      const late = setTimeout(() => {
        child.kill("SIGKILL");
        fail(`was not ready within ${STARTS_WITHIN} ms`);
      }, STARTS_WITHIN);
      child.once("error", (error) => fail(String(error)));
      child.once("exit", (code) => fail(`ended with exit code ${code}`));
      lines.on("line", (line) => {
        if (!line.startsWith('{"type":"ready"')) return;
        clearTimeout(late);
        resolve(JSON.parse(line));
      });
    });
    favour(ready.pid);
    const desk = new Desk(child, ready, complaints);
    await desk.#listen();
    return desk;
  }

  /** Where the events are now: `event(..., { after: mark })` looks at later ones only. */
  mark(): number {
    return this.events.length;
  }

  /** The first event at or after the mark that has these fields; rejects with what came instead. */
  event(match: Match, { after = 0, within = 5_000 } = {}): Promise<DeskEvent> {
    const known = this.events.slice(after).find((event) => fits(event, match));
    if (known) return Promise.resolve(known);
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        match,
        resolve: (event) => {
          clearTimeout(late);
          resolve(event);
        },
      };
      const late = setTimeout(() => {
        this.#waiters = this.#waiters.filter((one) => one !== waiter);
        reject(new Error(`no ${JSON.stringify(match)} within ${within} ms; instead\n${this.trace(after)}`));
      }, within);
      this.#waiters.push(waiter);
    });
  }

  /** The first text told so far, or within ten seconds, that is like this. */
  async says(wanted: RegExp): Promise<string> {
    for (let tries = 0; tries < 200; tries++) {
      const text = this.events.map((event) => String(event.text ?? "")).find((text) => wanted.test(text));
      if (text !== undefined) return text;
      await pause(50);
    }
    throw new Error(`nothing is told like ${wanted}\n${this.trace()}`);
  }

  async state(): Promise<DeskState> {
    return (await this.call("GET", "/api/state")).json() as Promise<DeskState>;
  }

  async sip(query = ""): Promise<SipMessage[]> {
    return (await this.call("GET", `/api/sip${query}`)).json() as Promise<SipMessage[]>;
  }

  async capture(): Promise<Uint8Array> {
    return new Uint8Array(await (await this.call("GET", "/api/capture.pcap")).arrayBuffer());
  }

  /** One call of the control interface; anything but 2xx is an error. */
  async call(method: string, path: string, body?: object | Uint8Array<ArrayBuffer>): Promise<Response> {
    const wav = body instanceof Uint8Array;
    const response = await fetch(this.ready.desk + path, {
      method,
      headers: body ? { "content-type": wav ? "audio/wav" : "application/json; charset=utf-8" } : {},
      body: wav ? body : body && JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  }

  /** Nobody has ended it yet. */
  get runs(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Both receivers down, both lines idle. */
  async rest(): Promise<void> {
    for (const phone of [this.one, this.two]) await phone.hangUp();
    const give = Date.now() + 5_000;
    for (;;) {
      const { lines } = await this.state();
      if (lines.every(({ call, ringing }) => call === "idle" && !ringing)) return;
      if (Date.now() > give) throw new Error(`the lines do not come to rest: ${JSON.stringify(lines)}`);
      await pause(50);
    }
  }

  /** Ends the desk as a signal does; the exit code, and how long it took. */
  async stop(): Promise<{ code: number | null; took: number }> {
    const asked = Date.now();
    if (this.runs) {
      const gone = once(this.#process, "exit");
      this.#process.kill("SIGTERM");
      const late = setTimeout(() => this.#process.kill("SIGKILL"), 2 * ENDS_WITHIN);
      await gone;
      clearTimeout(late);
    }
    return { code: this.#process.exitCode, took: Date.now() - asked };
  }

  /** What happened, for a person to read: events, SIP by its first line, and what the desk wrote to stderr. */
  trace(after = 0): string {
    const lines = this.events.slice(after).map(oneLine);
    return [...lines, ...this.#complaints.map((line) => `stderr: ${line}`)].join("\n");
  }

  #listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      let rest = "";
      const request = get(`${this.ready.desk}/api/events?since=0`, (response) => {
        if (response.statusCode !== 200) return reject(new Error(`/api/events answers ${response.statusCode}`));
        response.setEncoding("utf8").on("data", (text: string) => {
          const lines = (rest + text).split(/\r?\n/);
          rest = lines.pop() as string;
          for (const line of lines) if (line.startsWith("data:")) this.#hear(JSON.parse(line.slice(5)));
        });
        response.on("error", () => {});
        resolve();
      });
      request.on("error", reject);
    });
  }

  #hear(event: DeskEvent): void {
    this.events.push(event);
    this.#waiters = this.#waiters.filter(({ match, resolve }) => {
      if (!fits(event, match)) return true;
      resolve(event);
      return false;
    });
  }
}

/** Where it is allowed, keeps the desk's clock of 20 ms from waiting for the other programs of a test run. */
function favour(pid: number): void {
  try {
    setPriority(pid, -10);
  } catch {
    // Only root may; others run with what they get.
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const fits = (event: DeskEvent, match: Match) => Object.keys(match).every((name) => event[name] === match[name]);

function oneLine({ t, line, type, ...fields }: DeskEvent): string {
  const where = `${String(t).padStart(7)} ${line ?? "-"} ${type}`;
  if (type !== "sip") return `${where} ${JSON.stringify(fields)}`;
  const message = String(fields.message);
  const cseq = /^cseq:\s*(.*)$/im.exec(message)?.[1];
  return `${where} ${fields.direction} ${fields.remote} ${message.split("\r\n")[0]} (${cseq})`;
}
