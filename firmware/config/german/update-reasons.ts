/** Why an image of the firmware is not taken, in German. `{}` stands for the same value in both. */
import { type Sayings, sayings } from "./words.js";

export const updateReasons: Sayings = sayings([
  ["this is no firmware image", "das ist keine Firmware"],
  ["this image is of a form that is not known here", "diese Firmware hat eine Form, die hier nicht bekannt ist"],
  ["this image is for another board: {}", "diese Firmware ist für eine andere Platine: {}"],
  ["the head of this image makes no sense", "der Anfang dieser Firmware ergibt keinen Sinn"],
  ["something follows the image", "hinter der Firmware steht noch etwas"],
  ["it is longer than was told", "sie ist länger als angesagt"],
  ["the sender has gone", "der Absender ist verschwunden"],
  ["it took too long", "es hat zu lange gedauert"],
  ["it has been broken off", "es wurde abgebrochen"],
  ["An image waits for the restart already.", "Eine Firmware wartet schon auf den Neustart."],
  [
    "The firmware that runs is on trial itself: wait for its end.",
    "Die laufende Firmware ist selbst noch auf Probe: warten Sie deren Ende ab.",
  ],
  [
    "an image is fetched by http:// or https:// here; by TFTP only Upgrade_Rule does",
    "Firmware wird hier mit http:// oder https:// geholt; mit TFTP nur nach Upgrade_Rule",
  ],
  ["this version runs already", "diese Version läuft schon"],
  ["version {} has failed here before", "Version {} hat hier schon einmal versagt"],
  [
    "version {} is older than Downgrade_Rev_Limit allows, {}",
    "Version {} ist älter, als Downgrade_Rev_Limit erlaubt, {}",
  ],
  ["version {} is older than the one that runs, {}", "Version {} ist älter als die laufende, {}"],
]);
