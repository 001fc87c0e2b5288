/** Faxes and modems in calls between two lines, in virtual time: what is on the wire, and what is done to the sound. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { clipped, levelAt, loudness } from "../firmware/dsp/ear.js";
import { answer, cng, flags, v21 } from "../firmware/dsp/modem-sounds.js";
import { speech } from "../speech.js";
import { VirtualDesk } from "./desk.js";

const DBM0 = -12;
const CNG = clipped(cng(2, DBM0));
const CED = clipped(answer(DBM0));
const TURNING = clipped(answer(DBM0, { turn: 0.45 }));
const ANSAM = clipped(answer(DBM0, { turn: 0.45, depth: 0.2 }));
const FLAGS = clipped(v21(flags(38), DBM0));
/** dB of the near end's echo. */
const ECHO = -12;

type Settings = { readonly [name: string]: string };

/** Line 1 has called line 2, by number or with a code before it. */
function connected(settings: Settings = {}, dialled = "102", cancelsEcho = true): VirtualDesk {
  const d = new VirtualDesk({ settings, echo: ECHO, cancelsEcho }).started();
  d.line(1).lift();
  d.wait(300).dial(1, dialled).wait(4000);
  d.line(2).lift();
  d.wait(1000);
  deepEqual([d.call(1), d.call(2)], ["connected", "connected"]);
  return d;
}

/** Both have said something, as people do before they press a key: of each line the way of its echo is known. */
function acquainted(d: VirtualDesk): VirtualDesk {
  for (const line of [1, 2] as const) {
    d.line(line).speak(speech(2));
    d.wait(2500);
  }
  return d;
}

const both = (name: string, value: string): Settings => ({ [`${name}[1]`]: value, [`${name}[2]`]: value });

/** What was said of faxes and modems. */
const told = (d: VirtualDesk, line: 1 | 2) =>
  d.events("log", line).flatMap(({ text }) => (/fax|modem|echo/.test(String(text)) ? [String(text)] : []));

/** The media that a line has offered, each once. */
const offers = (d: VirtualDesk, line: 1 | 2) => {
  const bodies = d
    .events("sip", line)
    .map(({ direction, message }) => (direction === "out" ? String(message) : ""))
    .filter((message) => message.startsWith("INVITE "))
    .map((message) => message.slice(message.indexOf("\r\n\r\n")));
  return [...new Set(bodies)].map((body) =>
    body
      .slice(body.indexOf("m="))
      .split("\r\n")
      .filter((text) => text !== ""),
  );
};

const carried = (d: VirtualDesk) =>
  d.desk.adapter.status().lines.map(({ calls }) => calls.map(({ carries }) => carries ?? "voice").join());

type Rtp = { readonly from: string; readonly type: number; readonly sequence: number; readonly payload: Uint8Array };

/** Every RTP packet that has been on the cable. */
function rtp(d: VirtualDesk): Rtp[] {
  const packets: Rtp[] = [];
  for (const piece of d.desk.capture().slice(1)) {
    const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
    for (let at = 0; at < piece.length; at += 16 + view.getUint32(at + 8, true)) {
      const ip = at + 16;
      const udp = ip + 20;
      const start = udp + 8;
      const end = ip + view.getUint32(at + 8, true);
      if (end - start < 12 || piece[start] !== 0x80) continue;
      packets.push({
        from: `${piece.subarray(ip + 12, ip + 16).join(".")}:${view.getUint16(udp)}`,
        type: piece[start + 1] & 0x7f,
        sequence: view.getUint16(start + 2),
        payload: piece.slice(start + 12, end),
      });
    }
  }
  return packets;
}

/** Our own packets of a payload type. */
const sent = (d: VirtualDesk, type: number) =>
  rtp(d).filter((packet) => packet.type === type && packet.from.startsWith("10.0.0.2:"));

/** The tone in the ear of a line over the last half second, in dBm0. */
function ear(d: VirtualDesk, line: 1 | 2, hertz = 2100): number {
  const { samples } = d.line(line).heard(0.5);
  return levelAt(samples, hertz);
}

