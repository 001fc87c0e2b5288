/** What runs inside the engine: a whole desk whose board takes images, one of them from a server of pieces. */
import { sha256 } from "@noble/hashes/sha2.js";
import { octetsOf, textOf } from "../../firmware/base/text.js";
import type { HttpClient } from "../../hal/http-client.js";
import type { ImageLock } from "../../hal/simulated/slots.js";
import { Desk } from "../../sim/desk.js";
import { Lan } from "../../sim/network/lan.js";
import { VirtualTime } from "../../sim/time.js";

const PIECE = 64;

const time = new VirtualTime();
const lan = new Lan({ time, delay: 1 });
let image = new Uint8Array(0);
let desk: Desk | null = null;

const lock: ImageLock = {
  signed: false,
  seal() {
    const hash = sha256.create();
    return {
      write: (octets) => void hash.update(octets),
      end: () => hash.digest(),
      isSignedBy: () => false,
    };
  },
};

const client: HttpClient = {
  ask({ onBody }, done) {
    let at = 0;
    const go = () => {
      const piece = image.slice(at, at + PIECE);
      at += PIECE;
      if (piece.length === 0) done({ status: 200, headers: {}, body: piece });
      else if (onBody?.(piece)) time.after(1, go);
      else done({ failed: "the answer is not wanted" });
    };
    time.after(1, go);
    return () => {};
  },
};

const commands: { readonly [name: string]: (...given: string[]) => unknown } = {
  boot() {
    const network = lan.host("10.0.0.2");
    const pbx = { network: lan.host("10.0.0.1"), port: 5060 };
    const crypto = { digest: (_: string, octets: Uint8Array) => sha256(octets) };
    desk = new Desk({ time, seed: 1, network, pbx, client, crypto, images: lock });
    return true;
  },
  wait(ms) {
    time.advance(Number(ms));
    return true;
  },
  serve(hex) {
    image = Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16));
    return true;
  },
  change: (json) => "touches" in (desk as Desk).adapter.change(JSON.parse(json)),
  version: () => (desk as Desk).adapter.status().version,
  view: () => (desk as Desk).adapter.updater?.view,
};

Object.assign(globalThis, {
  handleCommand(message: ArrayBuffer): ArrayBufferLike {
    const [name, ...given] = JSON.parse(textOf(new Uint8Array(message))) as string[];
    return octetsOf(JSON.stringify(commands[name](...given))).buffer;
  },
});
