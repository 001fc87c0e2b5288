/** Values as a PAP2T and its relatives write them, in the spelling of our tables. */
import { frozen } from "../base/frozen.js";
import { short } from "./lists.js";
import { fallbackOf, type NamedSetting } from "./names.js";
import { refuse } from "./setting.js";

/** The value in our spelling; or why the default stays instead. */
export type Adapted = { readonly value: string } | { readonly aside: string };

/** What others write, and what we do. */
type Spellings = readonly (readonly [theirs: string, ours: string])[];

const YES_NO: Spellings = frozen([
  ["1", "Yes"],
  ["0", "No"],
  ["true", "Yes"],
  ["false", "No"],
]);

/** What other devices of its maker call a choice: by name, then as it is compared. */
const SPELLINGS: { readonly [name: string]: Spellings } = frozen({
  Jitter_Buffer_Adjustment: [
    ["yes", "up and down"],
    ["no", "disable"],
  ],
  Hook_Flash_Tx_Method: [["no", "None"]],
});

/** Codecs of the family that are not spoken here. */
const OTHER_CODECS = /^(g729ab?|g729|g723(\.1)?|g726-?r?(16|24|32|40)|g722(\.2)?|ilbc|opus|unspecified)$/i;
const LINE = /\[[1-9]\]$/;
const DECIMAL = /^-?\d{0,9}\.\d{1,9}$/;
/** The old devices put their model and version there: ours is the name without. */
const VERSION = "$VERSION";
const VERSIONED = frozen(["SIP_User_Agent_Name", "SIP_Server_Name", "SIP_Reg_User_Agent_Name"]);

/** Rules that its maker puts there: by them anybody near could hand it settings. */
const FACTORY_RULES: readonly string[] = frozen(["/spa$PSN.cfg", "/init.cfg", "/$PSN.xml"]);

/** A value that our table would refuse stays as it is: that is for the table to say. */
export function adapted({ name, setting, line }: NamedSetting, text: string): Adapted {
  const stem = name.replace(LINE, "");
  if (text === "" && refuse(setting, text) !== null) return { aside: "it is empty" };
  switch (setting.kind) {
    case "yesno":
      return { value: spelling(YES_NO, text.toLowerCase()) ?? text };
    case "choice":
      if (stem === "Preferred_Codec" && OTHER_CODECS.test(text)) return { aside: `${short(text)} is not spoken` };
      return { value: choiceOf(stem, setting.of, text) };
    case "number":
      // Zeros at the end are no digits too many.
      return { value: refuse(setting, text) !== null && DECIMAL.test(text) ? String(Number(text)) : text };
    case "text":
      if (!VERSIONED.includes(stem)) return { value: text };
      return { value: text.replaceAll(VERSION, fallbackOf(setting, line)) };
    case "rule":
      if (FACTORY_RULES.includes(text)) return { aside: "it is its maker's, and names no server" };
      return { value: text };
    default:
      return { value: text };
  }
}

function choiceOf(name: string, of: readonly string[], text: string): string {
  const wanted = text.toLowerCase().replaceAll(" ", "");
  const others = Object.hasOwn(SPELLINGS, name) ? SPELLINGS[name] : [];
  return spelling(others, wanted) ?? of.find((choice) => choice.toLowerCase().replaceAll(" ", "") === wanted) ?? text;
}

const spelling = (others: Spellings, value: string) => others.find(([theirs]) => theirs === value)?.[1];
