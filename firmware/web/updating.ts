/** A firmware image on its way in, and what has become of it. */
import type { House, ImageWriter } from "./house.js";
import { json, type Response, refuse, type Upload } from "./http.js";
import { MAX_IMAGE } from "./limits.js";

export type UpdateView = {
  readonly state: "idle" | "receiving" | "verifying" | "ready" | "failed";
  readonly percent: number;
  readonly error: string | null;
};

const IDLE: UpdateView = Object.freeze({ state: "idle", percent: 0, error: null });

export class Updating {
  #view: UpdateView = IDLE;

  get view(): UpdateView {
    return this.#view;
  }

  /** A body of so many octets, which the image is. */
  take({ update }: House, length: number): Upload {
    if (update === null) return taken(refuse(501, NOT_HERE));
    if (this.#view.state === "receiving") return taken(refuse(409, "An image is on its way already."));
    if (length < 1 || length > MAX_IMAGE) return taken(refuse(411, "The length of the image has to be told."));
    try {
      const writer = update.begin(length);
      this.#view = { state: "receiving", percent: 0, error: null };
      return this.#receive(writer, length);
    } catch (error) {
      return taken(this.#fail(error));
    }
  }

  #receive(writer: ImageWriter, length: number): Upload {
    let got = 0;
    let failed: Response | null = null;
    return {
      write: (octets) => {
        if (failed) return false;
        try {
          if (got + octets.length > length) throw new Error("it is longer than was told");
          writer.write(octets);
          got += octets.length;
          this.#view = { state: "receiving", percent: Math.floor((100 * got) / length), error: null };
          return true;
        } catch (error) {
          writer.abort();
          failed = this.#fail(error);
          return false;
        }
      },
      end: () => {
        if (failed) return failed;
        try {
          if (got < length) throw new Error("it is shorter than was told");
          this.#view = { state: "verifying", percent: 100, error: null };
          writer.commit();
          this.#view = { state: "ready", percent: 100, error: null };
          return json(this.#view);
        } catch (error) {
          if (got < length) writer.abort();
          return this.#fail(error);
        }
      },
      abort: () => {
        if (failed) return;
        writer.abort();
        this.#fail(new Error("the sender has gone"));
      },
    };
  }

  #fail(error: unknown): Response {
    const text = `The image is not taken: ${error instanceof Error ? error.message : error}.`;
    this.#view = { state: "failed", percent: 0, error: text };
    return refuse(422, text);
  }
}

export const NOT_HERE = "The firmware of this board is not replaced over the network.";

/** Takes nothing, and says why. */
export const taken = (response: Response): Upload => ({ write: () => false, end: () => response, abort: () => {} });
