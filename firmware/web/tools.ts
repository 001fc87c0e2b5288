/** What an owner tries out, and what he does to the adapter as a whole. */
import { countries } from "../config/countries.js";
import { presets } from "../config/presets.js";
import { hasProfiles } from "../config/provision-options.js";
import type { Ask } from "./ask.js";
import { data, json, listed, nothing, poured, type Response, refuse } from "./http.js";
import { textIn } from "./json.js";
import { measureLine } from "./measuring.js";
import { NO_ROOM, refusalText } from "./updating.js";

/** Keys of a telephone. */
const NUMBER = /^[0-9*#]{1,64}$/;

export function reboot({ house }: Ask): Response {
  house.restart("asked for on the page");
  return nothing(202);
}

/** By all rules of the owner, or by the one that is given. */
export function resync({ house, body }: Ask): Response {
  const { rule = null } = body;
  if (rule !== null && typeof rule !== "string") return refuse(422, "A rule is a text.");
  if (rule === null && !hasProfiles(house.config)) return refuse(409, "No rule says where settings are.");
  const refusal = house.resync(rule);
  return refusal === null ? nothing(202) : refuse(422, `This is no rule: ${refusal}.`);
}

export function factoryReset({ house, body }: Ask): Response {
  if (body.confirm !== "RESET") return refuse(422, '{"confirm":"RESET"} is wanted.');
  house.reset();
  return nothing(202);
}

export function testLine(ask: Ask): Response {
  const { house, body, line } = ask;
  switch (textIn(body, "test")) {
    case "tone":
      return done(house.testTone(line));
    case "ring":
      return done(house.testRing(line));
    case "measure":
      return measureLine(ask);
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

export function tellUpdate({ house: { update } }: Ask): Response {
  return update === null ? refuse(501, NO_ROOM) : json(update.view);
}

export function fetchUpdate({ house: { update }, body }: Ask): Response {
  if (update === null) return refuse(501, NO_ROOM);
  const url = textIn(body, "url");
  if (url === undefined) return refuse(400, '{"url"} is wanted.');
  const { refusal } = update;
  if (refusal !== null) return refuse(409, refusal);
  const wrong = update.fetch(url, body.older === true);
  return wrong === null ? json(update.view, 202) : refuse(422, refusalText(wrong));
}

export function abortUpdate({ house: { update } }: Ask): Response {
  if (update === null) return refuse(501, NO_ROOM);
  return update.abort() ? nothing() : refuse(409, "No image is on its way.");
}

/** Where a body came whole, and not in pieces. */
export const takeUpdate = (): Response => refuse(501, NO_ROOM);

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
