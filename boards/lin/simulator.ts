/**
 * Starts the same program in Moddable's simulator, its sound kernels in C as a board has them. `words` of the image's
 * configuration stand for the command line; what is traced goes to the port `console`, for the simulator shows nothing of it.
 */
import config from "mc/config";
import { Console } from "./console.js";
import program from "./main.js";

export default function (): void {
  const speaker = new Console(Number(config.console));
  Object.assign(globalThis, { trace: (text: string) => speaker.say(text.trimEnd()) });
  program((config.words ?? "").split(" ").filter((word) => word !== ""));
}
