/** The System tab in German, and the clock. */
import type { AdapterSetting } from "../adapter-settings.js";
import { type Worded, worded } from "./words.js";

export const systemGerman: Worded = worded<AdapterSetting>({
  Enable_Web_Server: ["Weboberfläche", "Diese eingebaute Seite ist erreichbar."],
  Web_Server_Port: ["Port der Weboberfläche", "Ihr TCP-Port; 0 nimmt irgendeinen freien."],
  DHCP: ["Adresse per DHCP", "Das Netz teilt dem Adapter seine Adresse mit."],
  Static_IP: ["Feste IP-Adresse", "Die eigene Adresse, wo das Netz keine mitteilt."],
  NetMask: ["Subnetzmaske", "Der Teil der Adresse, der das eigene Netz bezeichnet."],
  Gateway: ["Gateway", "Der Router, über den alle anderen Netze erreicht werden."],
  IVR_Admin_Passwd: [
    "Passwort des Sprachmenüs",
    "Wird am Telefon eingetippt, bevor das Sprachmenü etwas ändert: Buchstaben auf ihren Tasten, alles andere als 0.",
  ],
  Protect_IVR_FactoryReset: [
    "Kein Zurücksetzen am Telefon",
    "Über das Sprachmenü lassen sich die Werkseinstellungen nicht laden.",
  ],
  Primary_DNS: ["DNS-Server", "Kennt die Adressen von SIP-Servern mit Namen; als Adresse oder Adresse:Port."],
  Secondary_DNS: ["Zweiter DNS-Server", "Wird gefragt, wenn der erste nicht antwortet."],
  DNS_Server_Order: [
    "Reihenfolge der DNS-Server",
    "Welche DNS-Server gefragt werden und wann; bei „nur eigene“ die von DHCP nur, wo hier keiner steht.",
  ],
  Domain: [
    "Domäne",
    "Wird an Servernamen ohne Punkt angehängt; wo hier nichts steht, gilt die Domäne, die DHCP mitteilt.",
  ],
  WiFi_SSID: ["WLAN", "Sein Name, an einem Adapter mit Funk; ein Kabel geht vor. Leer für keines."],
  WiFi_Passphrase: ["WLAN-Passwort", "Das Passwort dieses Netzes, mindestens 8 Zeichen; leer, wo es offen ist."],
  HostName: ["Gerätename", "So nennt sich der Adapter gegenüber DHCP und mDNS."],
  Syslog_Server: ["Syslog-Server", "Bekommt das Protokoll (RFC 5424); Name oder Name:Port, ohne Port 514."],
  Syslog_Format: ["Format des Protokolls", "Die Form, in der es gesendet wird; RFC3164 ist die alte."],
  Log_Levels: [
    "Ausführlichkeit",
    "Wie viel gesendet wird, je Bereich: none, error, warning, info oder debug, etwa sip=debug, media=warning, *=info.",
  ],
  Debug_Server: ["Debug-Server", "Bekommt Meldungen zur Fehlersuche; Name oder Name:Port, ohne Port 514."],
  Debug_Level: ["Debug-Stufe", "0 nichts, 1 Anrufe, Anmeldungen und SIP, 2 auch Tasten, 3 auch den Ton, jede Sekunde."],
  Event_URL: [
    "Webadresse für Ereignisse",
    "Dorthin geht, was geschieht, je ein Objekt in JSON; leer für niemanden. Siehe docs/events.md.",
  ],
  Event_Token: ["Token für Ereignisse", "Wird als Authorization: Bearer mitgesendet."],
  Event_Key: ["Schlüssel für Ereignisse", "Damit wird jedes Objekt signiert (HMAC-SHA-256), in X-Event-Signature."],
  Event_Kinds: [
    "Welche Ereignisse",
    "Welche gesendet werden: start, hook, ring, dial, answer, end, registration, messages und fault, oder * für alle.",
  ],
  MQTT_Server: ["MQTT-Broker", "Erfährt es ebenfalls; Name, Name:Port oder mqtts://Name, leer für niemanden."],
  MQTT_User: ["Benutzername für MQTT", "Der Name beim Broker, wo er einen verlangt."],
  MQTT_Password: ["Passwort für MQTT", "Das Passwort zu diesem Namen."],
  MQTT_Topic_Prefix: ["Anfang der Topics", "Womit alle Topics beginnen; leer für ata/ und die MAC-Adresse."],
  MQTT_Discovery: ["Home Assistant", "Home Assistant findet die Leitungen von selbst."],
  Primary_NTP_Server: ["Zeitserver", "Wird nach der Uhrzeit gefragt (SNTP); ohne Eintrag gelten die des Geräts."],
  Secondary_NTP_Server: ["Zweiter Zeitserver", "Wird gefragt, wenn der erste nicht antwortet."],
  Set_Local_Date__mm_dd_: [
    "Datum (Monat/Tag)",
    "Stellt die Uhr, solange es kein Zeitserver tut: das Datum als 11/21 oder 11/21/2026.",
  ],
  Set_Local_Time__HH_mm_: ["Uhrzeit (HH:mm)", "Die Uhrzeit an diesem Tag, etwa 18:05."],
  Time_Zone: [
    "Zeitzone",
    "Abstand zu Greenwich im Winter; „automatisch“ nimmt, was das Gerät weiß, auch die Sommerzeit.",
  ],
  Daylight_Saving_Time_Rule: [
    "Sommerzeit",
    "Monat/Tag/Wochentag/Stunde von Beginn und Ende, und um wie viele Stunden; leer für keine.",
  ],
});
