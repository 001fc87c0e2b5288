/** A firmware image that is sent in, and what is answered to it. */
import type { House } from "./house.js";
import { type Head, json, type Response, refuse, type Upload } from "./http.js";
import { MAX_IMAGE } from "./limits.js";

export const NO_ROOM = "This board has no room for a second image: it is updated by cable.";

/** Takes nothing, and says why. */
export const taken = (response: Response): Upload => ({ write: () => false, end: () => response, abort: () => {} });

/** A body of so many octets, which the image is; by `?older=yes` one that is older than what runs is taken, too. */
export function takeImage({ update }: House, length: number, { query }: Head): Upload {
  if (update === null) return taken(refuse(501, NO_ROOM));
  if (length < 1 || length > MAX_IMAGE) return taken(refuse(411, "The length of the image has to be told."));
  const { refusal } = update;
  if (refusal !== null) return taken(refuse(409, refusal));
  const intake = update.open({ source: "file", older: query === "older=yes" }, () => {});
  if (intake === null) return taken(refuse(409, "An image is on its way already."));
  let got = 0;
  let refused: string | null = null;
  return {
    write(octets) {
      got += octets.length;
      if (refused === null && got > length) {
        refused = "it is longer than was told";
        intake.abort(refused);
      }
      refused ??= intake.write(octets);
      return refused === null;
    },
    end() {
      refused ??= intake.end();
      return refused === null ? json(update.view) : refuse(422, refusalText(refused));
    },
    abort() {
      if (refused === null) intake.abort("the sender has gone");
    },
  };
}

export const refusalText = (reason: string) => `The image is not taken: ${reason}.`;
