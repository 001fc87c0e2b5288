/** How far the first set-up has come; this browser remembers it, so that it can be left and resumed. */
import { keep, kept } from "./language.js";

export const STEPS = ["country", "provider", "account", "registration", "call"] as const;
export type Step = (typeof STEPS)[number];

const KEPT = "setup";

/** Null when it is through, or was never begun here. */
export const keptStep = (): Step | null => STEPS.find((step) => step === kept(KEPT)) ?? null;

export const keepStep = (step: Step | null): void => keep(KEPT, step);
