/** The Regional tab in German: tones, rings, times, codes and the port. */
import type { AdapterSetting } from "../adapter-settings.js";
import { type Worded, type Words, worded } from "./words.js";

const ring = (number: number, help = "Rhythmus eines besonderen Klingelns."): Words => [`Klingeln ${number}`, help];
const waiting = (number: number): Words => [`Anklopfton ${number}`, "Rhythmus eines Anklopftons."];
const name = (number: number): Words => [
  `Name von Klingeln ${number}`,
  "Wie Alert-Info dieses Klingeln und diesen Anklopfton nennt.",
];
const special = (number: number): Words => [`Hinweiston ${number}`, `Hinweiston ${number} (SIT).`];

export const regionalGerman: Worded = worded<AdapterSetting>({
  Dial_Tone: ["Wählton", "Abgehoben, noch nichts gewählt."],
  Second_Dial_Tone: ["Zweiter Wählton", "Nach der R-Taste, bereit für einen zweiten Anruf."],
  Outside_Dial_Tone: ["Amtston", "Nach einem Komma im Wählplan."],
  Prompt_Tone: ["Eingabeton", "Ein Sterncode erwartet eine Rufnummer."],
  Busy_Tone: ["Besetztton", "Der Angerufene ist besetzt (486, 600)."],
  Reorder_Tone: ["Gassenbesetztton", "Der Anruf ist gescheitert, oder die Gegenseite hat aufgelegt."],
  Off_Hook_Warning_Tone: ["Ton bei vergessenem Hörer", "Der Hörer ist nicht aufgelegt."],
  Ring_Back_Tone: ["Freiton", "Beim Angerufenen klingelt es."],
  Ring_Back_2_Tone: ["Freiton beim Anklopfen", "Der Anruf klopft bei der Gegenseite an (182)."],
  Confirm_Tone: ["Bestätigungston", "Ein Sterncode ist ausgeführt."],
  SIT1_Tone: special(1),
  SIT2_Tone: special(2),
  SIT3_Tone: special(3),
  SIT4_Tone: special(4),
  MWI_Dial_Tone: ["Wählton bei Nachrichten", "Abgehoben, während Nachrichten warten."],
  Cfwd_Dial_Tone: ["Wählton bei Rufumleitung", "Abgehoben, während alle Anrufe umgeleitet werden."],
  Holding_Tone: ["Halteton", "Die Gegenseite hält das Gespräch."],
  Conference_Tone: ["Konferenzton", "Ab und zu, für alle drei einer Konferenz."],
  Secure_Call_Indication_Tone: ["Ton bei Verschlüsselung", "Das Gespräch ist verschlüsselt."],

  Ring1_Cadence: ring(1, "Das normale Klingeln: Sekunden insgesamt, dann an/aus."),
  Ring2_Cadence: ring(2),
  Ring3_Cadence: ring(3),
  Ring4_Cadence: ring(4),
  Ring5_Cadence: ring(5, "Ein einziges kurzes Klingeln."),
  Ring6_Cadence: ring(6),
  Ring7_Cadence: ring(7, "Eine besetzte Rufnummer ist wieder frei."),
  Ring8_Cadence: ring(8, "Erinnert an ein gehaltenes Gespräch."),
  CWT1_Cadence: waiting(1),
  CWT2_Cadence: waiting(2),
  CWT3_Cadence: waiting(3),
  CWT4_Cadence: waiting(4),
  CWT5_Cadence: waiting(5),
  CWT6_Cadence: waiting(6),
  CWT7_Cadence: waiting(7),
  CWT8_Cadence: waiting(8),
  Ring1_Name: name(1),
  Ring2_Name: name(2),
  Ring3_Name: name(3),
  Ring4_Name: name(4),
  Ring5_Name: name(5),
  Ring6_Name: name(6),
  Ring7_Name: name(7),
  Ring8_Name: name(8),
  Ring_Waveform: [
    "Form der Klingelspannung",
    "Alte Glocken, die brummen statt zu klingeln, brauchen einen Sinus mit 25 Hz.",
  ],
  Ring_Frequency: ["Klingelfrequenz", "Frequenz der Klingelspannung."],
  Ring_Voltage: ["Klingelspannung", "Spannung, mit der das Telefon klingelt."],
  CWT_Frequency: ["Klang des Anklopfens", "Der Klang aller Anklopftöne."],

  Hook_Flash_Timer_Min: ["R-Taste mindestens", "Eine kürzere Unterbrechung ist keine R-Taste."],
  Hook_Flash_Timer_Max: ["R-Taste höchstens", "Eine längere Unterbrechung ist Auflegen."],
  Callee_On_Hook_Delay: [
    "Auflegen des Angerufenen",
    "Wie lange der Angerufene aufgelegt haben muss, damit das Gespräch endet.",
  ],
  Reorder_Delay: [
    "Ruhe vor dem Gassenbesetztton",
    "Stille zwischen dem Auflegen der Gegenseite und dem Gassenbesetztton; 0 sofort, 255 nie.",
  ],
  Interdigit_Long_Timer: [
    "Wartezeit beim Wählen, lang",
    "Bis zur nächsten Ziffer, solange die Rufnummer unvollständig ist.",
  ],
  Interdigit_Short_Timer: [
    "Wartezeit beim Wählen, kurz",
    "Auf weitere Ziffern, wenn die Rufnummer vollständig ist, aber weitergehen könnte.",
  ],
  FXS_Port_Impedance: [
    "Impedanz",
    "Wofür das Telefon und seine Leitung gebaut sind; die falsche ist als Echo zu hören.",
  ],
  FXS_Port_Input_Gain: ["Lautstärke vom Telefon", "Verstärkung der Stimme vom Telefon."],
  FXS_Port_Output_Gain: ["Lautstärke zum Telefon", "Verstärkung der Stimme zum Telefon; Töne bleiben, wie sie sind."],
  More_Echo_Suppression: [
    "Stärkere Echounterdrückung",
    "Ein Rest von Echo weicht leisem Rauschen, auch wo er 6 dB lauter ist; leise Worte über der Gegenseite ebenso.",
  ],
  DTMF_Playback_Level: ["Pegel von Tastentönen", "Pegel der Tasten, die die Gegenseite drückt."],
  DTMF_Twist: [
    "Twist der Tastentöne",
    "Um so viel ist der höhere Ton einer Taste lauter als der tiefere; der Pegel liegt dazwischen.",
  ],
  DTMF_Playback_Length: ["Dauer von Tastentönen", "So lange klingt eine Taste der Gegenseite mindestens."],
  Detect_ABCD: ["Tasten A bis D erkennen", "Die Tasten A bis D werden verstanden."],
  Playback_ABCD: ["Tasten A bis D spielen", "Die Tasten A bis D der Gegenseite sind zu hören."],
  Caller_ID_Method: ["Verfahren der Rufnummernanzeige", "Wie das Telefon erfährt, wer anruft."],
  CPC_Delay: [
    "Abschaltsignal nach",
    "Zeit vom Auflegen der Gegenseite bis zur Unterbrechung, an der ein Anrufbeantworter es merkt.",
  ],
  CPC_Duration: [
    "Dauer des Abschaltsignals",
    "Wie lange diese Unterbrechung dauert, danach kommt der Wählton; 0 macht keine.",
  ],

  Blind_Transfer_Code: [
    "Vermitteln ohne Rückfrage",
    "Nach der R-Taste, dann eine Rufnummer: die Gegenseite wird dorthin vermittelt; leer für keinen Code.",
  ],
  Block_CID_Act_Code: ["Rufnummer immer unterdrücken", "Ab jetzt wird die eigene Rufnummer unterdrückt."],
  Block_CID_Deact_Code: ["Rufnummer wieder zeigen", "Ab jetzt wird die eigene Rufnummer gezeigt."],
  Block_CID_Per_Call_Act_Code: [
    "Rufnummer einmal unterdrücken",
    "Beim nächsten Anruf wird die eigene Rufnummer unterdrückt.",
  ],
  Block_CID_Per_Call_Deact_Code: ["Rufnummer einmal zeigen", "Beim nächsten Anruf wird die eigene Rufnummer gezeigt."],
  FAX_Line_Toggle_Code: ["Nächster Anruf als Fax", "Der nächste Anruf ist von Anfang an ein Fax."],
  Modem_Line_Toggle_Code: [
    "Nächster Anruf als Modem",
    "Der nächste Anruf ist von Anfang an der eines Modems; auf einer Modemleitung ein Gespräch.",
  ],
  Voice_Menu_Code: ["Sprachmenü", "Eine Stimme sagt, wie der Adapter eingestellt ist; Tasten ändern es."],
});
