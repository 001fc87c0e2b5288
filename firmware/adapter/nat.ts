/**
 * The NAT before the whole adapter: where the STUN server is, and what kind of NAT it is, found out on a socket of its own
 * (`STUN_Test_Enable`) at the start, after each change of address, and for as long as nobody answers.
 */
import type { Board } from "../../hal/board.js";
import type { Udp } from "../../hal/network.js";
import { frozen } from "../base/frozen.js";
import { type Instant, NEVER } from "../base/instant.js";
import type { NatFinding, NatName } from "../net/nat-finding.js";
import { NatKind, type NatOutput } from "../net/nat-kind.js";
import { isNumeric } from "../sip/servers.js";
import type { Endpoint, Place } from "../wire/hop.js";
import type { Loop } from "./loop.js";
import type { Finder } from "./names.js";

export type NatOptions = {
  /** The STUN server; its port is known. */
  readonly server: Place & { readonly port: number };
  /** The kind is wanted. */
  readonly tests: boolean;
};

/** Before a test that nobody has answered is made again. */
const AGAIN = 60_000;

/** As the PAP2T says it to its server; it knows no difference between the two restricted cones. */
const WARNINGS: { readonly [name in NatName]: string } = frozen({
  "Open Internet": "Open Internet Detected",
  "Symmetric UDP Firewall": "Symmetric Firewall Detected",
  "Full Cone": "Full Cone NAT Detected",
  "Restricted Cone": "Restricted Cone NAT Detected",
  "Port Restricted Cone": "Restricted Cone NAT Detected",
  Symmetric: "Symmetric NAT Detected",
  "UDP blocked": "STUN Server Not Responding",
  Unknown: "Unknown NAT Type",
});
const NOT_REACHABLE = "STUN Server Not Reachable";

/** Whoever wants to know of it. */
export type NatUser = {
  /** Something is another: the server, or the kind. */
  onNat(now: Instant): void;
};

export class Nat {
  readonly #board: Board;
  readonly #loop: Loop;
  readonly #options: NatOptions;
  readonly #watchers: NatUser[] = [];
  #server: Endpoint | null = null;
  #sought = false;
  #socket: Udp | null = null;
  #kind: NatKind | null = null;
  #againAt: Instant = NEVER;
  #finding: NatFinding | null = null;

  constructor(board: Board, loop: Loop, options: NatOptions) {
    this.#board = board;
    this.#loop = loop;
    this.#options = options;
    const { host, port } = options.server;
    if (isNumeric(host)) this.#server = { address: host, port };
    loop.add(this);
  }

  /** Has the server looked up where it has a name, and begins. */
  start(finder: Finder, now: Instant): void {
    const { server } = this.#options;
    if (this.#server) this.#test(now);
    else
      finder.find(server, ([hop], now) => {
        this.#sought = true;
        this.#server = hop ? { address: hop.address, port: hop.port } : null;
        this.#test(now);
        this.#tell(now);
        this.#loop.rearm(now);
      });
  }

  watch(user: NatUser): void {
    this.#watchers.push(user);
  }

  unwatch(user: NatUser): void {
    const at = this.#watchers.indexOf(user);
    if (at >= 0) this.#watchers.splice(at, 1);
  }

  /** Null while it is not known where it is. */
  get server(): Endpoint | null {
    return this.#server;
  }

  /** It is known where the server is, or that nobody knows. */
  get settled(): boolean {
    return this.#server !== null || this.#sought;
  }

  /** What a STUN server sees is of no use to others. */
  get symmetric(): boolean {
    return this.#finding?.kind === "Symmetric";
  }

  /** The kind, and what it means; null while it is not known. */
  get view(): { readonly kind: string; readonly words: string } | null {
    return this.#finding && { kind: this.#finding.kind, words: this.#finding.words };
  }

  /** What each server is told with a registration; null for nothing. */
  get warning(): string | null {
    if (!this.#options.tests) return null;
    if (this.#finding) return `399 spa "${WARNINGS[this.#finding.kind]}"`;
    return this.#sought && !this.#server ? `399 spa "${NOT_REACHABLE}"` : null;
  }

  get deadline(): Instant {
    return Math.min(this.#kind?.deadline ?? NEVER, this.#againAt);
  }

  poll(now: Instant): void {
    if (this.#againAt <= now) this.#test(now);
    else if (this.#kind) this.#perform(this.#kind.poll(now), now);
  }

  /** The network has another address: what was before it may be no more. */
  moved(now: Instant): void {
    this.#finding = null;
    this.#test(now);
    this.#tell(now);
  }

  close(): void {
    this.#loop.remove(this);
    this.#rest();
  }

  /** By a socket that nobody has been spoken to from, else what it hears means nothing. */
  #test(now: Instant): void {
    this.#rest();
    const server = this.#server;
    const { address } = this.#board.network;
    if (!this.#options.tests || !server || address === null) return;
    try {
      this.#socket = this.#board.network.openUdp(this);
    } catch (error) {
      this.#log("warning", error instanceof Error ? error.message : String(error));
      return;
    }
    const local = { address, port: this.#socket.port };
    this.#kind = new NatKind({ servers: [server], local, chance: this.#board.chance });
    this.#perform(this.#kind.start(now), now);
  }

  #rest(): void {
    this.#socket?.close();
    this.#socket = this.#kind = null;
    this.#againAt = NEVER;
  }

  onReadable(): void {
    const now = this.#loop.now();
    for (let packet = this.#socket?.read(); packet; packet = this.#socket?.read())
      if (this.#kind) this.#perform(this.#kind.receive(packet.octets, packet.address, packet.port, now), now);
    this.#loop.rearm(now);
  }

  #perform(outputs: readonly NatOutput[], now: Instant): void {
    for (const output of outputs) {
      if ("send" in output) this.#socket?.write(output.send, output.address, output.port);
      else this.#found(output.found, now);
    }
  }

  #found(finding: NatFinding, now: Instant): void {
    this.#rest();
    if (finding.blocked) this.#againAt = now + AGAIN;
    const isNews = finding.kind !== this.#finding?.kind || finding.words !== this.#finding.words;
    this.#finding = finding;
    if (!isNews) return;
    this.#log(finding.blocked ? "warning" : "info", `NAT: ${finding.kind}. ${finding.words}`);
    this.#tell(now);
  }

  #tell(now: Instant): void {
    for (const user of this.#watchers) user.onNat(now);
  }

  #log(level: "info" | "warning", text: string): void {
    this.#board.journal({ type: "log", line: null, level, room: "net", text });
  }
}