const FAX_OFFER = [
  "m=audio PORT RTP/AVP 0",
  "a=rtpmap:0 PCMU/8000",
  "a=ptime:20",
  "a=sendrecv",
  "a=silenceSupp:off - - - -",
];
const portless = (lines: readonly string[] | undefined) =>
  lines?.map((line) => line.replace(/(m=audio )\d+/, "$1PORT"));

describe("a fax between two lines", () => {
  it("is found by the answer, passes on both sides, and is told of by one new offer", () => {
    const d = connected();
    d.line(1).speak(CNG);
    d.wait(1000);
    deepEqual([told(d, 1), told(d, 2)], [["the calling tone of a fax"], ["the calling tone of a fax"]]);
    deepEqual(carried(d), ["voice", "voice"]);
    equal(offers(d, 1).length, 1);
    d.line(2).speak(CED);
    d.wait(4000);
    deepEqual(told(d, 2).slice(1), ["a fax: the call goes on as G.711 u-law, its delay fixed"]);
    deepEqual(told(d, 1).slice(1), ["the other side tells of a fax: the call goes on as G.711 u-law, its delay fixed"]);
    deepEqual(carried(d), ["fax", "fax"]);
    deepEqual([offers(d, 1).length, offers(d, 2).length], [1, 1]);
    deepEqual(portless(offers(d, 2)[0]), FAX_OFFER);
    d.line(1).hangUp();
    d.line(2).hangUp();
    d.wait(2000);
    deepEqual([d.call(1), d.call(2), carried(d)], ["idle", "idle", ["", ""]]);
  });

  it("goes by the codec the owner has chosen for it", () => {
    const d = connected(both("FAX_Passthru_Codec", "G711a"));
    d.line(2).speak(CED);
    d.wait(2000);
    equal(offers(d, 2)[0][0].replace(/\d{4,}/, "PORT"), "m=audio PORT RTP/AVP 8");
    const before = sent(d, 8).length;
    const u = sent(d, 0).length;
    d.wait(1000);
    deepEqual([sent(d, 8).length - before, sent(d, 0).length - u], [100, 0]);
    ok(told(d, 2)[0].includes("G.711 A-law"), told(d, 2)[0]);
  });

  it("offers the other law, too, where it need not be the same both ways", () => {
    const d = connected(both("FAX_Codec_Symmetric", "No"));
    d.line(2).speak(CED);
    d.wait(2000);
    match(offers(d, 2)[0][0], /RTP\/AVP 0 8$/);
    deepEqual(carried(d), ["fax", "fax"]);
  });

  it("is as loud as it was said, from then on", () => {
    const d = acquainted(connected());
    d.line(2).speak(CED);
    d.wait(500);
    const before = ear(d, 1);
    d.wait(1500);
    const after = ear(d, 1);
    ok(Math.abs(after - DBM0) < 0.3, `${after} dBm0`);
    ok(after - before > 5, `${before} dBm0 with the gains of a voice`);
  });

  it("has a delay that stays, whatever the network does", () => {
    const d = connected();
    d.line(2).speak(CED);
    d.wait(2000);
    const delays = (from: number) =>
      d
        .events("rtp", 1)
        .filter(({ t }) => t > from)
        .map(({ delay }) => Number(delay));
    const since = d.time.now();
    d.desk.changeFaults({ jitter: 30 });
    d.wait(30_000);
    const all = delays(since + 2000);
    ok(all.length > 20 && Math.max(...all) - Math.min(...all) < 30, `${Math.min(...all)} to ${Math.max(...all)} ms`);
  });

  it("is known for certain by its flags", () => {
    const d = connected();
    d.line(2).speak(ANSAM);
    d.wait(2500);
    deepEqual(carried(d), ["modem", "modem"]);
    d.line(1).hush();
    d.wait(1500);
    d.line(2).speak(FLAGS);
    d.wait(1500);
    deepEqual(carried(d), ["fax", "fax"]);
    ok(told(d, 2).includes("it is a fax"));
  });

  it("sends its keys as sound", () => {
    const d = connected();
    d.line(2).speak(CED);
    d.wait(4000);
    const events = sent(d, 101).length;
    d.line(1).dial("159", { method: "dtmf", on: 100, off: 100 }, () => {});
    d.wait(2000);
    equal(sent(d, 101).length, events);
    equal(d.events("digit", 2).length, 0);
    d.line(1).dial("1", { method: "dtmf", on: 1000, off: 100 }, () => {});
    d.wait(900);
    ok(ear(d, 2, 697) > -20 && ear(d, 2, 1209) > -20, "in full");
  });

  it("lets no other call in", () => {
    /** 611 calls back five seconds after it has been called. */
    const calledBack = (code: string) => {
      const settings = { "Dial_Plan[1]": "(xxxS0)" };
      const d = new VirtualDesk({ settings }).started();
      d.line(1).lift();
      d.wait(300).dial(1, "611").wait(3000);
      d.line(1).hangUp();
      d.wait(1500).line(1).lift();
      d.wait(300).dial(1, `${code}102`).wait(200);
      d.line(2).lift();
      d.wait(8000);
      return d.desk.adapter.status().lines[0].calls.map(({ peer }) => peer);
    };
    deepEqual(calledBack(""), ["102", "611"]);
    deepEqual(calledBack("#99"), ["102"]);
  });

  it("sends away who waits already, and beeps no more", () => {
    const settings = { ...both("Dial_Plan", "(xxxS0)") };
    const d = new VirtualDesk({ settings, echo: ECHO }).started();
    const peers = () => d.desk.adapter.status().lines[0].calls.map(({ peer }) => peer);
    d.line(1).lift();
    d.wait(300).dial(1, "611").wait(3000);
    d.line(1).hangUp();
    d.wait(1500).line(2).lift();
    d.wait(300).dial(2, "101").wait(1000);
    d.line(1).lift();
    d.wait(4000);
    deepEqual(peers(), ["102", "611"]);
    d.line(2).speak(CED);
    d.wait(1000);
    deepEqual([carried(d), peers()], [["fax", "fax"], ["102"]]);
    d.wait(3000);
    const { samples } = d.line(1).heard(0.5);
    ok(loudness(samples) < -60, "nothing is left to hear");
    d.wait(12_000);
    const later = d.line(1).heard(12).samples;
    ok(levelAt(later, 440) < -60, `${levelAt(later, 440)} dBm0 of beeps`);
  });

  it("stays with what was agreed when the far end refuses the offer, and passes all the same", () => {
    const d = connected({
      ...{ "Preferred_Codec[1]": "G711a", "Use_Pref_Codec_Only[1]": "Yes", "FAX_Passthru_Method[1]": "None" },
    });
    d.line(2).speak(CED);
    d.wait(3000);
    deepEqual(told(d, 2).slice(1), ["the other side takes no offer for a fax (488): the call goes on as G.711 A-law"]);
    deepEqual([carried(d), offers(d, 2).length], [["fax", "fax"], 1]);
    const before = [0, 8].map((type) => sent(d, type).length);
    d.wait(1000);
    deepEqual(
      [0, 8].map((type, i) => sent(d, type).length - before[i]),
      [0, 100],
    );
  });

  it("is left alone when nobody listens: tones off, or of the other side's calls alone", () => {
    for (const settings of [
      { ...both("FAX_CED_Detect_Enable", "No"), ...both("FAX_CNG_Detect_Enable", "No") },
      { "FAX_Tone_Detect_Mode[1]": "callee only", "FAX_Tone_Detect_Mode[2]": "caller only" },
    ] as const) {
      const d = connected(settings);
      d.line(2).speak(ANSAM);
      d.wait(4000);
      deepEqual([carried(d), told(d, 1), told(d, 2)], [["voice", "voice"], [], []]);
      deepEqual([offers(d, 1).length, offers(d, 2).length], [1, 0]);
    }
  });

  it("is told of by the caller, when the callee does not hear it", () => {
    const d = connected({ "FAX_Tone_Detect_Mode[2]": "caller only" });
    d.line(2).speak(CED);
    d.wait(1000);
    deepEqual(carried(d), ["fax", "voice"]);
    ok(told(d, 1)[0].startsWith("a fax at the other side: "));
    equal(offers(d, 1).length, 1);
    d.wait(1500);
    deepEqual(carried(d), ["fax", "fax"]);
    deepEqual([offers(d, 1).length, offers(d, 2).length], [2, 0]);
    deepEqual(portless(offers(d, 1)[1]), FAX_OFFER);
  });

  it("is not taken for our own when its answer comes back from the telephone", () => {
    const d = connected({ "FAX_Tone_Detect_Mode[2]": "caller only" }, "102", false);
    d.line(2).speak(CED);
    d.wait(1000);
    ok(told(d, 1)[0].startsWith("a fax at the other side: "), told(d, 1)[0]);
    equal(offers(d, 1).length, 1, "the other side has a second to tell by itself");
  });

  it("stays one while it is held, and after it", () => {
    const d = connected();
    d.line(2).speak(CED);
    d.wait(4000);
    d.line(1).flash(300, () => {});
    d.wait(2000);
    d.line(1).flash(300, () => {});
    d.wait(2000);
    deepEqual([d.call(1), d.call(2), carried(d)], ["connected", "connected", ["fax", "fax"]]);
    d.line(2).speak(CED);
    d.wait(2500);
    ok(Math.abs(ear(d, 1) - DBM0) < 1, `${ear(d, 1)} dBm0`);
    equal(told(d, 1).length, 1);
  });

  it("passes on each side by itself, by the method None", () => {
    const d = connected(both("FAX_Passthru_Method", "None"));
    d.line(2).speak(CED);
    d.wait(4000);
    deepEqual(carried(d), ["fax", "fax"]);
    deepEqual([offers(d, 1).length, offers(d, 2).length], [1, 0]);
    deepEqual([sent(d, 100).length], [0]);
  });
});

