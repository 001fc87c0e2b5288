/** The telephone's little window: who calls, or what is going on. */
import type { Line } from "./desk-state.js";

const WHY: { readonly [absence: string]: string } = { private: "Private", unavailable: "Out of area" };

export function DisplayWindow({ line }: { line: Line }) {
  const { display, hook, ringing, calls, registered } = line;
  const shown = display && (ringing || hook === "on" || calls.some(({ direction }) => direction === "in"));
  if (shown)
    return (
      <output class="window">
        <span class="window-top">{display.number ?? WHY[display.absence ?? "unavailable"]}</span>
        <span>{display.name ?? ""}</span>
        <span class="window-date">{display.date ?? ""}</span>
      </output>
    );
  return (
    <output class="window">
      <span class="window-top">Line {line.line}</span>
      <span>{registered ? (hook === "off" ? "off hook" : "ready") : "not registered"}</span>
    </output>
  );
}
