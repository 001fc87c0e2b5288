/** What the adapter advises, by its names for it; what is not here is said in its own words. */
import type { Text } from "./texts.js";

const REFUSED: Text = ["The server refuses us: {0}.", "Der Server weist uns ab: {0}."];

export const adviceTexts = {
  "advice-no-network": ["There is no network.", "Es gibt kein Netz."],
  "advice-no-network-todo": [
    "Plug in the network cable, or look at the router.",
    "Stecken Sie das Netzwerkkabel ein oder sehen Sie nach dem Router.",
  ],
  "advice-no-time": ["Nobody has told the time of day.", "Niemand hat die Uhrzeit mitgeteilt."],
  "advice-no-time-todo": [
    "Telephones show calls without a time until a time server answers.",
    "Telefone zeigen Anrufe ohne Uhrzeit, bis ein Zeitserver antwortet.",
  ],
  "advice-symmetric-nat": [
    "The router gives every connection another port (symmetric NAT).",
    "Der Router gibt jeder Verbindung einen anderen Port (symmetrisches NAT).",
  ],
  "advice-symmetric-nat-todo": [
    "Calls may be silent: use the outbound proxy of your provider.",
    "Gespräche können stumm sein: nutzen Sie den Outbound Proxy Ihres Anbieters.",
  ],
  "advice-no-server": ["No server is set.", "Es ist kein Server eingetragen."],
  "advice-no-server-todo": ["Enter the server of your provider.", "Tragen Sie den Server Ihres Anbieters ein."],
  "advice-wrong-password": ["The user ID or the password is wrong.", "Benutzername oder Passwort ist falsch."],
  "advice-wrong-password-todo": [
    "Compare user ID and password with what your provider has sent.",
    "Vergleichen Sie beides mit den Angaben Ihres Anbieters.",
  ],
  "advice-unknown-user": ["The server does not know this user ID.", "Der Server kennt diesen Benutzer nicht."],
  "advice-unknown-user-todo": [
    "Compare the user ID with what your provider has sent.",
    "Vergleichen Sie Rufnummer oder Benutzername mit den Angaben Ihres Anbieters.",
  ],
  "advice-no-answer": ["The server does not answer: {0}.", "Der Server antwortet nicht: {0}."],
  "advice-no-answer-todo": [
    "Look at the name of the server, and at the network.",
    "Prüfen Sie den Namen des Servers und das Netz.",
  ],
  "advice-too-short": REFUSED,
  "advice-too-short-todo": ["Register for longer.", "Melden Sie sich für länger an."],
  "advice-not-registered": REFUSED,
  "advice-not-registered-todo": ["Wait: it is tried again and again.", "Warten Sie: es wird immer wieder versucht."],
  "advice-registering": ["The server {0} is being asked.", "Der Server {0} wird gefragt."],
  "advice-short-password": ["The password at the server is short.", "Das Passwort beim Server ist kurz."],
  "advice-short-password-todo": ["Ask your provider for a longer one.", "Bitten Sie Ihren Anbieter um ein längeres."],
  "advice-strayed": [
    "The server asked for {0}, who is not known here.",
    "Der Server wollte {0}, den es hier nicht gibt.",
  ],
  "advice-strayed-todo": ["If calls do not arrive, switch this off.", "Kommen Anrufe nicht an, schalten Sie dies aus."],
  "advice-waiting": [
    "New settings wait until this line is idle.",
    "Neue Einstellungen warten, bis diese Leitung frei ist.",
  ],
  "advice-waiting-todo": ["Hang up.", "Legen Sie auf."],
} as const satisfies Record<string, Text>;
