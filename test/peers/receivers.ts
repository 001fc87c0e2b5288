/** Ears and eyes nobody here wrote: spandsp (through line-decode), minimodem, multimon-ng and tshark. */
import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { runFolder } from "./lab.js";

/** Runs a receiver without taking the processor from the desks, whose clocks are real. */
const run = (command: string, options: string[]) =>
  promisify(execFile)("nice", ["-n", "15", command, ...options], { maxBuffer: LARGEST_OUTPUT });
const LARGEST_OUTPUT = 64 * 1024 * 1024;

export type Tone = { type: "tone"; start_ms: number; duration_ms: number; freqs: number[]; levels_dbm0: number[] };
export type Dtmf = { type: "dtmf"; digit: string; start_ms: number; end_ms: number; level_dbm0: number };
export type CallerId = { type: "callerid"; standard: string; at_ms: number; fields: { id: number; text?: string }[] };
export type Fsk = {
  type: "fsk";
  modem: string;
  seizure_bits: number;
  mark_bits: number;
  framing_errors: number;
  mark_hz: number;
  space_hz: number;
  mark_dbm0: number;
  space_dbm0: number;
  message_type: number;
  checksum_ok: boolean;
};
type Decoded = Tone | Dtmf | CallerId | Fsk | { type: "end" };

/** A stream as tshark sums it up; times in ms. */
export type Stream = {
  from: string;
  to: string;
  ssrc: string;
  packets: number;
  lost: number;
  meanDelta: number;
  maxJitter: number;
};
export type RtpPacket = {
  /** ms since the first frame. */
  at: number;
  from: string;
  to: string;
  ssrc: string;
  seq: number;
  timestamp: number;
  payloadType: number;
};
export type RtpEvent = { from: string; payloadType: number; event: number; end: boolean; duration: number };

