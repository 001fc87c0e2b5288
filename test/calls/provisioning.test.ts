/** Settings fetched by the rules of the owner, by a whole adapter in virtual time. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { octetsOf, textOf } from "../../firmware/base/text.js";
import type { HttpAnswer, HttpClient, HttpQuestion } from "../../hal/http-client.js";
import { SimulatedFlash } from "../../hal/simulated/flash.js";
import { nodeVault } from "../../sim/node/vault.js";
import type { VirtualTime } from "../../sim/time.js";
import { VirtualDesk } from "./desk.js";

type Script = (question: HttpQuestion) => { status: number; headers?: { [name: string]: string }; body?: string };

/** Answers by a script, a little later, and remembers what it was asked. */
class ScriptedClient implements HttpClient {
  readonly asked: HttpQuestion[] = [];
  script: Script;
  readonly #time: VirtualTime;
  constructor(time: VirtualTime, script: Script) {
    this.#time = time;
    this.script = script;
  }
  ask(question: HttpQuestion, done: (answer: HttpAnswer) => void): () => void {
    this.asked.push(question);
    let isOpen = true;
    this.#time.after(20, () => {
      if (!isOpen) return;
      const { status, headers = {}, body = "" } = this.script(question);
      if (status === 0) done({ failed: body });
      else done({ status, headers, body: octetsOf(body) });
    });
    return () => {
      isOpen = false;
    };
  }
}

/** Counts what is written. */
class CountingFlash extends SimulatedFlash {
  writes = 0;
  override write(key: string, value: Uint8Array): void {
    this.writes++;
    super.write(key, value);
  }
}

const flat = (settings: { readonly [tag: string]: string }) =>
  `<flat-profile>${Object.entries(settings)
    .map(([tag, value]) => `<${tag} ua="na">${value}</${tag}>`)
    .join("")}</flat-profile>`;

const RULE = { Profile_Rule: "https://prov.example.net/$MA.xml", Resync_Random_Delay: "0" };

function provisioned(profile: { readonly [name: string]: string }, script: Script) {
  let client!: ScriptedClient;
  const flash = new CountingFlash();
  const d = new VirtualDesk((_lan, time) => {
    client = new ScriptedClient(time, script);
    return { client, flash, vault: nodeVault, profile };
  });
  const told = () => d.events("log").map(({ text }) => String(text));
  return { d, client, flash, told, config: () => d.desk.adapter.config };
}

