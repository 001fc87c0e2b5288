/** The SIP tab in German. */
import type { AdapterSetting } from "../adapter-settings.js";
import { type Worded, worded } from "./words.js";

export const sipGerman: Worded = worded<AdapterSetting>({
  Max_Forward: ["Max-Forwards", "Stationen, die eine Anfrage durchlaufen darf (RFC 3261 Abschnitt 8.1.1.6)."],
  Max_Redirection: [
    "Weiterleitungen höchstens",
    "Wie oft ein Anruf weitergeleitet werden darf (3xx); 0 folgt keiner Weiterleitung.",
  ],
  Max_Auth: ["Passwortabfragen höchstens", "Wie viele Abfragen je Anfrage beantwortet werden."],
  SIP_User_Agent_Name: [
    "User-Agent",
    "User-Agent der Anfragen; leer lässt ihn weg. Ohne Version, die nur Angreifern hilft.",
  ],
  SIP_Server_Name: ["Server", "Server der Antworten; leer lässt ihn weg."],
  SIP_Reg_User_Agent_Name: ["User-Agent der Anmeldung", "User-Agent der Anmeldungen, wo es ein anderer sein soll."],
  SIP_Accept_Language: ["Accept-Language", "Accept-Language der Anfragen; leer lässt es weg."],
  DTMF_Relay_MIME_Type: ["Medientyp für Tasten", "Als was eine Taste in einer INFO-Anfrage bezeichnet wird."],
  Hook_Flash_MIME_Type: ["Medientyp der R-Taste", "Als was die R-Taste in einer INFO-Anfrage bezeichnet wird."],
  Remove_Last_Reg: [
    "Alte Anmeldung löschen",
    "Vor einer Anmeldung wird die unter der früheren Adresse zurückgenommen.",
  ],
  Use_Compact_Header: ["Kurze Header", "Kurze Namen der Header (RFC 3261 Abschnitt 7.3.3)."],
  Escape_Display_Name: [
    "Anzeigename mit Sonderzeichen",
    "Anführungszeichen und Backslashs im Anzeigenamen werden maskiert gesendet statt weggelassen.",
  ],
  RFC_2543_Call_Hold: [
    "Halten nach RFC 2543",
    "Beim Halten wird neben sendonly auch die Adresse 0.0.0.0 gesendet, wie in RFC 2543.",
  ],
  SIP_Session_Expires: [
    "Auffrischung von Gesprächen",
    "In dieser Zeit wird ein langes Gespräch aufgefrischt (RFC 4028).",
  ],
  SIP_Min_SE: ["Kürzeste Auffrischung", "Die kürzeste solche Zeit, die die Gegenseite verlangen darf."],
  SIP_Session_Refresher: [
    "Wer auffrischt",
    "Der Anrufende (uac), der Angerufene (uas), oder wie es die Gegenseite möchte (auto).",
  ],
  SIP_T1: ["Timer T1", "Geschätzte Laufzeit hin und zurück."],
  SIP_T2: ["Timer T2", "Längster Abstand zwischen Wiederholungen, außer bei INVITE."],
  SIP_T4: ["Timer T4", "Wie lange eine Nachricht höchstens im Netz bleibt."],
  SIP_Timer_B: ["Timer B", "Danach wird ein INVITE ohne Antwort aufgegeben."],
  SIP_Timer_F: ["Timer F", "Danach wird jede andere Anfrage ohne Antwort aufgegeben."],
  SIP_Timer_H: ["Timer H", "So lange wird auf das ACK einer Antwort gewartet."],
  SIP_Timer_D: ["Timer D", "So lange wiederholt ein abgewiesenes INVITE sein ACK."],
  SIP_Timer_J: ["Timer J", "So lange wird eine Antwort wiederholt."],
  INVITE_Expires: ["Klingeldauer", "Wie lange ein Anruf von hier klingeln darf; 0 lässt den Header Expires weg."],
  ReINVITE_Expires: ["Dauer einer Änderung", "Das Gleiche für eine Änderung im Gespräch."],
  Reg_Min_Expires: ["Kürzeste Anmeldung", "Die kürzeste Anmeldung, die ein Server verlangen darf."],
  Reg_Max_Expires: ["Längste Anmeldung", "Die längste Anmeldung, die ein Server mit 423 verlangen darf."],
  Reg_Retry_Intvl: [
    "Neue Anmeldung nach",
    "Wartezeit bis zum nächsten Versuch, wenn die Anmeldung vorübergehend scheitert.",
  ],
  Reg_Retry_Long_Intvl: ["Neue Anmeldung, lange", "Wartezeit nach jedem anderen Fehler."],
  Reg_Retry_Random_Delay: ["Zufall, kurz", "Wird zufällig zur kürzeren Wartezeit gezählt."],
  Reg_Retry_Long_Random_Delay: ["Zufall, lang", "Wird zufällig zur längeren Wartezeit gezählt."],
  Reg_Retry_Intvl_Cap: [
    "Wartezeit höchstens",
    "Jeder Versuch verdoppelt die kürzere Wartezeit bis hierher; 0 verdoppelt sie nicht.",
  ],
  SIT1_RSC: [
    "Antworten mit Hinweiston 1",
    "Antwortcodes, bei denen Hinweiston 1 ertönt; mit Kommas, ? für jede Ziffer (404,5??).",
  ],
  SIT2_RSC: ["Antworten mit Hinweiston 2", "Das Gleiche für Hinweiston 2."],
  SIT3_RSC: ["Antworten mit Hinweiston 3", "Das Gleiche für Hinweiston 3."],
  SIT4_RSC: ["Antworten mit Hinweiston 4", "Das Gleiche für Hinweiston 4."],
  Try_Backup_RSC: [
    "Antworten für den Ersatzserver",
    "Nach diesen Antworten wird der nächste Server versucht, als hätte dieser nicht geantwortet.",
  ],
  Retry_Reg_RSC: [
    "Antworten mit kurzer Wartezeit",
    "Antworten auf eine Anmeldung, nach denen die kürzere Wartezeit genügt.",
  ],

  RTP_Port_Min: ["Erster RTP-Port", "Der erste Port für den Ton."],
  RTP_Port_Max: [
    "Letzter RTP-Port",
    "Der letzte Port für den Ton. Jedes Gespräch braucht zwei; vier je Leitung sind richtig.",
  ],
  RTP_Packet_Size: [
    "Länge der Pakete",
    "Ton je gesendetem Paket. 0.030, früher üblich, geht bei manchen Anbietern nicht.",
  ],
  RTCP_Tx_Interval: ["Berichte über den Ton", "Zeit zwischen Berichten (RFC 3550 Abschnitt 6); 0 sendet keine."],
  RTP_Timeout: [
    "Ende ohne Ton",
    "Ein Gespräch, von dem so lange weder Ton noch Berichte kommen und das niemand hält, wird beendet; 0 nie.",
  ],
  AVT_Dynamic_Payload: ["Payload-Typ für Tasten", "Payload-Typ der Telefonereignisse (RFC 4733)."],
  NSE_Dynamic_Payload: ["Payload-Typ NSE", "Payload-Typ der Cisco-Ereignisse für Fax und Modem."],
  Mark_All_AVT_Packets: [
    "Marker in jedem Paket",
    "Jedes Paket eines Telefonereignisses trägt den Marker, nicht nur das erste (RFC 4733 Abschnitt 2.5.1.1).",
  ],
  Stats_In_BYE: ["Statistik am Ende", "Das Ende eines Gesprächs sagt, wie der Ton war (P-RTP-Stat)."],

  Handle_VIA_received: [
    "Adresse aus Via",
    "Die Adresse, unter der ein Server uns sieht (Via, received), gilt als unsere öffentliche.",
  ],
  Handle_VIA_rport: [
    "Port aus Via",
    "Der Port, unter dem ein Server uns sieht (Via, rport; RFC 3581), gilt als unser öffentlicher.",
  ],
  Insert_VIA_received: [
    "Adresse mitteilen",
    "Anderen wird die Adresse mitgeteilt, unter der sie hier gesehen werden (RFC 3261 Abschnitt 18.2.1).",
  ],
  Insert_VIA_rport: ["Port mitteilen", "Wer darum bittet, erfährt auch seinen Port (RFC 3581 Abschnitt 4)."],
  Substitute_VIA_Addr: ["Öffentliche Adresse in Via", "Via nennt die öffentliche Adresse statt der im eigenen Netz."],
  Send_Resp_To_Src_Port: [
    "Antwort an den Absender",
    "Antworten gehen dorthin, woher die Anfrage kam, auch wenn ihr Via einen anderen Port nennt.",
  ],
  STUN_Enable: ["STUN", "Die öffentliche Adresse wird beim STUN-Server erfragt (RFC 8489)."],
  STUN_Test_Enable: [
    "Art des NAT prüfen",
    "Die Art des NAT wird beim Start ermittelt und bei jeder Anmeldung mitgeteilt; bei symmetrischem NAT wird nicht ersetzt.",
  ],
  STUN_Server: ["STUN-Server", "Name oder Name:Port; ohne Port 3478."],
  EXT_IP: [
    "Öffentliche IP-Adresse",
    "Die öffentliche Adresse, wo sie bekannt ist und bleibt; was STUN oder ein Server sagt, geht vor.",
  ],
  EXT_RTP_Port_Min: [
    "Erster öffentlicher RTP-Port",
    "Der öffentliche Port, der zum ersten RTP-Port führt, die anderen folgen ihm; leer, wo es derselbe ist.",
  ],
  NAT_Keep_Alive_Intvl: [
    "Abstand der Keep-Alives",
    "Zeit zwischen den Nachrichten, die das NAT offen halten; 0 sendet keine.",
  ],
  Redirect_Keep_Alive: [
    "Keep-Alive nach Weiterleitung",
    "Nach einer weitergeleiteten Anmeldung gehen sie an den Server, an den verwiesen wurde.",
  ],
});
