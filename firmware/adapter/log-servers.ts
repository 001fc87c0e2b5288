/**
 * What log servers are told: the syslog server what its levels let through, the debug server more, the deeper it looks; SIP
 * messages go there as each line's owner wants them.
 */
import type { JournalEntry } from "../../hal/journal.js";
import type { Udp, UdpOptions } from "../../hal/network.js";
import { frozen } from "../base/frozen.js";
import type { LogLevels } from "../config/log-levels.js";
import { isNumeric } from "../sip/servers.js";
import type { Endpoint, Place } from "../wire/hop.js";
import { redacted } from "../wire/sip/redacted.js";
import { emitSyslog, type SyslogForm, type SyslogLevel } from "../wire/syslog/syslog.js";
import type { Finder } from "./names.js";
import type { Listener, OverheardBoard } from "./overheard.js";
import { PRODUCT } from "./version.js";

/** How much of each SIP message is told, and which methods are left out. */
export type SipDebug = {
  readonly how: "none" | "1-line" | "full";
  readonly without: readonly string[];
};

export type LogOptions = {
  readonly form: SyslogForm;
  readonly host: string;
  readonly levels: LogLevels;
  readonly syslog: (Place & { readonly port: number }) | null;
  readonly debug: (Place & { readonly port: number }) | null;
  /** 0 to 3: calls and registrations; every digit; the sound once a second. */
  readonly debugLevel: number;
  /** By line, from 0. */
  readonly sip: readonly SipDebug[];
  /** Seconds between words about the sound, by line; 0 for none. */
  readonly sound: readonly number[];
};

type Told = { readonly level: SyslogLevel; readonly topic: string; readonly text: string };

/** Debug levels that hear what is told for debugging alone. */
const DEPTHS: { readonly [type in JournalEntry["type"]]: number } = frozen({
  registration: 1,
  call: 1,
  log: 1,
  digit: 2,
  rtp: 3,
  sip: 1,
});

export class LogServers implements Listener, UdpOptions {
  readonly #board: OverheardBoard;
  readonly #options: LogOptions;
  readonly #program = PRODUCT.toLowerCase().replaceAll(" ", "-");
  #socket: Udp | null = null;
  #syslog: Endpoint | null = null;
  #debug: Endpoint | null = null;
  readonly #seconds: number[];

  /** Servers with names are told what happens once they have been found. */
  constructor(board: OverheardBoard, options: LogOptions, finder: Finder) {
    this.#board = board;
    this.#options = options;
    this.#seconds = options.sound.map(() => 0);
    const seek = (place: LogOptions["syslog"], found: (endpoint: Endpoint | null) => void) => {
      if (!place) return;
      if (isNumeric(place.host)) found({ address: place.host, port: place.port });
      else finder.find(place, ([hop]) => found(hop ? { address: hop.address, port: hop.port } : null));
    };
    seek(options.syslog, (endpoint) => {
      this.#syslog = endpoint;
    });
    seek(options.debug, (endpoint) => {
      this.#debug = endpoint;
    });
    board.listen(this);
  }

  close(): void {
    this.#board.deafen(this);
    this.#socket?.close();
    this.#socket = null;
  }

  hear(entry: JournalEntry): void {
    const told = this.#toldOf(entry);
    if (told === null) return;
    const { levels, debugLevel } = this.#options;
    const room = told.topic.replace(/[0-9]+$/, "");
    if (this.#syslog && entry.type !== "sip" && entry.type !== "rtp" && levels.lets(room, told.level))
      this.#write(told, this.#syslog);
    if (this.#debug && debugLevel >= DEPTHS[entry.type]) this.#write(told, this.#debug);
  }

  #toldOf(entry: JournalEntry): Told | null {
    switch (entry.type) {
      case "log":
        return { level: entry.level, topic: topicOf(entry.room ?? "adapter", entry.line), text: entry.text };
      case "registration": {
        const code = entry.code === null ? "" : ` (${entry.code})`;
        return { level: "info", topic: topicOf("sip", entry.line), text: `${entry.state}${code}` };
      }
      case "call": {
        const { state, peer, reason } = entry;
        const text = `${state}${peer ? ` ${peer}` : ""}${reason ? `: ${reason}` : ""}`;
        return { level: "info", topic: topicOf("phone", entry.line), text };
      }
      case "digit":
        return { level: "debug", topic: topicOf("line", entry.line), text: `a key, by ${entry.source}` };
      case "rtp":
        return this.#soundOf(entry);
      case "sip":
        return this.#sipOf(entry);
    }
  }

  #soundOf({ line, sent, received, lost, late, jitter, delay }: Extract<JournalEntry, { type: "rtp" }>): Told | null {
    const every = this.#options.sound[line - 1] ?? 0;
    const depth = this.#options.debugLevel >= DEPTHS.rtp ? 1 : every;
    if (depth === 0 || ++this.#seconds[line - 1] % depth !== 0) return null;
    const text = `sent ${sent}, received ${received}, lost ${lost}, late ${late}, jitter ${jitter} ms, held ${delay} ms`;
    return { level: "debug", topic: topicOf("media", line), text };
  }

  #sipOf({ line, direction, remote, message }: Extract<JournalEntry, { type: "sip" }>): Told | null {
    const { how, without } = this.#options.sip[line - 1] ?? NO_SIP;
    if (how === "none") return null;
    const method = /^CSeq\s*:\s*[0-9]+\s+([A-Z]+)/im.exec(message)?.[1] ?? "";
    if (without.includes(method)) return null;
    const end = message.indexOf("\r\n");
    const shown = how === "full" ? redacted(message) : redacted(message.slice(0, end < 0 ? undefined : end));
    return { level: "debug", topic: topicOf("sip", line), text: `${direction} ${remote} ${shown}` };
  }

  #write({ level, topic, text }: Told, { address, port }: Endpoint): void {
    const date = this.#board.clock.today();
    const octets = emitSyslog(
      { level, date, host: this.#options.host, program: this.#program, topic, text },
      this.#options.form,
    );
    try {
      this.#socket ??= this.#board.network.openUdp(this);
      this.#socket.write(octets, address, port);
    } catch {
      // who listens to the journal cannot complain in it
    }
  }

  /** Nobody answers a log. */
  onReadable(): void {
    while (this.#socket?.read());
  }
}

const NO_SIP: SipDebug = frozen({ how: "none", without: [] });

/** `sip1`: the room, and the line where there is one. */
const topicOf = (room: string, line: number | null) => (line === null ? room : `${room}${line}`);
