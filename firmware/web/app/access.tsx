/** Who gets in: passwords of both logins, and tokens for scripts. */
import { useEffect, useState } from "preact/hooks";
import { api } from "./api.js";
import { useText } from "./language.js";
import { Notice, type Said, SureButton, useFailure } from "./notice.js";
import { NewPassword } from "./password.js";
import type { Role } from "./shapes.js";

export function Access({ role }: { role: Role }) {
  return (
    <>
      <Password own={role} />
      {role === "admin" ? <Tokens /> : null}
    </>
  );
}

function Password({ own }: { own: Role }) {
  const t = useText();
  const failed = useFailure();
  const [old, setOld] = useState("");
  const [role, setRole] = useState<Role>(own);
  const [said, setSaid] = useState<Said>(null);
  const [round, setRound] = useState(0);
  const change = async (password: string) => {
    const answer = await api.changePassword(old, password, role);
    if (!answer.ok)
      return setSaid(answer.status === 401 ? { tone: "error", text: t("wrongPassword") } : failed(answer));
    setOld("");
    setRound(round + 1);
    setSaid({ tone: "good", text: t("passwordChanged") });
  };
  return (
    <section class="card" aria-labelledby="change">
      <h2 id="change">{t("changePassword")}</h2>
      {own === "admin" ? (
        <label>
          {t("passwordOf")}
          <select value={role} onChange={({ currentTarget }) => setRole(currentTarget.value as Role)}>
            <option value="admin">{t("role-admin")}</option>
            <option value="user">{t("role-user")}</option>
          </select>
        </label>
      ) : null}
      <label>
        {t("oldPassword")}
        <input
          type="password"
          autocomplete="current-password"
          value={old}
          onInput={({ currentTarget }) => setOld(currentTarget.value)}
        />
      </label>
      <NewPassword key={round} onGiven={change} button={t("changePassword")} />
      <Notice said={said} />
    </section>
  );
}

function Tokens() {
  const t = useText();
  const failed = useFailure();
  const [names, setNames] = useState<readonly string[]>([]);
  const [name, setName] = useState("");
  const [token, setToken] = useState<string | null>(null);
  const [said, setSaid] = useState<Said>(null);
  const look = async () => {
    const answer = await api.tokens();
    if (answer.ok) setNames(answer.value.tokens);
    else setSaid(failed(answer));
  };
  useEffect(() => void look(), []);
  const add = async (event: Event) => {
    event.preventDefault();
    if (name.trim() === "") return;
    const answer = await api.addToken(name.trim());
    setSaid(answer.ok ? null : failed(answer));
    if (!answer.ok) return;
    setToken(answer.value.token);
    setName("");
    await look();
  };
  const drop = async (one: string) => {
    const answer = await api.dropToken(one);
    setSaid(answer.ok ? { tone: "good", text: t("tokenDropped", one) } : failed(answer));
    await look();
  };
  return (
    <section class="card" aria-labelledby="tokens">
      <h2 id="tokens">{t("tokens")}</h2>
      <p>{t("tokensWhy")}</p>
      {names.length > 0 ? (
        <ul class="tokens">
          {names.map((one) => (
            <li key={one} class="row">
              <code class="grow">{one}</code>
              <SureButton act={() => drop(one)} question={t("tokenSure", one)}>
                {t("remove")}
                <span class="unseen"> {one}</span>
              </SureButton>
            </li>
          ))}
        </ul>
      ) : null}
      <form onSubmit={add} class="row">
        <label class="grow">
          {t("tokenName")}
          <input autocomplete="off" value={name} onInput={({ currentTarget }) => setName(currentTarget.value)} />
        </label>
        <button type="submit">{t("tokenAdd")}</button>
      </form>
      <div role="status">
        {token ? (
          <p class="good">
            {t("tokenOnce")} <code>{token}</code>
          </p>
        ) : null}
      </div>
      <Notice said={said} />
    </section>
  );
}
