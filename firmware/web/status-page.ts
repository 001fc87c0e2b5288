/**
 * What the adapter shows of itself where the page has no files: product, version, and how both lines are. Who has not
 * signed in sees nobody's number.
 */
import { registrationWordsFor, wordsFor } from "../phone/statuses.js";
import { escapeHtml } from "./html.js";

export type StatusView = {
  readonly product: string;
  readonly version: string;
  /** Seconds since boot. */
  readonly uptime: number;
  readonly address: string | null;
  /** What stands between the adapter and the Internet; null or missing while that is not known. */
  readonly nat?: { readonly kind: string; readonly words: string } | null;
  readonly lines: readonly LineView[];
  /** How it stands with settings that are fetched, in ms since boot; null or missing where none are. */
  readonly provisioning?: ProvisioningView | null;
};

/** Null for never, and for no error. */
export type ProvisioningView = {
  readonly last: number | null;
  readonly next: number | null;
  readonly error: string | null;
};

export type LineView = {
  readonly line: number;
  readonly offHook: boolean;
  /** Whether the line itself works, and why not; missing where nobody knows. */
  readonly service?: {
    readonly state: string;
    readonly fault: { readonly kind: string; readonly text: string } | null;
  };
  readonly registration: { readonly state: string; readonly code: number | null; readonly reason: string };
  readonly call: string;
  /** Why the last call was refused, for as long as that is heard. */
  readonly code: number | null;
  /** What the server said besides; null or missing for nothing. */
  readonly reason?: string | null;
  readonly calls: readonly {
    readonly state: string;
    readonly peer: string | null;
    readonly direction: "in" | "out";
    readonly held: boolean;
    /** Only where it is no voice. */
    readonly carries?: string;
  }[];
  /** Whom the server wanted to reach here, and was told that there is no such user; null or missing for nobody. */
  readonly strayed?: string | null;
};

export const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:44rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}
footer{color:GrayText;margin-top:2rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.5rem .75rem .5rem 0;border-bottom:1px solid GrayText}
`;

/** The same for everybody: nobody's number, nobody's name. */
export function withoutPeople(status: StatusView): StatusView {
  const lines = status.lines.map((line) => ({
    ...line,
    strayed: null,
    calls: line.calls.map((call) => ({ ...call, peer: null })),
  }));
  return { ...status, lines };
}

/** `note` is for whoever reads it, "" for none. */
export function statusPage({ product, version, uptime, nat, lines }: StatusView, note = ""): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="5">
<title>${escapeHtml(product)}</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<h1>${escapeHtml(product)}</h1>
${note === "" ? "" : `<p>${escapeHtml(note)}</p>\n`}<table>
<thead><tr><th scope="col">Line</th><th scope="col">Registration</th><th scope="col">Receiver</th><th scope="col">Call</th></tr></thead>
<tbody>
${lines.map(row).join("\n")}
</tbody>
</table>
${lines.map(stray).join("")}${nat ? `<p>NAT: ${escapeHtml(nat.kind)}. ${escapeHtml(nat.words)}</p>\n` : ""}<footer>Version ${escapeHtml(version)}, up for ${duration(uptime)}</footer>
</body>
</html>
`;
}

function row({ line, offHook, service, registration, call, code, reason, calls }: LineView): string {
  const words = service?.fault
    ? [`out of service: ${service.fault.text}`]
    : calls.length === 0
      ? [code === null ? call : `${call}: ${wordsFor(code, reason ?? "")} (${code})`]
      : calls.map(({ state, peer, direction }) => `${state} ${way(direction)} ${peer ?? "unknown"}`);
  return `<tr><th scope="row">${line}</th><td>${escapeHtml(registered(registration))}</td><td>${offHook ? "off hook" : "on hook"}</td><td>${words.map(escapeHtml).join("<br>")}</td></tr>`;
}

/** What its owner can do about calls that do not arrive. */
function stray({ line, strayed }: LineView): string {
  if (!strayed) return "";
  const text = `Line ${line}: the server asked for ${strayed}, which is not our Contact, and was answered 404. Restrict_Contact_User[${line}] = no accepts such requests.`;
  return `<p>${escapeHtml(text)}</p>\n`;
}

/** Why not, in words; the server's own reason is in the log. */
function registered({ state, code, reason }: LineView["registration"]): string {
  if (state !== "failed") return state;
  if (code === null) return `cannot register: ${reason}`;
  return `cannot register: ${code < 300 ? reason : registrationWordsFor(code, reason)} (${code})`;
}

const way = (direction: "in" | "out") => (direction === "in" ? "from" : "to");

function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  const days = Math.floor(whole / 86_400);
  const clock = `${two(Math.floor(whole / 3600) % 24)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return days > 0 ? `${days} d ${clock}` : clock;
}
