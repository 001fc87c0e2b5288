/** Every setting of one line, `Proxy[1]`: the Line and User tabs. Read as the table of the adapter is. */
import { frozen } from "../base/frozen.js";
import { lineAccountSettings } from "./line-account-settings.js";
import { lineFaxSettings } from "./line-fax-settings.js";
import { lineNatSettings } from "./line-nat-settings.js";
import { lineServiceSettings } from "./line-service-settings.js";
import { lineSipSettings } from "./line-sip-settings.js";
import { lineSoundSettings } from "./line-sound-settings.js";
import { polaritySettings } from "./supervision-settings.js";
import { userSettings } from "./user-settings.js";

export const lineSettings = frozen({
  ...lineAccountSettings,
  ...lineSipSettings,
  ...lineNatSettings,
  ...lineSoundSettings,
  ...lineFaxSettings,
  ...lineServiceSettings,
  ...polaritySettings,
  ...userSettings,
});

export type LineSetting = keyof typeof lineSettings;
