/** What the adapter's own page takes of the flash, and of whoever loads it: octets as they are sent, compressed. */
import { buildPage } from "../../firmware/web/app/build.mjs";

/** KiB of each file by path, and of all of them. */
export async function measurePage(): Promise<{
  readonly all: number;
  readonly files: { readonly [path: string]: number };
}> {
  const sizes = Object.entries(await buildPage()).map(([path, { octets }]) => [path, octets.length / 1024] as const);
  return { all: sizes.reduce((sum, [, size]) => sum + size, 0), files: Object.fromEntries(sizes) };
}
