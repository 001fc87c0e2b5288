/** Texts of the first set-up and its test call. */
import type { Text } from "./texts.js";

export const setupTexts = {
  setupFree: [
    "Leave this whenever you like: it goes on where you left it, and everything is under Settings as well.",
    "Sie können jederzeit unterbrechen: es geht dort weiter, und alles steht auch unter Einstellungen.",
  ],
  setupOpen: ["The set-up is not finished.", "Die Einrichtung ist nicht abgeschlossen."],
  setupResume: ["Continue it", "Fortsetzen"],
  steps: ["Steps", "Schritte"],
  skipStep: ["Skip this step", "Schritt überspringen"],
  later: ["Later", "Später"],
  finish: ["Finish", "Fertig"],
  "step-country": ["Country", "Land"],
  "step-provider": ["Provider", "Anbieter"],
  "step-account": ["Account", "Konto"],
  "step-registration": ["Registration", "Anmeldung"],
  "step-call": ["Test call", "Probeanruf"],
  countryWhy: [
    "Tones, ringing, caller ID, emergency numbers and the clock follow the country.",
    "Töne, Klingeln, Rufnummernanzeige, Notrufnummern und Uhr richten sich nach dem Land.",
  ],
  useCountry: ["Use this country", "Dieses Land nehmen"],
  providerHow: ["Where do the settings come from?", "Woher kommen die Einstellungen?"],
  "way-preset": ["From a provider in this list", "Von einem Anbieter aus der Liste"],
  "preset-other": ["Another provider", "Ein anderer Anbieter"],
  "preset-pbx": ["My own PBX (Asterisk, FreePBX, …)", "Eigene Telefonanlage (Asterisk, FreePBX, …)"],
  "preset-fritzbox": ["FRITZ!Box at home", "FRITZ!Box zu Hause"],
  "way-profile": [
    "From the profile of a PAP2T or a backup of this adapter",
    "Aus dem Profil eines PAP2T oder einer Sicherung dieses Adapters",
  ],
  "way-own": ["I enter them myself", "Ich gebe sie selbst ein"],
  ownWhy: [
    "You need the server, the number (user ID) and the password.",
    "Sie brauchen den Server, die Rufnummer (oder den Benutzernamen) und das Passwort.",
  ],
  accountWhy: [
    "Fill in the lines you use, as your provider has told you.",
    "Füllen Sie die Leitungen aus, die Sie nutzen, wie Ihr Anbieter es Ihnen mitgeteilt hat.",
  ],
  accountNone: ["Fill in at least one line.", "Füllen Sie mindestens eine Leitung aus."],
  saveAndOn: ["Save and continue", "Speichern und weiter"],
  registrationWait: ["The server is being asked …", "Der Server wird gefragt …"],
  registrationFailed: [
    "Go back and compare what you have entered with what your provider has sent.",
    "Gehen Sie zurück und vergleichen Sie Ihre Eingaben mit den Angaben Ihres Anbieters.",
  ],
  registrationDone: ["The server knows us.", "Der Server kennt uns."],
  toCall: ["Make a test call", "Probeanruf machen"],
  callWhy: [
    "The telephone rings; when you lift it, the number is called.",
    "Das Telefon klingelt; wenn Sie abheben, wird die Nummer angerufen.",
  ],
  callNumber: ["Number to call", "Anzurufende Nummer"],
  callStart: ["Ring my telephone", "Mein Telefon klingeln lassen"],
  "call-stage-ring": ["Your telephone rings: lift the receiver.", "Ihr Telefon klingelt: heben Sie ab."],
  "call-stage-missed": ["Nobody has lifted the receiver.", "Niemand hat abgehoben."],
  "call-stage-dial": ["The number is being called …", "Die Nummer wird angerufen …"],
  "call-stage-talk": ["Connected: the line works.", "Verbunden: die Leitung funktioniert."],
  "call-stage-over": ["The call is over. The line works.", "Das Gespräch ist beendet. Die Leitung funktioniert."],
  "call-stage-failed": ["The call failed:", "Der Anruf ist gescheitert:"],
} as const satisfies Record<string, Text>;
