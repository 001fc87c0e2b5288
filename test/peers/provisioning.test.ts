/**
 * Profiles from real servers: by HTTPS with authorities of the owner's, packed by gzip and enciphered by openssl, by TFTP;
 * and a server that asks for new settings, with the line's password (SHA-256, which SIPp does not know).
 */
import { equal, match, ok } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Desk, pause } from "./desk.js";
import { keepTraces, needs, runFolder } from "./lab.js";
import { set } from "./provider.js";

const folder = join(runFolder, "provisioning");
const file = (name: string) => join(folder, name);
const openssl = (...options: string[]) => execFileSync("openssl", options, { cwd: folder, stdio: "pipe" });

/** As a provider of SPA devices writes it: with its remarks, access marks, and parameters that mean nothing here. */
const PROFILE = `<?xml version="1.0" encoding="UTF-8"?>
<!-- generated for 020000000001 -->
<flat-profile>
  <Profile_Rule_B ua="na"></Profile_Rule_B>
  <Resync_Periodic ua="na">86400</Resync_Periodic>
  <Admin_Passwd ua="na">x</Admin_Passwd>
  <Line_Enable_1_ ua="na">Yes</Line_Enable_1_>
  <Proxy_1_ ua="na">127.0.0.1:9</Proxy_1_>
  <Display_Name_1_ ua="na">Tom &amp; Lisa</Display_Name_1_>
  <User_ID_1_ ua="na">provisioned</User_ID_1_>
  <Password_1_ ua="na">geheim</Password_1_>
  <Register_Expires_1_ ua="rw">300</Register_Expires_1_>
  <Preferred_Codec_1_ ua="na">G711a</Preferred_Codec_1_>
  <G729a_Enable_1_ ua="na">No</G729a_Enable_1_>
  <Dial_Plan_1_ ua="na">(*xx|[2-9]xxxxxx|xx.)</Dial_Plan_1_>
  <Ring1_Cadence>60(1.5/3.5)</Ring1_Cadence>
</flat-profile>
`;

