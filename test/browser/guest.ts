/** Somebody at the desk with the adapter's page open: both in his hands, and short words for what he does. */
import { equal } from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { type RunningDesk, startDesk } from "./running-desk.js";
import { Visitor } from "./visitor.js";

export const PASSWORD = "correct horse battery";
export const ROOMS = [
  ...["status", "setup", "settings", "calls", "log"],
  ...["sip", "dialplan", "backup", "maintenance", "access"],
];
/** What somebody calls himself who means no good. */
export const HOSTILE = "<img src=x onerror=alert(1)>";

export class Guest {
  #desk: RunningDesk | null = null;
  #visitor: Visitor | null = null;

  /** `options` of the desk. */
  async come(...options: string[]): Promise<void> {
    this.#desk = await startDesk(...options);
    this.#visitor = await Visitor.come(this.#desk.web);
  }

  async leave(): Promise<void> {
    await this.#visitor?.leave();
    await this.#desk?.stop();
  }

  get desk(): RunningDesk {
    if (!this.#desk) throw new Error("there is no desk yet");
    return this.#desk;
  }

  get visitor(): Visitor {
    if (!this.#visitor) throw new Error("there is no page yet");
    return this.#visitor;
  }

  readonly page = (): Page => this.visitor.page;
  readonly button = (name: string | RegExp): Locator => this.page().getByRole("button", { name });
  readonly heading = (name: string): Locator => this.page().getByRole("heading", { name, exact: true });
  /** That of a setting. */
  readonly field = (name: string): Locator => this.page().locator(`[name="${name}"]`);

  /** What the page gets when it asks. */
  readonly ask = <T>(path: string): Promise<T> =>
    this.page().evaluate(async (asked) => (await fetch(asked)).json(), path) as Promise<T>;

  readonly hook = async (line: number, state: "on" | "off"): Promise<void> => {
    const body = JSON.stringify({ state });
    const headers = { "content-type": "application/json" };
    const url = `${this.desk.url}/api/lines/${line}/hook`;
    equal((await fetch(url, { method: "POST", headers, body })).status, 204);
  };
}
