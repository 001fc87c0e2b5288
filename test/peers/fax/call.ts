/** A call between two machines at the sockets of the two lines, in virtual time. */
import { equal } from "node:assert/strict";
import type { DeskOptions } from "../../../sim/desk.js";
import type { Faults } from "../../../sim/network/cable.js";
import { VirtualDesk } from "../../calls/desk.js";
import { level } from "../wav.js";
import { Machine, type Modem, type Report } from "./machine.js";

export type Line = 1 | 2;

/** How an installer sets up a line where faxes are not noticed: a delay that is long enough, and stays. */
export const STEADY: Settings = {
  FAX_CED_Detect_Enable: "No",
  Network_Jitter_Level: "extremely high",
  Jitter_Buffer_Adjustment: "disable",
};

/** Of both lines. */
export type Settings = { readonly [name: string]: string };

export type Scene = {
  /** The line that calls; the other one answers. */
  readonly from: Line;
  /** A star code before the number. */
  readonly code?: string;
  readonly settings?: Settings;
  readonly network?: Partial<Faults>;
  readonly desk?: Partial<DeskOptions>;
};

export type FaxScene = Scene & {
  readonly page: Uint8Array;
  readonly modem: Modem;
  readonly ecm: boolean;
  /** How the network changes while the page is under way. */
  readonly meanwhile?: Partial<Faults>;
};

export type FaxOutcome = {
  readonly sender: Report;
  readonly receiver: Report;
  /** What lies in the tray of the one that received. */
  readonly received: Uint8Array | null;
  /** Of the page's modem as it comes out of the receiver's socket, in dBm0. */
  readonly level: number;
  /** What either line takes the call for amid the page: fax, modem, or voice. */
  readonly carries: readonly string[];
  /** Of the call, from the answer to the end. */
  readonly seconds: number;
  /** RTP payload types of the sound, without those of single packets. */
  readonly codecs: readonly number[];
  /** Keys that were heard where there were none. */
  readonly keys: number;
};

const NUMBERS = { 1: "101", 2: "102" };
const LONGEST_SECONDS = 240;
/** Phases A and B take 12 to 16 s; a page goes on for another 15. */
const AMID_PAGE = 22;

export const opposite = (line: Line): Line => (line === 1 ? 2 : 1);

/** One line has called, the other one has answered; between the two, `answering` happens to the caller. */
export function connected(scene: Scene, answering: (d: VirtualDesk) => void = () => {}): VirtualDesk {
  const { from, code = "", settings = {}, network = {}, desk = {} } = scene;
  const both = Object.entries(settings).flatMap(([name, value]) => [1, 2].map((line) => [`${name}[${line}]`, value]));
  const d = new VirtualDesk({ ...desk, settings: Object.fromEntries(both) }).wait(1000);
  d.desk.changeFaults(network);
  d.line(from).lift();
  d.wait(300)
    .dial(from, code + NUMBERS[opposite(from)])
    .wait(100);
  answering(d);
  d.wait(1500);
  d.line(opposite(from)).lift();
  return d;
}

/** A page goes from the line that calls to the line that is called. */
export function fax(scene: FaxScene): FaxOutcome {
  const { from, page, modem, ecm, meanwhile } = scene;
  const to = opposite(from);
  let sender: Machine | undefined;
  const d = connected(scene, (d) => {
    sender = new Machine(d.line(from), { calls: true, page, modem, ecm });
  });
  if (!sender) throw new Error("nobody called");
  const receiver = new Machine(d.line(to), { calls: false, modem, ecm });
  const keys = d.events("digit").length;
  let seconds = 0;
  let heard = Number.NEGATIVE_INFINITY;
  let carries: string[] = [];
  const over = () => sender?.report.over && receiver.report.over;
  for (; seconds < LONGEST_SECONDS && !over(); seconds++) {
    d.wait(1000);
    if (seconds !== AMID_PAGE) continue;
    heard = level(d.line(to).heard(1).samples);
    carries = d.desk.adapter.status().lines.map(({ calls }) => calls[0]?.carries ?? "voice");
    if (meanwhile) d.desk.changeFaults(meanwhile);
  }
  const reports = { sender: sender.report, receiver: receiver.report };
  sender.unplug();
  const outcome = { ...reports, received: receiver.unplug(), level: heard, carries, seconds };
  for (const line of [from, to]) d.line(line).hangUp();
  d.wait(1000);
  return { ...outcome, codecs: codecsOf(d), keys: d.events("digit").length - keys };
}

const IP_HEADER = 20;
const UDP_HEADER = 8;
const RTP_HEADER = 12;
const FRAME = 160;

/** Payload types of whole frames of sound that have been on the cable, commonest first, seldom ones left out. */
export function codecsOf(d: VirtualDesk): number[] {
  const counts = new Map<number, number>();
  for (const piece of d.desk.capture().slice(1)) {
    const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
    for (let at = 0; at < piece.length; ) {
      const length = view.getUint32(at + 8, true);
      const rtp = at + 16 + IP_HEADER + UDP_HEADER;
      if (length === IP_HEADER + UDP_HEADER + RTP_HEADER + FRAME && piece[rtp] === 0x80) {
        const type = piece[rtp + 1] & 0x7f;
        counts.set(type, (counts.get(type) ?? 0) + 1);
      }
      at += 16 + length;
    }
  }
  return [...counts]
    .filter(([, count]) => count > 1)
    .sort(([, a], [, b]) => b - a)
    .map(([type]) => type);
}

/** The page has arrived to the dot, in one go. */
export function arrivedWhole({ page }: FaxScene, { sender, receiver, received }: FaxOutcome): void {
  for (const report of [sender, receiver]) {
    equal(report.status, "OK");
    equal(report.pages, 1);
  }
  equal(receiver.badRows, 0);
  equal(sender.trainings, 1, "the modem has been trained once");
  equal(Buffer.compare(received ?? new Uint8Array(), page), 0, "the page is the same");
}
