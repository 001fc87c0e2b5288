/** Providers whose servers are known to all their customers, so that those need enter only what is their own. */
import { frozen } from "../base/frozen.js";
import type { SettingValues } from "./config.js";

export type Preset = {
  readonly id: string;
  readonly name: string;
  /** ISO 3166-1, lower case; null for everywhere. */
  readonly country: string | null;
  /** Settings of a line, named without it. */
  readonly settings: SettingValues;
  /** What the customer enters, named in the same way. */
  readonly asks: readonly string[];
};

const LOGIN: readonly string[] = frozen(["User_ID", "Password"]);
const WHOLE_LOGIN: readonly string[] = frozen(["User_ID", "Auth_ID", "Password"]);

const at = (server: string): SettingValues => ({ Proxy: server, Register: "Yes" });

export const presets: readonly Preset[] = frozen([
  { id: "other", name: "Another provider", country: null, settings: { Register: "Yes" }, asks: ["Proxy", ...LOGIN] },
  {
    ...{ id: "pbx", name: "My own PBX (Asterisk, FreePBX, …)", country: null },
    ...{ settings: { Register: "Yes", Use_DNS_SRV: "No" }, asks: ["Proxy", ...LOGIN] },
  },
  {
    ...{ id: "fritzbox", name: "FRITZ!Box at home", country: null },
    ...{ settings: { ...at("fritz.box"), Use_DNS_SRV: "No" }, asks: LOGIN },
  },
  { id: "linphone", name: "Linphone (sip.linphone.org)", country: null, settings: at("sip.linphone.org"), asks: LOGIN },
  { id: "telnyx", name: "Telnyx", country: null, settings: at("sip.telnyx.com"), asks: LOGIN },
  { id: "zadarma", name: "Zadarma", country: null, settings: at("sip.zadarma.com"), asks: LOGIN },
  { id: "localphone", name: "Localphone", country: null, settings: at("localphone.com"), asks: LOGIN },
  { id: "sipgate-de", name: "sipgate", country: "de", settings: at("sipgate.de"), asks: LOGIN },
  {
    ...{ id: "telekom", name: "Telekom", country: "de", asks: WHOLE_LOGIN },
    settings: { ...at("tel.t-online.de"), Use_Auth_ID: "Yes", SIP_Transport: "TCP" },
  },
  { id: "1und1", name: "1&1", country: "de", settings: at("sip.1und1.de"), asks: LOGIN },
  { id: "dusnet", name: "dus.net", country: "de", settings: at("proxy.dus.net"), asks: LOGIN },
  // which of its servers it is depends on the product
  { id: "easybell", name: "easybell", country: "de", settings: { Register: "Yes" }, asks: ["Proxy", ...LOGIN] },
  { id: "sipgate-gb", name: "sipgate", country: "gb", settings: at("sipgate.co.uk"), asks: LOGIN },
  { id: "aaisp", name: "Andrews & Arnold", country: "gb", settings: at("voiceless.aa.net.uk"), asks: LOGIN },
  { id: "voipfone", name: "Voipfone", country: "gb", settings: at("sip.voipfone.net"), asks: LOGIN },
  { id: "freephonie", name: "Free (Freephonie)", country: "fr", settings: at("freephonie.net"), asks: LOGIN },
  { id: "ovh", name: "OVHcloud", country: "fr", settings: { Register: "Yes" }, asks: ["Proxy", ...LOGIN] },
  { id: "messagenet", name: "Messagenet", country: "it", settings: at("sip.messagenet.it:5061"), asks: LOGIN },
  { id: "callcentric", name: "Callcentric", country: "us", settings: at("sip.callcentric.net"), asks: LOGIN },
  { id: "voipms", name: "VoIP.ms", country: "us", settings: { Register: "Yes" }, asks: ["Proxy", ...LOGIN] },
]);
