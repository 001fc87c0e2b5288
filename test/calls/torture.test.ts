/** The torture messages of RFC 4475 and RFC 5118 from a stranger's socket to the socket of a line: each has its answer, and leaves nothing. */
import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserAgent } from "../../firmware/sip/user-agent.js";
import { header } from "../../firmware/wire/sip/sip-message.js";
import { parseSip } from "../../firmware/wire/sip/sip-parse.js";
import type { Network } from "../../hal/network.js";
import { Desk } from "../../sim/desk.js";
import { Lan } from "../../sim/network/lan.js";
import { nodeCrypto } from "../../sim/node/crypto.js";
import { VirtualTime } from "../../sim/time.js";
import { ACCOUNT, dice, digest, LOCAL } from "../firmware/sip/far-end.js";
import { corpus, octets, text } from "../firmware/wire/sip/sip-samples.js";
import { BOARD } from "./desk.js";

const SIP_PORT = 5070;
/** 64 * T1, and what the way back takes. */
const TRANSACTION = 33_000;
/** The longest a telephone rings for a caller who sets no end to it, and the end of his transaction. */
const RINGING = 600_000 + TRANSACTION;

type Outcome = "rings" | "silence" | readonly number[];
type Torture = { readonly name: string; readonly octets: Uint8Array; readonly outcome: Outcome };

/** Where our judgement differs from the index, or the index leaves it open. */
const OURS: { readonly [name: string]: { readonly outcome: Outcome; readonly because: string } } = {
  wsinv: { outcome: [481], because: "To has a tag, and there is no such dialog" },
  esc01: { outcome: "rings", because: "a call for us, as every user part is" },
  longreq: { outcome: "rings", because: "as long as it is, it fits" },
  baddate: { outcome: "rings", because: "Date says nothing that we act upon" },
  inv2543: { outcome: [400], because: "without a Contact no BYE could reach the caller" },
  baddn: { outcome: [400], because: "the head never ends" },
  "baddn-crlf": { outcome: [200], because: "a name we only show is no reason to refuse" },
  test: { outcome: "silence", because: "a start line without a version is no SIP" },
  "ipv6-in-sdp": { outcome: [400], because: "Content-Length counts more than has come" },
  "ipv6-in-sdp-cl": { outcome: [488], because: "G.726 and video, which we do not speak" },
  "mult-ip-in-sdp": { outcome: "rings", because: "PCMU, and what is past Content-Length is dropped" },
  "mult-ip-in-sdp-cl": { outcome: "rings", because: "PCMU; the video is refused in the answer" },
  "ipv4-mapped-ipv6": { outcome: [488], because: "G.726 and video" },
  "ipv4-mapped-ipv6-cl": { outcome: [488], because: "G.726 and video" },
};

/** All messages of a folder, those the index describes and the variants beside them. */
function torture(set: string): Torture[] | undefined {
  const indexed = corpus(set);
  if (!indexed) return undefined;
  const folder = join(process.env.CORPUS ?? "../shared/corpus", set);
  const files = readdirSync(folder).filter((file) => file.endsWith(".dat"));
  ok(files.length >= indexed.length && existsSync(folder));
  return files.map((file) => {
    const name = file.slice(0, -4);
    const codes = indexed.find(({ message }) => message.name === name)?.message.okCodes;
    const outcome = OURS[name]?.outcome ?? (codes?.length === 0 ? "silence" : codes);
    ok(outcome, `${name} is judged`);
    return { name, octets: new Uint8Array(readFileSync(join(folder, file))), outcome };
  });
}

type Answer = { readonly port: number; readonly status: number; readonly text: string };

/** A desk whose first line lets anybody ring, and a stranger on the same network. */
class Street {
  readonly time = new VirtualTime();
  readonly #lan = new Lan({ time: this.time, delay: 1 });
  readonly #home: string;
  readonly #stranger: Network;
  readonly #ports = new Map<number, (octets: Uint8Array) => void>();
  readonly desk: Desk;
  /** Sockets of the adapter that are open: one for each line, one for each sound. */
  sockets = 0;
  heard: Answer[] = [];