/** What line-decode makes of a recording, in order. */
export async function lineDecode(wav: Uint8Array, ...options: string[]): Promise<Decoded[]> {
  const { stdout } = await run(join(runFolder, "line-decode"), [...options, keep("wav", wav)]);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** Call progress tones; the long window tells the 440 and 480 Hz of ringback apart. */
export const tones = async (wav: Uint8Array): Promise<Tone[]> =>
  (await lineDecode(wav, "--only", "tone", "--window", "120")).filter((one): one is Tone => one.type === "tone");

/** What minimodem's caller identification box prints: `Phone`, `Name`, `Time`. */
export async function minimodem(wav: Uint8Array): Promise<Record<string, string>> {
  const { stdout } = await run("minimodem", ["--rx", "callerid", "-q", "-f", keep("wav", wav)]);
  return Object.fromEntries([...stdout.matchAll(/^(\w+): +(.*)$/gm)].map(([, name, value]) => [name, value.trim()]));
}

/** The DTMF digits multimon-ng hears in a recording, or in the octets of a law. */
export async function multimon(sound: Uint8Array, kind: "wav" | "ul" | "al" = "wav"): Promise<string> {
  const raw = keep("raw", new Uint8Array());
  const format = kind === "wav" ? [] : ["-r", "8000", "-c", "1", "-t", kind];
  await run("sox", [
    ...format,
    keep(kind, sound),
    "-r",
    "22050",
    "-t",
    "raw",
    "-e",
    "signed",
    "-b",
    "16",
    "-c",
    "1",
    raw,
  ]);
  const { stdout } = await run("multimon-ng", ["-q", "-a", "DTMF", "-t", "raw", raw]);
  return [...stdout.matchAll(/^DTMF: (.)$/gm)].map(([, digit]) => digit).join("");
}

const BAD = "_ws.malformed || _ws.expert.severity == error || ip.checksum.status == 0 || udp.checksum.status == 0";

/** A capture in the hands of tshark; `sipPorts` are read as SIP, so that RTP is found by its SDP. */
export class Shark {
  readonly #base: string[];

  constructor(pcap: Uint8Array, sipPorts: string[]) {
    const decode = [...new Set(sipPorts)].flatMap((port) => [
      "-d",
      `udp.port==${port},sip`,
      "-d",
      `tcp.port==${port},sip`,
    ]);
    const checks = ["ip.check_checksum:TRUE", "udp.check_checksum:TRUE"].flatMap((name) => ["-o", name]);
    this.#base = ["-n", "-r", keep("pcap", pcap), ...decode, ...checks];
  }

  /** Frames tshark cannot make sense of, or whose checksum is wrong. */
  malformed(): Promise<string[]> {
    return this.#lines(["-Y", BAD]);
  }

  /** Of those sent from this port; what tshark only warns of in SIP and SDP counts, too. */
  faulty(from: string): Promise<string[]> {
    const warned = "((sip || sdp) && _ws.expert.severity == warning)";
    return this.#lines(["-Y", `(udp.srcport == ${from} || tcp.srcport == ${from}) && (${BAD} || ${warned})`]);
  }

  async frames(filter: string): Promise<number> {
    return (await this.#lines(["-Y", filter])).length;
  }

  async streams(): Promise<Stream[]> {
    const row =
      /^\s*[\d.]+\s+[\d.]+\s+(\S+)\s+(\d+)\s+(\S+)\s+(\d+)\s+(0x\w+)\s+\S.*?\s+(\d+)\s+(-?\d+) \(.*?%\)((?:\s+[\d.]+){6})/;
    return (await this.#lines(["-q", "-z", "rtp,streams"])).flatMap((line) => {
      const found = row.exec(line);
      if (!found) return [];
      const [, source, sourcePort, destination, destinationPort, ssrc, packets, lost, figures] = found;
      const [, meanDelta, , , , maxJitter] = figures.trim().split(/\s+/).map(Number);
      const ends = { from: `${source}:${sourcePort}`, to: `${destination}:${destinationPort}` };
      return [{ ...ends, ssrc, packets: Number(packets), lost: Number(lost), meanDelta, maxJitter }];
    });
  }

  /** RTP packets in order of capture, telephone-events left out; at `port` there is RTP whatever a description says. */
  async packets(port?: string): Promise<RtpPacket[]> {
    const names = ["rtp.ssrc", "rtp.seq", "rtp.timestamp", "rtp.p_type", "frame.time_relative"];
    const known = ["-o", "sdp.establish_conversation:FALSE", "-d", `udp.port==${port},rtp`];
    const decode = port === undefined ? [] : known;
    return (await this.#fields("rtp && !rtpevent", names, decode)).map(([from, to, ssrc, ...numbers]) => {
      const [seq, timestamp, payloadType, seconds] = numbers.map(Number);
      return { at: 1000 * seconds, from, to, ssrc, seq, timestamp, payloadType };
    });
  }

  async rtpEvents(): Promise<RtpEvent[]> {
    const names = ["rtp.p_type", "rtpevent.event_id", "rtpevent.end_of_event", "rtpevent.duration"];
    return (await this.#fields("rtpevent", names)).map(([from, , payloadType, event, end, duration]) => ({
      from,
      payloadType: Number(payloadType),
      event: Number(event),
      end: end === "1" || end === "True",
      duration: Number(duration),
    }));
  }

  /** The sound that was sent from a port, as the octets of G.711. */
  async payload(port: string, payloadType: number): Promise<Uint8Array> {
    const options = ["-d", `udp.port==${port},rtp`, "-T", "fields", "-e", "rtp.payload"];
    const lines = await this.#lines(["-Y", `udp.srcport == ${port} && rtp.p_type == ${payloadType}`, ...options]);
    return Buffer.from(lines.join("").replaceAll(":", ""), "hex");
  }

  async #fields(filter: string, names: string[], options: string[] = []): Promise<string[][]> {
    const all = ["ip.src", "udp.srcport", "ip.dst", "udp.dstport", ...names].flatMap((name) => ["-e", name]);
    return (await this.#lines([...options, "-Y", filter, "-T", "fields", ...all])).map((line) => {
      const [source, sourcePort, destination, destinationPort, ...rest] = line.split("\t");
      return [`${source}:${sourcePort}`, `${destination}:${destinationPort}`, ...rest];
    });
  }

  async #lines(options: string[]): Promise<string[]> {
    const { stdout } = await run("tshark", [...this.#base, ...options]);
    return stdout.split("\n").filter((line) => line.trim() !== "");
  }
}

/** Into a file of its own in the run folder, where it stays for whoever looks into a failure. */
function keep(kind: string, bytes: Uint8Array): string {
  const path = join(mkdtempSync(join(runFolder, `${kind}-`)), `x.${kind}`);
  writeFileSync(path, bytes);
  return path;
}
