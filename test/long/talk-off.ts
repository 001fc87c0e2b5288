/** An hour of speech (`--count` minutes) that no receiver of keys may take for one: ours beside spandsp's, at no clock. */
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Spandsp } from "../peers/dtmf/spandsp.js";
import { kept, people, recordings, voices } from "../peers/dtmf/talk.js";
import { TalkOff } from "../peers/dtmf/talk-off.js";
import type { Run } from "./main.js";

const FOLDER = join(tmpdir(), "talk-off");
const NEEDED = ["espeak-ng", "sox", "pkg-config", "cc"];

export const talkOff: Run = ({ count, seed }) => {
  const paths = (process.env.PATH ?? "").split(":");
  const missing = NEEDED.filter((command) => !paths.some((path) => existsSync(join(path, command))));
  if (people().length === 0) missing.push("recordings of people (asterisk-core-sounds-en-wav, -es-, -fr-, -it-, -ru-)");
  if (missing.length > 0) throw new Error(`missing here: ${missing.join(", ")}`);
  const folder = kept(FOLDER);
  const run = new TalkOff(new Spandsp(folder));
  const read = voices(folder, seed);
  const spoken = recordings(folder);
  while (run.seconds < 60 * count)
    for (const source of [spoken, read]) {
      const talk = source.next();
      if (!talk.done && run.seconds < 60 * count) run.hear(talk.value);
    }
  const said = [run.told, ...run.remarks].join("\n");
  if (run.ours > run.theirs) throw new Error(said);
  return said;
};
