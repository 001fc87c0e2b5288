/** The settings of a line that lives at the lab's registrar. */

export type Account = { user: string; password?: string };

/** Options for a desk whose lines have these accounts at a proxy on this port of 127.0.0.1. */
export function provider(port: number, accounts: Account[]): string[] {
  const lines = accounts.flatMap(({ user, password = `pw-${user}` }, index) => {
    const n = index + 1;
    return [
      `Proxy[${n}]=lab.test`,
      `Outbound_Proxy[${n}]=127.0.0.1:${port}`,
      `Use_Outbound_Proxy[${n}]=yes`,
      `User_ID[${n}]=${user}`,
      `Password[${n}]=${password}`,
      `Display_Name[${n}]=Desk ${user}`,
      `Dial_Plan[${n}]=(xxxxS0)`,
    ];
  });
  return ["--pbx", "none", ...set(...lines)];
}

export const set = (...settings: string[]): string[] => settings.flatMap((setting) => ["--set", setting]);
