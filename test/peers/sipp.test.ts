/** Scenarios of SIPp against one telephone each, with what the scenario says of the messages and the ear of the end. */
import { ok } from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Desk } from "./desk.js";
import { hasSpokenWell, portOf } from "./judge.js";
import { everything, needs, ports, runFolder, Sipp } from "./lab.js";
import { Ladder } from "./ladder.js";
import { set } from "./provider.js";
import { Shark } from "./receivers.js";
import { ROWS as CALL_ROWS, type Row } from "./sipp-rows.js";
import { SERVICE_ROWS } from "./sipp-services.js";
import { VERDICTS } from "./sipp-verdicts.js";

/** `PEERS_SIPP=uac-info,uas-info-dtmf` plays these alone. */
const SOME = process.env.PEERS_SIPP?.split(",");
const ROWS = [...CALL_ROWS, ...SERVICE_ROWS].filter(({ scenario }) => SOME?.includes(scenario) ?? true);

type Verdict = { fault?: string; heard: string; took: number };

/** How long SIPp may take to be content once the telephone has done its part. */
const CONTENT_WITHIN = 10_000;
const LONGEST = 70;
/** Ports from that of SIP to that of RTP, as lab/sipp/run.sh has it. */
const MEDIA = 2;

describe("SIPp", function () {
  this.timeout(400_000);
  const verdicts = new Map<Row, Promise<Verdict>>();
  const table: string[] = [];

  before(function () {
    needs(this, "sipp", "python3", "tshark", "espeak-ng", "sox", "multimon-ng");
    const lanes = ports.sipp.map((): Promise<unknown> => Promise.resolve());
    for (const [i, row] of ROWS.entries()) {
      const lane = i % lanes.length;
      const verdict = lanes[lane].then(() => judge(row, ports.sipp[lane]));
      verdicts.set(row, verdict);
      lanes[lane] = verdict;
    }
  });

  for (const row of ROWS)
    it(row.scenario, async () => {
      const { fault, heard, took } = (await verdicts.get(row)) as Verdict;
      table.push(`      ${row.scenario.padEnd(20)} ${fault ? "FAILED" : "passed"} ${heard.padEnd(16)} ${took} s`);
      ok(!fault, fault);
    });

  after(() => console.log(["", "      scenario             outcome heard last", ...table].join("\n")));
});

async function judge(row: Row, port: number): Promise<Verdict> {
  const began = Date.now();
  let desk: Desk | undefined;
  let sipp: Sipp | undefined;
  let fault: string | undefined;
  try {
    desk = await Desk.start(options(row, port));
    sipp = await play(row, desk, port, (started) => {
      sipp = started;
    });
  } catch (error) {
    sipp?.stop();
    const said = await sipp?.outcome;
    fault = `${error instanceof Error ? error.message : error}\nSIPp: ${said?.output}`;
    fault += `\ntrace: ${await record(row, desk, sipp)}`;
  }
  const last = desk?.events.filter(({ type, tone }) => type === "hears" && tone !== null).at(-1);
  await desk?.stop();
  return { fault, heard: String(last?.tone ?? "-"), took: Math.round((Date.now() - began) / 1000) };
}

async function play(row: Row, desk: Desk, port: number, started: (sipp: Sipp) => void): Promise<Sipp> {
  const calls = row.scenario.startsWith("uas-");
  const to = calls ? [] : ["--to", desk.ready.sip[0]];
  desk.one.attend();
  const keys = Object.entries(row.keys?.(port) ?? {}).flatMap(([key, value]) => ["-key", key, value]);
  const sipp = new Sipp(row.scenario, port, ["--user", "1001", "--secs", String(LONGEST), ...to, ...keys]);
  started(sipp);
  if (calls) await sipp.listening();
  if (calls && !row.scenario.startsWith("uas-register")) await desk.one.place("8001");
  await row.drive(desk.one, desk);
  if (row.tone) await desk.one.hears(row.tone);
  const late = setTimeout(() => sipp.stop(), CONTENT_WITHIN);
  const { code, output } = await sipp.outcome;
  clearTimeout(late);
  if (code !== 0) throw new Error(`SIPp is not content: ${output}`);
  await desk.rest();
  await hasSpokenWell(desk);
  const verdict = VERDICTS[row.scenario.split(":")[0]];
  const shark = new Shark(await desk.capture(), [portOf(desk.ready.sip[0])]);
  await verdict?.({ desk, said: await Ladder.of(desk, 1), shark, media: port + MEDIA });
  return sipp;
}

/** A line without a registrar, whose calls go to SIPp, and that anyone may ring. */
function options(row: Row, port: number): string[] {
  const settings = set(
    `Proxy[1]=127.0.0.1:${port}`,
    "User_ID[1]=1001",
    "Password[1]=pw-1001",
    "Register[1]=no",
    "Make_Call_Without_Reg[1]=yes",
    "Ans_Call_Without_Reg[1]=yes",
    "Restrict_Source_IP[1]=no",
    "Restrict_Contact_User[1]=no",
    "Dial_Plan[1]=(xxxxS0)",
  );
  return ["--seed", "18", "--pbx", "none", ...settings, ...(row.settings ?? [])];
}

async function record(row: Row, desk: Desk | undefined, sipp: Sipp | undefined): Promise<string> {
  const folder = join(runFolder, "traces");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${row.scenario.replace(":", "-")}.txt`);
  writeFileSync(path, `${await everything(desk)}\n\n=== SIPp\n${sipp?.messages() ?? ""}`);
  return path;
}