describe("the echo canceller", () => {
  /** The echo, at line 2, of what it says itself, back from line 1. */
  function echo(sound: Int16Array, settings: Settings = {}): { at: number; d: VirtualDesk } {
    const d = acquainted(connected(settings));
    d.line(2).speak(sound);
    d.wait(2800);
    // what line 1 sends is nothing but echo
    const packets = sent(d, 0);
    const last = packets.slice(-60);
    const ports = [...new Set(packets.map(({ from }) => from))];
    const levels = ports.map((port) => {
      const octets = last.filter(({ from }) => from === port).flatMap(({ payload }) => [...payload]);
      return loudness(octets.map(linear));
    });
    return { at: Math.min(...levels), d };
  }

  it("works while an ordinary fax answers, and rests while the tone turns around", () => {
    const plain = echo(CED);
    const turning = echo(TURNING);
    ok(turning.at > DBM0 + ECHO - 3, `${turning.at} dBm0 without it`);
    ok(plain.at < turning.at - 10, `${plain.at} dBm0 with it`);
    ok(told(turning.d, 1).includes("the phase of the tone turns around: no echo is cancelled"));
    turning.d.wait(1500);
    ok(told(turning.d, 1).includes("both sides are silent: echo is cancelled again"));
  });

  it("rests during any fax, where the owner wants that", () => {
    const { at, d } = echo(CED, both("FAX_Disable_ECAN", "Yes"));
    ok(at > DBM0 + ECHO - 3, `${at} dBm0`);
    ok(told(d, 1).includes("no echo is cancelled"));
    d.wait(3000);
    ok(!told(d, 1).some((text) => text.includes("again")));
  });
});

