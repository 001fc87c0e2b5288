/** How loud things are: 0 dBm0 and the gains in the packets (tshark, sox) and in the ear (sox), tones that no gain changes. */
import { equal, ok } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { VirtualDesk } from "../calls/desk.js";
import { Desk, pause } from "./desk.js";
import { mediaPorts, near } from "./judge.js";
import { keepTraces, needs, runFolder } from "./lab.js";
import { tones } from "./receivers.js";
import { RATE, writeWav } from "./wav.js";

const HERTZ = 1004;
/** dB that a figure may be off. */
const RIGHT = 0.1;
/** RMS of a sine of 0 dBm0, full scale being 1 and +3.14 dBm0 at the peak of a sine (G.711 section 4). */
const RMS_0_DBM0 = 10 ** (-3.14 / 20) / Math.SQRT2;
const LAWS = [
  { codec: "G711u", payloadType: 0, kind: "ul" },
  { codec: "G711a", payloadType: 8, kind: "al" },
] as const;
type Law = (typeof LAWS)[number];

type Settings = { readonly [name: string]: string };

/** The worst that was found, in dB. */
let worst = 0;

function isLoud(dbm0: number, wanted: number, what: string): void {
  worst = Math.max(worst, Math.abs(dbm0 - wanted));
  near(dbm0, wanted, RIGHT, what);
}

/** dBm0 by sox, of samples or of the octets of a law. */
function loud(sound: Int16Array | Buffer, kind = "wav"): number {
  const input = sound instanceof Int16Array ? writeWav(sound) : sound;
  const format = kind === "wav" ? ["-t", "wav"] : ["-t", kind, "-r", `${RATE}`, "-c", "1"];
  const script = 'exec 3>&1; sox "$@" - -n stat 2>&3';
  const said = execFileSync("nice", ["-n", "15", "bash", "-c", script, "sox", ...format], { input, encoding: "utf8" });
  const rms = /^RMS\s+amplitude:\s+([\d.]+)$/m.exec(said)?.[1];
  ok(rms, said);
  return 20 * Math.log10(Number(rms) / RMS_0_DBM0);
}

function sine(dbm0: number, seconds: number): Int16Array {
  const peak = 32768 * RMS_0_DBM0 * Math.SQRT2 * 10 ** (dbm0 / 20);
  return Int16Array.from({ length: RATE * seconds }, (_, i) =>
    Math.round(peak * Math.sin((2 * Math.PI * HERTZ * i) / RATE)),
  );
}

