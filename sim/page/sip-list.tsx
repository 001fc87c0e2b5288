/** The SIP messages as they come and go, newest first; each opens to its full text. */
import { useState } from "preact/hooks";
import type { SipMessage } from "./desk-state.js";

export function SipList({ messages }: { messages: readonly SipMessage[] }) {
  const [line, setLine] = useState(0);
  const shown = messages.filter((message) => line === 0 || message.line === line).reverse();
  return (
    <section class="sip" aria-label="SIP messages">
      <header>
        <h2>SIP</h2>
        <select aria-label="Line" value={line} onChange={({ currentTarget }) => setLine(Number(currentTarget.value))}>
          <option value={0}>both lines</option>
          <option value={1}>line 1</option>
          <option value={2}>line 2</option>
        </select>
      </header>
      <ol>
        {shown.map((message) => (
          <li key={`${message.t} ${message.line} ${message.message}`}>
            <details>
              <summary>
                <time>{(message.t / 1000).toFixed(3)}</time>
                <span class="line">line {message.line}</span>
                <span class={`arrow ${message.direction}`}>{message.direction === "in" ? "←" : "→"}</span>
                <span class="first">{title(message.message)}</span>
                <span class="remote">{message.remote}</span>
              </summary>
              <pre>{message.message}</pre>
            </details>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The first line in brief, and what it is about: `180 Ringing (INVITE)`, `REGISTER sip:desk`. */
function title(message: string): string {
  const first = message.slice(0, message.indexOf("\r\n"));
  const method = /^cseq\s*:\s*\d+\s+(\S+)/im.exec(message)?.[1] ?? "";
  return first.startsWith("SIP/2.0 ") ? `${first.slice(8)} (${method})` : first.replace(/ SIP\/2\.0$/, "");
}