describe("NSE between two lines", () => {
  const settings = { ...both("FAX_Passthru_Method", "NSE") };
  const events = (d: VirtualDesk) => sent(d, 100).map(({ payload }) => [...payload]);

  it("are offered, told three times, and answered three times", () => {
    const d = connected(settings);
    ok(offers(d, 1)[0].includes("a=rtpmap:100 NSE/8000"));
    ok(offers(d, 1)[0].includes("a=fmtp:100 192-193"));
    d.line(2).speak(CED);
    d.wait(4000);
    deepEqual(events(d), Array(6).fill([192, 0, 0, 0]));
    deepEqual(carried(d), ["fax", "fax"]);
    ok(told(d, 1)[0].startsWith("the other side tells of a fax: "));
    deepEqual([offers(d, 1).length, offers(d, 2).length], [1, 0]);
  });

  it("tell of a tone that turns around, and rest both cancellers", () => {
    const d = connected(settings);
    d.line(2).speak(TURNING);
    d.wait(2500);
    deepEqual(new Set(events(d).map(([event]) => event)), new Set([192, 193]));
    for (const line of [1, 2] as const)
      ok(told(d, line).includes("the phase of the tone turns around: no echo is cancelled"), `${line}`);
  });

  it("are sent in calls of a fax's or a modem's from the start, by who has called", () => {
    const told = (d: VirtualDesk) => new Set(events(d).map(([event]) => event));
    deepEqual(told(connected(settings, "*99102").wait(1000)), new Set([192, 193]));
    const fax = connected(settings, "#99102").wait(1000);
    deepEqual([told(fax), carried(fax)], [new Set([192]), ["fax", "fax"]]);
    deepEqual(told(connected({ ...settings, "Modem_Line[1]": "Yes" }).wait(1000)), new Set([192, 193]));
  });

  it("change the law without an offer, both ways", () => {
    const d = connected({ ...settings, "FAX_Passthru_Codec[2]": "G711a" });
    d.line(2).speak(CED);
    d.wait(2000);
    const u = sent(d, 0).length;
    const a = sent(d, 8).length;
    d.wait(1000);
    deepEqual([sent(d, 0).length - u, sent(d, 8).length - a], [0, 100]);
    ok(ear(d, 1) > DBM0 - 1, `${ear(d, 1)}`);
  });
});

