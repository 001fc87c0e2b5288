/** The files of the adapter's page, built. */
import type { Assets } from "../../../hal/assets.js";

export function buildPage(): Promise<Assets>;
