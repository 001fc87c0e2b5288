/** The Provisioning tab in German. */
import type { AdapterSetting } from "../adapter-settings.js";
import { type Worded, type Words, worded } from "./words.js";

/** Texts that rules know by one letter. */
const general = (letter: string): Words => [`Allgemeiner Wert ${letter}`, `Für Regeln, die ihn als $${letter} kennen.`];
const secret = (letter: string): Words => [
  `Geheimer Wert S${letter}`,
  `Schlüssel oder Passwort für Regeln, nur hinter --key und --pwd: $S${letter}.`,
];

export const provisioningGerman: Worded = worded<AdapterSetting>({
  Provision_Enable: [
    "Fernkonfiguration",
    "Einstellungen werden nach den Regeln unten geholt; solange keine eingetragen ist, geschieht nichts.",
  ],
  Resync_On_Reset: ["Nach jedem Start", "Sie werden nach jedem Start geholt."],
  Resync_Random_Delay: ["Zufällige Wartezeit", "Wie lange nach dem Start höchstens, mal 20 s, zufällig."],
  Resync_At__HHmm_: ["Täglich um (HHmm)", "Sie werden jeden Tag um diese Zeit geholt."],
  Resync_At_Random_Delay: ["Höchstens so viel später", "Wie lange danach höchstens, zufällig."],
  Resync_Periodic: ["Regelmäßig", "Nach dieser Zeit werden sie wieder geholt; 0 für nie."],
  Resync_Error_Retry_Delay: [
    "Neuer Versuch nach",
    "Zeit bis zum nächsten Versuch nach einem Fehler, oder für jeden weiteren eine, etwa 30,300,1800+3600: + legt zufällig bis zu so viel dazu; leer oder 0 für nie.",
  ],
  Forced_Resync_Delay: ["Spätestens nach", "Wie lange höchstens auf das Ende von Gesprächen gewartet wird."],
  Resync_From_SIP: ["Auf Wunsch des Servers", "Der Server einer Leitung darf sie holen lassen (NOTIFY check-sync)."],
  Resync_Trigger_1: [
    "Erste Bedingung",
    "Sie werden geholt, sobald dies wahr wird, etwa $REGTMR1 gt 300 and $PRVTMR gt 600.",
  ],
  Resync_Trigger_2: ["Zweite Bedingung", "Eine weitere Bedingung dieser Art."],
  Resync_Fails_On_FNF: ["Fehlende Datei ist ein Fehler", "Gibt es die Datei nicht, gilt das als Fehler."],
  Resync_After_Upgrade_Attempt: [
    "Nach misslungener Aktualisierung",
    "Sie werden geholt, wenn eine Aktualisierung der Firmware misslungen ist.",
  ],
  Upgrade_Enable: [
    "Firmware holen",
    "Firmware wird nach der Regel unten geholt; solange sie leer ist, geschieht nichts.",
  ],
  Upgrade_Rule: [
    "Regel für Firmware",
    "Wo die Firmware liegt, etwa ($SWVER lt 1.2)? https://example.net/$HWVER.image. Sie wird geholt, solange niemand telefoniert, und läuft nach einem Neustart; dieselbe Version wird nicht genommen.",
  ],
  Upgrade_Error_Retry_Delay: [
    "Firmware neu versuchen nach",
    "Zeit bis zum nächsten Versuch nach einem Fehler, wie bei Resync_Error_Retry_Delay.",
  ],
  Downgrade_Rev_Limit: [
    "Älteste Firmware",
    "Die älteste Version, die genommen wird, etwa 1.0.2. Solange das Feld leer ist, keine, die älter ist als die jetzige.",
  ],
  Log_Upgrade_Request_Msg: ["Meldung vor Firmware", "Wird vor dem Holen der Firmware gemeldet; leer für nichts."],
  Log_Upgrade_Success_Msg: [
    "Meldung bei neuer Firmware",
    "Wird gemeldet, wenn Firmware übernommen ist; $ERR ist ihre Version.",
  ],
  Log_Upgrade_Failure_Msg: ["Meldung bei Firmwarefehlern", "Wird gemeldet, wenn Firmware nicht übernommen ist."],
  Profile_Rule: [
    "Regel A",
    "Was geholt wird, etwa [--key $SA] https://example.net/$MA.xml; nichts, solange das Feld leer ist.",
  ],
  Profile_Rule_B: ["Regel B", "Was als Nächstes geholt wird."],
  Profile_Rule_C: ["Regel C", "Was danach geholt wird."],
  Profile_Rule_D: ["Regel D", "Was zuletzt geholt wird."],
  Report_Rule: [
    "Regel für Berichte",
    "Wohin die Einstellungen ohne Passwörter gesendet werden, wenn der Server einer Leitung darum bittet.",
  ],
  Provision_CA: [
    "Eigene Zertifizierungsstellen",
    "Zertifikate in PEM; ihren Servern wird geglaubt, zusätzlich zu den bekannten.",
  ],
  Log_Resync_Request_Msg: ["Meldung vorher", "Wird vor jeder Datei gemeldet; leer für nichts."],
  Log_Resync_Success_Msg: ["Meldung bei Erfolg", "Wird gemeldet, wenn eine Datei übernommen ist."],
  Log_Resync_Failure_Msg: ["Meldung bei Fehlern", "Wird gemeldet, wenn eine Datei nicht übernommen ist."],
  GPP_A: general("A"),
  GPP_B: general("B"),
  GPP_C: general("C"),
  GPP_D: general("D"),
  GPP_E: general("E"),
  GPP_F: general("F"),
  GPP_G: general("G"),
  GPP_H: general("H"),
  GPP_I: general("I"),
  GPP_J: general("J"),
  GPP_K: general("K"),
  GPP_L: general("L"),
  GPP_M: general("M"),
  GPP_N: general("N"),
  GPP_O: general("O"),
  GPP_P: general("P"),
  GPP_SA: secret("A"),
  GPP_SB: secret("B"),
  GPP_SC: secret("C"),
  GPP_SD: secret("D"),
});