/** An authority, a server it vouches for by number, and one it knows by another name. */
function makeCertificates(): void {
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl("req", "-x509", ...key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Authority");
  for (const [name, who] of [
    ["right", "IP:127.0.0.1"],
    ["wrong", "DNS:other.example"],
  ]) {
    writeFileSync(file(`${name}.ext`), `subjectAltName=${who}\n`);
    openssl("req", ...key, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${name}`);
    const sign = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", `${name}.ext`];
    openssl("x509", "-req", "-in", `${name}.csr`, "-out", `${name}.pem`, ...sign);
  }
}

async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

const secured = (name: string, heard: RequestListener) =>
  createTlsServer({ key: readFileSync(file(`${name}.key`)), cert: readFileSync(file(`${name}.pem`)) }, heard);

describe("provisioning", () => {
  let desk: Desk | undefined;
  const told = (wanted: RegExp): Promise<string> => (desk as Desk).says(wanted);
  const servers: { close(): unknown }[] = [];
  keepTraces(() => desk as Desk);

  before(function () {
    needs(this, "openssl");
    mkdirSync(folder, { recursive: true });
    makeCertificates();
    writeFileSync(file("profile.xml"), PROFILE);
    writeFileSync(file("profile.gz"), execFileSync("gzip", ["-9c", file("profile.xml")]));
  });
  afterEach(async () => {
    await desk?.stop();
    desk = undefined;
    for (const server of servers.splice(0)) server.close();
  });

  async function serve(server: Server): Promise<number> {
    servers.push(server);
    return listening(server);
  }

  async function start(...settings: string[]): Promise<Desk> {
    desk = await Desk.start(["--pbx", "none", "--seed", "5", ...set("Resync_Random_Delay=0", ...settings)]);
    return desk;
  }

  /** The account of the profile is in use. */
  async function taken(): Promise<void> {
    await told(/ -- Successful resync /);
    await desk?.event({ type: "registration", line: 1, state: "registering" });
    const sent = (await desk?.sip("?line=1")) ?? [];
    ok(
      sent.some(({ message }) => message.includes("sip:provisioned@127.0.0.1")),
      desk?.trace(),
    );
    match(await told(/^without effect: /), /only G\.711 is spoken: G729a_Enable/);
  }

  const give =
    (name: string): RequestListener =>
    (_request, response) =>
      response.end(readFileSync(file(name)));

  it("comes by HTTPS from a server of the owner's authority", async () => {
    const asked: IncomingMessage[] = [];
    const port = await serve(
      secured("right", (request, response) => {
        asked.push(request);
        give("profile.xml")(request, response as ServerResponse & { req: IncomingMessage });
      }),
    );
    const ca = readFileSync(file("ca.pem"), "utf8").replaceAll("\n", " ");
    await start(`Provision_CA=${ca}`, `Profile_Rule=https://127.0.0.1:${port}/$MA.xml?v=$SWVER`);
    await taken();
    match(`${asked[0].method} ${asked[0].url}`, /^GET \/020000000001\.xml\?v=\d/);
  });

  for (const [what, name, isBelieved] of [
    ["a server of an authority nobody knows", "right", false],
    ["a server with another name", "wrong", true],
  ] as const)
    it(`does not come from ${what}`, async () => {
      let asked = 0;
      const port = await serve(secured(name, (_request, response) => response.end(String(asked++))));
      const ca = readFileSync(file("ca.pem"), "utf8").replaceAll("\n", " ");
      await start(...(isBelieved ? [`Provision_CA=${ca}`] : []), `Profile_Rule=https://127.0.0.1:${port}/a`);
      match(await told(/ -- Resync failed: /), isBelieved ? /altnames|does not match/ : /certificate|signature/);
      equal(asked, 0);
    });

  for (const [what, options, rule] of [
    ["MD5", ["-md", "md5"], "--key $SA"],
    ["SHA-256", ["-md", "sha256"], "--key $SA"],
    ["PBKDF2", ["-pbkdf2", "-iter", "20000"], "--key $SA --pbkdf2 20000"],
  ] as const)
    it(`comes packed by gzip and enciphered by openssl, with ${what}, and does not open with another key`, async () => {
      const name = `profile.${what}`;
      openssl("enc", "-aes-256-cbc", "-salt", "-k", "my secret phrase", ...options, "-in", "profile.gz", "-out", name);
      const port = await serve(createServer(give(name)));
      const where = `Profile_Rule=[${rule}] http://127.0.0.1:${port}/a`;
      await start("GPP_SA=my secret phrase", where);
      await taken();
      await desk?.stop();
      await start("GPP_SA=my secret phrasf", where);
      equal(
        await told(/ -- Resync failed: /),
        "Two-Line-ATA 02:00:00:00:00:01 -- Resync failed: the key does not open it",
      );
      ok(!desk?.trace().includes("my secret phras"));
    });

  it("comes by TFTP, in the blocks that the server agrees to, some of them lost", async () => {
    const octets = readFileSync(file("profile.xml"));
    const requests: string[] = [];
    let isFirst = true;
    const socket = createSocket("udp4", (packet, from) => {
      const code = packet.readUInt16BE(0);
      if (code === 1) {
        requests.push(packet.toString("latin1", 2).replaceAll("\0", " ").trim());
        const oack = `\0\x06blksize\x00128\0tsize\x00${octets.length}\0`;
        socket.send(Buffer.from(oack, "latin1"), from.port, from.address);
        return;
      }
      if (code !== 4) return;
      const block = packet.readUInt16BE(2);
      if (128 * block > octets.length) return;
      if (block === 2 && isFirst) {
        isFirst = false;
        return;
      }
      const data = Buffer.concat([Buffer.from([0, 3, 0, block + 1]), octets.subarray(128 * block, 128 * (block + 1))]);
      socket.send(data, from.port, from.address);
    });
    servers.push(socket);
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    await start(`Profile_Rule=tftp://127.0.0.1:${socket.address().port}/spa$MA.cfg`);
    await taken();
    equal(requests[0], "/spa020000000001.cfg octet blksize 1428 tsize 0");
  });

  it("proves who it is by digest", async () => {
    const hash = (...fields: string[]) => createHash("sha256").update(fields.join(":")).digest("hex");
    const port = await serve(
      createServer((request, response) => {
        const said = request.headers.authorization ?? "";
        const of = (name: string) => new RegExp(`${name}="?([^",]+)`).exec(said)?.[1] ?? "";
        const wanted = hash(
          hash("ann", "prov", "geheim"),
          ...[of("nonce"), of("nc"), of("cnonce"), "auth"],
          hash("GET", "/a?b=1"),
        );
        if (of("response") === wanted) return give("profile.gz")(request, response);
        const challenge = (algorithm: string) => `Digest realm="prov", nonce="n1", qop="auth", algorithm=${algorithm}`;
        response.writeHead(401, { "www-authenticate": [challenge("SHA-256"), challenge("MD5")] }).end();
      }),
    );
    await start("GPP_SB=geheim", `Profile_Rule=[--uid ann --pwd $SB] http://127.0.0.1:${port}/a?b=1`);
    await taken();
  });

  it("comes anew when a line's server asks for it that knows the password, and is told back", async () => {
    let asked = 0;
    const reports: string[] = [];
    const port = await serve(
      createServer((request, response) => {
        if (request.method === "GET") response.end(`<flat-profile><GPP_A>${++asked}</GPP_A></flat-profile>`);
        else {
          let body = "";
          request.on("data", (part) => {
            body += part;
          });
          request.on("end", () => {
            reports.push(`${request.method} ${request.url} ${body}`);
            response.end();
          });
        }
      }),
    );
    const server = createSocket("udp4").bind(0, "127.0.0.1");
    servers.push(server);
    await once(server, "listening");
    const one = await start(
      ...[`Proxy[1]=127.0.0.1:${server.address().port}`, "User_ID[1]=1001", "Password[1]=pw-1001", "Register[1]=no"],
      ...["Restrict_Contact_User[1]=no", `Profile_Rule=http://127.0.0.1:${port}/a`],
      `Report_Rule=http://127.0.0.1:${port}/report/$MA`,
    );
    await told(/ -- Successful resync /);
    const notify = (event: string, password: string) => notified(server, one.ready.sip[0], event, password);
    equal(await notify("check-sync", "wrong"), 401);
    await pause(1500);
    equal(asked, 1);
    equal(await notify("check-sync", "pw-1001"), 200);
    for (let tries = 0; tries < 100 && asked < 2; tries++) await pause(50);
    equal(asked, 2);
    equal(await notify("report", "pw-1001"), 200);
    await told(/^the report is taken by 127\.0\.0\.1$/);
    match(reports[0], /^PUT \/report\/020000000001 <\?xml /);
    ok(reports[0].includes("<User_ID_1_>1001</User_ID_1_>") && !reports[0].includes("pw-1001"));
    ok(reports[0].includes("<GPP_A>2</GPP_A>"));
    equal(await notify("reboot", "pw-1001"), 200);
    await one.event({ type: "reboot" });
  });
});

