/** The SIP messages as they come and go, newest first; each opens to its full text. */
import { useState } from "preact/hooks";
import { sipTitle } from "../../firmware/web/app/sip-title.js";
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
                <span class="first">{sipTitle(message.message)}</span>
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
