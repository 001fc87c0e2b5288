/** spandsp's fax machine (T.30, T.4; `machine.c`) at the socket of a telephone. */
import { join } from "node:path";
import type { Telephone } from "../../../sim/telephone/telephone.js";
import { runFolder } from "../lab.js";
import { compile } from "./library.js";
import { ROW, WIDTH } from "./paper.js";

const FRAME = 160;
const MOST_ROWS = 4096;

/** What a machine can send a page with, by the fastest: T30_SUPPORT_V27TER, _V29, _V17. */
const MODEMS = { "V.27ter": 1, "V.29": 3, "V.17": 7 };
export type Modem = keyof typeof MODEMS;

export type MachineOptions = {
  /** It has called, and sounds CNG; or answers, and sounds CED. */
  readonly calls: boolean;
  /** The page it sends; without one it receives. */
  readonly page?: Uint8Array;
  readonly modem: Modem;
  /** Error correction (T.30 annex A): frames that came to harm are sent again. */
  readonly ecm: boolean;
};

/** What a machine has to tell at the end, in the order of `machine.c`. */
const FIGURES = ["over", "status", "rate", "ecm", "pages", "rows", "badRows", "retries", "trainings"] as const;
export type Report = {
  readonly over: boolean;
  readonly status: string;
  /** Of the page, in bit/s. */
  readonly rate: number;
  readonly ecm: boolean;
  readonly pages: number;
  readonly rows: number;
  readonly badRows: number;
  /** Frames that error correction had to repeat. */
  readonly retries: number;
  /** How often the page's modem was tried: each is announced by a DCS. */
  readonly trainings: number;
};

type Library = {
  readonly open: (calls: number, sends: number, file: string, modems: number, ecm: number) => unknown;
  readonly exchange: (machine: unknown, heard: Int16Array, said: Int16Array, length: number) => void;
  readonly report: (machine: unknown, report: Int32Array) => void;
  readonly status: (status: number) => string;
  readonly close: (machine: unknown) => void;
  readonly write: (file: string, dots: Uint8Array, width: number, rows: number) => number;
  readonly read: (file: string, dots: Uint8Array, width: number, most: number) => number;
};

let library: Library | undefined;
let papers = 0;

function compiled(): Library {
  if (library) return library;
  const opened = compile("machine", "-ltiff");
  library = {
    open: opened.func("void *machine_open(int, int, const char *, int, int)"),
    exchange: opened.func("void machine_exchange(void *, int16_t *, _Out_ int16_t *, int)"),
    report: opened.func("void machine_report(void *, _Out_ int32_t *)"),
    status: opened.func("const char *machine_status(int)"),
    close: opened.func("void machine_close(void *)"),
    write: opened.func("int page_write(const char *, const uint8_t *, int, int)"),
    read: opened.func("int page_read(const char *, _Out_ uint8_t *, int, int)"),
  };
  return library;
}

export class Machine {
  readonly #library = compiled();
  readonly #file = join(runFolder, `fax-${process.pid}-${++papers}.tiff`);
  readonly #machine: unknown;
  readonly #telephone: Telephone;
  readonly #said = new Int16Array(FRAME);

  /** In place of the handset of a telephone that is off hook: it hears a frame, and speaks in the next one. */
  constructor(telephone: Telephone, { calls, page, modem, ecm }: MachineOptions) {
    const { open, write, exchange } = this.#library;
    if (page && write(this.#file, page, WIDTH, page.length / ROW) !== 0) throw new Error("there is no paper");
    this.#machine = open(Number(calls), page ? 1 : 0, this.#file, MODEMS[modem], Number(ecm));
    if (this.#machine === null) throw new Error("there is no fax machine");
    this.#telephone = telephone;
    telephone.onEar = (heard) => {
      exchange(this.#machine, heard, this.#said, FRAME);
      telephone.say(this.#said);
    };
  }

  get report(): Report {
    const told = new Int32Array(FIGURES.length);
    this.#library.report(this.#machine, told);
    const [over, status, rate, ecm, pages, rows, badRows, retries, trainings] = told;
    const words = over ? this.#library.status(status) : "under way";
    return { over: over === 1, status: words, rate, ecm: ecm === 1, pages, rows, badRows, retries, trainings };
  }

  /** Takes it from the socket; the page that lies in its tray, or null. */
  unplug(): Uint8Array | null {
    this.#telephone.onEar = null;
    this.#library.close(this.#machine);
    const dots = new Uint8Array(MOST_ROWS * ROW);
    const rows = this.#library.read(this.#file, dots, WIDTH, MOST_ROWS);
    return rows < 0 ? null : dots.slice(0, Math.min(rows, MOST_ROWS) * ROW);
  }
}
