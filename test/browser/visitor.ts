/** A reader of the adapter's page: a browser that notes what it must not do, and what is hard to reach. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Context } from "mocha";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
/** Pictures are for people to look at; nothing is compared with them. */
export const PICTURES = join(import.meta.dirname, "../../dist/pictures");

const AXE = join(import.meta.dirname, "../../node_modules/axe-core/axe.min.js");
const PATIENCE_MS = 10_000;
const LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Skips what follows, aloud, where there is no browser to be had; where CI is set that is a failure. */
export function needsBrowser(context: Context): void {
  const lacks = [CHROMIUM, AXE].find((path) => !existsSync(path));
  if (lacks === undefined) return;
  if (process.env.CI) throw new Error(`there is no ${lacks}`);
  process.stderr.write(`there is no ${lacks}: skipped\n`);
  context.skip();
}

export class Visitor {
  readonly page: Page;
  readonly url: string;
  /** Errors of scripts, refusals by the policy of the page, requests to anybody else. */
  readonly complaints: string[] = [];
  /** The adapter starts anew: it may be heard to do so. */
  mayBeAway = false;
  readonly #browser: Browser;

  private constructor(browser: Browser, page: Page, url: string) {
    this.#browser = browser;
    this.page = page;
    this.url = url;
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("dialog", (dialog) => {
      this.complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("console", (message) => {
      // a refusal of the adapter is part of the conversation, and told on the page
      const refusal = /status of (401|403|409|422|429|501)/.test(message.text());
      const away = this.mayBeAway && /status of 503|net::ERR_/.test(message.text());
      if (message.type() === "error" && !refusal && !away)
        this.complaints.push(`${message.text()} ${message.location().url}`);
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(url) && !request.url().startsWith("blob:"))
        this.complaints.push(`asked ${request.url()}`);
    });
  }

  /** `ears`: what else Chromium is told, of microphones and loudspeakers. */
  static async come(
    url: string,
    options: Parameters<Browser["newContext"]>[0] = {},
    ears: readonly string[] = [],
  ): Promise<Visitor> {
    mkdirSync(PICTURES, { recursive: true });
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
        ...ears,
      ],
    });
    const context: BrowserContext = await browser.newContext({
      ...{ viewport: { width: 1100, height: 900 }, locale: "en-US", acceptDownloads: true },
      ...options,
    });
    return new Visitor(browser, await context.newPage(), url);
  }

  async leave(): Promise<void> {
    await this.#browser.close();
  }

  /** Opens one of the pages by its place. */
  async open(place: string): Promise<void> {
    await this.page.goto(`${this.url}/#${place}`);
  }

  /** All of it, or only what is in the window. */
  async picture(name: string, fullPage = true): Promise<void> {
    await this.page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage });
  }

  /** What axe-core finds wrong at levels A and AA, a line each. */
  async barriers(): Promise<string> {
    await this.page.evaluate(readFileSync(AXE, "utf8"));
    const found = await this.page.evaluate(async (levels) => {
      type Found = { id: string; nodes: { html: string; failureSummary?: string }[] };
      type Axe = { run(what: unknown, options: object): Promise<{ violations: Found[] }> };
      const { axe, document } = globalThis as unknown as { axe: Axe; document: unknown };
      const { violations } = await axe.run(document, { runOnly: levels, preload: false });
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html} ${nodes[0].failureSummary ?? ""}`);
    }, LEVELS);
    return found.join("\n");
  }

  /** Buttons, links of menus and fields that a finger would miss: lower or narrower than 44 px. */
  async smallTargets(): Promise<string> {
    const found = await this.page.evaluate(() => {
      type Box = { readonly width: number; readonly height: number };
      type Target = { getBoundingClientRect(): Box; outerHTML: string; className: string; type?: string };
      const { document } = globalThis as unknown as { document: { querySelectorAll(what: string): Iterable<Target> } };
      return [
        ...document.querySelectorAll("main button, nav a, nav button, .button, main select, main textarea, main input"),
      ]
        .filter(({ type }) => type !== "checkbox" && type !== "radio")
        .filter((target) => {
          const { width, height } = target.getBoundingClientRect();
          return width > 1 && (width < 43.9 || height < 43.9);
        })
        .map(({ outerHTML }) => outerHTML.slice(0, 120));
    });
    return found.join("\n");
  }

  /** How far the page is wider than its window, in px. */
  async overflow(): Promise<number> {
    return this.page.evaluate(() => {
      const { document } = globalThis as unknown as {
        document: { documentElement: { scrollWidth: number; clientWidth: number } };
      };
      return document.documentElement.scrollWidth - document.documentElement.clientWidth;
    });
  }
}

/** The version of axe-core, for the record. */
export const axeVersion = (): string => createRequire(import.meta.url)("axe-core/package.json").version;
