/**
 * Where the other side is: what was agreed, and where it really sends from (symmetric RTP, RFC 4961).
 * Only the agreed address is listened to; the first port heard there is kept until the next agreement, or until that
 * one has fallen silent and the same host sends another stream from elsewhere.
 * A private address that was agreed may be behind a NAT which its owner knows nothing of: as long as nothing comes from
 * it, a stream from one public address that goes on steadily is believed to be its own.
 */
import { type Instant, NEVER } from "../base/instant.js";
import { distance16 } from "../base/serial.js";
import type { Agreement } from "../wire/agreement.js";

export type Endpoint = { address: string; port: number };

/** The kept port gives way to another stream after this long without a packet. */
const SILENT = 100;
/** What still comes from where the other side has spoken before is late for this long, and then believed. */
const LATE = 500;
/** Packets in sequence after which a stream from elsewhere is believed. */
const STEADY = 5;
/** RFC 1918, and RFC 6598. */
const PRIVATE = /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./;
const LOCAL = /^(?:127\.|169\.254\.|0\.|::1$|f[cd]|fe[89ab])/;

/** A stream from elsewhere, and how many of its packets have come one after the other. */
type Suspect = { address: string; port: number; ssrc: number; sequence: number; steady: number };

export class Remote {
  /** Where RTP goes; null when it goes nowhere. The same object each time. To be read only. */
  sound: Readonly<Endpoint> | null = null;
  readonly #sound: Endpoint = { address: "", port: 0 };
  readonly #control: Endpoint = { address: "", port: 0 };
  /** What comes tells where to send. */
  readonly #symmetric: boolean;
  #agreed: Agreement["remote"] = null;
  #agreedControl: Agreement["remote"] = null;
  /** Whom we listen to: the agreed address, or the one learnt in its stead. */
  #address = "";
  #kept = false;
  #controlKept = false;
  #port = 0;
  #ssrc = 0;
  #heardAt: Instant = 0;
  /** Where it spoke from before it moved, and since when that is heard again; 0 and NEVER for none. */
  #leftPort = 0;
  #leftSsrc = 0;
  #lateSince: Instant = NEVER;
  /** The agreed address is private, and has not been heard since. */
  #doubtful = false;
  /** Who speaks from elsewhere meanwhile. */
  #suspect: Suspect | null = null;

  constructor(symmetric = true) {
    this.#symmetric = symmetric;
  }

  get control(): Readonly<Endpoint> | null {
    return this.#agreedControl ? this.#control : null;
  }

  /** What was learnt goes on while the agreed place stays the same. */
  agree({ remote, remoteControl }: Agreement): void {
    const moved = remote && !same(remote, this.#agreed);
    if (moved) {
      this.#leftPort = this.#agreed ? this.#port : 0;
      this.#leftSsrc = this.#ssrc;
      this.#lateSince = NEVER;
      fill(this.#sound, remote);
      this.#address = remote.address;
    }
    if (remoteControl && !same(remoteControl, this.#agreedControl)) fill(this.#control, remoteControl);
    this.#agreed = remote;
    this.sound = remote && this.#sound;
    this.#agreedControl = remoteControl;
    this.#kept = false;
    this.#controlKept = false;
    this.#doubtful = this.#symmetric && remote !== null && PRIVATE.test(remote.address);
    this.#suspect = null;
  }

  knows(address: string): boolean {
    return this.#agreed !== null && (address === this.#address || address === this.#agreed.address);
  }

  /** Like the packet before: `knows` and `admit` in one, for nearly all that come. */
  continues(address: string, port: number, ssrc: number, now: Instant): boolean {
    if (!this.#kept || port !== this.#port || ssrc !== this.#ssrc || address !== this.#address) return false;
    this.#heardAt = now;
    return true;
  }

  /** A packet that makes sense came from an address that is known: is it to be heard? */
  admit(address: string, port: number, ssrc: number, now: Instant): boolean {
    if (address !== this.#address) this.#listenTo(address); // the agreed one speaks after all
    this.#doubtful = false;
    if (!this.#kept && this.#isLate(port, ssrc, now)) return false;
    if (!this.#kept || (port !== this.#port && ssrc !== this.#ssrc && now - this.#heardAt >= SILENT)) {
      this.#kept = true;
      this.#port = port;
      if (this.#symmetric) this.#sound.port = port;
    } else if (port !== this.#port) return false;
    this.#ssrc = ssrc;
    this.#heardAt = now;
    return true;
  }

  /** One from elsewhere may be from the other side's NAT: is the stream it belongs to believed from now on? */
  learn(address: string, port: number, ssrc: number, sequence: number): boolean {
    if (!this.#doubtful || PRIVATE.test(address) || LOCAL.test(address)) return false;
    this.#suspect ??= { address, port, ssrc, sequence, steady: 0 };
    const suspect = this.#suspect;
    const same = suspect.address === address && suspect.port === port && suspect.ssrc === ssrc;
    const goesOn = same && distance16(sequence, suspect.sequence) === 1;
    suspect.address = address;
    suspect.port = port;
    suspect.ssrc = ssrc;
    suspect.sequence = sequence;
    suspect.steady = goesOn ? suspect.steady + 1 : 1;
    if (suspect.steady < STEADY) return false;
    this.#suspect = null;
    this.#doubtful = false;
    this.#listenTo(address);
    return true;
  }

  /** The same for a report, whose port is learnt once and never refused. */
  admitControl(address: string, port: number): boolean {
    if (this.#agreedControl === null) return false;
    if (address !== this.#agreedControl.address && (address !== this.#address || this.#agreed === null)) return false;
    if (!this.#controlKept && this.#symmetric) {
      this.#control.address = address;
      this.#control.port = port;
    }
    this.#controlKept = true;
    return true;
  }

  /** Still on the way when it moved to another port: must not make us send to where nobody listens any more. */
  #isLate(port: number, ssrc: number, now: Instant): boolean {
    if (port !== this.#leftPort || ssrc !== this.#leftSsrc || port === this.#agreed?.port) return false;
    if (this.#lateSince === NEVER) this.#lateSince = now;
    return now - this.#lateSince < LATE;
  }

  #listenTo(address: string): void {
    this.#address = this.#sound.address = address;
    this.#kept = false;
    this.#controlKept = false;
  }
}

function same(a: Readonly<Endpoint>, b: Readonly<Endpoint> | null): boolean {
  return b !== null && a.address === b.address && a.port === b.port;
}

function fill(into: Endpoint, from: Readonly<Endpoint>): void {
  into.address = from.address;
  into.port = from.port;
}
