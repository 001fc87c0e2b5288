/**
 * Where the other side is: what was agreed, and the ports it really sends from (symmetric RTP, RFC 4961).
 * Only the agreed address is listened to; the first port heard there is kept until the next agreement, or until that
 * one has fallen silent and the same host sends another stream from elsewhere.
 */
import type { Instant } from "../base/instant.js";
import type { Agreement } from "../wire/agreement.js";

export type Endpoint = { address: string; port: number };

/** The kept port gives way to another stream after this long without a packet. */
const SILENT = 100;

export class Remote {
  readonly #sound: Endpoint = { address: "", port: 0 };
  readonly #control: Endpoint = { address: "", port: 0 };
  #agreed: Agreement["remote"] = null;
  #agreedControl: Agreement["remote"] = null;
  #kept = false;
  #controlKept = false;
  #port = 0;
  #ssrc = 0;
  #heardAt: Instant = 0;

  /** Where RTP goes; null when it goes nowhere. The same object each time. */
  get sound(): Readonly<Endpoint> | null {
    return this.#agreed ? this.#sound : null;
  }

  get control(): Readonly<Endpoint> | null {
    return this.#agreedControl ? this.#control : null;
  }

  /** What was learnt goes on while the agreed place stays the same. */
  agree({ remote, remoteControl }: Agreement): void {
    if (remote && !same(remote, this.#agreed)) fill(this.#sound, remote);
    if (remoteControl && !same(remoteControl, this.#agreedControl)) fill(this.#control, remoteControl);
    this.#agreed = remote;
    this.#agreedControl = remoteControl;
    this.#kept = false;
    this.#controlKept = false;
  }

  knows(address: string): boolean {
    return this.#agreed !== null && this.#agreed.address === address;
  }

  /** A packet that makes sense came from the agreed address: is it to be heard? */
  admit(port: number, ssrc: number, now: Instant): boolean {
    if (!this.#kept || (port !== this.#port && ssrc !== this.#ssrc && now - this.#heardAt >= SILENT)) {
      this.#kept = true;
      this.#port = this.#sound.port = port;
    } else if (port !== this.#port) return false;
    this.#ssrc = ssrc;
    this.#heardAt = now;
    return true;
  }

  /** The same for a report, whose port is learnt once and never refused. */
  admitControl(address: string, port: number): boolean {
    if (this.#agreedControl === null || this.#agreedControl.address !== address) return false;
    if (!this.#controlKept) this.#control.port = port;
    this.#controlKept = true;
    return true;
  }
}

function same(a: Readonly<Endpoint>, b: Readonly<Endpoint> | null): boolean {
  return b !== null && a.address === b.address && a.port === b.port;
}

function fill(into: Endpoint, from: Readonly<Endpoint>): void {
  into.address = from.address;
  into.port = from.port;
}
