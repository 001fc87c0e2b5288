/** What the adapter tells of itself as it happens: one connection for the whole page, heard by whoever likes. */
import { createContext } from "preact";
import { useContext, useEffect, useRef } from "preact/hooks";
import type { LogEntry, PastCall, SipMessage, Status, Update } from "./shapes.js";

export type Heard = {
  status: Status;
  log: LogEntry;
  sip: SipMessage;
  call: PastCall;
  settings: { readonly names: readonly string[] };
  update: Update;
  /** The connection has come about, or broken. */
  connected: boolean;
};

type Hear = (what: never) => void;

const NAMES = ["status", "log", "sip", "call", "settings", "update"] as const;

/** How long after a refusal the events are asked for again; a connection that breaks comes back by itself. */
const AGAIN_MS = 3000;

export class Live {
  #source: EventSource;
  #timer = 0;
  readonly #ears: { [name: string]: Set<Hear> } = {};

  constructor() {
    this.#source = this.#open();
  }

  #open(): EventSource {
    const source = new EventSource("/api/events");
    source.onopen = () => this.#tell("connected", true);
    source.onerror = () => {
      this.#tell("connected", false);
      if (source.readyState !== EventSource.CLOSED) return;
      this.#timer = setTimeout(() => {
        this.#source = this.#open();
      }, AGAIN_MS);
    };
    for (const name of NAMES)
      source.addEventListener(name, ({ data }) => this.#tell(name, JSON.parse(data) as Heard[typeof name]));
    return source;
  }

  on<N extends keyof Heard>(name: N, hear: (what: Heard[N]) => void): () => void {
    this.#ears[name] ??= new Set();
    const ears = this.#ears[name];
    ears.add(hear as Hear);
    return () => ears.delete(hear as Hear);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#source.close();
  }

  #tell<N extends keyof Heard>(name: N, what: Heard[N]): void {
    for (const hear of this.#ears[name] ?? []) (hear as (what: Heard[N]) => void)(what);
  }
}

export const LiveContext = createContext<Live | null>(null);

/** Hears one kind of event for as long as the component lives. */
export function useHeard<N extends keyof Heard>(name: N, hear: (what: Heard[N]) => void): void {
  const live = useContext(LiveContext);
  const latest = useRef(hear);
  latest.current = hear;
  useEffect(() => live?.on(name, (what) => latest.current(what)), [live, name]);
}