/** The last two seconds that were sent from (or to) a port in a call, as tshark takes them from a capture. */
function packets(pcap: Uint8Array, port: string, side: "src" | "dst", { payloadType }: Law): Buffer {
  const path = join(mkdtempSync(join(runFolder, "pcap-")), "x.pcap");
  writeFileSync(path, pcap);
  const filter = `rtp.p_type == ${payloadType} && udp.${side}port == ${port}`;
  const options = ["-n", "-r", path, "-d", `udp.port==${port},rtp`, "-Y", filter, "-T", "fields", "-e", "rtp.payload"];
  const lines = execFileSync("nice", ["-n", "15", "tshark", ...options], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const payloads = lines.split("\n").filter((line) => line !== "");
  ok(payloads.length >= 100, `${payloads.length} packets of type ${payloadType} at port ${port}`);
  return Buffer.from(payloads.slice(-100).join("").replaceAll(":", ""), "hex");
}

/** What tshark and sox make of a virtual desk. */
class Measured extends VirtualDesk {
  constructor(settings: Settings) {
    super({ settings });
    this.wait(1000);
  }

  call601(): this {
    this.line(1).lift();
    return this.wait(500).dial(1, "601").wait(3500);
  }

  connect(): this {
    this.line(1).lift();
    this.wait(500).dial(1, "102").wait(500);
    this.line(2).lift();
    return this.wait(2000);
  }

  /** dBm0 of the last two seconds in the ear. */
  ear(line: 1 | 2): number {
    return loud(this.line(line).heard(2).samples);
  }

  /** dBm0 of the last two seconds of packets that line 1 sends, or gets. */
  wire(side: "src" | "dst", law: Law): number {
    const out = this.events("sip", 1).filter(({ direction }) => direction === "out");
    const port = out.map(({ message }) => /\nm=audio (\d+) /.exec(String(message))?.[1]).find(Boolean);
    return loud(packets(Buffer.concat(this.desk.capture()), port ?? "", side, law), law.kind);
  }
}

const gains = (input: number, output: number, { codec }: Law): Settings => ({
  FXS_Port_Input_Gain: `${input}`,
  FXS_Port_Output_Gain: `${output}`,
  "Preferred_Codec[1]": codec,
  "Preferred_Codec[2]": codec,
});

describe("levels", function () {
  this.timeout(60_000);

  before(function () {
    needs(this, "tshark", "sox", "line-decode");
  });
  after(() => {
    if (worst > 0) console.log(`      the worst is ${worst.toFixed(3)} dB off`);
  });

  it("the ruler: sox finds 0 dBm0 in a sine of 0 dBm0, and in it by either law", () => {
    near(loud(sine(0, 2)), 0, 0.002, "the sine");
    near(loud(sine(-20, 2)), -20, 0.01, "the sine of -20 dBm0");
    // The digital milliwatt of each law (G.711 tables 5 and 6): the µ-law one lies a little lower on a scale of 16 bits.
    for (const { kind, milliwatt, dbm0 } of [
      { kind: "ul", milliwatt: [0x1e, 0x0b, 0x0b, 0x1e, 0x9e, 0x8b, 0x8b, 0x9e], dbm0: -0.067 },
      { kind: "al", milliwatt: [0x34, 0x21, 0x21, 0x34, 0xb4, 0xa1, 0xa1, 0xb4], dbm0: 0 },
    ])
      near(loud(Buffer.from(Array(2000).fill(milliwatt).flat()), kind), dbm0, 0.005, `the milliwatt of ${kind}`);
  });

  for (const law of LAWS) {
    it(`a tone of 0 dBm0 from the network is as loud as the output gain, ${law.codec}`, () => {
      for (const gain of [-12, -9, -6, -3, 0, 3]) {
        const d = new Measured(gains(-6, gain, law)).call601();
        equal(d.call(1), "connected");
        if (gain === 0) isLoud(d.wire("dst", law), 0, "the milliwatt in its packets");
        isLoud(d.ear(1), gain, `the milliwatt at an output gain of ${gain} dB`);
      }
    });

    it(`a tone of the telephone is in the packets as the input gain has it, and no other, ${law.codec}`, () => {
      for (const [input, output] of [
        [-12, 6],
        [-9.5, 0],
        [-6, 3],
        [-3, -3],
        [0, 0],
        [3, -12],
        [6, -6],
      ]) {
        const said = Math.min(0, -input);
        const d = new Measured(gains(input, output, law)).connect();
        equal(d.call(1), "connected");
        d.line(1).speak(sine(said, 4));
        d.wait(3500);
        const sent = d.wire("src", law);
        isLoud(sent, said + input, `a tone of ${said} dBm0 at an input gain of ${input} dB`);
        isLoud(d.ear(2), said + input + output, `what the other hears of it at an output gain of ${output} dB`);
      }
    });
  }

  /** Two sines of these levels together. */
  const sum = (...dbm0: number[]) => 10 * Math.log10(dbm0.reduce((power, one) => power + 10 ** (one / 10), 0));

  for (const [input, output, law] of [
    [-3, -3, LAWS[0]],
    [0, 0, LAWS[1]],
    [3, 3, LAWS[0]],
    [3, 3, LAWS[1]],
    [-12, 6, LAWS[0]],
  ] as const)
    it(`tones and keys are as loud as set, at gains of ${input} and ${output} dB, ${law.codec}`, async () => {
      const d = new Measured({ ...gains(input, output, law), DTMF_Playback_Length: "1" });
      const isTone = async (hertz: number[], dbm0: number[], what: string, seconds = 1) => {
        const { samples } = d.line(1).heard(seconds);
        isLoud(loud(samples), sum(...dbm0), what);
        const [tone] = await tones(writeWav(samples));
        equal(tone.freqs.length, hertz.length, what);
        tone.freqs.forEach((found, i) => {
          near(found, hertz[i], 0.5, `a frequency of ${what}`);
          isLoud(tone.levels_dbm0[i], dbm0[i], `a level of ${what}`);
        });
      };
      d.line(1).lift();
      d.wait(1500);
      await isTone([350, 440], [-19, -19], "dial tone");
      d.line(1).hangUp();
      d.wait(2000).line(1).lift();
      d.wait(500).dial(1, "605").wait(1700);
      await isTone([440, 480], [-19, -19], "ringback");
      d.line(1).hangUp();
      d.wait(2000).connect();
      d.dial(2, "5").wait(900);
      await isTone([770, 1336], [-17, -15], "a key from the network", 0.8);
    });

  it("a tone is as loud as its owner wants it", () => {
    for (let dbm = 0; dbm >= -40; dbm -= 5) {
      const d = new Measured({ Dial_Tone: `${HERTZ}@${dbm};10(*/0/1)` });
      d.line(1).lift();
      d.wait(3000);
      isLoud(d.ear(1), dbm, `a tone of ${dbm} dBm`);
    }
  });

  describe("over real sockets", () => {
    let desk: Desk;
    keepTraces(() => desk);
    const GAINS = { FXS_Port_Input_Gain: -4, FXS_Port_Output_Gain: -2 };

    before(async () => {
      desk = await Desk.start([
        "--seed",
        "3",
        ...Object.entries(GAINS).flatMap(([name, db]) => ["--set", `${name}=${db}`]),
      ]);
      for (const line of [1, 2]) await desk.event({ type: "registration", line, state: "registered" });
    });
    after(() => desk?.stop());

    it("a tone of 0 dBm0 is in the packets and in the ear as both gains have it", async () => {
      await desk.one.place("102");
      await desk.two.event("ring-start");
      await desk.two.lift();
      await desk.one.call("connected", { after: 0 });
      await pause(500);
      await desk.one.speak(writeWav(sine(0, 5)));
      await pause(3500);
      const { t } = await desk.state();
      const ear = (await desk.two.heard(2, t)).samples;
      const [port] = await mediaPorts(desk, 1);
      const law = LAWS[0];
      isLoud(
        loud(packets(await desk.capture(), port, "src", law), law.kind),
        GAINS.FXS_Port_Input_Gain,
        "in the packets",
      );
      isLoud(loud(ear), GAINS.FXS_Port_Input_Gain + GAINS.FXS_Port_Output_Gain, "in the ear");
    });
  });
});
