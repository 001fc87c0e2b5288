/** The settings in German: their names, what they are for, and what their choices mean. Values stay as they are. */
import { frozen } from "../../base/frozen.js";
import { lineGerman } from "./line.js";
import { provisioningGerman } from "./provisioning.js";
import { regionalGerman } from "./regional.js";
import { sipGerman } from "./sip.js";
import { systemGerman } from "./system.js";
import { type Worded, type Words, wordsIn } from "./words.js";

const TABLES: readonly Worded[] = frozen([systemGerman, sipGerman, provisioningGerman, regionalGerman, lineGerman]);

/** Undefined where a setting has no German words. */
export function germanOf(name: string): Words | undefined {
  for (const table of TABLES) {
    const words = wordsIn(table, name);
    if (words) return words;
  }
}

/** What a choice means, where it is not a name that is the same in all languages. */
export const germanChoices: { readonly [value: string]: string } = frozen({
  none: "aus",
  None: "aus",
  Automatic: "automatisch",
  Auto: "automatisch",
  AUTO: "automatisch",
  auto: "wie die Gegenseite will",
  uac: "der Anrufende (uac)",
  uas: "der Angerufene (uas)",
  low: "niedrig",
  medium: "mittel",
  high: "hoch",
  "very high": "sehr hoch",
  "extremely high": "äußerst hoch",
  "up and down": "länger und kürzer",
  "up only": "nur länger",
  "down only": "nur kürzer",
  disable: "gar nicht",
  InBand: "als Ton (InBand)",
  AVT: "als Ereignis (AVT)",
  INFO: "per INFO",
  "InBand+INFO": "als Ton und per INFO",
  "AVT+INFO": "als Ereignis und per INFO",
  Strict: "streng",
  Normal: "normal",
  "caller or callee": "in allen Anrufen",
  "caller only": "nur in abgehenden",
  "callee only": "nur in ankommenden",
  ReINVITE: "neues Angebot (ReINVITE)",
  NSE: "Ereignisse von Cisco (NSE)",
  "Based on SRV Port": "nach dem Port",
  Manual: "nur eigene",
  "Manual,DHCP": "eigene, dann DHCP",
  "DHCP,Manual": "DHCP, dann eigene",
  Forward: "normal",
  Reverse: "umgepolt",
  Sinusoid: "Sinus",
  Trapezoid: "Trapez",
  "1-line": "erste Zeile",
  "1-line excl. OPT": "erste Zeile, ohne OPTIONS",
  "1-line excl. NTFY": "erste Zeile, ohne NOTIFY",
  "1-line excl. REG": "erste Zeile, ohne REGISTER",
  "1-line excl. OPT|NTFY|REG": "erste Zeile, ohne diese drei",
  full: "alles",
  "full excl. OPT": "alles, ohne OPTIONS",
  "full excl. NTFY": "alles, ohne NOTIFY",
  "full excl. REG": "alles, ohne REGISTER",
  "full excl. OPT|NTFY|REG": "alles, ohne diese drei",
  "Bellcore(N.Amer,China)": "Bellcore (Nordamerika, China)",
  "DTMF(Finland,Sweden)": "DTMF (Finnland, Schweden)",
  "DTMF(Denmark)": "DTMF (Dänemark)",
  "ETSI DTMF With PR": "ETSI DTMF mit Umpolung",
  "ETSI DTMF After Ring": "ETSI DTMF nach dem Klingeln",
  "ETSI FSK": "ETSI FSK (Deutschland, Europa)",
  "ETSI FSK With PR (UK)": "ETSI FSK mit Umpolung (Großbritannien)",
});
