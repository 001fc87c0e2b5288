/** The log of calls, which its owner may erase. */
import { useEffect, useState } from "preact/hooks";
import { api } from "./api.js";
import { CallList } from "./call-list.js";
import { useText } from "./language.js";
import { useHeard } from "./live.js";
import { Notice, type Said, SureButton, useFailure } from "./notice.js";
import type { PastCall, Role } from "./shapes.js";

export function Calls({ role }: { role: Role }) {
  const t = useText();
  const failed = useFailure();
  const [calls, setCalls] = useState<readonly PastCall[]>([]);
  const [said, setSaid] = useState<Said>(null);
  const look = async () => {
    const answer = await api.calls();
    if (answer.ok) setCalls(answer.value.calls);
    else setSaid(failed(answer));
  };
  useEffect(() => void look(), []);
  useHeard("call", () => void look());
  const forget = async () => {
    const answer = await api.forgetCalls();
    setSaid(answer.ok ? { tone: "good", text: t("callsErased") } : failed(answer));
    await look();
  };
  return (
    <>
      <CallList calls={calls} />
      {role === "admin" && calls.length > 0 ? (
        <SureButton act={forget} question={t("eraseCallsSure")}>
          {t("eraseCalls")}
        </SureButton>
      ) : null}
      <Notice said={said} />
    </>
  );
}
