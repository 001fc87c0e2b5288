/** What one port tells of itself: registrations, calls, digits, SIP messages, mishaps. */
import type { Board } from "../../hal/board.js";
import type { Room } from "../../hal/journal.js";
import { onOneLine } from "../base/patterns.js";
import { textOf } from "../base/text.js";
import type { Happened } from "../events/event.js";
import type { PhoneStatus } from "../phone/seam.js";
import { registrationWordsFor } from "../phone/statuses.js";
import type { Peer, SipEvent } from "../sip/seam.js";
import type { Hop } from "../wire/hop.js";

/** Who hears what others than those who read the journal want to know. */
type Listener = { happened(happened: Happened): void };

export class PortJournal {
  readonly line: number;
  readonly #board: Board;
  readonly #listener: Listener | null;
  /** The state of the call last told, and with whom. */
  #told = "idle null";
  #offHook = false;

  constructor(line: number, board: Board, listener: Listener | null = null) {
    this.line = line;
    this.#board = board;
    this.#listener = listener;
  }

  /** What the network has told, as far as it is nobody's else to tell. */
  told(event: SipEvent): void {
    switch (event.event) {
      case "registration":
        this.#registration(event);
        break;
      case "invited":
        if (event.diverted !== null)
          this.log("info", `the call from ${nameOf(event.peer)} was sent on by ${event.diverted}`);
        break;
      case "rejected":
        this.log("warning", `a request for ${event.uri} was answered ${event.status}`);
        break;
      case "message":
        this.log("info", `message from ${nameOf(event.peer)}: ${onOneLine(event.text)}`);
        break;
      case "messages":
        this.log(
          "info",
          event.waiting ? `messages are waiting: ${event.fresh ?? "some"} new` : "no messages are waiting",
        );
        this.#listener?.happened({ event: "messages", line: this.line, waiting: event.waiting, fresh: event.fresh });
        break;
      case "referred":
        this.log(
          "info",
          `the other side wants us to call ${event.target}${event.by === null ? "" : `, for ${event.by}`}`,
        );
        break;
      case "remote":
        this.log("info", `the server asks for a ${event.wish}`);
        break;
    }
  }

  #registration({ state, code, reason }: Extract<SipEvent, { event: "registration" }>): void {
    this.#board.journal({ type: "registration", line: this.line, state, code });
    if (state !== "failed") return;
    const answer = code === null ? reason : `${code} ${reason}`;
    const words = code === null || code < 300 ? "" : ` (${registrationWordsFor(code, reason)})`;
    this.log("warning", `registration failed: ${answer}${words}`);
  }

  /** The receiver, when it is elsewhere than it was. */
  hook(offHook: boolean): void {
    if (offHook === this.#offHook) return;
    this.#offHook = offHook;
    this.#listener?.happened({ event: "hook", line: this.line, state: offHook ? "off" : "on" });
  }

  /** A call's state, when it is another than the last one told. */
  call(phone: Pick<PhoneStatus, "state" | "peer" | "code" | "reason">): void {
    const { state, peer } = phone;
    const told = `${state} ${peer}`;
    if (told === this.#told) return;
    this.#told = told;
    const { code, reason } = phone;
    this.#board.journal({ type: "call", line: this.line, state, peer, code, reason });
  }

  digit(digit: string, source: "dtmf" | "pulse" | "event" | "info"): void {
    this.#board.journal({ type: "digit", line: this.line, digit, source });
  }

  /** Keep-alives and noise are no messages, and are not told. */
  sip(direction: "in" | "out", octets: Uint8Array, localPort: number, { address, port, transport }: Hop): void {
    const message = textOf(octets);
    if (!message.includes("SIP/2.0")) return;
    this.#board.journal({
      type: "sip",
      line: this.line,
      direction,
      local: hostPort(this.#board.network.address ?? "0.0.0.0", localPort),
      remote: hostPort(address, port),
      transport,
      message,
    });
  }

  log(level: "info" | "warning" | "error", text: string, room: Room = "sip"): void {
    this.#board.journal({ type: "log", line: this.line, level, room, text });
  }
}

/** As much as may be known of him. */
const nameOf = ({ name, number, private: hidden, uri }: Peer) => name || number || (hidden ? "somebody" : uri);

const hostPort = (address: string, port: number) =>
  address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
