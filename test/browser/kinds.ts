/** Settings of every kind, and what somebody enters in them. */
import type { Locator } from "playwright-core";
import { HOSTILE } from "./guest.js";

/** A setting of each kind: what it does not take, and what it does. */
export const KINDS: { readonly [kind: string]: readonly [name: string, bad: string | null, good: string] } = {
  yesno: ["Use_Outbound_Proxy[2]", null, "Yes"],
  choice: ["Network_Jitter_Level[2]", null, "medium"],
  number: ["Register_Expires[2]", "often", "1800"],
  text: ["Display_Name[2]", "x".repeat(300), HOSTILE],
  password: ["Password[2]", "x".repeat(300), "pw-102"],
  hex: ["SIP_ToS_DiffServ_Value[2]", "104", "0x60"],
  address: ["Outbound_Proxy[2]", "two words", "127.0.0.1:5999"],
  addresses: ["Alternate_Proxy[2]", "a b", "127.0.0.1:5998, 127.0.0.1:5997"],
  target: ["Voice_Mail_Server[2]", "@@", "news@127.0.0.1"],
  ip: ["EXT_IP", "1.2.3", "192.0.2.1"],
  host: ["HostName", "a_b!", "telephone.example.net"],
  tone: ["Busy_Tone", "425", "425@-15;10(.4/.6/1)"],
  cadence: ["Ring1_Cadence", "60", "60(.8/3.2)"],
  frequencies: ["CWT_Frequency", "loud", "430@-14"],
  dialplan: ["Dial_Plan[2]", "xx.", "(xx.)"],
  numbers: ["Emergency_Number[2]", "help", "112"],
  codes: ["SIT1_RSC", "40", "404"],
  mediatype: ["DTMF_Relay_MIME_Type", "dtmf", "application/dtmf"],
  servicecode: ["Blind_Transfer_Code", "ninety", "*97"],
  timeofday: ["Resync_At__HHmm_", "noon", "0330"],
  delays: ["Resync_Error_Retry_Delay", "soon", "30,300,1800+3600"],
  expression: ["Resync_Trigger_1", "$REGTMR1 gt", "$REGTMR1 gt 300"],
  rule: ["Profile_Rule_D", "[--key", "https://127.0.0.1:1/$MA.xml"],
  certificates: ["Provision_CA", "mine", "-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----"],
  date: ["Set_Local_Date__mm_dd_", "yesterday", "11/21"],
  daylight: ["Daylight_Saving_Time_Rule", "start=13/1", "start=4/1/7/1;end=10/-1/7/1;save=1"],
  levels: ["Log_Levels", "sip=loud", "sip=debug, *=info"],
  weburl: ["Event_URL", "ftp://127.0.0.1/", "http://127.0.0.1:1/events"],
  eventkinds: ["Event_Kinds", "rings", "ring, end"],
  broker: ["MQTT_Server", "two words", "127.0.0.1:1"],
  topic: ["MQTT_Topic_Prefix", "house#", "house/telephone"],
  version: ["Downgrade_Rev_Limit", "newest", "1.0.2"],
};

/** Enters it as a person does, and leaves the field. */
export async function enter(field: Locator, value: string): Promise<void> {
  const what = await field.evaluate((node) => (node as unknown as { type: string }).type);
  if (what === "checkbox") await field.setChecked(value === "Yes");
  else if (what === "select-one") await field.selectOption(value);
  else {
    await field.fill(value);
    await field.blur();
  }
}
