/** Every setting of the adapter as a whole. Defaults, checks, page, provisioning and manual read this table. */
import { frozen } from "../base/frozen.js";
import { clockSettings } from "./clock-settings.js";
import { eventSettings } from "./event-settings.js";
import { nameSettings } from "./name-settings.js";
import { provisioningSettings } from "./provisioning-settings.js";
import { radioSettings } from "./radio-settings.js";
import { regionalSettings } from "./regional-settings.js";
import { ringSettings } from "./ring-settings.js";
import { serviceCodeSettings } from "./service-code-settings.js";
import { sipNatSettings } from "./sip-nat-settings.js";
import { sipRtpSettings } from "./sip-rtp-settings.js";
import { sipSettings } from "./sip-settings.js";
import { loopBreakSettings } from "./supervision-settings.js";
import { systemSettings } from "./system-settings.js";
import { toneSettings } from "./tone-settings.js";

export const adapterSettings = frozen({
  ...systemSettings,
  ...radioSettings,
  ...eventSettings,
  ...nameSettings,
  ...sipSettings,
  ...sipRtpSettings,
  ...sipNatSettings,
  ...provisioningSettings,
  ...toneSettings,
  ...ringSettings,
  ...regionalSettings,
  ...loopBreakSettings,
  ...clockSettings,
  ...serviceCodeSettings,
});

export type AdapterSetting = keyof typeof adapterSettings;
