/** What the page is answered when something is refused, in German, and the table of all such sayings as it is handed over. */
import { frozen } from "../base/frozen.js";
import { profileReasons } from "../config/german/profile-reasons.js";
import { valueReasons } from "../config/german/reasons.js";
import { statusWords } from "../config/german/status-words.js";
import { updateReasons } from "../config/german/update-reasons.js";
import { type Saying, type Sayings, sayingCount, sayingIn, sayings } from "../config/german/words.js";
import { chipReasons } from "./german-chips.js";
import { listed } from "./http.js";

const ANSWERS: Sayings = sayings([
  ["A role and a password are wanted.", "Rolle und Passwort fehlen."],
  ["A password is wanted.", "Das Passwort fehlt."],
  ["Sign in first.", "Zuerst anmelden."],
  [
    "Whoever changes a password has to be signed in with one.",
    "Ein Passwort ändert nur, wer mit einem angemeldet ist.",
  ],
  ["The old password is wanted, too.", "Das alte Passwort fehlt."],
  ["Only the administrator may do that.", "Das darf nur der Administrator."],
  ["Only the administrator may change that.", "Das darf nur der Administrator ändern."],
  ["A token cannot make tokens.", "Ein Schlüssel kann keine Schlüssel anlegen."],
  ["A token cannot remove tokens.", "Ein Schlüssel kann keine Schlüssel entfernen."],
  ["There is no token of this name.", "Einen Schlüssel dieses Namens gibt es nicht."],
  ["There is a token of this name.", "Einen Schlüssel dieses Namens gibt es schon."],
  ["There are {} tokens already.", "Es gibt schon {} Schlüssel."],
  [
    "A name has 1 to {} letters, digits, blanks, points or dashes.",
    "Ein Name hat 1 bis {} Buchstaben, Ziffern, Leerzeichen, Punkte oder Striche.",
  ],
  ["Too many wrong passwords.", "Zu viele falsche Passwörter."],
  ["This is not the password.", "Das ist nicht das Passwort."],
  ["A password has at least {} characters.", "Ein Passwort hat mindestens {} Zeichen."],
  ["A password has at most {} characters.", "Ein Passwort hat höchstens {} Zeichen."],
  ["Set a password first.", "Zuerst ein Passwort setzen."],
  [
    "It could not be kept, and nothing has changed: {}.",
    "Es ließ sich nicht speichern, und nichts hat sich geändert: {}.",
  ],
  ["A passphrase has {} to {} characters.", "Eine Passphrase hat {} bis {} Zeichen."],
  [
    "A telephone is in use: passphrases are for when all lines are idle.",
    "Ein Telefon ist in Benutzung: eine Passphrase geht nur, wenn alle Leitungen frei sind.",
  ],
  ["A file is wanted.", "Eine Datei fehlt."],
  ["Not all of it can be taken; nothing has changed.", "Nicht alles lässt sich übernehmen; nichts hat sich geändert."],
  ["Nothing has changed.", "Nichts hat sich geändert."],
  ["This file is not understood: {}.", "Diese Datei ist nicht zu verstehen: {}."],
  ["This is a backup of another product.", "Das ist die Sicherung eines anderen Geräts."],
  [
    "This is not the passphrase of this file, or the file is damaged.",
    "Das ist nicht die Passphrase dieser Datei, oder sie ist beschädigt.",
  ],
  ["A capture is being taken already.", "Es läuft schon ein Mitschnitt."],
  ["A plan and the keys to try are wanted.", "Wählplan und Tasten fehlen."],
  ["This is not the address of this adapter.", "Das ist nicht die Adresse dieses Adapters."],
  ["There is no such thing.", "Das gibt es nicht."],
  ["It cannot be asked like that.", "So lässt sich das nicht fragen."],
  ["That is too long.", "Das ist zu lang."],
  ["This was not asked by a page of this adapter.", "Das kam von keiner Seite dieses Adapters."],
  ["The token of this login is missing.", "Der Schlüssel dieser Anmeldung fehlt."],
  ["Too many listen already.", "Es hören schon zu viele zu."],
  ["The body is no JSON object.", "Der Inhalt ist kein JSON-Objekt."],
  ["There is no such line.", "Diese Leitung gibt es nicht."],
  ["There is no such page.", "Diese Seite gibt es nicht."],
  ["This page can only be read.", "Diese Seite lässt sich nur lesen."],
  ["This file is compressed by gzip.", "Diese Datei ist mit gzip gepackt."],
  ["These settings are not taken; nothing has changed.", "Diese Einstellungen gehen nicht; nichts hat sich geändert."],
  ["These settings would not be taken.", "Diese Einstellungen gingen nicht."],
  ['{"changes":{"name":"value"}} is wanted.', '{"changes":{"name":"value"}} fehlt.'],
  ["At most {} settings at a time.", "Höchstens {} Einstellungen auf einmal."],
  ['{"confirm":"RESET"} is wanted.', '{"confirm":"RESET"} fehlt.'],
  ["A test is tone, ring or measure.", "Ein Test ist tone, ring oder measure."],
  ["A number is made of the keys of a telephone.", "Eine Rufnummer besteht aus den Tasten eines Telefons."],
  ["The line is in use.", "Die Leitung ist in Benutzung."],
  ["The line is out of service.", "Die Leitung ist außer Betrieb."],
  [
    "The chips of this board measure no more than the loop.",
    "Die Chips dieser Platine messen nicht mehr als die Schleife.",
  ],
  ["Lift the receiver first.", "Zuerst den Hörer abheben."],
  ["No rule says where settings are.", "Keine Regel sagt, wo Einstellungen liegen."],
  ["This is no rule: {}.", "Das ist keine Regel: {}."],
  ["A rule is a text.", "Eine Regel ist ein Text."],
  ['{"url"} is wanted.', '{"url"} fehlt.'],
  ["No image is on its way.", "Es kommt keine Datei an."],
  [
    "This board has no room for a second image: it is updated by cable.",
    "Diese Platine hat keinen Platz für eine zweite Firmware: sie wird per Kabel aktualisiert.",
  ],
  ["The image is not taken: {}.", "Die Firmware wird nicht genommen: {}."],
  ["An image is on its way already.", "Es kommt schon eine Datei an."],
  ["The length of the image has to be told.", "Die Länge der Datei muss gesagt werden."],
]);

const TABLES: readonly Sayings[] = frozen([
  ...[valueReasons, profileReasons, updateReasons, statusWords, chipReasons, ANSWERS],
]);

/** All sayings, one after the other; undefined after the last. */
export function sayingAt(at: number): Saying | undefined {
  let rest = at;
  for (const table of TABLES) {
    if (rest < sayingCount(table)) return sayingIn(table, rest);
    rest -= sayingCount(table);
  }
}

/** They as JSON, in pieces: a pair of patterns each. */
export function sayingPieces(): (at: number) => string | null {
  return listed(
    TABLES.reduce((sum, table) => sum + sayingCount(table), 0),
    sayingAt,
  );
}
