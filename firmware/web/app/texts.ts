/** Every text of the page, in English and in German: one table, put together from that of each part of the page. */
import { accessTexts } from "./texts-access.js";
import { adviceTexts } from "./texts-advice.js";
import { lineTexts } from "./texts-line.js";
import { settingsTexts } from "./texts-settings.js";
import { setupTexts } from "./texts-setup.js";
import { statusTexts } from "./texts-status.js";
import { toolsTexts } from "./texts-tools.js";

export type Text = readonly [english: string, german: string];

export const texts = {
  ...accessTexts,
  ...setupTexts,
  ...statusTexts,
  ...adviceTexts,
  ...lineTexts,
  ...settingsTexts,
  ...toolsTexts,
} as const satisfies Record<string, Text>;

export type TextName = keyof typeof texts;
