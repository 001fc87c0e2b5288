/** Why the chip of a line is out of service, in German: what a board's driver says, as it says it. */

import { type Sayings, sayings } from "../config/german/words.js";

export const chipReasons: Sayings = sayings([
  ["no chip answers: DR0 reads {}", "kein Chip antwortet: DR0 liest {}"],
  ["the chip does not answer: DR8 reads {}", "der Chip antwortet nicht: DR8 liest {}"],
  ["another chip answers in this one's place", "ein anderer Chip antwortet an seiner Stelle"],
  [
    "revision {} of the chip is not supported, {} to {} are",
    "Revision {} des Chips wird nicht unterstützt, nur {} bis {}",
  ],
  ["the chip does not stand in the chain: DR0 reads {}", "der Chip steht nicht in der Kette: DR0 liest {}"],
  [
    "the chip is not as reset leaves it: DR8, DR64, DR11 read {}, {}, {}",
    "der Chip ist nicht, wie Reset ihn lässt: DR8, DR64, DR11 lesen {}, {}, {}",
  ],
  ["the DC-DC converter stops at {} V, {} V are needed", "der DC-DC-Wandler bleibt bei {} V stehen, {} V sind nötig"],
  [
    "the battery falls to {} V within {} ms: leakage or a short circuit",
    "die Speisung fällt auf {} V binnen {} ms: Leckstrom oder Kurzschluss",
  ],
  ["the battery has fallen to {} V", "die Speisung ist auf {} V gefallen"],
  ["calibration does not end: DR96 reads {}", "der Abgleich endet nicht: DR96 liest {}"],
  ["calibration of the balance does not end: DR96 reads {}", "der Abgleich der Symmetrie endet nicht: DR96 liest {}"],
  ["calibration of the DC monitor does not end", "der Abgleich der Gleichspannungsmessung endet nicht"],
  [
    "{} takes current at every gain: a damaged transistor",
    "{} nimmt bei jeder Verstärkung Strom: ein beschädigter Transistor",
  ],
  ["indirect register {} ({}) reads {} instead of {}", "das indirekte Register {} ({}) liest {} statt {}"],
  ["indirect access never ends", "ein indirekter Zugriff endet nie"],
  [
    "power alarms at {} without end: a short circuit or foreign voltage on the line",
    "Leistungsalarme an {} ohne Ende: Kurzschluss oder Fremdspannung auf der Leitung",
  ],
  ["takes too long", "dauert zu lange"],
]);
