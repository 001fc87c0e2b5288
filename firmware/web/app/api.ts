/** The interface of the adapter, a row for each request. Each answers a value, or says why there is none. */
import type { Saying } from "./sayings.js";
import type {
  Applied,
  Changes,
  Country,
  Dialled,
  LineTest,
  LogEntry,
  Measurement,
  PastCall,
  Preset,
  Refused,
  Restored,
  Role,
  Row,
  Session,
  Settings,
  SipMessage,
  Status,
  Update,
} from "./shapes.js";

export type Failure = {
  readonly ok: false;
  /** 0 where nobody answered. */
  readonly status: number;
  /** Empty where nobody answered. */
  readonly error: string;
  readonly refused: readonly Refused[];
};
export type Answer<T> = { readonly ok: true; readonly value: T } | Failure;

/** Who is told that the session has ended, and what is sent along with every change. */
export const session: { csrf: string | null; onOut: () => void } = { csrf: null, onOut: () => {} };

const JSON_TYPE = { "content-type": "application/json" };

async function ask(
  method: string,
  path: string,
  body?: BodyInit,
  headers: HeadersInit = {},
): Promise<Answer<Response>> {
  try {
    const token: HeadersInit = method === "GET" || session.csrf === null ? {} : { "x-csrf": session.csrf };
    const response = await fetch(path, { method, body, headers: { ...headers, ...token } });
    return response.ok ? { ok: true, value: response } : await failure(response);
  } catch {
    return { ok: false, status: 0, error: "", refused: [] };
  }
}

/** Said by us where a server has no words for it. */
const TOO_LONG = "That is too long.";

async function failure(response: Response): Promise<Failure> {
  const text = await response.text();
  let said: { error?: string; refused?: readonly Refused[] } = {};
  try {
    said = JSON.parse(text);
  } catch {
    said = { error: text.trim() };
  }
  if (response.status === 401 && !response.url.endsWith("/login") && !response.url.endsWith("/password"))
    session.onOut();
  return {
    ok: false,
    status: response.status,
    error: said.error || (response.status === 413 ? TOO_LONG : response.statusText) || String(response.status),
    refused: said.refused ?? [],
  };
}

async function json<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
  const asked = body === undefined ? ask(method, path) : ask(method, path, JSON.stringify(body), JSON_TYPE);
  const answer = await asked;
  if (!answer.ok) return answer;
  try {
    const text = await answer.value.text();
    return { ok: true, value: (text === "" ? null : JSON.parse(text)) as T };
  } catch {
    return { ok: false, status: 0, error: "", refused: [] };
  }
}

async function blob(method: string, path: string, body?: unknown): Promise<Answer<Blob>> {
  const answer = await ask(method, path, body === undefined ? undefined : JSON.stringify(body), JSON_TYPE);
  return answer.ok ? { ok: true, value: await answer.value.blob() } : answer;
}

const get = <T>(path: string) => json<T>("GET", path);
const post = <T>(path: string, body: unknown = {}) => json<T>("POST", path, body);

export const api = {
  session: () => get<Session>("/api/session"),
  firstPassword: (password: string) => post<unknown>("/api/password", { password }),
  changePassword: (old: string, password: string, role: Role) =>
    post<unknown>("/api/password", { old, password, role }),
  login: (role: Role, password: string) => post<unknown>("/api/login", { role, password }),
  logout: () => post<unknown>("/api/logout"),

  status: () => get<Status>("/api/status"),
  table: (language: "en" | "de") =>
    get<readonly Row[]>(`/api/settings/table${language === "en" ? "" : `?lang=${language}`}`),
  sayings: () => get<readonly Saying[]>("/api/sayings"),
  settings: () => get<Settings>("/api/settings"),
  change: (changes: Changes) => json<Applied>("PUT", "/api/settings", { changes }),
  check: (changes: Changes) => post<unknown>("/api/settings/check", { changes }),

  calls: () => get<{ readonly calls: readonly PastCall[] }>("/api/calls"),
  forgetCalls: () => json<unknown>("DELETE", "/api/calls"),
  log: () => get<{ readonly entries: readonly LogEntry[] }>("/api/log"),
  trace: () => get<{ readonly messages: readonly SipMessage[] }>("/api/trace"),

  dialPlan: (plan: string, keys: string) => post<Dialled>("/api/dialplan", { plan, keys }),
  testCall: (line: number, number: string) => post<unknown>("/api/call", { line, number }),
  testLine: (line: number, test: LineTest) => post<unknown>(`/api/lines/${line}/test`, { test }),
  measurement: (line: number) => get<Measurement>(`/api/lines/${line}/test`),

  backup: () => blob("GET", "/api/backup"),
  secretBackup: (passphrase: string) => blob("POST", "/api/backup", { passphrase }),
  profile: () => blob("GET", "/api/profile.xml"),
  restore: (file: string, passphrase: string, apply: boolean) =>
    post<Restored>("/api/restore", { file, apply, ...(passphrase === "" ? {} : { passphrase }) }),

  resync: () => post<unknown>("/api/resync"),
  reboot: () => post<unknown>("/api/reboot"),
  reset: () => post<unknown>("/api/factory-reset", { confirm: "RESET" }),
  update: () => get<Update>("/api/update"),
  updateFrom: (url: string, older: boolean) => post<Update>("/api/update", { url, older }),
  updateWith: (image: Blob, older: boolean) =>
    ask("PUT", `/api/update${older ? "?older=yes" : ""}`, image, { "content-type": "application/octet-stream" }),
  dropUpdate: () => json<unknown>("DELETE", "/api/update"),

  tokens: () => get<{ readonly tokens: readonly string[] }>("/api/tokens"),
  addToken: (name: string) => post<{ readonly token: string }>("/api/tokens", { name }),
  dropToken: (name: string) => json<unknown>("DELETE", "/api/tokens", { name }),

  presets: () => get<readonly Preset[]>("/api/presets"),
  countries: () => get<readonly Country[]>("/api/countries"),
};
