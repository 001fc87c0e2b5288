/**
 * What differs between the telephone networks of countries: tones (ITU-T E.180, supplement 2), rings, caller ID, the
 * impedance of the line, emergency numbers with the dial plan that sends them at once, and the time of day.
 */
import { frozen } from "../base/frozen.js";
import type { SettingValues } from "./config.js";

export type Country = {
  /** ISO 3166-1, lower case. */
  readonly id: string;
  readonly name: string;
  /** Values of settings by name. */
  readonly settings: SettingValues;
};

type Row = {
  readonly id: string;
  readonly name: string;
  /** Frequencies, then on and off in seconds; steady without them. */
  readonly dial: string;
  readonly busy: string;
  readonly reorder: string;
  readonly ringback: string;
  /** On and off in seconds; that of the ringback tone without it. */
  readonly ring?: string;
  readonly hertz: number;
  readonly impedance: string;
  readonly callerId: string;
  readonly emergency: string;
  readonly zone: string;
  /** The rule of its summer time; none without it. */
  readonly summer?: string;
};

/** dBm of a tone of one frequency, and of each of two. */
const ALONE = -16;
const PAIRED = -19;

const TBR21 = "270+750||150nF";
const BELLCORE = "Bellcore(N.Amer,China)";
const FSK = "ETSI FSK";

const EUROPE = "start=3/-1/7/2;end=10/-1/7/3;save=1";
const BRITAIN = "start=3/-1/7/1;end=10/-1/7/2;save=1";
const EAST_EUROPE = "start=3/-1/7/3;end=10/-1/7/4;save=1";
const NORTH_AMERICA = "start=3/8/7/2;end=11/1/7/2;save=1";
const AUSTRALIA = "start=10/1/7/2;end=4/1/7/3;save=1";
const NEW_ZEALAND = "start=9/-1/7/2;end=4/1/7/3;save=1";

/** `350+440;.5/.5` as a script of a PAP2T; `seconds` in all, or `*`. */
function tone(text: string, seconds: string): string {
  const [frequencies, cadence] = text.split(";");
  const parts = frequencies.split("+");
  const level = parts.length > 1 ? PAIRED : ALONE;
  const mix = parts.map((_, at) => String(at + 1)).join("+");
  const segments = (cadence ?? "*/0").split(",").map((segment) => `${segment}/${mix}`);
  return `${parts.map((hertz) => `${hertz}@${level}`).join(",")};${seconds}(${segments.join(",")})`;
}

function countryOf(row: Row): Country {
  const plan = `(${row.emergency
    .split(",")
    .map((number) => `${number}S0`)
    .join("|")}|*xx|xx.)`;
  return {
    ...{ id: row.id, name: row.name },
    settings: {
      Dial_Tone: tone(row.dial, "10"),
      Busy_Tone: tone(row.busy, "10"),
      Reorder_Tone: tone(row.reorder, "10"),
      Ring_Back_Tone: tone(row.ringback, "*"),
      Ring1_Cadence: `60(${row.ring ?? row.ringback.split(";")[1]})`,
      Ring_Frequency: String(row.hertz),
      FXS_Port_Impedance: row.impedance,
      Caller_ID_Method: row.callerId,
      "Emergency_Number[1]": row.emergency,
      "Emergency_Number[2]": row.emergency,
      "Dial_Plan[1]": plan,
      "Dial_Plan[2]": plan,
      Time_Zone: row.zone,
      Daylight_Saving_Time_Rule: row.summer ?? "",
    },
  };
}

