/** The Line and User tabs in German. */
import type { LineSetting } from "../line-settings.js";
import { type Worded, worded } from "./words.js";

export const lineGerman: Worded = worded<LineSetting>({
  Line_Enable: ["Leitung eingeschaltet", "Die Leitung ist in Betrieb."],
  Proxy: ["SIP-Server", "Der Server des Anbieters; Name oder Name:Port."],
  Alternate_Proxy: ["Ersatzserver", "Weitere Server, falls dieser nicht antwortet; durch Kommas getrennt."],
  Outbound_Proxy: ["Outbound-Proxy", "Dorthin gehen Anfragen auf ihrem Weg zum Server."],
  Alternate_Outbound_Proxy: ["Ersatz-Outbound-Proxys", "Weitere Outbound-Proxys, falls dieser nicht antwortet."],
  Use_Outbound_Proxy: ["Outbound-Proxy benutzen", "Anfragen gehen über den Outbound-Proxy."],
  Use_OB_Proxy_In_Dialog: ["Auch im Gespräch", "Auch Anfragen innerhalb eines Gesprächs gehen über ihn."],
  Register: ["Anmelden", "Der Server erfährt, wo diese Leitung zu erreichen ist."],
  Make_Call_Without_Reg: ["Anrufen ohne Anmeldung", "Anrufe sind auch ohne Anmeldung möglich."],
  Ans_Call_Without_Reg: ["Annehmen ohne Anmeldung", "Anrufe werden auch ohne Anmeldung angenommen."],
  Register_Expires: ["Dauer der Anmeldung", "Wie lange eine Anmeldung gelten soll."],
  Use_DNS_SRV: [
    "Server im DNS suchen",
    "Das DNS wird gefragt, welche Server zu einem Namen ohne Port gehören (RFC 3263).",
  ],
  DNS_SRV_Auto_Prefix: [
    "Einfacher Name im DNS",
    "Dafür genügt der einfache Name; sonst steht der des Dienstes da: _sip._udp.example.net.",
  ],
  Proxy_Fallback_Intvl: [
    "Zurück zum ersten Server",
    "So lange nach einem Wechsel wird der erste Server wieder versucht; 0 bleibt beim anderen.",
  ],
  Proxy_Redundancy_Method: [
    "Reihenfolge der Server",
    "Nach Vorrang, oder erst die am Port des ersten, dann die anderen.",
  ],
  Voice_Mail_Server: [
    "Server der Mailbox",
    "Dort werden Neuigkeiten der Mailbox bestellt (RFC 3842): Name, Name:Port oder Benutzer@Name; leer wartet, bis sie kommen.",
  ],
  Mailbox_Subscribe_Expires: ["Dauer der Bestellung", "Wie lange diese Bestellung gelten soll; 0 bestellt nichts."],
  Mailbox_ID: ["Mailbox", "Die Mailbox, wo sie anders heißt als die Rufnummer."],
  Display_Name: ["Anzeigename", "Der Name, den andere sehen."],
  User_ID: ["Rufnummer oder Benutzername", "Die eigene Rufnummer oder der eigene Name beim Server."],
  Password: ["Passwort", "Das Passwort beim Server."],
  Use_Auth_ID: ["Anderer Anmeldename", "Der Server verlangt zum Passwort einen anderen Namen."],
  Auth_ID: ["Anmeldename", "Dieser andere Name."],

  SIP_Transport: [
    "Transport",
    "Wie Nachrichten reisen. AUTO richtet sich nach dem DNS und sendet große Anfragen über TCP.",
  ],
  SIP_Port: ["Eigener SIP-Port", "Der Port dieser Leitung; 0 nimmt irgendeinen freien."],
  SIP_Debug_Option: [
    "SIP zur Fehlersuche",
    "Was der Debug-Server von jeder SIP-Nachricht erfährt: die erste Zeile oder alles, und welche Methoden fehlen.",
  ],
  SIP_ToS_DiffServ_Value: ["Vorrang der Signalisierung", "ToS/DiffServ der Signalisierung (RFC 2474)."],
  "Auth_Resync-Reboot": [
    "Passwort für Fernwünsche",
    "Wer neue Einstellungen oder einen Neustart verlangt (NOTIFY), muss das Passwort kennen.",
  ],
  "SIP_Proxy-Require": ["Proxy-Require", "Proxy-Require der Anfragen; leer lässt es weg."],
  "SIP_Remote-Party-ID": ["Remote-Party-ID", "Anrufe tragen Remote-Party-ID; daran sieht der Server, wer anruft."],
  "SIP_P-Preferred-Identity": [
    "P-Preferred-Identity",
    "Anrufe tragen P-Preferred-Identity (RFC 3325), die das Gleiche sagt.",
  ],
  Use_Anonymous_With_RPID: [
    "Anonym auch in From",
    "Eine unterdrückte Rufnummer fehlt auch in From; sonst bittet nur Privacy darum.",
  ],
  SIP_GUID: ["GUID senden", "Anfragen tragen einen GUID-Header, der diese Leitung von allen anderen unterscheidet."],
  SIP_Instance_ID: [
    "Bleibende Kennung",
    "Contact trägt einen bleibenden Namen dieser Leitung (+sip.instance, RFC 5626).",
  ],
  SIP_Outbound: [
    "SIP Outbound",
    "Der Server soll die Leitung auf dem Weg erreichen, auf dem sie sich angemeldet hat (RFC 5626).",
  ],
  SIP_GRUU: ["GRUU", "Der Server wird um eine Adresse gebeten, die nur zu dieser Leitung führt (RFC 5627)."],
  SIP_100REL_Enable: [
    "100rel",
    "Zwischenantworten mit Bestätigung werden angeboten (RFC 3262); verlangt die Gegenseite sie, gibt es sie ohnehin.",
  ],
  SIP_Session_Timer: ["Session Timer", "Lange Gespräche werden aufgefrischt, damit tote auffallen (RFC 4028)."],
  Restrict_Source_IP: ["Nur vom eigenen Server", "Nur der eigene Server darf klingeln; Fremde bekommen keine Antwort."],
  Restrict_Contact_User: [
    "Nur an den eigenen Kontakt",
    "Nur Anfragen, die den eigenen Kontakt nennen, werden angenommen.",
  ],
  Auth_INVITE: ["Passwort für Anrufer", "Wer hier anruft, muss das Passwort kennen."],
  Sticky_183: ["183 gilt weiter", "War früher Ton zu hören, bringt ein späteres 180 keinen Freiton."],
  SIP_Follow_REFER: [
    "Vermittlung folgen",
    "Die Gegenseite eines Gesprächs darf diese Leitung jemand anderen anrufen lassen (RFC 3515).",
  ],
  Reply_182_On_Call_Waiting: ["182 beim Anklopfen", "Ein zweiter Anrufer erfährt, dass sein Anruf anklopft (182)."],
  Referor_Bye_Delay: [
    "Warten als Vermittelnder",
    "Die Gegenseite ist weitervermittelt: Wartezeit, bis das Gespräch mit ihr endet.",
  ],
  Refer_Target_Bye_Delay: ["Warten beim Ziel", "Das Gleiche für das Gespräch mit dem, zu dem vermittelt ist."],
  Referee_Bye_Delay: [
    "Warten als Vermittelter",
    "Diese Leitung ist weitervermittelt: Wartezeit, bis das Gespräch mit dem Vermittelnden endet.",
  ],
  "Refer-To_Target_Contact": [
    "Vermitteln zum Kontakt",
    "Eine Vermittlung nennt den Contact ihres Ziels statt der Rufnummer.",
  ],
  "Blind_Attn-Xfer_Enable": [
    "Vermitteln wie ohne Rückfrage",
    "Eine Vermittlung mit Rückfrage wird wie eine ohne gesendet.",
  ],

  NAT_Mapping_Enable: [
    "Öffentliche Adresse nennen",
    "Nachrichten nennen die öffentliche Adresse, soweit sie bekannt ist.",
  ],
  EXT_SIP_Port: [
    "Öffentlicher SIP-Port",
    "Der öffentliche Port, der zum eigenen SIP-Port führt; leer, wo es derselbe ist.",
  ],
  NAT_Keep_Alive_Enable: ["NAT offen halten", "Kleine Nachrichten halten den Weg herein offen."],
  NAT_Keep_Alive_Msg: [
    "Inhalt der Keep-Alives",
    "Eine Anfrage ($NOTIFY, $REGISTER, $OPTIONS), leere Zeilen ($CRLF oder nichts), oder dieser Text.",
  ],
  NAT_Keep_Alive_Dest: ["Ziel der Keep-Alives", "Der Server ($PROXY oder nichts), oder Name oder Name:Port."],

  RTP_ToS_DiffServ_Value: ["Vorrang des Tons", "ToS/DiffServ des Tons (RFC 2474)."],
  Network_Jitter_Level: ["Jitter des Netzes", "Wie unruhig das Netz erwartet wird."],
  Jitter_Buffer_Adjustment: [
    "Anpassung des Puffers",
    "Wie sich die Verzögerung, die das ausgleicht, im Gespräch ändern darf.",
  ],
  Preferred_Codec: ["Bevorzugter Codec", "Der Codec, der zuerst angeboten wird."],
  Use_Pref_Codec_Only: ["Nur dieser Codec", "Kein anderer Codec wird angeboten oder angenommen."],
  Echo_Canc_Enable: ["Echo auslöschen", "Das Echo der Gegenseite wird aus dem entfernt, was das Telefon sagt."],
  Echo_Canc_Adapt_Enable: ["Echo weiter lernen", "Der Echokompensator lernt den Weg des Echos ständig weiter."],
  Echo_Supp_Enable: [
    "Restecho unterdrücken",
    "Was vom Echo bleibt, weicht leisem Rauschen, solange nur die Gegenseite spricht.",
  ],
  Echo_Canc_Tail: [
    "Länge des Echos",
    "Wie lang ein Echo ist: länger für schnurlose Telefone am Anschluss, und aufwendiger.",
  ],
  Silence_Supp_Enable: [
    "Stille nicht senden",
    "Stille wird gemeldet statt gesendet (RFC 3389), wo die Gegenseite das kann.",
  ],
  Silence_Threshold: [
    "Schwelle der Stille",
    "Wie weit sich eine Stimme vom Hintergrund abheben muss, um gesendet zu werden.",
  ],
  DTMF_Tx_Method: [
    "Tasten senden",
    "Wie Tasten zur Gegenseite kommen: als Ton, als Ereignis (RFC 4733), per INFO; Auto nimmt Ereignisse, wo es geht.",
  ],
  DTMF_Tx_Mode: [
    "Tasten streng erkennen",
    "Eine Taste geht als Ereignis oder per INFO erst hinaus, wenn sie so lange gedrückt war wie unten, oder sofort.",
  ],
  DTMF_Tx_Strict_Hold_Off_Time: [
    "Mindestdauer einer Taste",
    "Je länger, desto seltener gilt eine Stimme als Taste, und desto mehr kurze Tasten gehen verloren.",
  ],
  DTMF_Process_AVT: ["Tasten als Ereignis spielen", "Tasten, die als Ereignis kommen, sind zu hören."],
  DTMF_Process_INFO: ["Tasten per INFO spielen", "Tasten, die per INFO kommen, sind zu hören."],
  Hook_Flash_Tx_Method: [
    "R-Taste senden",
    "Die R-Taste im Gespräch erreicht die Gegenseite: gar nicht, als Ereignis (RFC 4733), per INFO.",
  ],
  RTP_Log_Intvl: ["Tonbericht alle", "Wie oft der Debug-Server erfährt, wie der Ton eines Gesprächs ist; 0 für nie."],
  Symmetric_RTP: ["Symmetrisches RTP", "Ton geht dorthin, woher Ton kommt."],

  FAX_CED_Detect_Enable: [
    "Antwortendes Fax erkennen",
    "Fax und Modem werden an ihrer Antwort (2100 Hz) und an den Flags eines Faxes erkannt.",
  ],
  FAX_CNG_Detect_Enable: [
    "Rufendes Fax erkennen",
    "Der Rufton eines Faxes (1100 Hz) wird bemerkt; allein ändert er nichts.",
  ],
  FAX_Tone_Detect_Mode: [
    "Wo erkannt wird",
    "In welchen Anrufen auf Töne geachtet wird: allen, abgehenden, ankommenden.",
  ],
  FAX_Passthru_Method: [
    "Fax ankündigen",
    "Wie die Gegenseite vom Fax erfährt: gar nicht, durch Ereignisse von Cisco im Ton, durch ein neues Angebot.",
  ],
  FAX_Passthru_Codec: ["Codec für Fax", "Der Codec für Fax und Modem."],
  FAX_Codec_Symmetric: ["Gleicher Codec beidseitig", "Ein Fax nimmt in beide Richtungen denselben Codec."],
  FAX_Process_NSE: ["NSE annehmen", "Cisco-Ereignisse der Gegenseite werden befolgt, wo sie angeboten sind."],
  FAX_Disable_ECAN: [
    "Kein Echokompensator beim Fax",
    "Der Echokompensator ruht bei jedem Fax, nicht nur, wo die Töne darum bitten.",
  ],
  Modem_Line: ["Modemleitung", "Jeder Anruf dieser Leitung ist von Anfang an der eines Modems."],

  Call_Waiting_Serv: ["Anklopfen", "Ein zweiter Anruf meldet sich mit einem Ton; sonst ist besetzt."],
  Auto_Answer_Page: [
    "Durchsagen annehmen",
    "Ein Anruf, der es verlangt, wird von selbst angenommen, solange der Hörer daneben liegt, etwa für einen Lautsprecher: Anrufer können mithören.",
  ],
  CID_Serv: ["Rufnummernanzeige", "Das Telefon erfährt, wer anruft."],
  Block_CID_Serv: ["Rufnummer unterdrücken", "Die eigene Rufnummer lässt sich unterdrücken."],
  Three_Way_Call_Serv: ["Rückfrage", "Die R-Taste im Gespräch gibt den Wählton für ein zweites."],
  Attn_Transfer_Serv: ["Vermitteln durch Auflegen", "Auflegen mit zwei Gesprächen verbindet die beiden anderen."],
  Unattn_Transfer_Serv: ["Vermitteln ohne Rückfrage", "Der Code für das Vermitteln ohne Rückfrage gilt."],
  MWI_Serv: ["Wählton bei Nachrichten", "Der Wählton stottert, solange Nachrichten warten."],
  VMWI_Serv: ["Lampe bei Nachrichten", "Die Lampe des Telefons zeigt, dass Nachrichten warten."],
  Dial_Plan: ["Wählplan", "Welche Rufnummern es gibt, was für sie gesendet wird, und wann."],
  Enable_IP_Dialing: [
    "Adressen wählen",
    "Eine Adresse lässt sich wählen: ihre Zahlen, dazwischen *, mit Benutzer und Port.",
  ],
  Emergency_Number: ["Notrufnummern", "Werden sofort gewählt, was der Wählplan auch sagt; durch Kommas getrennt."],
  Send_Incomplete_Digits: [
    "Unvollständiges senden",
    "Eine Rufnummer, die nach Ablauf ihrer Zeit zu keiner Regel passt, wird gesendet wie gewählt.",
  ],
  Pulse_Dialling: ["Wählscheibe", "Wählscheiben werden verstanden, neben Tasten."],

  Idle_Polarity: ["Polarität in Ruhe", "Die der Speisung, während niemand spricht."],
  Caller_Conn_Polarity: ["Polarität als Anrufer", "Das Gleiche, sobald ein Angerufener abgehoben hat."],
  Callee_Conn_Polarity: ["Polarität als Angerufener", "Das Gleiche, sobald hier ein Anruf angenommen ist."],

  Block_CID_Setting: ["Rufnummer unterdrücken", "Die eigene Rufnummer wird unterdrückt."],
  Message_Waiting: ["Nachrichten warten", "Es warten Nachrichten; bleibt über einen Neustart."],
  Default_Ring: ["Klingelton", "Das Klingeln von Anrufen, die kein eigenes verlangen."],
  Default_CWT: ["Anklopfton", "Der Anklopfton von Anrufen, die keinen eigenen verlangen."],
  Hold_Reminder_Ring: [
    "Erinnerung ans Halten",
    "Das Klingeln, das bei aufgelegtem Hörer an ein gehaltenes Gespräch erinnert.",
  ],
});
