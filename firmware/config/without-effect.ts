/** The parameters of a PAP2T, and of its relatives, that have no effect here, and why: profiles may carry them. */
import { frozen } from "../base/frozen.js";

/** Why what a device tells of itself is let be. */
export const SHOWN = "it is shown by a device, not set";

/** Names by reason; `#` stands for a digit from 1 to 9, and a name may be that of a line (`G729a_Enable[1]`). */
const NAMES: readonly (readonly [reason: string, names: string])[] = frozen([
  [
    "only G.711 is spoken",
    "G729a_Enable G723_Enable G726-16_Enable G726-24_Enable G726-32_Enable G726-40_Enable G729b_Dynamic_Payload " +
      "G726r16_Dynamic_Payload G726r24_Dynamic_Payload G726r32_Dynamic_Payload G726r40_Dynamic_Payload " +
      "G729a_Codec_Name G729b_Codec_Name G723_Codec_Name G726r16_Codec_Name G726r24_Codec_Name G726r32_Codec_Name " +
      "G726r40_Codec_Name Prefer_G723_Code Force_G723_Code Prefer_G729a_Code Force_G729a_Code Prefer_G726r16_Code " +
      "Force_G726r16_Code Prefer_G726r24_Code Force_G726r24_Code Prefer_G726r32_Code Force_G726r32_Code " +
      "Prefer_G726r40_Code Force_G726r40_Code",
  ],
  [
    "the other law of G.711 is the second choice, unless Use_Pref_Codec_Only",
    "Second_Preferred_Codec Third_Preferred_Codec Release_Unused_Codec",
  ],
  ["a codec cannot be asked for by a code", "Prefer_G711u_Code Force_G711u_Code Prefer_G711a_Code Force_G711a_Code"],
  [
    "codecs carry their registered names",
    "NSE_Codec_Name AVT_Codec_Name G711u_Codec_Name G711a_Codec_Name EncapRTP_Codec_Name INFOREQ_Dynamic_Payload",
  ],
  ["connections are taken at SIP_Port, and made from any", "SIP_TCP_Port_Min SIP_TCP_Port_Max"],
  [
    "a fax goes by pass-through: T.38 is refused",
    "FAX_Enable_T38 FAX_T38_Redundancy FAX_T38_ECM_Enable FAX_T38_Return_to_Voice",
  ],
  [
    "there is no media loopback",
    "EncapRTP_Dynamic_Payload RTP-Start-Loopback_Dynamic_Payload RTP-Start-Loopback_Codec Media_Loopback_Code " +
      "Accept_Media_Loopback_Request Media_Loopback_Mode Media_Loopback_Type",
  ],
  [
    "the secure call of its maker is understood by no other device",
    "Mini_Certificate SRTP_Private_Key Secure_Call_Serv Secure_Call_Setting Secure_All_Call_Act_Code " +
      "Secure_No_Call_Act_Code Secure_One_Call_Act_Code Secure_One_Call_Deact_Code",
  ],
  [
    "there is no key system",
    "Linksys_Key_System Multicast_Address Key_System_Auto_Discovery Key_System_IP_Address Force_LAN_Codec CTI_Enable",
  ],
  ["a line is for a telephone, not for streams", "SAS_Enable SAS_DLG_Refresh_Intvl SAS_Inbound_RTP_Sink MOH_Server"],
  ["authorities are believed that Provision_CA holds", "Custom_CA_URL Custom_CA_Rule"],
  ["a rule names the protocol", "Transport_Protocol"],
  ["an image that fails is left for the one before it", "Recovery_URL"],
  ["nothing here needs a licence", "License_Keys Restricted_Access_Domains"],
  ["the page has one door for all its users", "Enable_Web_Admin_Access Web_Admin_Access User_Password_Prompt"],
  ["servers of names are asked in turn, and believed for as long as they say", "DNS_Query_Mode DNS_Query_TTL_Ignore"],
  ["the network is waited for as long as it takes", "Network_Startup_Delay"],
  ["there is no VLAN", "Enable_VLAN VLAN_ID SIP_CoS_Value RTP_CoS_Value"],
  ["checksums are always sent", "No_UDP_Checksum"],
  ["a call without sound ends after RTP_Timeout", "Max_RTP_ICMP_Err"],
  ["no such server is asked", "TURN_Server Auth_Server Survivability_Proxy"],
  ["From names the server", "Use_Local_Addr_In_FROM"],
  [
    "there is no conference",
    "Three_Way_Conf_Serv Xfer_When_Hangup_Conf Conference_Bridge_URL Conference_Bridge_Ports Conference_Act_Code " +
      "Attn-Xfer_Act_Code",
  ],
  [
    "calls are not forwarded",
    "Cfwd_All_Serv Cfwd_Busy_Serv Cfwd_No_Ans_Serv Cfwd_Sel_Serv Cfwd_Last_Serv Cfwd_All_Dest Cfwd_Busy_Dest " +
      "Cfwd_No_Ans_Dest Cfwd_No_Ans_Delay Cfwd_Sel#_Caller Cfwd_Sel#_Dest Cfwd_Last_Caller Cfwd_Last_Dest " +
      "Cfwd_Ring_Splash_Len Cfwd_All_Act_Code Cfwd_All_Deact_Code Cfwd_Busy_Act_Code Cfwd_Busy_Deact_Code " +
      "Cfwd_No_Ans_Act_Code Cfwd_No_Ans_Deact_Code Cfwd_Last_Act_Code Cfwd_Last_Deact_Code",
  ],
  [
    "calls are not screened",
    "Block_ANC_Serv Block_Last_Serv Accept_Last_Serv DND_Serv Block_Last_Caller Accept_Last_Caller Block_ANC_Setting " +
      "DND_Setting Cblk_Ring_Splash_Len Block_Last_Act_Code Block_Last_Deact_Code Accept_Last_Act_Code " +
      "Accept_Last_Deact_Code Block_ANC_Act_Code Block_ANC_Deact_Code DND_Act_Code DND_Deact_Code",
  ],
  [
    "the switch of the operator (Serv) alone decides",
    "CW_Setting CID_Setting CWCID_Serv CWCID_Setting CW_Act_Code CW_Deact_Code CW_Per_Call_Act_Code " +
      "CW_Per_Call_Deact_Code CID_Act_Code CID_Deact_Code CWCID_Act_Code CWCID_Deact_Code",
  ],
  [
    "numbers are not called back, repeated or abbreviated",
    "Call_Return_Serv Call_Redial_Serv Call_Back_Serv Speed_Dial_Serv Speed_Dial_# Call_Return_Code Call_Redial_Code " +
      "Call_Back_Act_Code Call_Back_Deact_Code Call_Back_Busy_Act_Code Speed_Dial_Act_Code Call_Back_Ring " +
      "Call_Back_Expires Call_Back_Retry_Intvl Call_Back_Delay",
  ],
  [
    "codes have no such services",
    "Referral_Serv Feature_Dial_Serv Service_Announcement_Serv Referral_Services_Codes Feature_Dial_Services_Codes " +
      "Service_Annc_Base_Number Service_Annc_Extension_Codes Paging_Code Feature_Invocation_Method " +
      "Feature_Invocation_Tone Call_Remind_Tone",
  ],
  [
    "the bell goes by Alert-Info and Default_Ring",
    "Dist_Ring_Serv Dist_Ring_Setting Ring#_Caller Dist_Ring_Act_Code Dist_Ring_Deact_Code Synchronized_Ring " +
      "Ring9_Cadence Ring9_Name CWT9_Cadence",
  ],
  [
    "messages are told by tone and lamp alone",
    "VMWI_Ring_Splash_Len VMWI_Ring_Policy Ring_On_No_New_VM VMWI_Refresh_Intvl",
  ],
  ["the modem of caller ID goes by Caller_ID_Method", "Caller_ID_FSK_Standard"],
  ["who calls is what the server asserts, else Remote-Party-ID, else From", "Caller_ID_Header"],
  ["a mailbox is subscribed to at Voice_Mail_Server", "Mailbox_Subscribe_URL"],
  ["the current of the loop does not change", "FXS_Port_Power_Limit"],
  ["a line has two calls", "Max_Session"],
  ["there is no router", "Connection_Type Enable_WAN_Web_Server WAN_Web_Server_Port MAC_Clone_Enable"],
  ["there is no line of a telephone company", "Line_In_Use_Voltage Detect_CPC Detect_Polarity_Reversal"],
  [
    SHOWN,
    "Current_IP Host_Name Current_Netmask Current_Gateway Primary__DNS Secondary__DNS Product_Name Serial_Number " +
      "Software_Version Hardware_Version MAC_Address Client_Certificate Customization Licenses Current_Time " +
      "Elapsed_Time Broadcast_Pkts_Sent Broadcast_Bytes_Sent Broadcast_Pkts_Recv Broadcast_Bytes_Recv " +
      "Broadcast_Pkts_Dropped Broadcast_Bytes_Dropped RTP_Packets_Sent RTP_Bytes_Sent RTP_Packets_Recv RTP_Bytes_Recv " +
      "SIP_Messages_Sent SIP_Bytes_Sent SIP_Messages_Recv SIP_Bytes_Recv External_IP Hook_State Registration_State " +
      "Last_Registration_At Next_Registration_In Call_Back_Active Last_Called_Number Last_Caller_Number Mapped_SIP_Port",
  ],
]);

