import { deepEqual, equal } from "node:assert/strict";
import { octetsOf, textOf } from "../../../firmware/base/text.js";
import { emitDns, parseDns } from "../../../firmware/wire/dns/dns.js";
import { bench } from "./board.js";

const PROFILE = octetsOf("<flat-profile><SIP_T1>1</SIP_T1></flat-profile>");

/** An adapter whose DHCP server names one for files, a DNS server that knows where that is (or not), and the server. */
function network(settings: { readonly [name: string]: string }, known: string | null) {
  const b = bench({ Primary_DNS: "10.0.0.53", Resync_Random_Delay: "0", ...settings });
  Object.assign(b.board.network, { fileServer: "files.example.net" });
  const questions: string[] = [];
  const dns = b.lan.host("10.0.0.53").openUdp({
    port: 53,
    onReadable() {
      for (let packet = dns.read(); packet; packet = dns.read()) {
        const message = parseDns(packet.octets);
        if (!message || known === null) continue;
        const { name } = message.question;
        questions.push(name);
        const reply = emitDns({ ...message, response: true, answers: [{ name, ttl: 60, type: "A", address: known }] });
        if (reply) dns.write(reply, packet.address, packet.port);
      }
    },
  });
  const files: string[] = [];
  const tftp = b.lan.host("10.0.0.9").openUdp({
    port: 69,
    onReadable() {
      for (let packet = tftp.read(); packet; packet = tftp.read()) {
        if (packet.octets[1] !== 1) continue;
        files.push(textOf(packet.octets, 2).split("\0")[0]);
        tftp.write(new Uint8Array([0, 3, 0, 1, ...PROFILE]), packet.address, packet.port);
      }
    },
  });
  return { ...b, questions, files };
}

describe("provisioning by a bare path", () => {
  it("asks the server that DHCP names, found by DNS, once it is a rule", () => {
    const { start, time, questions, files } = network({}, "10.0.0.9");
    const adapter = start();
    time.advance(60_000);
    deepEqual([questions, files], [[], []]);
    adapter.change({ Profile_Rule: "/spa$PSN/$MA.cfg", Resync_Periodic: "300" });
    time.advance(5000);
    deepEqual(files, ["/spaATA/020000000001.cfg"]);
    equal(adapter.config.get("SIP_T1"), "1");
    time.advance(300_000);
    equal(files.length, 2);
    adapter.close(() => {});
  });

  it("says so when nobody knows where that is", () => {
    const { start, time, files } = network({ Profile_Rule: "/a" }, null);
    const adapter = start();
    time.advance(60_000);
    equal(adapter.status().provisioning?.error, "files.example.net is not found");
    deepEqual(files, []);
    adapter.close(() => {});
  });
});
