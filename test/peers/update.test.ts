/**
 * Firmware from real servers, with keys that openssl has made and signatures that it finds good: by HTTPS from a server of the
 * owner's authority, by HTTP after a redirection, by TFTP; and not from whoever else.
 */
import { equal, match, ok } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { deskProgram, makeImage } from "../../boards/image.mjs";
import { Desk, pause } from "./desk.js";
import { keepTraces, needs, runFolder } from "./lab.js";
import { set } from "./provider.js";

const root = join(import.meta.dirname, "../..");
const folder = join(runFolder, "update");
const file = (name: string) => join(folder, name);
const openssl = (...options: string[]) => execFileSync("openssl", options, { cwd: folder, stdio: "pipe" });
const firmware = (...words: string[]) =>
  execFileSync(process.execPath, [join(root, "boards/firmware.mjs"), ...words], { cwd: folder, stdio: "pipe" });

const DIGEST = 32;
const SIGNATURE = 64;
const BLOCK = 512;

/** A number of ASN.1 (X.690 section 8.3). */
function integer(octets: Buffer): Buffer {
  let at = 0;
  while (at < octets.length - 1 && octets[at] === 0) at++;
  const value = octets[at] < 0x80 ? octets.subarray(at) : Buffer.concat([Buffer.alloc(1), octets.subarray(at)]);
  return Buffer.concat([Buffer.from([2, value.length]), value]);
}

