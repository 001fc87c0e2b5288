/** The table of settings, and what is set. */
import { useCallback, useEffect, useState } from "preact/hooks";
import { api } from "./api.js";
import { useLanguage } from "./language.js";
import { useFailure } from "./notice.js";
import type { Row, Settings } from "./shapes.js";

export type Known = {
  readonly table: readonly Row[] | null;
  readonly settings: Settings | null;
  /** Why there is neither. */
  readonly failed: string | null;
  readonly look: () => Promise<void>;
};

export function useSettings(): Known {
  const say = useFailure();
  const language = useLanguage();
  const [table, setTable] = useState<readonly Row[] | null>(null);
  const [settings, setSettings] = useState<Settings | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const look = useCallback(async () => {
    const answer = await api.settings();
    if (answer.ok) setSettings(answer.value);
    else setFailed(say(answer)?.text ?? null);
  }, []);
  useEffect(() => {
    void look();
  }, []);
  useEffect(() => {
    let wanted = true;
    void api.table(language).then((answer) => {
      if (!wanted) return;
      if (answer.ok) setTable(answer.value);
      else setFailed(say(answer)?.text ?? null);
    });
    return () => {
      wanted = false;
    };
  }, [language]);
  return { table, settings, failed, look };
}
