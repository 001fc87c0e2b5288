/** The control interface of the desk, as the page uses it. Each call answers null, or why it was refused. */
import type { DeskEvent, Network, Snapshot } from "./desk-state.js";

export type Refusal = string | null;

async function send(method: string, path: string, body: BodyInit | null, type?: string): Promise<Refusal> {
  try {
    const response = await fetch(path, { method, body, headers: type ? { "content-type": type } : {} });
    if (response.ok) return null;
    const { error } = (await response.json()) as { error?: string };
    return error ?? response.statusText;
  } catch {
    return "the desk does not answer";
  }
}

const post = (path: string, body: object) => send("POST", path, JSON.stringify(body), "application/json");

export const setHook = (line: number, state: "on" | "off") => post(`/api/lines/${line}/hook`, { state });
export const flash = (line: number) => post(`/api/lines/${line}/hook`, { state: "flash" });
export const dial = (line: number, digits: string) => post(`/api/lines/${line}/dial`, { digits });
export const speak = (line: number, wav: Blob) => send("POST", `/api/lines/${line}/speak`, wav, "audio/wav");
export const setNetwork = (faults: Partial<Network>) =>
  send("PUT", "/api/network", JSON.stringify(faults), "application/json");

async function get<T>(path: string): Promise<T | null> {
  try {
    const response = await fetch(path);
    return response.ok ? ((await response.json()) as T) : null;
  } catch {
    return null;
  }
}

export const snapshot = () => get<Snapshot>("/api/state");
export const networkNow = () => get<Network>("/api/network");

export type Listening = { event(event: DeskEvent): void; open(): void; lost(): void };

/** Hears every event from now on; the browser comes back by itself when the connection breaks. */
export function listen({ event, open, lost }: Listening): () => void {
  const source = new EventSource("/api/events");
  source.onopen = open;
  source.onerror = lost;
  source.onmessage = ({ data }) => event(JSON.parse(data) as DeskEvent);
  return () => source.close();
}

/** What the earpiece heard in the last seconds. */
export const heardUrl = (line: number, seconds: number, mark: number) =>
  `/api/lines/${line}/heard.wav?seconds=${seconds}#${mark}`;