/** A NOTIFY without a body, and again with credentials when it is challenged: the last status. */
async function notified(from: Socket, to: string, event: string, password: string): Promise<number> {
  const [address, port] = to.split(":");
  const uri = `sip:1001@${to}`;
  const us = `127.0.0.1:${from.address().port}`;
  const ask = async (cseq: number, credentials: string): Promise<string> => {
    const message = [
      `NOTIFY ${uri} SIP/2.0`,
      `Via: SIP/2.0/UDP ${us};branch=z9hG4bK${event}${password}${cseq}`,
      ...["Max-Forwards: 70", `From: <sip:server@${us}>;tag=1`, `To: <${uri}>`],
      ...[`Call-ID: ${event}-${password}`, `CSeq: ${cseq} NOTIFY`, `Contact: <sip:server@${us}>`],
      ...[`Event: ${event}`, "Subscription-State: terminated"],
      ...(credentials ? [`Authorization: ${credentials}`] : []),
      ...["Content-Length: 0", "", ""],
    ];
    from.send(message.join("\r\n"), Number(port), address);
    return String((await once(from, "message"))[0]);
  };
  const status = (answer: string) => Number(/^SIP\/2\.0 (\d{3})/.exec(answer)?.[1]);
  const answer = await ask(1, "");
  const [, realm, nonce] = /realm="([^"]*)", nonce="([^"]*)", algorithm=SHA-256/.exec(answer) ?? [];
  if (status(answer) !== 401 || !realm) return status(answer);
  const hash = (...fields: string[]) => createHash("sha256").update(fields.join(":")).digest("hex");
  const response = hash(hash("1001", realm, password), nonce, "00000001", "c", "auth", hash("NOTIFY", uri));
  const parts = [`username="1001"`, `realm="${realm}"`, `nonce="${nonce}"`, `uri="${uri}"`, `response="${response}"`];
  return status(
    await ask(2, `Digest ${[...parts, "algorithm=SHA-256", "qop=auth", "nc=00000001", 'cnonce="c"'].join(", ")}`),
  );
}
