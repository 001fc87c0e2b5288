/** The files of the page and the spoken words where the linker has put them: in flash, looked at where they lie, never copied. */
import Resource from "Resource";
import type { Asset, Assets } from "../assets.js";

/** What `npm run build:page` says of each file. */
type Entry = { readonly file: string; readonly type: string; readonly gzip: boolean; readonly tag: string };

const TABLE = "assets.json";
const SPEECH = "speech-en.bin";

/** Throws an Error when the image has no such file. */
const view = (name: string) => new Uint8Array(new Resource(name) as unknown as ArrayBuffer);

/** Made when it is asked for: the table is read anew, and forgotten. */
function assetAt(path: string): Asset {
  const { file, type, gzip, tag }: Entry = JSON.parse(String.fromArrayBuffer(new Resource(TABLE).slice(0)))[path];
  return { type, gzip, tag, octets: view(file) };
}

export const pageAssets: Assets = Object.freeze({
  get "/"() {
    return assetAt("/");
  },
  get "/app.js"() {
    return assetAt("/app.js");
  },
  get "/app.css"() {
    return assetAt("/app.css");
  },
  get "/icon.svg"() {
    return assetAt("/icon.svg");
  },
});

export const spokenWords = (): Uint8Array => view(SPEECH);
