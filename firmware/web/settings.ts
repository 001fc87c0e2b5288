/** Reading and changing settings: all of a change or nothing, and never a secret. */

import { jsonText } from "../base/json-text.js";
import { adapterSettings } from "../config/adapter-settings.js";
import type { RefusedSetting, SettingChanges } from "../config/config.js";
import { lineSettings } from "../config/line-settings.js";
import { adapterNames, fallbackOf, lineNames, nameOf, settingsNamed } from "../config/names.js";
import { holdsSecret, type Setting } from "../config/setting.js";
import { SettingList } from "../config/setting-list.js";
import { kept } from "./access.js";
import type { Ask } from "./ask.js";
import { isNamed } from "./assets.js";
import { sayingPieces } from "./german.js";
import { data, json, poured, type Response, refuse } from "./http.js";
import { MAX_CHANGES } from "./limits.js";
import { takePasswords } from "./passwords.js";
import { isForUser, tablePieces } from "./settings-table.js";

const GERMAN = /(?:^|&)lang=de(?:&|$)/;

/** `?lang=de` has names and helps in German. */
export function tellTable(ask: Ask): Response {
  const language = GERMAN.test(ask.request.query) ? "de" : "en";
  const isAdmin = ask.who?.role === "admin";
  const { lines, hasRadio } = ask.house;
  const mark = `table-${lines}-${language}-${isAdmin ? "all" : "user"}${hasRadio ? "-radio" : ""}`;
  return keptPieces(ask, mark, () => tablePieces(language, isAdmin, hasRadio));
}

/** What refusals say, in German; they are the same for everybody. */
export const tellSayings = (ask: Ask): Response => keptPieces(ask, "sayings", sayingPieces);

/** What stays the same until the firmware is another one. */
function keptPieces({ house, request }: Ask, mark: string, pieces: () => (at: number) => string | null): Response {
  const etag = `"${house.status().version}-${mark}"`;
  const head = data("application/json; charset=utf-8", "", { etag, "cache-control": "no-cache" });
  if (isNamed(request.headers["if-none-match"], etag)) return { ...head, status: 304 };
  return poured(head, pieces(), (delay, act) => house.later(delay, act));
}

type Table = { readonly [name: string]: Setting };

/** Settings looked at for one piece of an answer. */
const LOOKED_AT = 16;

/** What is another value than the product's own, in pieces; a secret's value is nobody's here. */
export function tellSettings(ask: Ask): Response {
  const { house } = ask;
  const isAdmin = ask.who?.role === "admin";
  const ours = adapterNames;
  const theirs = lineNames;
  const count = ours.length + house.lines * theirs.length;
  const secrets: string[] = [];
  let isFirst = true;
  const pieces = (piece: number): string | null => {
    const start = piece * LOOKED_AT;
    if (start >= count + LOOKED_AT) return null;
    let text = piece === 0 ? '{"values":{' : "";
    for (let at = start; at < Math.min(count, start + LOOKED_AT); at++) {
      const { name, setting, value, fallback } =
        at < ours.length
          ? valueAt(house, ours[at], null)
          : valueAt(
              house,
              theirs[(at - ours.length) % theirs.length],
              1 + Math.floor((at - ours.length) / theirs.length),
            );
      if (value === fallback || !(isAdmin || isForUser(setting))) continue;
      if (holdsSecret(setting, value)) secrets.push(name);
      else {
        text += `${isFirst ? "" : ","}${jsonText(name)}:${jsonText(value)}`;
        isFirst = false;
      }
    }
    return start >= count ? `${text}},${restOf(ask, secrets)}` : text;
  };
  return poured(data("application/json; charset=utf-8", ""), pieces, (delay, act) => house.later(delay, act));
}

function valueAt({ config }: Ask["house"], name: string, line: number | null) {
  const setting = ((line === null ? adapterSettings : lineSettings) as Table)[name];
  const fallback = fallbackOf(setting, line);
  const full = line === null ? name : nameOf(name, line);
  return { name: full, setting, fallback, value: config.valueOf(full) ?? fallback };
}

