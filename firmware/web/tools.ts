/** What an owner tries out, and what he does to the adapter as a whole. */
import { countries } from "../config/countries.js";
import { presets } from "../config/presets.js";
import type { Ask } from "./ask.js";
import { data, json, listed, nothing, poured, type Response, refuse } from "./http.js";
import { textIn } from "./json.js";
import { NOT_HERE } from "./updating.js";

/** Keys of a telephone. */
const NUMBER = /^[0-9*#]{1,64}$/;

export function reboot({ house }: Ask): Response {
  house.restart("asked for on the page");
  return nothing(202);
}

export function factoryReset({ house, body }: Ask): Response {
  if (body.confirm !== "RESET") return refuse(422, '{"confirm":"RESET"} is wanted.');
  house.reset();
  return nothing(202);
}

export function testLine({ house, body, line }: Ask): Response {
  switch (textIn(body, "test")) {
    case "tone":
      return done(house.testTone(line));
    case "ring":
      return done(house.testRing(line));
    case "measure":
      return refuse(501, "The chips of this board measure nothing that could be told.");
    default:
      return refuse(400, "A test is tone, ring or measure.");
  }
}

export function testCall({ house, body }: Ask): Response {
  const { line } = body;
  const number = textIn(body, "number") ?? "";
  if (typeof line !== "number" || !Number.isInteger(line) || line < 1 || line > house.lines)
    return refuse(422, "There is no such line.");
  if (!NUMBER.test(number)) return refuse(422, "A number is made of the keys of a telephone.");
  return done(house.testCall(line, number));
}

const done = (refusal: string | null): Response => (refusal === null ? nothing(202) : refuse(409, refusal));

export function tellUpdate({ house, updating }: Ask): Response {
  return house.update === null ? refuse(501, NOT_HERE) : json(updating.view);
}

/** An image is as long as the memory of a board: it comes in pieces, from whoever has it. */
export function fetchUpdate({ house }: Ask): Response {
  return house.update === null ? refuse(501, NOT_HERE) : refuse(501, "Fetch the image, and send it here by PUT.");
}

/** Where a body came whole, and not in pieces. */
export const takeUpdate = (): Response => refuse(501, NOT_HERE);

export const tellPresets = (ask: Ask): Response => told(ask, presets);
export const tellCountries = (ask: Ask): Response => told(ask, countries);

function told({ house }: Ask, rows: readonly object[]): Response {
  const head = data("application/json; charset=utf-8", "");
  return poured(
    head,
    listed(rows.length, (at) => rows[at]),
    (delay, act) => house.later(delay, act),
  );
}
