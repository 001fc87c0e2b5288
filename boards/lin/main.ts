/**
 * Starts the adapter in Moddable's engine on a desktop: real sockets, sound kernels in TypeScript, a telephone at each line.
 * Words of the command line: `Name=value` is a setting, `1:7001` has line 1 call 7001 once its line is registered.
 */
import { Adapter } from "../../firmware/adapter/adapter.js";
import { ADDRESS, LinBoard, type Surroundings } from "./board.js";

const PAGE = "8080";
/** ms between looks whether a line is registered, and of a call from its first key on. */
const LOOK = 250;
const TALK = 12_000;

/** What is left and right of the first mark in a word. */
function parted(word: string, mark: string): [string, string] | undefined {
  const at = word.indexOf(mark);
  return at < 0 ? undefined : [word.slice(0, at), word.slice(at + 1)];
}

function settingsIn(words: readonly string[]): { [name: string]: string } {
  const settings: { [name: string]: string } = { Web_Server_Port: PAGE };
  for (const word of words) {
    const [name, value] = parted(word, "=") ?? [];
    if (name !== undefined && value !== undefined) settings[name] = value;
  }
  return settings;
}

function callWhenRegistered(adapter: Adapter, board: LinBoard, line: number, number: string): void {
  if (adapter.status().lines[line - 1].registration.state !== "registered") {
    board.clock.after(LOOK, () => callWhenRegistered(adapter, board, line, number));
    return;
  }
  const telephone = board.telephones[line - 1];
  telephone.call(number);
  board.clock.after(TALK, () => {
    telephone.hangUp();
    trace(`line ${line} heard something in ${telephone.heard} frames\n`);
  });
}

export default function (words: readonly string[], around: Surroundings | null = null): void {
  const board = new LinBoard(settingsIn(words), around);
  const adapter = new Adapter(board);
  for (const { line, sipPort } of adapter.status().lines) trace(`line ${line} is at ${ADDRESS}:${sipPort}\n`);
  trace(`the page is at http://${ADDRESS}:${board.hosts[0].split(":")[1]}\n`);
  for (const word of words) {
    const [line, number] = (!word.includes("=") && parted(word, ":")) || [];
    if (line !== undefined && number !== undefined) callWhenRegistered(adapter, board, Number(line), number);
  }
}