const ROWS: readonly Row[] = frozen([
  {
    ...{ id: "us", name: "United States", dial: "350+440", busy: "480+620;.5/.5", reorder: "480+620;.25/.25" },
    ...{ ringback: "440+480;2/4", hertz: 20, impedance: "600", callerId: BELLCORE },
    ...{ emergency: "911", zone: "GMT-05:00", summer: NORTH_AMERICA },
  },
  {
    ...{ id: "ca", name: "Canada", dial: "350+440", busy: "480+620;.5/.5", reorder: "480+620;.25/.25" },
    ...{ ringback: "440+480;2/4", hertz: 20, impedance: "600", callerId: BELLCORE },
    ...{ emergency: "911", zone: "GMT-05:00", summer: NORTH_AMERICA },
  },
  {
    ...{ id: "gb", name: "United Kingdom", dial: "350+440", busy: "400;.375/.375", reorder: "400;.4/.35,.225/.525" },
    ...{ ringback: "400+450;.4/.2,.4/2", hertz: 25, impedance: "370+620||310nF", callerId: "ETSI FSK With PR (UK)" },
    ...{ emergency: "999,112", zone: "GMT", summer: BRITAIN },
  },
  {
    ...{ id: "de", name: "Germany", dial: "425", busy: "425;.48/.48", reorder: "425;.24/.24", ringback: "425;1/4" },
    ...{ hertz: 25, impedance: "220+820||115nF", callerId: FSK, emergency: "112,110" },
    ...{ zone: "GMT+01:00", summer: EUROPE },
  },
  {
    ...{ id: "at", name: "Austria", dial: "420", busy: "420;.4/.4", reorder: "420;.2/.2", ringback: "420;1/5" },
    ...{ hertz: 50, impedance: TBR21, callerId: FSK, emergency: "112,122,133,144" },
    ...{ zone: "GMT+01:00", summer: EUROPE },
  },
  {
    ...{ id: "ch", name: "Switzerland", dial: "425", busy: "425;.5/.5", reorder: "425;.2/.2", ringback: "425;1/4" },
    ...{ hertz: 25, impedance: "220+820||115nF", callerId: FSK, emergency: "112,117,118,144" },
    ...{ zone: "GMT+01:00", summer: EUROPE },
  },
  {
    ...{ id: "fr", name: "France", dial: "440", busy: "440;.5/.5", reorder: "440;.25/.25", ringback: "440;1.5/3.5" },
    ...{ hertz: 50, impedance: TBR21, callerId: FSK, emergency: "112,15,17,18" },
    ...{ zone: "GMT+01:00", summer: EUROPE },
  },
  {
    ...{
      id: "it",
      name: "Italy",
      dial: "425;.2/.2,.6/1",
      busy: "425;.5/.5",
      reorder: "425;.2/.2",
      ringback: "425;1/4",
    },
    ...{ hertz: 25, impedance: TBR21, callerId: FSK, emergency: "112,113,115,118" },
    ...{ zone: "GMT+01:00", summer: EUROPE },
  },
  {
    ...{ id: "es", name: "Spain", dial: "425", busy: "425;.2/.2", reorder: "425;.2/.2,.2/.2,.2/.6" },
    ...{ ringback: "425;1.5/3", hertz: 25, impedance: TBR21, callerId: FSK, emergency: "112,091,062" },
    ...{ zone: "GMT+01:00", summer: EUROPE },
  },
  {
    ...{ id: "nl", name: "Netherlands", dial: "425", busy: "425;.5/.5", reorder: "425;.25/.25", ringback: "425;1/4" },
    ...{ hertz: 25, impedance: TBR21, callerId: "ETSI DTMF", emergency: "112" },
    ...{ zone: "GMT+01:00", summer: EUROPE },
  },
  {
    ...{ id: "se", name: "Sweden", dial: "425", busy: "425;.25/.25", reorder: "425;.25/.75", ringback: "425;1/5" },
    ...{ hertz: 25, impedance: TBR21, callerId: "DTMF(Finland,Sweden)", emergency: "112" },
    ...{ zone: "GMT+01:00", summer: EUROPE },
  },
  {
    ...{ id: "dk", name: "Denmark", dial: "425", busy: "425;.5/.5", reorder: "425;.2/.2", ringback: "425;1/4" },
    ...{ hertz: 25, impedance: TBR21, callerId: "DTMF(Denmark)", emergency: "112" },
    ...{ zone: "GMT+01:00", summer: EUROPE },
  },
  {
    ...{ id: "fi", name: "Finland", dial: "425", busy: "425;.3/.3", reorder: "425;.2/.2", ringback: "425;1/4" },
    ...{ hertz: 25, impedance: TBR21, callerId: "DTMF(Finland,Sweden)", emergency: "112" },
    ...{ zone: "GMT+02:00", summer: EAST_EUROPE },
  },
  {
    ...{ id: "no", name: "Norway", dial: "425", busy: "425;.5/.5", reorder: "425;.2/.2", ringback: "425;1/4" },
    ...{ hertz: 25, impedance: TBR21, callerId: FSK, emergency: "110,112,113" },
    ...{ zone: "GMT+01:00", summer: EUROPE },
  },
  {
    ...{ id: "pl", name: "Poland", dial: "425", busy: "425;.5/.5", reorder: "425;.5/.5", ringback: "425;1/4" },
    ...{ hertz: 25, impedance: TBR21, callerId: FSK, emergency: "112,997,998,999" },
    ...{ zone: "GMT+01:00", summer: EUROPE },
  },
  {
    ...{ id: "cz", name: "Czechia", dial: "425;.33/.33,.66/.66", busy: "425;.33/.33", reorder: "425;.165/.165" },
    ...{ ringback: "425;1/4", hertz: 25, impedance: TBR21, callerId: FSK, emergency: "112,150,155,158" },
    ...{ zone: "GMT+01:00", summer: EUROPE },
  },
  {
    ...{ id: "au", name: "Australia", dial: "413+438", busy: "425;.375/.375", reorder: "425;.375/.375" },
    ...{ ringback: "413+438;.4/.2,.4/2", hertz: 25, impedance: "220+850||120nF", callerId: BELLCORE },
    ...{ emergency: "000,112", zone: "GMT+10:00", summer: AUSTRALIA },
  },
  {
    ...{ id: "nz", name: "New Zealand", dial: "400", busy: "400;.5/.5", reorder: "400;.25/.25" },
    ...{ ringback: "400+450;.4/.2,.4/2", hertz: 20, impedance: "370+620||310nF", callerId: BELLCORE },
    ...{ emergency: "111", zone: "GMT+12:00", summer: NEW_ZEALAND },
  },
  {
    ...{ id: "br", name: "Brazil", dial: "425", busy: "425;.25/.25", reorder: "425;.25/.25,.75/.25" },
    ...{ ringback: "425;1/4", hertz: 25, impedance: "900", callerId: "ETSI DTMF" },
    ...{ emergency: "190,192,193", zone: "GMT-03:00" },
  },
  {
    ...{ id: "za", name: "South Africa", dial: "383+417", busy: "400;.5/.5", reorder: "400;.25/.25" },
    ...{ ringback: "383+417;.4/.2,.4/2", hertz: 25, impedance: "220+820||115nF", callerId: FSK },
    ...{ emergency: "112,10111,10177", zone: "GMT+02:00" },
  },
  {
    ...{ id: "cn", name: "China", dial: "450", busy: "450;.35/.35", reorder: "450;.7/.7", ringback: "450;1/4" },
    ...{ hertz: 25, impedance: "200+600||100nF", callerId: BELLCORE, emergency: "110,119,120" },
    ...{ zone: "GMT+08:00" },
  },
]);

export const countries: readonly Country[] = frozen(ROWS.map(countryOf));
