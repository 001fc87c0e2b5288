import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { PRODUCT, VERSION } from "../../../firmware/adapter/version.js";
import { octetsOf, textOf } from "../../../firmware/base/text.js";
import { adapterSettings } from "../../../firmware/config/adapter-settings.js";
import { bench } from "./board.js";

const request = {
  method: "GET",
  path: "/",
  query: "",
  headers: { host: "ata:80" },
  body: new Uint8Array(0),
  from: "::1",
};

describe("adapter", () => {
  it("is what package.json says", () => {
    equal(JSON.parse(readFileSync("package.json", "utf8")).version, VERSION);
    equal(adapterSettings.SIP_User_Agent_Name.fallback, PRODUCT);
  });

  it("stands without a server, unregistered and idle", () => {
    const { start, time } = bench();
    const adapter = start();
    time.advance(60_000);
    for (const line of adapter.status().lines) {
      equal(line.registration.state, "unregistered");
      equal(line.call, "idle");
    }
    equal(adapter.status().uptime, 60);
  });

  it("serves its page to who calls it by its name", () => {
    const { start, served } = bench({ Web_Server_Port: "8080" });
    start();
    equal(served[0].port, 8080);
    match(String(served[0].respond(request).body), /Two-Line ATA/);
    equal(served[0].respond({ ...request, headers: { host: "elsewhere" } }).status, 403);
    const { start: other, served: none } = bench({ Enable_Web_Server: "No" });
    other();
    deepEqual(none, []);
  });

  it("says in one line which port is taken, and leaves nothing open", () => {
    const first = bench({ "SIP_Port[1]": "5060", "SIP_Port[2]": "5061" });
    const taken = first.lan.host("10.0.0.2").openUdp({ port: 5061, onReadable: () => {} });
    throws(first.start, /5061/);
    taken.close();
    first.start();
  });

  it("says that a name cannot be looked up without a DNS server", () => {
    const { start, journal } = bench({ "Proxy[1]": "sip.example.org" });
    start();
    ok(
      journal.some(
        (entry) => entry.type === "log" && entry.line === 1 && /sip\.example\.org.*Primary_DNS/.test(entry.text),
      ),
    );
  });

  it("ends without waiting for a server that does not answer", () => {
    const { start, time } = bench({
      "Proxy[1]": "10.0.0.9",
      "User_ID[1]": "1",
      "Proxy[2]": "10.0.0.9",
      "User_ID[2]": "2",
    });
    const adapter = start();
    time.advance(100);
    let ended = 0;
    adapter.close(() => ended++);
    time.advance(1600);
    equal(ended, 1);
  });

  it("takes back a subscription at its end, even where it does not register", () => {
    const { start, time, lan } = bench({
      ...{ "Proxy[1]": "10.0.0.9", "User_ID[1]": "1", "Register[1]": "No", "Voice_Mail_Server[1]": "mail@10.0.0.9" },
    });
    const heard: string[] = [];
    const socket = lan.host("10.0.0.9").openUdp({
      port: 5060,
      onReadable() {
        for (let packet = socket.read(); packet; packet = socket.read()) {
          const lines = textOf(packet.octets).split("\r\n");
          const field = (name: string) => lines.find((line) => line.startsWith(`${name}:`)) ?? "";
          heard.push(`${lines[0].split(" ")[0]} ${field("Expires")}`);
          const same = lines.filter((line) => /^(Via|From|Call-ID|CSeq|Expires):/.test(line));
          const own = [`${field("To")};tag=1`, "Contact: <sip:10.0.0.9>", "Content-Length: 0", "", ""];
          const reply = ["SIP/2.0 200 OK", ...same, ...own].join("\r\n");
          socket.write(octetsOf(reply), packet.address, packet.port);
        }
      },
    });
    const adapter = start();
    time.advance(1000);
    let ended = 0;
    adapter.close(() => ended++);
    time.advance(100);
    deepEqual([heard, ended], [["SUBSCRIBE Expires: 3600", "SUBSCRIBE Expires: 0"], 1]);
  });

  it("keeps standing whatever comes to its SIP port", () => {
    const { start, time, lan } = bench({
      "SIP_Port[1]": "5060",
      "Restrict_Source_IP[1]": "No",
      "Restrict_Contact_User[1]": "No",
    });
    const adapter = start();
    const stranger = lan.host("10.0.0.66").openUdp({ onReadable: () => {} });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.string().map((text) => new TextEncoder().encode(`INVITE ${text} SIP/2.0\r\n\r\n`)),
        ),
        (octets) => {
          stranger.write(octets, "10.0.0.2", 5060);
          time.advance(10);
        },
      ),
    );
    time.advance(60_000);
    equal(adapter.status().lines[0].call, "idle");
  });
});