  constructor(homes: { desk: string; pbx: string; stranger: string }) {
    this.#home = homes.desk;
    this.#stranger = this.#lan.host(homes.stranger);
    this.desk = new Desk({
      ...{ time: this.time, seed: 1, network: this.#counted(this.#lan.host(homes.desk)), crypto: nodeCrypto },
      ...{ pbx: { network: this.#lan.host(homes.pbx), port: 5060 }, sipPort: SIP_PORT },
      settings: { "Restrict_Source_IP[1]": "no", "Restrict_Contact_User[1]": "no" },
      board: BOARD,
    });
    this.time.advance(2000);
  }

  #counted(network: Network): Network {
    return {
      ...network,
      openUdp: (options) => {
        const udp = network.openUdp(options);
        this.sockets++;
        return {
          port: udp.port,
          read: () => udp.read(),
          write: (...packet) => udp.write(...packet),
          close: () => {
            this.sockets--;
            udp.close();
          },
        };
      },
    };
  }

  /** The stranger speaks from this port, and listens at it. */
  say(octets: Uint8Array, port: number): void {
    this.#port(port)(octets);
  }

  listen(port: number): void {
    this.#port(port);
  }

  #port(port: number): (octets: Uint8Array) => void {
    const known = this.#ports.get(port);
    if (known) return known;
    const udp = this.#stranger.openUdp({
      port,
      onReadable: () => {
        for (let datagram = udp.read(); datagram; datagram = udp.read()) {
          const answer = text(datagram.octets);
          this.heard.push({ port, status: Number(/^SIP\/2\.0 (\d{3}) /.exec(answer)?.[1]), text: answer });
        }
      },
    });
    const say = (octets: Uint8Array) => udp.write(octets, this.#home, SIP_PORT);
    this.#ports.set(port, say);
    return say;
  }

  wait(ms: number): Answer[] {
    this.heard = [];
    this.time.advance(ms);
    return this.heard;
  }

  get calls(): readonly unknown[] {
    return this.desk.adapter.status().lines.flatMap(({ calls }) => calls);
  }

  get states(): string[] {
    return this.desk.adapter.status().lines.map(({ call }) => call);
  }
}

const SOURCE = 40_000;

/** Where the answer must go, read from the raw message by other means than the firmware's. */
function wayBack(message: string): number {
  const unfolded = message.replace(/\r\n[ \t]+/g, " ");
  const via = /^(?:v|via)\s*:\s*([^,\r]*)/im.exec(unfolded)?.[1] ?? "";
  if (/;\s*rport\b/i.test(via)) return SOURCE;
  const port = /^SIP\s*\/\s*\d\.\d\s*\/\s*\w+\s+(?:\[[^\]]*\]|[^\s:;]+)\s*:\s*(\d+)/i.exec(via)?.[1];
  return Number(port ?? (/\/TLS\s/.test(via) ? 5061 : 5060));
}

