// Firmware images as the adapter takes them: npm run firmware -- image, and -- sign. Their form is that of firmware/provision/image.ts.
import { createHash, createPrivateKey, createPublicKey, createSign } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { slotsOf } from "./partitions.mjs";

const MAGIC = "ATAIMAGE";
const FORM = 1;
const NAMES_AT = 16;
const DIGEST = 32;
const SIGNATURE = 64;
/** The first octet of an application of the IDF. */
const IDF_MAGIC = 0xe9;
const BEHAVIOURS = ["well", "deaf", "dead"];
const VERSION = /^[0-9]{1,9}(\.[0-9]{1,9})*(\([A-Za-z0-9]+\))?$/;

const here = import.meta.dirname;

/** What the image is of, and what is signed: the head and the program. Throws an Error for what is none. */
function bodyOf(image) {
  const isImage = image.length > NAMES_AT && image.toString("latin1", 0, MAGIC.length) === MAGIC && image[8] === FORM;
  const length = isImage ? NAMES_AT + image[9] + image[10] + image.readUInt32BE(12) : 0;
  const rest = image.length - length;
  if (!isImage || (rest !== DIGEST && rest !== DIGEST + SIGNATURE)) throw new Error("this is no firmware image");
  return image.subarray(0, length);
}

const sealed = (body) => Buffer.concat([body, createHash("sha256").update(body).digest()]);

/** `program` for the board of this name, as nobody has signed it yet. */
export function makeImage(board, version, program) {
  if (!VERSION.test(version)) throw new Error(`${version} is no version: numbers and points`);
  const head = Buffer.alloc(NAMES_AT);
  head.write(MAGIC, "latin1");
  head[8] = FORM;
  head[9] = board.length;
  head[10] = version.length;
  head.writeUInt32BE(program.length, 12);
  return sealed(Buffer.concat([head, Buffer.from(board + version, "latin1"), program]));
}

/** With the signature of this private key behind it, in the place of another. */
export function signImage(image, pem) {
  const body = bodyOf(image);
  const key = createPrivateKey(pem);
  pointOf(pem);
  const signature = createSign("sha256").update(body).sign({ key, dsaEncoding: "ieee-p1363" });
  return Buffer.concat([sealed(body), signature]);
}

/** The public key of a PEM, public or private, as the program is built with it: an uncompressed point of P-256 in hexadecimal digits. */
export function pointOf(pem) {
  const { kty, crv, x, y } = createPublicKey(pem).export({ format: "jwk" });
  if (kty !== "EC" || crv !== "P-256") throw new Error("this is no key on the curve P-256");
  return `04${Buffer.from(x, "base64url").toString("hex")}${Buffer.from(y, "base64url").toString("hex")}`;
}

/** A program of the desk's board, which says how it behaves: well, deaf (no network) or dead (it does not start). */
export const deskProgram = (behaves = "well") => Buffer.from(`${JSON.stringify({ behaves })}\n`);

/** What the board in this folder is called: its `main.ts` says so. */
export function nameOf(board) {
  const main = join(here, board, "main.ts");
  const [, name] = (existsSync(main) && /^\s+name: "([^"]+)",$/m.exec(readFileSync(main, "utf8"))) || [];
  if (name === undefined) throw new Error(`there is no board ${board} whose firmware is replaced by an image`);
  return name;
}

/** As esptool makes it for an ESP32, for the slot of this board that does not run. */
function programIn(file, board) {
  const { count, size } = slotsOf(board);
  if (count < 2) throw new Error(`the flash of ${board} has no room for a second image: ${file} is flashed by cable`);
  const program = readFileSync(file);
  if (program[0] !== IDF_MAGIC) throw new Error(`${file} is no program for an ESP32`);
  if (program.length > size) throw new Error(`${file} has ${program.length} octets, and there is room for ${size}`);
  return program;
}

/** Version of package.json, which the program of a board says itself. */
const version = () => JSON.parse(readFileSync(join(here, "../package.json"), "utf8")).version;

const USAGE = `npm run firmware -- image <board> <program.bin> <image>
npm run firmware -- image simulated <version> <image> [${BEHAVIOURS.join("|")}]
npm run firmware -- sign <image> <key.pem>`;

/** What stands behind `npm run firmware --`; answers the exit code. */
export function run([what, ...words]) {
  try {
    if (what === "sign" && words.length === 2) {
      const [image, key] = words;
      writeFileSync(image, signImage(readFileSync(image), readFileSync(key)));
      console.log(`${image} is signed.`);
      return 0;
    }
    const [board, from, image, behaves = "well"] = words;
    if (what === "image" && board === "simulated" && image !== undefined && BEHAVIOURS.includes(behaves))
      writeFileSync(image, makeImage(board, from, deskProgram(behaves)));
    else if (what === "image" && board !== undefined && image !== undefined && words.length === 3)
      writeFileSync(image, makeImage(nameOf(board), version(), programIn(from, board)));
    else {
      console.error(USAGE);
      return 2;
    }
    console.log(`${image} is written. It is not signed: npm run firmware -- sign ${image} <key.pem>`);
    return 0;
  } catch (error) {
    console.error(error.message);
    return 1;
  }
}
