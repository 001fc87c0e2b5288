/** The page of somebody who is in: the way about, what is live, and the room that was chosen. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Access } from "./access.js";
import { api, session } from "./api.js";
import { Backup } from "./backup.js";
import { Calls } from "./calls.js";
import { DialPlan } from "./dial-plan.js";
import { useText } from "./language.js";
import { Live, LiveContext } from "./live.js";
import { Log } from "./log.js";
import { Maintenance } from "./maintenance.js";
import { NavMenu } from "./nav-menu.js";
import { Button } from "./notice.js";
import { hrefOf, useRoute } from "./route.js";
import { SaidContext, useSayings } from "./said.js";
import { SettingsPage } from "./settings.js";
import { Setup } from "./setup.js";
import type { Role, Session, Status } from "./shapes.js";
import { Sip } from "./sip.js";
import { StatusPage } from "./status.js";

type Room = {
  readonly page:
    | "status"
    | "setup"
    | "settings"
    | "calls"
    | "log"
    | "sip"
    | "dialplan"
    | "backup"
    | "maintenance"
    | "access";
  readonly roles: readonly Role[];
};

const BOTH: readonly Role[] = ["admin", "user"];
const ADMIN: readonly Role[] = ["admin"];

const ROOMS: readonly Room[] = [
  { page: "status", roles: BOTH },
  { page: "setup", roles: ADMIN },
  { page: "settings", roles: BOTH },
  { page: "calls", roles: BOTH },
  { page: "log", roles: ADMIN },
  { page: "sip", roles: ADMIN },
  { page: "dialplan", roles: ADMIN },
  { page: "backup", roles: ADMIN },
  { page: "maintenance", roles: ADMIN },
  { page: "access", roles: BOTH },
];

/** How long after a change the advice is looked at again. */
const ADVICE_MS = 400;

/** What the adapter said of itself last; asked for once, then heard. */
function useStatus(live: Live | null, onLost: (lost: boolean) => void): Status | null {
  const [status, setStatus] = useState<Status | null>(null);
  useEffect(() => {
    if (!live) return;
    let timer = 0;
    const look = async () => {
      const answer = await api.status();
      if (answer.ok) setStatus(answer.value);
    };
    void look();
    const ears = [
      live.on("status", (now) => {
        // an event says nothing that not everybody may know: what is advised is asked for
        setStatus((before) => ({
          ...now,
          advice: now.advice.length > 0 ? now.advice : (before?.advice ?? []),
          provisioning: before?.provisioning,
        }));
        clearTimeout(timer);
        timer = setTimeout(look, ADVICE_MS);
      }),
      live.on("connected", (connected) => {
        onLost(!connected);
        if (connected) void look();
        else session.onOut();
      }),
    ];
    return () => {
      clearTimeout(timer);
      for (const off of ears) off();
    };
  }, [live, onLost]);
  return status;
}

export function Rooms(props: { who: Session; onOut(): Promise<void>; onLost(lost: boolean): void }) {
  const t = useText();
  const route = useRoute();
  const [live, setLive] = useState<Live | null>(null);
  useEffect(() => {
    const opened = new Live();
    setLive(opened);
    return () => opened.close();
  }, []);
  const status = useStatus(live, props.onLost);
  const say = useSayings();
  const role = props.who.role ?? "user";
  const rooms = ROOMS.filter(({ roles }) => roles.includes(role));
  const room = rooms.find(({ page }) => page === route.page) ?? rooms[0];
  const name = t(`page-${room.page}`);
  useEffect(() => {
    document.title = `${name} · ${props.who.product}`;
  }, [name, props.who.product]);
  const before = useRef(room.page);
  useEffect(() => {
    // who has gone to another room is told so, and reads on there
    if (before.current !== room.page) document.getElementById("main")?.focus();
    before.current = room.page;
  }, [room.page]);
  const leave = async () => {
    await api.logout();
    await props.onOut();
  };
  return (
    <LiveContext.Provider value={live}>
      <SaidContext.Provider value={say}>
        <NavMenu label={t("pages")} class="rooms" current={name}>
          {rooms.map(({ page }) => (
            <li key={page}>
              <a href={hrefOf(page)} aria-current={page === room.page ? "page" : undefined}>
                {t(`page-${page}`)}
              </a>
            </li>
          ))}
          <li>
            <Button act={leave}>{t("logout")}</Button>
          </li>
        </NavMenu>
        <main id="main" tabIndex={-1} aria-label={name}>
          <h1>{name}</h1>
          {roomOf(room, route.rest, role, status)}
        </main>
      </SaidContext.Provider>
    </LiveContext.Provider>
  );
}

function roomOf({ page }: Room, rest: string, role: Role, status: Status | null): ComponentChildren {
  const lines = status?.lines.map(({ line }) => line) ?? [];
  switch (page) {
    case "status":
      return <StatusPage status={status} role={role} />;
    case "setup":
      return <Setup status={status} />;
    case "settings":
      return <SettingsPage place={rest} role={role} status={status} />;
    case "calls":
      return <Calls role={role} />;
    case "log":
      return <Log />;
    case "sip":
      return <Sip lines={lines} />;
    case "dialplan":
      return <DialPlan lines={lines} />;
    case "backup":
      return <Backup />;
    case "maintenance":
      return <Maintenance lines={lines} />;
    case "access":
      return <Access role={role} />;
  }
}