/** The page takes these out of a profile for itself; where nobody does, they wait in vain. */
export const PAGE_PASSWORDS = frozen(["Admin_Passwd", "User_Password", "User_Passwd"] as const);
const NO_PAGE = "passwords of the page are taken by the page, and from a profile that is fetched";

/** Families too large to list. */
const PREFIXES: readonly (readonly [prefix: string, reason: string])[] = frozen([
  ["Call_1_", SHOWN],
  ["Call_2_", SHOWN],
  ["PSTN_", "there is no line of a telephone company"],
  ["VoIP_", "there is no line of a telephone company"],
  ["PPPoE_", "there is no router"],
]);

/** Why an element of a `<router-configuration>` has no effect. */
export const NO_ROUTER = "there is no router";

const REASONS: { readonly [name: string]: string } = frozen(
  Object.fromEntries(NAMES.flatMap(([reason, names]) => names.split(" ").map((name) => [name, reason]))),
);

const LINE = /(?:\[[1-9]\]|_[1-9]_)$/;
const DIGIT = /[1-9]/;

/** Why this parameter has no effect, or undefined when it is none. A setting's name is not asked for. */
export function withoutEffect(name: string): string | undefined {
  const tag = name.replaceAll(" ", "_").replaceAll("/", "_");
  const stem = tag.replace(LINE, "");
  if ((PAGE_PASSWORDS as readonly string[]).includes(tag)) return NO_PAGE;
  return reasonOf(tag) ?? reasonOf(stem) ?? reasonOf(stem.replace(DIGIT, "#")) ?? familyOf(stem);
}

/** The names of the table, `#` standing for a digit. */
export const namesWithoutEffect: readonly string[] = frozen(Object.keys(REASONS));

const reasonOf = (name: string) => (namesWithoutEffect.includes(name) ? REASONS[name] : undefined);

function familyOf(name: string): string | undefined {
  for (const [prefix, reason] of PREFIXES) if (name.startsWith(prefix)) return reason;
}
