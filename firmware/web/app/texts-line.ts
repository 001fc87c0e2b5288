/** Texts of a line's chip and wires: why it is out of service, and what tests of it have found. */
import type { Text } from "./texts.js";

const DOWN: Text = ["Out of service: {0}.", "Außer Betrieb: {0}."];

export const lineTexts = {
  lineStarting: ["Being set up …", "Wird eingerichtet …"],
  lineDown: ["Out of service: {0}", "Außer Betrieb: {0}"],
  "fault-absent": ["its chip does not answer", "ihr Chip antwortet nicht"],
  "fault-unsupported": ["its chip is not supported", "ihr Chip wird nicht unterstützt"],
  "fault-bus": ["its chip is misunderstood", "ihr Chip ist nicht zu verstehen"],
  "fault-supply": ["it has no battery voltage", "ihr fehlt die Speisespannung"],
  "fault-leakage": ["current leaks away", "es fließt Strom ab"],
  "fault-calibration": ["its chip cannot be calibrated", "ihr Chip lässt sich nicht abgleichen"],
  "fault-alarms": ["it is short-circuited, or has foreign voltage", "sie hat Kurzschluss oder Fremdspannung"],

  "advice-chip-absent": DOWN,
  "advice-chip-absent-todo": [
    "Switch the power off and on; if that does not help, look at the chip and its wiring to the board.",
    "Schalten Sie den Strom aus und ein; hilft das nicht, sehen Sie nach dem Chip und seiner Verdrahtung.",
  ],
  "advice-chip-unsupported": DOWN,
  "advice-chip-unsupported-todo": [
    "Use a chip that docs/hardware.md names.",
    "Nehmen Sie einen Chip, den docs/hardware.md nennt.",
  ],
  "advice-chip-bus": DOWN,
  "advice-chip-bus-todo": [
    "Look at the wires between board and chips: they are too long, loose, or run too fast.",
    "Sehen Sie nach den Drähten zwischen Platine und Chips: zu lang, lose, oder zu schnell betrieben.",
  ],
  "advice-chip-supply": DOWN,
  "advice-chip-supply-todo": [
    "Look at the power supply and at the converter beside the chip.",
    "Sehen Sie nach dem Netzteil und nach dem Wandler neben dem Chip.",
  ],
  "advice-chip-leakage": DOWN,
  "advice-chip-leakage-todo": [
    "Unplug the telephone cable. If the line comes back, the cable is at fault, otherwise the parts round the chip.",
    "Ziehen Sie das Telefonkabel. Kommt die Leitung wieder, liegt es am Kabel, sonst an den Bauteilen um den Chip.",
  ],
  "advice-chip-calibration": DOWN,
  "advice-chip-calibration-todo": [
    "Unplug the telephone cable and wait a minute. If the line does not come back, a transistor beside the chip is damaged.",
    "Ziehen Sie das Telefonkabel und warten Sie eine Minute. Kommt die Leitung nicht wieder, ist ein Transistor neben dem Chip beschädigt.",
  ],
  "advice-chip-alarms": DOWN,
  "advice-chip-alarms-todo": [
    "Unplug the telephone cable: it is short-circuited, lies at ground, or carries foreign voltage.",
    "Ziehen Sie das Telefonkabel: Es ist kurzgeschlossen, liegt an Erde oder führt Fremdspannung.",
  ],

  lineTest: ["Line test", "Leitungstest"],
  lineTestWhy: [
    "Ring the bell for two seconds, play a tone to a lifted receiver, or measure the wires of an idle line.",
    "Zwei Sekunden klingeln, einem abgehobenen Hörer einen Ton geben, oder die Drähte einer freien Leitung messen.",
  ],
  "test-ring": ["Ring", "Klingeln"],
  "test-tone": ["Play a tone", "Ton geben"],
  "test-measure": ["Measure", "Messen"],
  "tested-ring": ["It rings.", "Es klingelt."],
  "tested-tone": ["The tone can be heard now.", "Der Ton ist jetzt zu hören."],
  measuring: ["Being measured …", "Wird gemessen …"],
  measuredWell: ["The line is as it should be.", "Die Leitung ist in Ordnung."],
  measuredNot: [
    "Nothing was measured: the line was taken into use.",
    "Nichts gemessen: Die Leitung wurde inzwischen benutzt.",
  ],
  "complaint-hazardous": [
    "Dangerous voltage from outside: touch nothing, and have it looked at.",
    "Gefährliche Spannung von außen: nichts berühren und nachsehen lassen.",
  ],
  "complaint-foreign": [
    "Voltage from outside: the cable touches another one.",
    "Spannung von außen: Das Kabel berührt ein anderes.",
  ],
  "complaint-receiver-off": [
    "The receiver is off, or the wires touch.",
    "Der Hörer liegt nicht auf, oder die Drähte berühren sich.",
  ],
  "complaint-tip-ring": ["Current flows between the wires.", "Zwischen den Drähten fließt Strom."],
  "complaint-tip-ground": ["Current flows from wire a (TIP) to ground.", "Von Ader a (TIP) fließt Strom zur Erde."],
  "complaint-ring-ground": ["Current flows from wire b (RING) to ground.", "Von Ader b (RING) fließt Strom zur Erde."],
  "complaint-no-bell": [
    "There is no bell: no telephone is plugged in.",
    "Es gibt keine Klingel: Kein Telefon ist angeschlossen.",
  ],
  "complaint-many-bells": ["Too many bells: unplug a telephone.", "Zu viele Klingeln: Ziehen Sie ein Telefon ab."],
  "figure-loop": ["The loop now", "Die Schleife jetzt"],
  "figure-foreign": ["Voltage from outside", "Spannung von außen"],
  "figure-tipRing": ["Between the wires", "Zwischen den Drähten"],
  "figure-tipGround": ["Wire a (TIP) to ground", "Ader a (TIP) zur Erde"],
  "figure-ringGround": ["Wire b (RING) to ground", "Ader b (RING) zur Erde"],
  "figure-ringers": ["Bells", "Klingeln"],
  foreignFigures: ["direct {0}, alternating {1}", "Gleichspannung {0}, Wechselspannung {1}"],
  overScale: ["more than can be measured", "mehr als messbar"],
  notMeasured: ["not measured", "nicht gemessen"],
} as const satisfies Record<string, Text>;
