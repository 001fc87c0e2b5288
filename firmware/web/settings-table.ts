/** The table of settings as the page wants it, a row at a time: all of it together is more than there is room for. */
import { frozen } from "../base/frozen.js";
import { jsonText } from "../base/json-text.js";
import { adapterSettings } from "../config/adapter-settings.js";
import { clockSettings } from "../config/clock-settings.js";
import { eventSettings } from "../config/event-settings.js";
import { germanChoices, germanOf } from "../config/german/german.js";
import { lineAccountSettings } from "../config/line-account-settings.js";
import { lineFaxSettings } from "../config/line-fax-settings.js";
import { lineNatSettings } from "../config/line-nat-settings.js";
import { lineServiceSettings } from "../config/line-service-settings.js";
import { lineSettings } from "../config/line-settings.js";
import { lineSipSettings } from "../config/line-sip-settings.js";
import { lineSoundSettings } from "../config/line-sound-settings.js";
import { adapterNames, labelOf, lineNames } from "../config/names.js";
import { radioSettings } from "../config/radio-settings.js";
import { ringSettings } from "../config/ring-settings.js";
import { serviceCodeSettings } from "../config/service-code-settings.js";
import { isSecret, type Setting } from "../config/setting.js";
import { sipNatSettings } from "../config/sip-nat-settings.js";
import { sipRtpSettings } from "../config/sip-rtp-settings.js";
import { polaritySettings } from "../config/supervision-settings.js";
import { toneSettings } from "../config/tone-settings.js";

type Table = { readonly [name: string]: Setting };

/** What belongs together on a tab; the first that has a name counts, and the tab itself where none has. */
const GROUPS: readonly (readonly [group: string, table: Table])[] = frozen([
  ["Account", lineAccountSettings],
  ["Fax", lineFaxSettings],
  ["NAT", lineNatSettings],
  ["Services", lineServiceSettings],
  ["SIP", lineSipSettings],
  ["Sound", lineSoundSettings],
  ["NAT", sipNatSettings],
  ["RTP", sipRtpSettings],
  ["Tones", toneSettings],
  ["Rings", ringSettings],
  ["Star codes", serviceCodeSettings],
  ["Clock", clockSettings],
  ["Events", eventSettings],
  ["Polarity", polaritySettings],
  ["Wi-Fi", radioSettings],
]);

/** What most owners set; the rest is for those who know. */
const COMMON =
  " Line_Enable Proxy Outbound_Proxy Use_Outbound_Proxy Register Register_Expires Display_Name User_ID Password Use_Auth_ID " +
  "Auth_ID Voice_Mail_Server Dial_Plan Preferred_Codec Call_Waiting_Serv CID_Serv Block_CID_Setting DTMF_Tx_Method " +
  "FAX_Passthru_Method FXS_Port_Impedance Caller_ID_Method Emergency_Number Ring_Voltage Default_Ring Default_CWT " +
  "Enable_Web_Server Web_Server_Port WiFi_SSID WiFi_Passphrase HostName Primary_DNS Secondary_DNS STUN_Enable STUN_Server SIP_Transport " +
  "FXS_Port_Input_Gain FXS_Port_Output_Gain Time_Zone Daylight_Saving_Time_Rule Primary_NTP_Server Syslog_Server " +
  "Profile_Rule Event_URL MQTT_Server Cfwd_All_Dest Cfwd_Busy_Dest Cfwd_No_Ans_Dest DND_Setting ";

/** The user's own tab, which is the only one that is his. */
export const isForUser = (setting: Setting) => setting.tab === "User" && !isSecret(setting);

export function groupOf(name: string, { tab }: Setting): string {
  for (const [group, table] of GROUPS) if (Object.hasOwn(table, name)) return group;
  return tab;
}

/** Languages of names and helps. */
export type Language = "en" | "de";

/** The table as JSON, in pieces: what this board can do anything with, and a user who is no administrator may see. */
export function tablePieces(language: Language, isAdmin: boolean, hasRadio: boolean): (at: number) => string | null {
  const isShown = (name: string) =>
    (isAdmin || isForUser(settingOf(name))) && (hasRadio || !Object.hasOwn(radioSettings, name));
  /** The piece that was asked for last, and which of all names is in it. */
  let piece = 0;
  let row = 0;
  return (at) => {
    if (at !== piece) row++;
    piece = at;
    while (row < ROWS && !isShown(nameAt(row))) row++;
    if (row > ROWS) return null;
    if (row === ROWS) return at === 0 ? "[]" : "]";
    return `${at === 0 ? "[" : ","}${jsonText(rowOf(nameAt(row), language))}`;
  };
}

const ROWS = adapterNames.length + lineNames.length;
const nameAt = (row: number): string =>
  row < adapterNames.length ? adapterNames[row] : lineNames[row - adapterNames.length];

const isOfLines = (name: string) => Object.hasOwn(lineSettings, name);
const settingOf = (name: string): Setting => ((isOfLines(name) ? lineSettings : adapterSettings) as Table)[name];

export function rowOf(name: string, language: Language = "en") {
  const isLine = isOfLines(name);
  const setting = settingOf(name);
  const [label, help] = (language === "de" ? germanOf(name) : undefined) ?? [labelOf(name, setting), setting.help];
  const { tab, kind, fallback } = setting;
  return {
    name,
    tab,
    group: groupOf(name, setting),
    label,
    kind,
    help,
    secret: isSecret(setting),
    advanced: !COMMON.includes(` ${name} `),
    user: isForUser(setting),
    line: isLine,
    fallback,
    ...boundsOf(setting, language),
  };
}

function boundsOf(setting: Setting, language: Language): object {
  switch (setting.kind) {
    case "number": {
      const { min, max, unit, decimals } = setting;
      return { min, max, ...(unit ? { unit } : {}), ...(decimals ? { decimals } : {}) };
    }
    case "choice":
      return { of: setting.of, ...meaningsOf(setting.of, language) };
    case "text":
    case "password":
      return { maxLength: setting.max };
    default:
      return {};
  }
}

/** In the order of the choices; nothing where they speak for themselves. */
function meaningsOf(of: readonly string[], language: Language): object {
  if (language === "en" || !of.some((value) => Object.hasOwn(germanChoices, value))) return {};
  return { says: of.map((value) => (Object.hasOwn(germanChoices, value) ? germanChoices[value] : value)) };
}