describe("a call by a star code", () => {
  it("*99 is a modem's from its start: no echo cancelled, no events, silence as it is, for one call", () => {
    const d = connected({ "Silence_Supp_Enable[1]": "Yes" }, "*99102");
    deepEqual(carried(d), ["modem", "voice"]);
    const [offer] = offers(d, 1);
    match(offer[0], /RTP\/AVP 0 8$/);
    ok(offer.includes("a=silenceSupp:off - - - -") && !offer.some((line) => line.includes("telephone-event")));
    deepEqual(told(d, 1), ["this call is a modem's: its delay is fixed, and nothing is done to its sound"]);
    d.line(2).speak(CED);
    d.wait(2000);
    const heard = ear(d, 1);
    ok(heard > -16.5, `${heard} dBm0: what is heard has no loss`);
    d.line(1).hangUp();
    d.line(2).hangUp();
    d.wait(3000);
    d.line(1).lift();
    d.wait(300).dial(1, "102").wait(4000);
    deepEqual(carried(d)[0], "voice");
    match(offers(d, 1).at(-1)?.[0] ?? "", /RTP\/AVP 0 8 101 13$/);
  });

  it("#99 is a fax's from its start", () => {
    const d = connected({ "FAX_Passthru_Codec[1]": "G711a" }, "#99102");
    deepEqual(carried(d), ["fax", "voice"]);
    match(offers(d, 1)[0][0], /RTP\/AVP 8 0$/);
    d.line(2).speak(CED);
    d.wait(3000);
    deepEqual(carried(d), ["fax", "fax"]);
  });

  it("is not needed on a modem's line, whose calls all are", () => {
    const d = connected(both("Modem_Line", "Yes"));
    deepEqual(carried(d), ["modem", "modem"]);
    const voice = connected({ "Modem_Line[1]": "Yes" }, "*99102");
    deepEqual(carried(voice), ["voice", "voice"]);
  });
});

/** G.711 u-law, by the book. */
function linear(octet: number): number {
  const u = ~octet & 0xff;
  const magnitude = ((((u & 15) << 3) + 132) << ((u >> 4) & 7)) - 132;
  return u & 0x80 ? -magnitude : magnitude;
}