function restOf({ house, who, logins }: Ask, secrets: string[]): string {
  const isAdmin = who?.role === "admin";
  if (isAdmin) {
    secrets.push("Admin_Passwd");
    if (logins.has("user")) secrets.push("User_Password");
  }
  const overridden: string[] = [];
  for (const given of Object.keys(house.overrides))
    for (const { name, setting } of settingsNamed(given, house.lines))
      if (isAdmin || isForUser(setting)) overridden.push(name);
  return `"secrets":${jsonText(secrets)},"overridden":${jsonText(overridden)}}`;
}

export function putSettings(ask: Ask): Response {
  const changes = changesIn(ask);
  if ("status" in changes) return changes;
  const done = applied(ask, changes.changes);
  return "refused" in done
    ? refuse(422, "These settings are not taken; nothing has changed.", { refused: done.refused })
    : "status" in done
      ? done
      : json({ applied: done.names, waiting: ask.house.waiting });
}

export function checkSettings(ask: Ask): Response {
  const changes = changesIn(ask);
  if ("status" in changes) return changes;
  const refused = refusals(ask, changes.changes);
  if (refused.length > 0) return refuse(422, "These settings would not be taken.", { refused });
  return json({ applied: [], waiting: ask.house.waiting });
}

/** Why these would not be taken; empty when they would. */
export function refusals({ house }: Pick<Ask, "house">, changes: SettingChanges): readonly RefusedSetting[] {
  const { rest, refused } = takePasswords(changes);
  return [...refused, ...house.config.refusalsOf(rest)];
}

/** Takes over all of them, or nothing. */
export function applied(
  ask: Pick<Ask, "house" | "logins" | "sessions" | "who">,
  changes: SettingChanges,
): { readonly names: readonly string[] } | { readonly refused: readonly RefusedSetting[] } | Response {
  const { house, logins, sessions } = ask;
  const refused = refusals(ask, changes);
  if (refused.length > 0) return { refused };
  const { rest, passwords, names } = takePasswords(changes);
  const asked: string[] = [];
  for (const given of rest.names) for (const { name } of settingsNamed(given, house.lines)) asked.push(name);
  return kept(() => {
    const undo = names.length > 0 ? logins.snapshot() : null;
    const changed = undo ? logins.setPasswords(passwords) : [];
    try {
      house.change(rest);
    } catch (error) {
      undo?.();
      throw error;
    }
    for (const role of changed) sessions.closeAll(role, ask.who?.session ?? null);
    asked.push(...names);
    return { names: asked };
  });
}

function changesIn({ body, who, house }: Ask): { readonly changes: SettingChanges } | Response {
  const { changes } = body;
  if (!changes || typeof changes !== "object") return refuse(400, '{"changes":{"name":"value"}} is wanted.');
  const { list, unfit } = changes;
  if (list.size + unfit.length > MAX_CHANGES) return refuse(413, `At most ${MAX_CHANGES} settings at a time.`);
  if (unfit.length > 0) {
    const refused = unfit.map((name) => ({ name: name.slice(0, 64), reason: "a value is a text, or null" }));
    return refuse(422, "These settings are not taken; nothing has changed.", { refused });
  }
  if (who?.role !== "admin")
    for (const name of list.names) {
      const named = settingsNamed(name, house.lines);
      if (named.length === 0 || named.some(({ setting }) => !isForUser(setting)))
        return refuse(403, "Only the administrator may change that.");
    }
  return { changes: list };
}

/** What the owner has set, but for secrets. */
export function openly({ names, values }: SettingList, lines: number): SettingList {
  const open = new SettingList();
  for (const [at, name] of names.entries()) if (!isHidden(name, values[at], lines)) open.add(name, values[at]);
  return open;
}

/** With this value it is shown to nobody. */
export const isHidden = (name: string, value: string, lines: number): boolean =>
  settingsNamed(name, lines).some(({ setting }) => holdsSecret(setting, value));