describe("firmware from servers", () => {
  let desk: Desk | undefined;
  const told = (wanted: RegExp): Promise<string> => (desk as Desk).says(wanted);
  const servers: { close(): unknown }[] = [];
  keepTraces(() => desk as Desk);

  before(function () {
    needs(this, "openssl");
    mkdirSync(folder, { recursive: true });
    for (const name of ["ours", "theirs"])
      openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", `${name}.pem`);
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    openssl("req", "-x509", ...key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Authority");
    writeFileSync(file("server.ext"), "subjectAltName=IP:127.0.0.1\n");
    openssl("req", ...key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=server");
    const sign = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "server.ext"];
    openssl("x509", "-req", "-in", "server.csr", "-out", "server.pem", ...sign);
    firmware("image", "simulated", "2.0.0", "plain.image");
    for (const name of ["ours", "theirs"]) {
      const long = Buffer.concat([deskProgram(), Buffer.alloc(100_000, " ")]);
      writeFileSync(file(`${name}.image`), makeImage("simulated", "2.0.0", long));
      firmware("sign", `${name}.image`, `${name}.pem`);
    }
  });
  afterEach(async () => {
    await desk?.stop();
    desk = undefined;
    for (const server of servers.splice(0)) server.close();
  });

  async function serve(server: Server): Promise<number> {
    servers.push(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  }

  /** Built with our key; which version runs is told to a server of profiles after each start. */
  async function start(rule: string, ...settings: string[]): Promise<string[]> {
    const versions: string[] = [];
    const profiles = createServer((request, response) => {
      versions.push(String(request.url).slice(1));
      response.end("<flat-profile></flat-profile>");
    });
    const where = `Profile_Rule=http://127.0.0.1:${await serve(profiles)}/$SWVER`;
    const all = set("Resync_Random_Delay=0", where, `Upgrade_Rule=($SWVER lt 2)? ${rule}`, ...settings);
    desk = await Desk.start(
      ["--pbx", "none", "--seed", "5", ...all],
      ["env", `UPDATE_KEY=${file("ours.pem")}`, "node", "sim/start.mjs"],
    );
    return versions;
  }

  async function runs(versions: readonly string[]): Promise<void> {
    await told(/ -- Successful upgrade .* -- version 2\.0\.0$/);
    await desk?.event({ type: "reboot" });
    for (let tries = 0; tries < 200 && versions.at(-1) !== "2.0.0"; tries++) await pause(50);
    equal(versions.at(-1), "2.0.0");
  }

  const give =
    (name: string): RequestListener =>
    (_request, response) =>
      response.end(readFileSync(file(name)));
  const secured = (heard: RequestListener) =>
    createTlsServer({ key: readFileSync(file("server.key")), cert: readFileSync(file("server.pem")) }, heard);
  const authority = () => `Provision_CA=${readFileSync(file("ca.pem"), "utf8").replaceAll("\n", " ")}`;

  it("carries a signature that openssl finds good, over all but what follows", () => {
    const image = readFileSync(file("ours.image"));
    const signature = image.subarray(image.length - SIGNATURE);
    const parts = Buffer.concat([integer(signature.subarray(0, 32)), integer(signature.subarray(32))]);
    writeFileSync(file("signature"), Buffer.concat([Buffer.from([0x30, parts.length]), parts]));
    writeFileSync(file("body"), image.subarray(0, image.length - SIGNATURE - DIGEST));
    openssl("ec", "-in", "ours.pem", "-pubout", "-out", "ours.pub");
    match(String(openssl("dgst", "-sha256", "-verify", "ours.pub", "-signature", "signature", "body")), /Verified OK/);
    match(
      String(openssl("dgst", "-sha256", "body")),
      new RegExp(image.subarray(-SIGNATURE - DIGEST, -SIGNATURE).toString("hex")),
    );
  });

  it("comes by HTTPS from a server of the owner's authority, and runs after a restart", async () => {
    const port = await serve(secured(give("ours.image")));
    await runs(await start(`https://127.0.0.1:${port}/$HWVER.image`, authority()));
  });

  it("comes by HTTP in chunks, after a redirection", async () => {
    const port = await serve(
      createServer(async (request, response) => {
        if (request.url === "/a") return void response.writeHead(302, { location: "/b?x=1" }).end("elsewhere");
        const octets = readFileSync(file("ours.image"));
        for (let at = 0; at < octets.length; at += 10_000) {
          response.write(octets.subarray(at, at + 10_000));
          await pause(5);
        }
        response.end();
      }),
    );
    await runs(await start(`http://127.0.0.1:${port}/a`));
  });

  it("comes by TFTP", async () => {
    const octets = readFileSync(file("ours.image"));
    const socket = createSocket("udp4", (packet, from) => {
      const block = packet.readUInt16BE(0) === 1 ? 0 : packet.readUInt16BE(2);
      if (BLOCK * block > octets.length) return;
      const head = Buffer.from([0, 3, (block + 1) >> 8, (block + 1) & 0xff]);
      const data = octets.subarray(BLOCK * block, BLOCK * (block + 1));
      socket.send(Buffer.concat([head, data]), from.port, from.address);
    });
    servers.push(socket);
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    await runs(await start(`tftp://127.0.0.1:${socket.address().port}/a.image`));
  });

  for (const [what, name, reason] of [
    ["that nobody has signed", "plain.image", /nobody has signed this image/],
    ["with the signature of somebody else", "theirs.image", /the signature is not by the key of this adapter/],
    ["that is none", "ca.pem", /this is no firmware image/],
  ] as const)
    it(`is not taken ${what}`, async () => {
      const port = await serve(createServer(give(name)));
      const versions = await start(`http://127.0.0.1:${port}/a`);
      match(await told(/ -- Upgrade failed: /), reason);
      await pause(500);
      ok(versions.every((version) => version !== "2.0.0"));
    });

  it("is not taken from a server of an authority nobody knows, nor where it breaks off", async () => {
    const unknown = await serve(secured(give("ours.image")));
    await start(`https://127.0.0.1:${unknown}/a`);
    match(await told(/ -- Upgrade failed: /), /certificate|signature/);
    await desk?.stop();
    const broken = await serve(
      createServer((_request, response) => {
        const octets = readFileSync(file("ours.image"));
        response.writeHead(200, { "content-length": octets.length });
        response.write(octets.subarray(0, 50_000), () => response.destroy());
      }),
    );
    await start(`http://127.0.0.1:${broken}/a`);
    match(await told(/ -- Upgrade failed: /), /broke off|aborted/);
  });
});
