/** What its owner can do: how the adapter is, in words, and what would make it better. */
import { registrationWordsFor } from "../phone/statuses.js";
import type { House } from "./house.js";
import type { LineView, StatusView } from "./status-page.js";

export type Advice = {
  readonly level: "good" | "warning" | "error";
  /** From 1; null for the adapter as a whole. */
  readonly line: number | null;
  readonly text: string;
  /** What helps; null where nothing need be done. */
  readonly todo: string | null;
  /** Where it is set. */
  readonly setting: string | null;
};

/** A password that is guessed sooner. */
const SHORT_PASSWORD = 12;

/** What is worst first. */
export function adviceFor(house: House, status: StatusView): readonly Advice[] {
  const advice: Advice[] = [];
  if (status.address === null)
    advice.push(bad("error", null, "There is no network.", "Plug in the network cable, or look at the router.", null));
  if (house.today() === null)
    advice.push(
      bad("warning", null, "Nobody has told the time of day.", "Telephones show calls without a time.", null),
    );
  if (status.nat?.kind === "Symmetric")
    advice.push(bad("warning", null, status.nat.words, "Calls may be silent: use the provider's proxy.", null));
  for (const line of status.lines) judge(house, line, advice);
  for (const line of house.waiting)
    advice.push(bad("warning", line, "New settings wait until this line is idle.", "Hang up.", null));
  const rank = { error: 0, warning: 1, good: 2 };
  return advice.sort((a, b) => rank[a.level] - rank[b.level]);
}

const bad = (level: Advice["level"], line: number | null, text: string, todo: string | null, name: string | null) => ({
  level,
  line,
  text,
  todo,
  setting: name !== null && line !== null ? `${name}[${line}]` : name,
});

function judge({ config }: House, { line, registration, strayed }: LineView, advice: Advice[]): void {
  if (!config.yesLine("Line_Enable", line)) return;
  const server = config.getLine("Proxy", line);
  const { state, code } = registration;
  if (server === "") {
    advice.push(bad("warning", line, "No server is set.", "Enter the server of your provider.", "Proxy"));
    return;
  }
  if (state === "failed") {
    const { words, todo, setting } = failure(registration);
    advice.push(bad("error", line, `The server does not take us in: ${words}.`, todo, setting));
  } else if (state === "registered") advice.push(bad("good", line, "Ready for calls.", null, null));
  else if (state === "registering") advice.push(bad("warning", line, `Asking ${server}.`, null, null));
  const password = config.getLine("Password", line);
  if (password !== "" && password.length < SHORT_PASSWORD && code !== null)
    advice.push(bad("warning", line, "The password at the server is short.", "Ask for a longer one.", "Password"));
  if (strayed)
    advice.push({
      ...bad("warning", line, `The server asked for ${strayed}, who is not known here.`, null, "Restrict_Contact_User"),
      todo: "Calls that do not arrive: set this to no.",
    });
}

type Failure = { readonly words: string; readonly todo: string; readonly setting: string | null };

function failure({ code, reason }: LineView["registration"]): Failure {
  const words = registrationWords(code, reason);
  if (code === 401 || code === 403 || code === 407)
    return { words, todo: "Compare user ID and password with what your provider has sent.", setting: "Password" };
  if (code === 404) return { words, todo: "Compare the user ID with what your provider has sent.", setting: "User_ID" };
  if (code === null || code === 408)
    return { words, todo: "Look at the name of the server, and at the network.", setting: "Proxy" };
  if (code === 423) return { words, todo: "Register for longer.", setting: "Register_Expires" };
  return { words, todo: "Wait: it is tried again and again.", setting: null };
}

/** Part of a sentence. */
export function registrationWords(code: number | null, reason: string): string {
  return code === null || code < 300 ? reason : registrationWordsFor(code);
}
