/** A broker in virtual time: keeps what is retained, and tells the will of whoever is torn off. */
import { textOf } from "../../firmware/base/text.js";
import type { MqttConnection, MqttMessage, MqttOptions } from "../../hal/mqtt.js";
import type { DeskMqtt } from "../../sim/powered.js";
import type { VirtualTime } from "../../sim/time.js";

export class VirtualBroker implements DeskMqtt {
  /** Whoever has connected, or tried to. */
  readonly guests: MqttOptions[] = [];
  readonly heard: { readonly topic: string; readonly text: string; readonly retain: boolean }[] = [];
  readonly retained = new Map<string, string>();
  /** What is answered to who connects; null lets him in. */
  refusal: string | null = null;
  /** Messages that fit into the wire until it is emptied, 10 ms later. */
  room = Number.POSITIVE_INFINITY;
  readonly #time: VirtualTime;
  #lose: ((reason: string) => void) | null = null;

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  connect(options: MqttOptions): MqttConnection & { cut(): void } {
    this.guests.push(options);
    let state: "new" | "open" | "closed" = "new";
    let left = this.room;
    this.#time.after(5, () => {
      if (state !== "new") return;
      state = this.refusal === null ? "open" : "closed";
      if (this.refusal === null) options.onReady();
      else options.onClosed(this.refusal);
    });
    this.#lose = (reason) => {
      if (state === "closed") return;
      state = "closed";
      this.#take(options.will);
      options.onClosed(reason);
    };
    return {
      publish: (message) => {
        if (state !== "open" || left === 0) return false;
        this.#take(message);
        left--;
        if (left === 0)
          this.#time.after(10, () => {
            left = this.room;
            if (state === "open") options.onReady();
          });
        return true;
      },
      close: () => {
        state = "closed";
      },
      cut: () => {
        if (state === "open") this.#take(options.will);
        state = "closed";
      },
    };
  }

  /** The connection breaks. */
  lose(reason = "the connection broke off"): void {
    this.#lose?.(reason);
  }

  /** What has been told in this topic. */
  in(topic: string): string[] {
    return this.heard.filter((one) => one.topic === topic).map(({ text }) => text);
  }

  #take({ topic, octets, retain }: MqttMessage): void {
    const text = textOf(octets);
    this.heard.push({ topic, text, retain });
    if (!retain) return;
    if (text === "") this.retained.delete(topic);
    else this.retained.set(topic, text);
  }
}
