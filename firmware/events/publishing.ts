/**
 * Events on their way to a broker: one connection, made again when it breaks, less and less often. What stands is kept by the
 * broker (retained) and told anew on every connection; events are told once.
 */
import { type Instant, NEVER } from "../base/instant.js";
import { backOff, CONNECT_WITHIN } from "./limits.js";
import { Queue } from "./queue.js";
import {
  type DiscoveryOptions,
  discovery,
  discoveryCount,
  EVENT,
  type LineTopic,
  lineTopic,
  STATUS,
} from "./topics.js";
import { Trouble } from "./trouble.js";

export type PublishingOrder =
  | { readonly do: "connect" }
  | { readonly do: "disconnect" }
  /** There may be something to publish: `next` until it answers null. */
  | { readonly do: "publish" }
  | { readonly do: "log"; readonly level: "info" | "warning"; readonly text: string };

export type Publication = { readonly topic: string; readonly text: string; readonly retain: boolean };

export type PublishingOptions = {
  /** For the log. */
  readonly broker: string;
  readonly prefix: string;
  /** MAC address. */
  readonly device: string;
  readonly lines: number;
  /** What Home Assistant is told; null for nothing. */
  readonly discovery: DiscoveryOptions | null;
  /** What it was told before is taken back. */
  readonly forgets: boolean;
};

const PUBLISH: readonly PublishingOrder[] = Object.freeze([Object.freeze({ do: "publish" } as const)]);

export class Publishing {
  readonly #options: PublishingOptions;
  readonly #queue = new Queue();
  readonly #trouble: Trouble;
  /** What stands, by topic below the prefix, and which of it the broker has not been told. */
  readonly #stands = new Map<string, string>();
  readonly #untold: string[] = [];
  #isUp = false;
  #state: "resting" | "connecting" | "ready" = "resting";
  #failures = 0;
  /** Of the next try, or of the patience with this one. */
  #at: Instant = NEVER;
  /** How much of what opens each connection has been told: that we are there, then Home Assistant's. */
  #opened = 0;

  constructor(options: PublishingOptions) {
    this.#options = options;
    this.#trouble = new Trouble(options.broker);
  }

  get waiting(): number {
    return this.#queue.length;
  }

  get isReady(): boolean {
    return this.#state === "ready";
  }

  get deadline(): Instant {
    return this.isReady ? NEVER : Math.min(this.#at, this.#queue.deadline);
  }

  /** Told once. */
  put(text: string, now: Instant): readonly PublishingOrder[] {
    this.#queue.put(text, now);
    return this.isReady ? PUBLISH : this.#lossy();
  }

  /** Told whenever it changes, and kept by the broker. */
  set(line: number, topic: LineTopic, text: string): readonly PublishingOrder[] {
    const name = lineTopic(line, topic);
    if (this.#stands.get(name) === text) return [];
    this.#stands.set(name, text);
    if (!this.#untold.includes(name)) this.#untold.push(name);
    return this.isReady ? PUBLISH : [];
  }

  /** There is a network, or none. */
  connected(isUp: boolean, now: Instant): readonly PublishingOrder[] {
    this.#isUp = isUp;
    if (this.#state !== "resting") return [];
    this.#at = isUp ? now : NEVER;
    return this.poll(now);
  }

  ready(): readonly PublishingOrder[] {
    if (this.#state === "resting") return [];
    if (this.#state === "connecting") {
      this.#state = "ready";
      this.#at = NEVER;
      this.#failures = 0;
      this.#opened = 0;
      this.#untold.length = 0;
      this.#untold.push(...this.#stands.keys());
    }
    const said = this.#trouble.over(this.#queue.lost);
    this.#queue.lost = 0;
    return said === null ? PUBLISH : [{ do: "log", level: "info", text: said }, ...PUBLISH];
  }

  closed(reason: string, now: Instant): readonly PublishingOrder[] {
    if (this.#state === "resting") return [];
    this.#state = "resting";
    this.#failures++;
    this.#at = this.#isUp ? now + backOff(this.#failures) : NEVER;
    const said = this.#trouble.begun(reason);
    return said === null ? [] : [{ do: "log", level: "warning", text: said }];
  }

  poll(now: Instant): readonly PublishingOrder[] {
    this.#queue.expire(now);
    const said = this.#lossy();
    if (this.isReady || now < this.#at) return said;
    if (this.#state === "connecting")
      return [...said, { do: "disconnect" }, ...this.closed(`no answer within ${CONNECT_WITHIN / 1000} s`, now)];
    this.#state = "connecting";
    this.#at = now + CONNECT_WITHIN;
    return [...said, { do: "connect" }];
  }

  /** What is to be published next, and stays so until `published`; null for nothing. */
  get next(): Publication | null {
    if (!this.isReady) return null;
    const { prefix } = this.#options;
    const opening = this.#opening;
    if (opening !== null) return opening;
    if (this.#untold.length > 0) {
      const name = this.#untold[0];
      return { topic: `${prefix}/${name}`, text: this.#stands.get(name) ?? "", retain: true };
    }
    const text = this.#queue.first;
    return text === null ? null : { topic: `${prefix}/${EVENT}`, text, retain: false };
  }

  published(): void {
    if (this.#opening !== null) this.#opened++;
    else if (this.#untold.length > 0) this.#untold.shift();
    else this.#queue.shift();
  }

  /** What the broker tells of us when the connection breaks, and is told when we go. */
  get farewell(): Publication {
    return { topic: `${this.#options.prefix}/${STATUS}`, text: "offline", retain: true };
  }

  get #opening(): Publication | null {
    const { prefix, device, lines, discovery: options, forgets } = this.#options;
    const at = this.#opened;
    if (at === 0) return { topic: `${prefix}/${STATUS}`, text: "online", retain: true };
    if ((options === null && !forgets) || at > discoveryCount(lines)) return null;
    return { ...discovery(at - 1, device, prefix, options), retain: true };
  }

  #lossy(): readonly PublishingOrder[] {
    const text = this.#queue.lost > 0 ? this.#trouble.lossy() : null;
    return text === null ? [] : [{ do: "log", level: "warning", text }];
  }
}
