/** The SIP messages as a ladder: the adapter on the left, the others on the right; each opens to its full text. */
import { useEffect, useState } from "preact/hooks";
import { api } from "./api.js";
import { CaptureButton } from "./capture.js";
import { instant } from "./figures.js";
import { useText } from "./language.js";
import { useHeard } from "./live.js";
import type { SipMessage } from "./shapes.js";
import { sipTitle } from "./sip-title.js";

const MOST = 200;

export function Sip({ lines }: { lines: readonly number[] }) {
  const t = useText();
  const [messages, setMessages] = useState<readonly SipMessage[]>([]);
  const [line, setLine] = useState(0);
  useEffect(() => {
    void api.trace().then((answer) => answer.ok && setMessages(answer.value.messages));
  }, []);
  useHeard("sip", (message) => setMessages((before) => [...before.slice(1 - MOST), message]));
  const shown = messages.filter((message) => line === 0 || message.line === line).reverse();
  return (
    <>
      <p>{t("sipWhy")}</p>
      <div class="row">
        <label>
          {t("lineColumn")}
          <select value={line} onChange={({ currentTarget }) => setLine(Number(currentTarget.value))}>
            <option value={0}>{t("allLines")}</option>
            {lines.map((one) => (
              <option key={one} value={one}>
                {t("line", one)}
              </option>
            ))}
          </select>
        </label>
        <CaptureButton />
      </div>
      {shown.length === 0 ? <p>{t("nothingYet")}</p> : null}
      <ol class="ladder">
        {shown.map((message, i) => (
          <li key={`${message.t} ${shown.length - i}`}>
            <details>
              <summary>
                <time>{instant(message.t)}</time>
                <span class="line">{t("line", message.line)}</span>
                <span class={`rung ${message.direction}`}>
                  <span class="unseen">{t(message.direction === "in" ? "received" : "sent")}</span>
                  <span>{sipTitle(message.message)}</span>
                </span>
                <span class="remote">
                  {message.remote} {message.transport}
                </span>
              </summary>
              <pre>{message.message}</pre>
            </details>
          </li>
        ))}
      </ol>
    </>
  );
}
