/** How the firmware is replaced: an image is sent in, or fetched by the owner's order or his rule; one at a time. */
import type { Update } from "../../hal/update.js";
import { octetsOf, textOf } from "../base/text.js";
import type { Config } from "../config/config.js";
import { authoritiesOf, oldestVersion } from "../config/provision-options.js";
import { compareVersions } from "../provision/condition.js";
import { LONGEST_IMAGE } from "../provision/limits.js";
import { parseTarget, type Target } from "../provision/target.js";
import type { Intake, UpdateDesk, UpdateSource, UpdateView } from "../web/house.js";
import { HttpFetch } from "./http-fetch.js";
import { ImageIntake, OVER } from "./image-intake.js";
import type { Deadlined, Loop } from "./loop.js";
import type { OverheardBoard } from "./overheard.js";
import type { Trial } from "./trial.js";
import { VERSION } from "./version.js";

export type UpdaterHouse = {
  readonly config: Config;
  /** Of the firmware that runs; null where it has nothing to prove. */
  trial(): Trial | null;
  /** How it stands is no longer as it was. */
  changed(): void;
};

export type Wanted = {
  readonly source: UpdateSource;
  /** One that is older than the one that runs is taken, too. */
  readonly older: boolean;
};

/** Of all that can come: the program, its head and what stands behind it. */
export const LONGEST_FILE = LONGEST_IMAGE + 1024;
/** ms until an image has to be there, however slowly it comes. */
const WITHIN = 3_600_000;
/** Which version was taken last, until it has proven itself. */
const TRIED = "update.tried";
/** It is the very version that runs, which a rule is content with. */
export const SAME = "this version runs already";

/** The version that runs. */
export const runningVersion = (update: Update | null) => update?.version ?? VERSION;

/** A version that was taken and is not the one that runs: the board has gone back. Null where there is none. */
export function failedVersion({ flash, update }: OverheardBoard): string | null {
  const octets = flash.read(TRIED);
  if (!octets || update?.onTrial) return null;
  const tried = textOf(octets);
  return tried === runningVersion(update) ? null : tried;
}

/** What runs has proven itself. */
export const forgetTried = ({ flash }: OverheardBoard) => flash.erase(TRIED);

export class Updater implements UpdateDesk {
  readonly #board: OverheardBoard;
  readonly #update: Update;
  readonly #loop: Loop;
  readonly #house: UpdaterHouse;
  readonly #failed: string | null;
  #state: UpdateView["state"] = "idle";
  #error: string | null = null;
  #source: UpdateSource | null = null;
  #version: string | null = null;
  #percent = 0;
  #intake: ImageIntake | null = null;
  /** What fetches it; null while nothing is fetched. */
  #fetch: { close(): void } | null = null;
  /** While an image is on its way: when it has been so for too long. */
  #late: Deadlined | null = null;
  #onBroken: ((reason: string) => void) | null = null;

  constructor(board: OverheardBoard, update: Update, loop: Loop, house: UpdaterHouse) {
    this.#board = board;
    this.#update = update;
    this.#loop = loop;
    this.#house = house;
    this.#failed = failedVersion(board);
  }

