/** Who is there? */
import { useState } from "preact/hooks";
import { api } from "./api.js";
import { useText } from "./language.js";
import { Notice, type Said, useFailure } from "./notice.js";
import type { Role } from "./shapes.js";

export function Login({ onIn }: { onIn(): Promise<void> }) {
  const t = useText();
  const failed = useFailure();
  const [role, setRole] = useState<Role>("admin");
  const [password, setPassword] = useState("");
  const [said, setSaid] = useState<Said>(null);
  const enter = async (event: Event) => {
    event.preventDefault();
    const answer = await api.login(role, password);
    if (answer.ok) return onIn();
    setPassword("");
    // what the adapter says of it is in English until somebody is in
    const known = answer.status === 401 ? "wrongPassword" : answer.status === 429 ? "tooManyTries" : null;
    setSaid(known ? { tone: "error", text: t(known) } : failed(answer));
  };
  return (
    <main id="main" class="narrow">
      <h1>{t("login")}</h1>
      <form onSubmit={enter} class="card">
        <label>
          {t("role")}
          <select value={role} onChange={({ currentTarget }) => setRole(currentTarget.value as Role)}>
            <option value="admin">{t("role-admin")}</option>
            <option value="user">{t("role-user")}</option>
          </select>
        </label>
        <label>
          {t("password")}
          <input
            type="password"
            autocomplete="current-password"
            required
            value={password}
            onInput={({ currentTarget }) => setPassword(currentTarget.value)}
          />
        </label>
        <button type="submit" class="primary">
          {t("login")}
        </button>
        <Notice said={said} />
      </form>
    </main>
  );
}
