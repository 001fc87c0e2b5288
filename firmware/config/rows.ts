/** Rows that many tables have, in short: switches, times and plain numbers. */
import type { Tab, Touch } from "./setting.js";

/** Longest time in seconds, as on a PAP2T: 2^31 - 1. */
export const EVER = 2_147_483_647;

/** Rows of one tab that are Yes or No. */
export const switchOf =
  <T extends Tab, W extends Touch>(tab: T, touches: W) =>
  <F extends "Yes" | "No">(fallback: F, help: string) =>
    ({ tab, kind: "yesno", fallback, help, touches }) as const;

/** Rows of one tab that are whole seconds, from `min` on. */
export const secondsOf =
  <T extends Tab, W extends Touch>(tab: T, touches: W) =>
  <F extends string>(fallback: F, min: number, help: string) =>
    ({ tab, kind: "number", min, max: EVER, unit: "s", fallback, help, touches }) as const;
