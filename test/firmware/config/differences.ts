/** Defaults that are others than those of a PAP2T 5.1, what they were, and why; and the settings that a PAP2T has not. */

export const differences: { readonly [name: string]: readonly [was: string, reason: string] } = {
  SIP_User_Agent_Name: ["$VERSION", "a version helps only attackers"],
  SIP_Server_Name: ["$VERSION", "a version helps only attackers"],
  RFC_2543_Call_Hold: ["Yes", "RFC 3264 holds by a=sendonly; the address 0.0.0.0 is taken for an error today"],
  Mark_All_AVT_Packets: ["Yes", "a marker begins an event (RFC 4733 section 2.5.1.1)"],
  RTP_Packet_Size: ["0.030", "some providers take nothing but 20 ms"],
  RTCP_Tx_Interval: ["0", "without reports nobody knows what the far end hears"],
  Handle_VIA_received: ["No", "an address behind a NAT is found by it (RFC 3581)"],
  Handle_VIA_rport: ["No", "a port behind a NAT is found by it (RFC 3581)"],
  Insert_VIA_received: ["No", "RFC 3261 demands it"],
  Insert_VIA_rport: ["No", "RFC 3581 demands it"],
  SIP_100REL_Enable: ["No", "it is only offered, and progress that was lost is sent again (RFC 3262)"],
  Restrict_Source_IP: ["No", "strangers would ring the telephone at night"],
  Use_DNS_SRV: ["No", "the plain name a provider gives out is a domain (RFC 3263)"],
  DNS_SRV_Auto_Prefix: ["No", "the plain name a provider gives out is a domain (RFC 3263)"],
  Mailbox_Subscribe_Expires: ["2147483647", "servers refuse, or forget, a subscription for ever"],
  Symmetric_RTP: ["No", "sound from behind a NAT is answered to where it comes from (RFC 4961)"],
  FAX_Passthru_Method: ["NSE", "NSE is understood by the devices of one maker alone"],
  Profile_Rule: ["/init.cfg", "whoever is near could hand the adapter settings"],
  Static_IP: ["0.0.0.0", "that is no address"],
  NetMask: ["0.0.0.0", "that is the mask of no network"],
  Gateway: ["0.0.0.0", "that is no address"],
  Time_Zone: ["GMT-08:00", "few live there; choosing a country in the set-up sets it"],
  Daylight_Saving_Time_Rule: ["start=4/1/7;end=10/-1/7;save=1", "the United States have changed theirs in 2007"],
  Dial_Plan: [
    "(*xx|[3469]11|0|00|[2-9]xxxxxx|1xxx[2-9]xxxxxxS0|xxxxxxxxxxxx.)",
    "emergency numbers at once, and every other number as dialled: the old one refused extensions and most national numbers",
  ],
};

export const additions: readonly string[] = [
  ...["Syslog_Format", "Log_Levels", "SIP_Session_Expires", "SIP_Min_SE", "SIP_Session_Refresher", "RTP_Timeout"],
  ...["Provision_CA", "Voice_Menu_Code", "Alternate_Proxy", "Alternate_Outbound_Proxy", "SIP_P-Preferred-Identity"],
  ...["SIP_Instance_ID", "SIP_Outbound", "SIP_GRUU", "SIP_Session_Timer", "Restrict_Contact_User", "SIP_Follow_REFER"],
  ...["Event_URL", "Event_Token", "Event_Key", "Event_Kinds", "MQTT_Server", "MQTT_User", "MQTT_Password"],
  ...["MQTT_Topic_Prefix", "MQTT_Discovery"],
  ...["Echo_Canc_Tail", "Send_Incomplete_Digits", "Pulse_Dialling", "Auto_Answer_Page"],
];
