/** The tool that makes and signs images, as a builder calls it. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nameOf, pointOf } from "../../boards/image.mjs";
import { LONGEST_IMAGE_NAME } from "../../firmware/provision/limits.js";

const boards = join(import.meta.dirname, "../../boards");

describe("npm run firmware -- image, and -- sign", () => {
  const folder = mkdtempSync(join(tmpdir(), "image-"));
  const file = (name: string) => join(folder, name);
  after(() => rmSync(folder, { recursive: true }));
  const run = (words: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(boards, "firmware.mjs"), ...words], {
      ...{ cwd: folder, encoding: "utf8" },
      env: { PATH: process.env.PATH, ...env },
    });
    return { status, said: `${stdout}${stderr}` };
  };
  const key = (namedCurve: string) =>
    generateKeyPairSync("ec", { namedCurve }).privateKey.export({ type: "pkcs8", format: "pem" });

  it("make an image for a board by its folder, with the version of this tree, and sign it again and again", () => {
    const program = Buffer.alloc(100, 1);
    program[0] = 0xe9;
    writeFileSync(file("app.bin"), program);
    equal(run(["image", "s3-w5500", "app.bin", "a.image"]).status, 0);
    const plain = readFileSync(file("a.image"));
    const { version } = JSON.parse(readFileSync(join(boards, "../package.json"), "utf8"));
    equal(plain.toString("latin1", 16, 16 + plain[9] + plain[10]), `ESP32-S3 with W5500${version}`);
    equal(plain.length, 16 + 19 + version.length + 100 + 32);
    writeFileSync(file("key.pem"), key("prime256v1"));
    for (let n = 0; n < 2; n++) equal(run(["sign", "a.image", "key.pem"]).status, 0);
    equal(readFileSync(file("a.image")).length, plain.length + 64);
    ok(readFileSync(file("a.image")).subarray(0, plain.length).equals(plain));
  });

  it("know each board by the name it has", () => {
    const folders = readdirSync(boards).filter((name) => /^(s3|w)/.test(name));
    deepEqual(folders.map(nameOf), ["ESP32-S3 with W5500", "ESP32-WROVER with LAN8720", "WT32-ETH01"]);
    for (const name of folders.map(nameOf)) ok(name.length <= LONGEST_IMAGE_NAME);
  });

  it("say what is wrong", () => {
    writeFileSync(file("no.bin"), "no program");
    writeFileSync(file("long.bin"), Buffer.alloc(0x3e0001, 0xe9));
    writeFileSync(file("p384.pem"), key("secp384r1"));
    for (const [words, status, reason] of [
      [["image"], 2, /image simulated <version> <image>/],
      [["sign", "a.image"], 2, /sign <image> <key.pem>/],
      [["image", "simulated", "1.0", "b.image", "madly"], 2, /well\|deaf\|dead/],
      [["image", "simulated", "one", "b.image"], 1, /one is no version/],
      [["image", "wt32", "no.bin", "b.image"], 1, /there is no board wt32/],
      [["image", "s3-w5500", "no.bin", "b.image"], 1, /no\.bin is no program for an ESP32/],
      [["image", "s3-w5500", "gone.bin", "b.image"], 1, /gone\.bin/],
      [["image", "s3-w5500", "long.bin", "b.image"], 1, /has 4063233 octets, and there is room for 4063232/],
      [["image", "wt32-eth01", "app.bin", "b.image"], 1, /no room for a second image: app\.bin is flashed by cable/],
      [["sign", "no.bin", "key.pem"], 1, /this is no firmware image/],
      [["sign", "a.image", "p384.pem"], 1, /no key on the curve P-256/],
      [["sign", "a.image", "no.bin"], 1, /./],
    ] as const) {
      const got = run(words);
      equal(got.status, status, words.join(" "));
      match(got.said, reason);
    }
  });

  it("build no program with what is no key", () => {
    const env = { MODDABLE: join(folder, "sdk"), IDF_PATH: folder };
    const { status, said } = run(["wt32-eth01"], { ...env, UPDATE_KEY: file("p384.pem") });
    equal(status, 1);
    match(said, /no tools in|UPDATE_KEY: this is no key on the curve P-256/);
    match(pointOf(readFileSync(file("key.pem"))), /^04[0-9a-f]{128}$/);
  });
});