describe("provisioning", () => {
  it("asks nobody before its owner has named a rule, and then at once", () => {
    const { d, client, config } = provisioned({}, () => ({ status: 200, body: flat({ SIP_T1: "1" }) }));
    d.wait(100_000);
    deepEqual([client.asked.length, d.desk.adapter.status().provisioning], [0, null]);
    d.desk.adapter.change(RULE);
    d.wait(2000);
    deepEqual(
      client.asked.map(({ method, url }) => `${method} ${url}`),
      ["GET https://prov.example.net/020000000001.xml"],
    );
    equal(config().get("SIP_T1"), "1");
    equal(d.desk.adapter.status().provisioning?.error, null);
  });

  it("takes a profile after each start, tells what it did, and says what has no effect here", () => {
    const { d, told, config } = provisioned(RULE, () => ({
      status: 200,
      body: flat({ Dial_Tone: "440@-10;10(*/0/1)", Call_Waiting_Serv_1_: "no", G729a_Enable_1_: "yes", Foo: "1" }),
    }));
    d.wait(3000);
    equal(config().get("Dial_Tone"), "440@-10;10(*/0/1)");
    equal(config().yesLine("Call_Waiting_Serv", 1), false);
    const mac = "02:00:00:00:00:01";
    ok(told().includes(`Two-Line-ATA ${mac} -- Requesting resync https://prov.example.net:443/020000000001.xml`));
    ok(told().includes(`Two-Line-ATA ${mac} -- Successful resync https://prov.example.net:443/020000000001.xml`));
    ok(told().includes("no settings: Foo"));
    ok(told().includes("without effect: only G.711 is spoken: G729a_Enable"));
  });

  it("writes nothing to flash when nothing has changed", () => {
    const { d, client, flash } = provisioned({ ...RULE, Resync_Periodic: "60" }, () => ({
      status: 200,
      body: flat({ SIP_T1: "1" }),
    }));
    d.wait(10_000);
    const { writes } = flash;
    d.wait(200_000);
    equal(client.asked.length, 4);
    equal(flash.writes, writes);
  });

  it("takes all of a profile, or nothing, and tries again later", () => {
    const { d, client, told, config } = provisioned({ ...RULE, Resync_Error_Retry_Delay: "30" }, () => ({
      status: 200,
      body: flat({ SIP_T1: "1", SIP_T2: "never", Register_Expires_1_: "x" }),
    }));
    d.wait(3000);
    equal(config().get("SIP_T1"), ".5");
    const reason = "SIP_T2: never is no number; Register_Expires[1]: x is no number";
    ok(told().includes(`Two-Line-ATA 02:00:00:00:00:01 -- Resync failed: ${reason}`), told().join("\n"));
    equal(d.desk.adapter.status().provisioning?.error, reason);
    client.script = () => ({ status: 200, body: flat({ SIP_T1: "1" }) });
    d.wait(31_000);
    equal(config().get("SIP_T1"), "1");
  });

  for (const [what, script, reason] of [
    ["no answer", () => ({ status: 0, body: "certificate has expired" }), "certificate has expired"],
    ["no such file", () => ({ status: 404 }), "the server answers 404"],
    [
      "a page of somebody else",
      () => ({ status: 200, body: "<html></html>" }),
      "a profile is <flat-profile>...</flat-profile>, not <html>",
    ],
    ["what is no profile", () => ({ status: 200, body: "hello" }), "it is neither XML nor JSON"],
    ["what is broken off", () => ({ status: 200, body: "<flat-profile><SIP_T1>1" }), "line 1: <SIP_T1> is not closed"],
    [
      "a way out of TLS",
      () => ({ status: 302, headers: { location: "http://h/" } }),
      "the server redirects to one that is not secure",
    ],
    ["a circle", () => ({ status: 302, headers: { location: "/a" } }), "more than 3 redirections"],
  ] as const)
    it(`takes no profile from ${what}`, () => {
      const { d } = provisioned(RULE, script);
      d.wait(3000);
      equal(d.desk.adapter.status().provisioning?.error, reason);
    });

  it("waits for the end of a call, and disturbs none", () => {
    const { d, client } = provisioned({ ...RULE, Resync_Periodic: "60" }, () => ({
      status: 200,
      body: flat({ Display_Name_1_: "Hall" }),
    }));
    d.wait(5000);
    equal(client.asked.length, 1);
    d.line(1).lift();
    d.wait(500).dial(1, "102").wait(1000);
    d.line(2).lift();
    d.wait(100_000);
    deepEqual([client.asked.length, d.call(1)], [1, "connected"]);
    d.line(1).hangUp();
    d.line(2).hangUp();
    d.wait(5000);
    equal(client.asked.length, 2);
  });

  it("brings an account to a line that takes it when it is idle", () => {
    const { d, config } = provisioned(RULE, () => ({
      status: 200,
      body: flat({ User_ID_2_: "105", Password_2_: "pw-105" }),
    }));
    d.wait(10_000);
    equal(config().getLine("User_ID", 2), "105");
    ok(
      d.events("sip", 2).some(({ message }) => String(message).includes("<sip:105@")),
      "it registers anew",
    );
    equal(d.desk.adapter.status().lines[1].registration.state, "registered");
  });

  it("goes from rule to rule, knows its general-purpose parameters, and follows what it was told", () => {
    const pages: { [path: string]: string } = {
      "/first": flat({ GPP_A: "Provisioned", Profile_Rule: "https://prov.example.net/$A.xml" }),
      "/Provisioned.xml": flat({ SIP_T1: "2" }),
      "/b": '{"settings":{"SIP_T2":"5"}}',
    };
    const { d, client, config } = provisioned(
      {
        ...RULE,
        Profile_Rule: '("$A" ne "Provisioned")? (Line_Enable_2_="No";)! https://prov.example.net/first',
        Profile_Rule_B: "https://prov.example.net/b",
      },
      ({ url }) => ({ status: 200, body: pages[url.replace("https://prov.example.net", "")] }),
    );
    d.wait(10_000);
    deepEqual(
      client.asked.map(({ url }) => url.replace("https://prov.example.net", "")),
      ["/first", "/b", "/Provisioned.xml", "/b"],
    );
    deepEqual([config().get("SIP_T1"), config().get("SIP_T2"), config().yesLine("Line_Enable", 2)], ["2", "5", false]);
  });

  it("proves who it is by digest to the server of the rule, and by a plain password only where TLS hides it", () => {
    const challenge = 'Basic realm="x", Digest realm="x", nonce="abc", qop="auth", algorithm=MD5';
    const script = (wanted: string) => (question: HttpQuestion) =>
      question.headers.authorization
        ? { status: 200, body: flat({ SIP_T1: "1" }) }
        : { status: 401, headers: { "www-authenticate": wanted } };
    const rule = "[--uid me --pwd $SA]";
    const secrets = { ...RULE, GPP_SA: "geheim" };
    const digest = provisioned({ ...secrets, Profile_Rule: `${rule} http://h/a` }, script(challenge));
    digest.d.wait(3000);
    match(
      digest.client.asked[1].headers.authorization,
      /^Digest username="me", realm="x", nonce="abc", uri="\/a", response="[0-9a-f]{32}"/,
    );
    const basic = provisioned({ ...secrets, Profile_Rule: `${rule} https://h/a` }, script('Basic realm="x"'));
    basic.d.wait(3000);
    equal(basic.client.asked[1].headers.authorization, `Basic ${Buffer.from("me:geheim").toString("base64")}`);
    const open = provisioned({ ...secrets, Profile_Rule: `${rule} http://h/a` }, script('Basic realm="x"'));
    open.d.wait(3000);
    equal(open.client.asked.length, 1);
    for (const { told } of [digest, basic, open]) ok(!told().join("").includes("geheim"));
  });

  it("sends along what its rule says, and knows elements by other names", () => {
    const { d, client, config } = provisioned(
      {
        ...RULE,
        Profile_Rule: "[--post b --alias m] https://h/x",
        GPP_B: "mac=$MAU&sw=$SWVER",
        GPP_M: "/person/number = /flat-profile/User_ID_1_ ; /person/name=/flat-profile/Display_Name_1_",
      },
      () => ({
        status: 200,
        body: "<answer><person><number>107</number><name>Ann</name><age>3</age></person></answer>",
      }),
    );
    d.wait(3000);
    const [{ method, body }] = client.asked;
    match(`${method} ${textOf(body ?? new Uint8Array(0))}`, /^POST mac=020000000001&sw=\d/);
    deepEqual([config().getLine("User_ID", 1), config().getLine("Display_Name", 1)], ["107", "Ann"]);
  });

  it("is done with a rule of its own when the page asks, and refuses one that is none", () => {
    const { d, client } = provisioned({}, () => ({ status: 200, body: flat({ SIP_T1: "1" }) }));
    d.wait(1000);
    equal(d.desk.adapter.resync("ftp://h/a"), "column 1: ftp is none of tftp, http, https");
    equal(d.desk.adapter.resync("https://h/other"), null);
    d.wait(2000);
    deepEqual([client.asked.map(({ url }) => url), d.desk.adapter.config.get("SIP_T1")], [["https://h/other"], "1"]);
    d.wait(10_000_000);
    equal(client.asked.length, 1);
  });

  it("believes the authorities of its owner besides the known ones", () => {
    const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    const { d, client } = provisioned({ ...RULE, Provision_CA: pem.replaceAll("\n", " ") }, () => ({ status: 404 }));
    d.wait(3000);
    equal(client.asked[0].authorities, pem);
  });

  it("fetches by TFTP from a server of the network, found by number", () => {
    const { d, config } = provisioned({}, () => ({ status: 0, body: "" }));
    const body = octetsOf(flat({ SIP_T1: "1", GPP_P: "x".repeat(2000) }));
    const server = d.lan.host("10.0.0.9").openUdp({
      port: 69,
      onReadable: () => {
        for (let packet = server.read(); packet; packet = server.read()) {
          const [, code, high, low] = packet.octets;
          const number = code === 1 ? 0 : (high << 8) | low;
          const piece = body.subarray(512 * number, 512 * (number + 1));
          const isOver = 512 * number > body.length;
          if (!isOver) server.write(new Uint8Array([0, 3, 0, number + 1, ...piece]), packet.address, packet.port);
        }
      },
    });
    d.desk.adapter.change({ Profile_Rule: "tftp://10.0.0.9/spa$MA.cfg" });
    d.wait(3000);
    deepEqual([config().get("SIP_T1"), config().get("GPP_P").length], ["1", 2000]);
    equal(d.desk.adapter.status().provisioning?.error, null);
    d.desk.adapter.change({ Profile_Rule: "/spa$MA.cfg" });
    d.wait(3000);
    equal(d.desk.adapter.status().provisioning?.error, "DHCP names no server for files");
    d.desk.adapter.change({ Profile_Rule: "tftp://10.0.0.99/a" });
    d.wait(40_000);
    equal(d.desk.adapter.status().provisioning?.error, "the server does not answer");
  });

  it("sets the passwords of the page, but for those that are too short", () => {
    let admin = "short";
    const { d, config, flash, told } = provisioned(RULE, () => ({
      status: 200,
      body: flat({ Admin_Passwd: admin, SIP_T1: "1" }),
    }));
    d.wait(5000);
    ok(told().includes("not taken: Admin_Passwd: A password has at least 8 characters."));
    equal(config().get("SIP_T1"), "1");
    equal(flash.read("logins.0"), undefined);
    admin = "correct horse";
    d.desk.adapter.resync();
    d.wait(5000);
    equal(d.desk.adapter.status().provisioning?.error, null);
    equal(config().get("SIP_T1"), "1");
    const kept = ["logins.0", "logins.1"].map((key) => textOf(flash.read(key) ?? new Uint8Array()));
    ok(kept.some((text) => text.includes("admin")));
    ok(kept.every((text) => !text.includes(admin)));
  });

  it("ends with the adapter", () => {
    const { d } = provisioned(RULE, () => ({ status: 200, body: flat({}) }));
    d.wait(1015);
    let isOver = false;
    d.desk.close(() => {
      isOver = true;
    });
    d.wait(40_000);
    equal(isOver, true);
  });
});
