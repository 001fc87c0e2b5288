/** What the server says of a call, by its socket, and what the owner hears and reads of it. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { statusPage } from "../../firmware/web/status-page.js";
import { header } from "../../firmware/wire/sip/sip-message.js";
import { VirtualDesk } from "./desk.js";
import { Provider, SDP } from "./provider.js";

type Settings = { readonly [name: string]: string };

function line(settings: Settings = {}) {
  let provider!: Provider;
  const d = new VirtualDesk((lan) => {
    provider = new Provider(lan);
    return { settings: { ...provider.settings(), ...settings } };
  });
  d.wait(3000);
  const dialled = (number = "102") => {
    d.line(1).lift();
    d.wait(300).dial(1, number).wait(1200);
    return provider.asked("INVITE");
  };
  return { d, provider, dialled, page: () => statusPage(d.desk.adapter.status()) };
}

describe("a call that comes to nothing", () => {
  const cases: readonly (readonly [number, Settings, string[], string, string])[] = [
    [486, {}, [], "busy", "the line is busy (486)"],
    [404, {}, [], "reorder", "there is no such number (404)"],
    [480, {}, [], "reorder", "nobody is there at the moment (480)"],
    [480, {}, ['Reason: Q.850;cause=17;text="User busy"'], "busy", "the line is busy (480)"],
    [480, {}, ["Reason: Q.850;cause=20"], "reorder", "the telephone called is not connected (480)"],
    [403, {}, ['Warning: 399 sbc "Insufficient balance"'], "reorder", "the credit is used up (403)"],
    [499, {}, [], "reorder", "the other side gave up (499)"],
    [605, {}, [], "reorder", "the call was declined everywhere (605)"],
    [701, {}, [], "reorder", "the other side did not answer (701)"],
    [459, {}, [], "reorder", "the server did not understand the request (459)"],
    [699, {}, [], "busy", "the line is busy everywhere (699)"],
    [404, { SIT1_RSC: "404" }, [], "sit1", "there is no such number (404)"],
  ];
  for (const [status, settings, headers, hears, words] of cases)
    it(`with ${status} ${headers.join()} sounds ${hears}, and the page says why`, () => {
      const { d, provider, dialled, page } = line(settings);
      provider.reply(dialled(), status, { headers });
      d.wait(1500);
      provider.asked("ACK");
      if (hears === "sit1") ok(d.line(1).hears !== "busy" && d.line(1).hears !== "reorder", String(d.line(1).hears));
      else equal(d.line(1).hears, hears);
      match(page(), new RegExp(words.replace(/[()]/g, "\\$&")));
    });
});

describe("a call that is not yet lost", () => {
  it("goes to the next server when the owner has named the answer", () => {
    let second!: Provider;
    let first!: Provider;
    const d = new VirtualDesk((lan) => {
      first = new Provider(lan);
      second = new Provider(lan, "10.0.0.8");
      return { settings: { ...first.settings(), "Alternate_Proxy[1]": "10.0.0.8", Try_Backup_RSC: "48?" } };
    });
    d.wait(3000).line(1).lift();
    d.wait(300).dial(1, "102").wait(1200);
    first.reply(first.asked("INVITE"), 480);
    d.wait(500);
    equal(second.asked("INVITE").uri, "sip:102@10.0.0.9");
  });

  it("is sent on to where the dial plan leads, and nowhere else", () => {
    const plan = { "Dial_Plan[1]": "(1xx|0[1-9]xx.S1|0900xx.!)" };
    for (const [number, goes] of [
      ["103", true],
      ["0301234", true],
      ["0900123", false],
      ["2000", false],
    ] as const) {
      const { d, provider, dialled } = line(plan);
      provider.reply(dialled("102"), 302, { headers: [`Contact: <sip:${number}@10.0.0.9>`] });
      d.wait(1500);
      provider.asked("ACK");
      if (goes) equal(provider.asked("INVITE").uri, `sip:${number}@10.0.0.9`);
      else equal(d.line(1).hears, "reorder", number);
    }
  });

  it("is made again with the extension that the server wants, or without the one it does not know", () => {
    const { d, provider, dialled } = line({ "SIP_100REL_Enable[1]": "No" });
    provider.reply(dialled(), 421, { headers: ["Require: 100rel"] });
    d.wait(100);
    provider.asked("ACK");
    const second = provider.asked("INVITE");
    match(header(second, "Supported") ?? "", /100rel/);
    provider.reply(second, 420, { headers: ["Unsupported: timer"] });
    d.wait(100);
    const third = provider.asked("INVITE");
    equal(header(third, "Session-Expires"), undefined);
    provider.reply(third, 200, { sdp: SDP });
    d.wait(500);
    equal(d.call(1), "connected");
  });
});

describe("what the server says besides", () => {
  it("is a message in the journal", () => {
    const { d, provider } = line();
    provider.text("Dinner is ready");
    d.wait(100);
    equal(provider.answered(), 200);
    const log = d.events("log", 1).map(({ text }) => String(text));
    ok(log.includes("message from Far End: Dinner is ready"), log.join("\n"));
  });

  it("is who has sent a call on, and that another has answered", () => {
    const { d, provider } = line();
    provider.ask("INVITE", { branch: "a", sdp: SDP, headers: ["Diversion: <sip:103@10.0.0.9>;reason=user-busy"] });
    d.wait(500);
    equal(d.call(1), "ringing");
    provider.ask("CANCEL", { branch: "a", headers: ['Reason: SIP;cause=200;text="Call completed elsewhere"'] });
    d.wait(500);
    deepEqual([provider.answered(), provider.answered()].sort(), [200, 487]);
    equal(d.call(1), "idle");
    const log = d.events("log", 1).map(({ text }) => String(text));
    ok(log.includes("the call from Far End was sent on by 103"), log.join("\n"));
  });

  it("is heard by a receiver that lies beside, where that is wanted, and by no other", () => {
    const page = { sdp: SDP, headers: ["Answer-Mode: Auto;require"] };
    const { d, provider } = line({ "Auto_Answer_Page[1]": "Yes", Reorder_Delay: "255" });
    provider.ask("INVITE", page);
    d.wait(300);
    equal(provider.answered(), 403);
    d.line(1).lift();
    d.wait(300).dial(1, "102").wait(1200);
    provider.reply(provider.asked("INVITE"), 486);
    d.wait(1000);
    provider.ask("INVITE", page);
    d.wait(300);
    equal(provider.answered(), 200);
    equal(d.call(1), "answering");
  });
});

describe("who may ring a line", () => {
  it("is its server; a stranger at another address hears nothing, and is counted", () => {
    const { d, provider } = line();
    const stranger = provider.stranger(d.lan, "10.0.0.66");
    stranger.ask("INVITE", { sdp: SDP });
    stranger.ask("OPTIONS");
    d.wait(1000);
    deepEqual(stranger.heard, []);
    equal(d.call(1), "idle");
    match(d.complaints(1).join("\n"), /1 packet was dropped at the SIP port: not understood, or from a stranger/);
    provider.ask("OPTIONS");
    d.wait(100);
    equal(provider.answered(), 200);
  });

  it("must know our name, or is turned away, which the page tells with the switch that would let him", () => {
    const { d, provider, page } = line();
    provider.ask("INVITE", { sdp: SDP, uri: "sip:somebody@10.0.0.2:5060" });
    d.wait(500);
    equal(provider.answered(), 404);
    equal(d.call(1), "idle");
    match(page(), /asked for sip:somebody@10\.0\.0\.2:5060, .* Restrict_Contact_User\[1\] = no/);
    ok(d.complaints(1).some((text) => text === "a request for sip:somebody@10.0.0.2:5060 was answered 404"));
  });

  it("is anybody with both switches off", () => {
    const { d, provider } = line({ "Restrict_Source_IP[1]": "no", "Restrict_Contact_User[1]": "no" });
    const stranger = provider.stranger(d.lan, "10.0.0.66");
    stranger.ask("INVITE", { sdp: SDP, uri: "sip:somebody@10.0.0.2:5060" });
    d.wait(500);
    equal(d.call(1), "ringing");
  });

  it("hears no proof of ours when he is not our server, or asks for another realm", () => {
    const challenge = (realm: string) => [`Proxy-Authenticate: Digest realm="${realm}", nonce="n", qop="auth"`];
    const { d, provider, dialled } = line();
    const first = dialled();
    provider.reply(first, 407, { headers: challenge("ours") });
    d.wait(100);
    const proven = provider.asked("INVITE");
    match(header(proven, "Proxy-Authorization") ?? "", /realm="ours"/);
    provider.reply(proven, 407, { headers: challenge("theirs") });
    d.wait(1500);
    provider.asked("ACK");
    equal(provider.heard.length, 0);
    equal(d.line(1).hears, "reorder");
  });
});
