/** The settings of a board with a radio: the owner's network without a wire. */
import { frozen } from "../base/frozen.js";
import type { Setting } from "./setting.js";

export const radioSettings = frozen({
  WiFi_SSID: {
    tab: "System",
    kind: "text",
    max: 32,
    fallback: "",
    label: "Wi-Fi network",
    help: "Its name, on an adapter with a radio; a cable goes first. None while it is empty.",
    touches: "radio",
  },
  WiFi_Passphrase: {
    tab: "System",
    kind: "password",
    max: 63,
    fallback: "",
    label: "Wi-Fi passphrase",
    help: "The password of that network, of 8 characters or more; empty for an open one.",
    touches: "radio",
  },
} as const satisfies Record<string, Setting>);