  get view(): UpdateView {
    return {
      ...{ state: this.#state, percent: this.#percent, error: this.#error },
      ...{ source: this.#source, version: this.#version, running: runningVersion(this.#update) },
      trial: this.#house.trial()?.view(this.#loop.now()) ?? null,
      ...{ failed: this.#failed, signed: this.#update.signed },
    };
  }

  /** The firmware that runs has still to prove itself. */
  get onTrial(): boolean {
    return this.#house.trial() !== null;
  }

  /** Why nothing can be taken now, or null. */
  get refusal(): string | null {
    if (this.#intake) return "An image is on its way already.";
    if (this.#state === "ready") return "An image waits for the restart already.";
    if (this.onTrial) return "The firmware that runs is on trial itself: wait for its end.";
    return null;
  }

  /** One image; null while `refusal` says why. `broken` hears why it goes no further, where that is not for the image itself. */
  open(wanted: Wanted, broken: (reason: string) => void): Intake | null {
    if (this.refusal !== null) return null;
    const judge = (version: string) => this.#judge(version, wanted);
    const intake = new ImageIntake({ update: this.#update, board: this.#board.name, judge });
    this.#intake = intake;
    this.#source = wanted.source;
    this.#onBroken = broken;
    this.#show("receiving");
    this.#late = {
      deadline: this.#loop.now() + WITHIN,
      poll: () => this.#breakOff("it took too long", broken),
    };
    this.#loop.add(this.#late);
    this.#loop.rearm(this.#loop.now());
    return {
      write: (octets) => {
        if (this.#intake !== intake) return OVER;
        const refusal = intake.push(octets);
        if (refusal !== null) this.#close(refusal);
        else if (intake.percent !== this.#percent || intake.version !== this.#version) this.#show("receiving");
        return refusal;
      },
      end: () => {
        if (this.#intake !== intake) return OVER;
        this.#show("verifying");
        const refusal = intake.end();
        if (refusal === null) this.#keepTried();
        this.#close(refusal);
        return refusal;
      },
      abort: (reason) => {
        if (this.#intake === intake) this.#close(reason);
      },
    };
  }

  /** By the owner's order: http or https. */
  fetch(url: string, older: boolean): string | null {
    const target = parseTarget(url);
    if ("refused" in target) return target.refused;
    if (target.scheme === "tftp")
      return "an image is fetched by http:// or https:// here; by TFTP only Upgrade_Rule does";
    const refusal = this.refusal;
    if (refusal !== null) return refusal;
    const intake = this.open({ source: "address", older }, () => {
      this.#fetch?.close();
      this.#fetch = null;
    });
    if (intake) this.#ask(target, intake);
    return null;
  }

  /** The owner has thought better of it. False where nothing is on its way. */
  abort(): boolean {
    if (!this.#intake) return false;
    this.#breakOff(OVER, this.#onBroken ?? (() => {}));
    return true;
  }

  close(): void {
    this.#fetch?.close();
    this.#intake?.abort();
    this.#intake = null;
  }

  #ask(target: Target, intake: Intake): void {
    let refusal: string | null = null;
    const wish = { target, user: null, method: "GET", body: null, contentType: "", maxBody: LONGEST_FILE } as const;
    const onBody = (octets: Uint8Array) => {
      refusal = intake.write(octets);
      return refusal === null;
    };
    const authorities = authoritiesOf(this.#house.config);
    this.#fetch = new HttpFetch(this.#board, { ...wish, authorities, onBody }, (fetched) => {
      this.#fetch = null;
      if (refusal !== null) return;
      if ("failed" in fetched) intake.abort(fetched.failed);
      else intake.end();
    });
  }

  #judge(version: string, { older, source }: Wanted): string | null {
    const running = runningVersion(this.#update);
    const limit = oldestVersion(this.#house.config);
    const isOlder = (than: string) => (compareVersions(version, than) ?? 0) < 0;
    if (source === "rule" && version === running) return SAME;
    if (source === "rule" && version === this.#failed) return `version ${version} has failed here before`;
    if (limit !== "" && isOlder(limit)) return `version ${version} is older than Downgrade_Rev_Limit allows, ${limit}`;
    if (limit === "" && !older && isOlder(running))
      return `version ${version} is older than the one that runs, ${running}`;
    return null;
  }

  #keepTried(): void {
    try {
      this.#board.flash.write(TRIED, octetsOf(this.#intake?.version ?? ""));
    } catch {
      // then a rule may try it twice
    }
  }

  #breakOff(reason: string, broken: (reason: string) => void): void {
    this.#close(reason);
    broken(reason);
  }

  /** With the reason why it is not taken, or null. */
  #close(refusal: string | null): void {
    this.#intake?.abort();
    if (this.#late) this.#loop.remove(this.#late);
    this.#late = null;
    if (refusal === null) this.#show("ready");
    this.#intake = null;
    this.#onBroken = null;
    if (refusal === null) return;
    this.#error = refusal === SAME ? null : refusal;
    this.#percent = 0;
    this.#version = null;
    this.#state = refusal === SAME ? "idle" : "failed";
    this.#house.changed();
  }

  #show(state: UpdateView["state"]): void {
    this.#state = state;
    this.#error = null;
    this.#percent = this.#intake?.percent ?? 0;
    this.#version = this.#intake?.version ?? null;
    this.#house.changed();
  }
}
