/** The files of the page: as they lie in flash, compressed for whoever takes that, and sent once. */
import type { House } from "./house.js";
import { type Head, page, type Response, refuse } from "./http.js";
import { MAX_ASSET } from "./limits.js";

/** The shape of `hal/assets.ts`. */
export type Asset = {
  readonly type: string;
  readonly octets: Uint8Array;
  readonly gzip: boolean;
  readonly tag: string;
};

export type Assets = { readonly [path: string]: Asset };

/** Undefined where there is no such file. */
export function assetFor(request: Head, { assets, vault }: Pick<House, "assets" | "vault">): Response | undefined {
  const { path, query, headers } = request;
  if (!Object.hasOwn(assets, path)) return undefined;
  const asset = assets[path];
  const etag = `"${asset.tag}"`;
  // Who names the tag in its address means this very file.
  const kept = query === asset.tag ? "public, max-age=31536000, immutable" : "no-cache";
  const heads = { etag, "cache-control": kept, vary: "accept-encoding" };
  if (isNamed(headers["if-none-match"], etag)) return { ...page(asset.type, "", heads), status: 304 };
  if (!asset.gzip) return page(asset.type, asset.octets, heads);
  if (takesGzip(headers["accept-encoding"]))
    return page(asset.type, asset.octets, { ...heads, "content-encoding": "gzip" });
  const plain = vault.gunzip(asset.octets, MAX_ASSET);
  return plain ? page(asset.type, plain, heads) : refuse(406, "This file is compressed by gzip.");
}

/** RFC 9110 section 13.1.2. */
export function isNamed(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(",").some((one) => {
    const tag = one.trim();
    return tag === "*" || tag === etag || tag === `W/${etag}`;
  });
}

const REFUSED = /;\s*q=0(\.0*)?$/;

function takesGzip(header: string | undefined): boolean {
  if (header === undefined) return false;
  return header.split(",").some((one) => {
    const coding = one.trim().toLowerCase();
    return (coding === "*" || coding === "gzip" || coding.startsWith("gzip;")) && !REFUSED.test(coding);
  });
}