const lineOf = (message: string, name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(message)?.[1].trim() ?? "";

/** What ends the call that rings or was refused, made from the answer to its INVITE. */
function following(answer: string, uri: string, method: "CANCEL" | "ACK"): Uint8Array {
  const to = method === "ACK" ? lineOf(answer, "To") : lineOf(answer, "To").replace(/;tag=[^;]*$/, "");
  return octets(
    [
      `${method} ${uri} SIP/2.0`,
      `Via: ${lineOf(answer, "Via").replace(/;(received|rport)=[^;]*/g, "")}`,
      "Max-Forwards: 70",
      `From: ${lineOf(answer, "From")}`,
      `To: ${to}`,
      `Call-ID: ${lineOf(answer, "Call-ID")}`,
      `CSeq: ${Number.parseInt(lineOf(answer, "CSeq"), 10)} ${method}`,
      "Content-Length: 0",
      "",
      "",
    ].join("\r\n"),
  );
}

let asked = 0;

/** Anybody at home? */
function stillThere(street: Street, name: string): void {
  asked++;
  street.say(
    octets(
      [
        ...[
          "OPTIONS sip:user@example.com SIP/2.0",
          `Via: SIP/2.0/UDP host.example.com;rport;branch=z9hG4bKafter${asked}`,
        ],
        ...["From: <sip:stranger@example.com>;tag=after", "To: <sip:user@example.com>", `Call-ID: after-${asked}`],
        ...["CSeq: 1 OPTIONS", "Max-Forwards: 70", "Content-Length: 0", "", ""],
      ].join("\r\n"),
    ),
    SOURCE,
  );
  const answers = street.wait(100);
  const words = answers.map(({ status, port }) => [status, port]);
  deepEqual(words, [[200, SOURCE]], `after ${name} the line is alive`);
}

/** Says it, judges what comes back, and gives the final answer. */
function suffer(street: Street, { name, octets, outcome }: Torture, ending: "cancel" | "expiry"): Answer | undefined {
  const message = text(octets);
  const back = wayBack(message);
  street.listen(back);
  street.say(octets, SOURCE);
  let answers = street.wait(200);
  const statuses = () => answers.map(({ status }) => status);
  for (const { port } of answers) equal(port, back, `${name} is answered where its Via says`);
  if (outcome === "silence") {
    deepEqual(statuses(), [], name);
    return undefined;
  }
  const [first] = answers;
  ok(first, `${name} has an answer`);
  if (outcome !== "rings") {
    equal(answers.length, 1, `${name} is answered once: ${statuses()}`);
    ok(outcome.includes(first.status), `${name}: ${first.status}`);
    deepEqual(street.states, ["idle", "idle"], name);
    if (message.startsWith("INVITE")) street.say(following(first.text, uriOf(message), "ACK"), SOURCE);
    return first;
  }
  deepEqual(statuses(), [100, 180], name);
  equal(street.states[0], "ringing", name);
  const [, ringing] = answers;
  if (ending === "cancel") {
    street.say(following(ringing.text, uriOf(message), "CANCEL"), SOURCE);
    answers = street.wait(100);
    deepEqual(statuses().sort(), [200, 487], name);
    const refusal = answers.find(({ status }) => status === 487) as Answer;
    street.say(following(refusal.text, uriOf(message), "ACK"), SOURCE);
    return refusal;
  }
  answers = street.wait(RINGING);
  const last = answers.at(-1);
  equal(last?.status, 487, name);
  return last;
}

const uriOf = (message: string) => message.slice(0, message.indexOf(" SIP/")).split(" ").slice(1).join(" ");
const tagOf = (answer: Answer) => /;tag=([^;]*)$/.exec(lineOf(answer.text, "To"))?.[1];

const HOMES = {
  "an IPv4 host": { desk: "10.0.0.2", pbx: "10.0.0.1", stranger: "10.0.0.9" },
  "an IPv6 host": { desk: "2001:db8:77::2", pbx: "2001:db8:77::1", stranger: "2001:db8:77::9" },
};

for (const set of ["rfc4475", "rfc5118"]) {
  describe(`torture messages of ${set}, from a socket to the line`, () => {
    let messages: Torture[] = [];

    before(function () {
      messages = torture(set) ?? this.skip();
    });

    for (const [who, homes] of Object.entries(HOMES))
      it(`each have their answer, from ${who}, and leave nothing behind`, () => {
        const street = new Street(homes);
        for (const message of messages) {
          const { name } = message;
          const idle = street.sockets;
          const before = suffer(street, message, "cancel");
          deepEqual(
            street.wait(TRANSACTION).map(({ status }) => status),
            [],
            `${name} is not answered again`,
          );
          stillThere(street, name);
          deepEqual([street.calls, street.states, street.sockets], [[], ["idle", "idle"], idle], name);
          // what the first left behind would answer the second, in its own words
          const again = suffer(street, message, "cancel");
          equal(again?.status, before?.status, name);
          if (before && again && getsTag(message)) notEqual(tagOf(again), tagOf(before), `${name} is a new request`);
          street.wait(TRANSACTION);
        }
      });

    it("ring no longer than a telephone does when nobody cancels them", () => {
      const street = new Street(HOMES["an IPv4 host"]);
      const ringing = messages.filter(({ outcome }) => outcome === "rings");
      ok(ringing.length > 0);
      for (const message of ringing) {
        suffer(street, message, "expiry");
        deepEqual([street.calls, street.states, street.sockets], [[], ["idle", "idle"], 2], message.name);
        stillThere(street, message.name);
      }
    });

    it("leave no call and no transaction in the agent", () => {
      for (const { name, octets } of messages) {
        const account = { ...ACCOUNT, registers: false, restrictSource: false, restrictContactUser: false };
        const agent = new UserAgent({ account, local: LOCAL, chance: dice(3), digest, maxCalls: 2 });
        let now = 0;
        for (const output of agent.receive(octets, { address: "192.0.2.200", port: SOURCE, transport: "udp" }, now))
          if ("event" in output && output.event === "invited")
            agent.handle({ do: "progress", call: output.call, status: 180 }, now);
        for (let steps = 0; agent.deadline < Infinity; steps++) {
          ok(steps < 100 && agent.deadline > now, `${name} goes round in circles`);
          now = agent.deadline;
          agent.poll(now);
        }
        equal(agent.size, 0, name);
        ok(now <= RINGING, `${name}: ${now} ms`);
      }
    });

    const find = (name: string) => messages.find((message) => message.name === name) as Torture;
    const street = () => new Street(HOMES["an IPv4 host"]);
    const answerTo = (name: string) => (suffer(street(), find(name), "cancel") as Answer).text;

    if (set === "rfc4475") {
      it("hear what is missing, or not understood", () => {
        const tags = answerTo("bext01").match(/^Unsupported: .*$/gm);
        deepEqual(tags, ["Unsupported: nothingSupportsThis", "Unsupported: nothingSupportsThisEither"]);
        match(answerTo("invut"), /^Accept: .*application\/sdp/m);
        for (const name of ["escnull", "esc02", "cparam01"]) match(answerTo(name), /^Allow: .*INVITE/m);
        equal(answerTo("transports").match(/^Via: /gm)?.length, 5);
        match(answerTo("insuf"), /^CSeq: 193942 INVITE\r$/m);
        deepEqual(answerTo("badinv01").match(/^Via: .*$/gm), ["Via: SIP/2.0/UDP 192.0.2.15;received=10.0.0.9"]);
      });

      it("are told where they came from", () => {
        match(answerTo("mpart01"), /^Via: SIP\/2\.0\/UDP 127\.0\.0\.1:5070;.*received=10\.0\.0\.9;rport=40000\r$/m);
        match(answerTo("zeromf"), /^Via: .*;received=10\.0\.0\.9\r$/m);
      });
      return;
    }

    it("may offer video at IPv6 beside a voice at IPv4: the voice is taken", () => {
      const street = new Street(HOMES["an IPv4 host"]);
      const message = find("mult-ip-in-sdp-cl");
      street.listen(wayBack(text(message.octets)));
      street.say(message.octets, SOURCE);
      street.wait(2000);
      street.desk.telephones[0].lift();
      const answer = street.wait(400).find(({ status }) => status === 200)?.text ?? "";
      match(answer, /^m=audio [1-9]\d* RTP\/AVP 0\b/m);
      match(answer, /^m=video 0 /m);
    });

    it("are warned in brackets of what a line at IPv6 does not speak", () => {
      const street = new Street(HOMES["an IPv6 host"]);
      const refusal = suffer(street, find("ipv6-in-sdp-cl"), "cancel");
      match(refusal?.text ?? "", /^Warning: 305 \[2001:db8:77::2\] "/m);
    });

    it("reach a line that lives at IPv6 itself, and it talks to where the SDP says", () => {
      const homes = { ...HOMES["an IPv6 host"], stranger: "2001:db8::20" };
      const street = new Street(homes);
      const g711 = text(find("ipv6-in-sdp-cl").octets)
        .replace(/^Content-Length.*\r\n/m, "")
        .replace("m=audio 6000 RTP/AVP 2\r\na=rtpmap:2 G726-32/8000", "m=audio 6000 RTP/AVP 0");
      street.listen(5060);
      street.listen(6000);
      street.say(octets(g711), SOURCE);
      street.wait(2000);
      street.desk.telephones[0].lift();
      const heard = street.wait(400);
      const answer = heard.find(({ status }) => status === 200)?.text ?? "";
      match(answer, /^Contact: <sip:\w+@\[2001:db8:77::2\]:5070>\r$/m);
      match(answer, /^c=IN IP6 2001:db8:77::2\r$/m);
      ok(heard.filter(({ port }) => port === 6000).length > 10, "sound arrives");
    });
  });
}

/** What is refused at the door meets no transaction; who names a dialog keeps its tag. */
function getsTag({ octets }: Torture): boolean {
  const parsed = parseSip(octets);
  return parsed !== undefined && "message" in parsed && !/;\s*tag\s*=/.test(header(parsed.message, "To") ?? "");
}
