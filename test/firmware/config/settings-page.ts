/** `docs/settings.md`, made from the tables of settings. By hand: `npm run build:manual` */
import { adapterSettings } from "../../../firmware/config/adapter-settings.js";
import { lineSettings } from "../../../firmware/config/line-settings.js";
import { labelOf } from "../../../firmware/config/names.js";
import type { Setting, Tab } from "../../../firmware/config/setting.js";
import { namesWithoutEffect, withoutEffect } from "../../../firmware/config/without-effect.js";
import { rowOf } from "../../../firmware/web/settings-table.js";
import { additions, differences } from "./differences.js";

type Row = { readonly name: string; readonly setting: Setting; readonly isLine: boolean };

const TABS: readonly Tab[] = ["System", "SIP", "Provisioning", "Regional", "Line", "User"];

const KINDS: { readonly [kind in Setting["kind"]]: string } = {
  text: "text",
  password: "password",
  yesno: "Yes, No",
  number: "number",
  choice: "choice",
  hex: "0x00 to 0xff",
  address: "host, or host:port",
  addresses: "hosts, or host:port, with commas",
  target: "host, host:port or user@host",
  ip: "IP address",
  host: "host",
  tone: "tone: `350@-19,440@-19;10(*/0/1+2)`",
  cadence: "cadence: `60(2/4)`",
  frequencies: "frequencies: `440@-10`",
  dialplan: "dial plan",
  numbers: "numbers, with commas",
  codes: "response codes, with commas: `404,5??`",
  mediatype: "media type",
  servicecode: "star code",
  levels: "levels: `sip=debug, *=info`",
  rule: "rule",
  expression: "condition",
  delays: "s, with commas: `30,300,1800+3600`",
  version: "version: `1.0.2`",
  timeofday: "HHmm, or HH:mm",
  date: "mm/dd, or mm/dd/yyyy",
  daylight: "rule of summer time",
  certificates: "certificates in PEM",
  weburl: "URL",
  broker: "host, host:port or mqtts://host",
  topic: "topic: `house/telephone`",
  eventkinds: "kinds of events: `ring, end`, or `*`",
};

export function settingsPage(): string {
  const rows: Row[] = [
    ...Object.entries(adapterSettings).map(([name, setting]) => ({ name, setting, isLine: false })),
    ...Object.entries(lineSettings).map(([name, setting]) => ({ name, setting, isLine: true })),
  ];
  const tabs = TABS.map((tab) =>
    tabText(
      tab,
      rows.filter(({ setting }) => setting.tab === tab),
    ),
  );
  return `# Settings

Settings carry the names of a Linksys PAP2T. On the page and in JSON one of a line ends in its number, \`Proxy[1]\`; in an XML
profile every character but letters, digits, \`-\` and \`_\` is a \`_\`, so that it is \`<Proxy_1_>\`. A name is understood in all
these ways, and as the page labels it (\`SIP ToS/DiffServ Value[1]\`).

What is **bold** the page shows at once, the rest in its advanced view; names and texts are there in German, too. The tab User is
also for whoever signs in as the user of a telephone, without the administrator's password. A password is never told, not even in a profile.

Summer time is \`start=month/day/weekday/HH:mm:ss;end=…;save=hours\`: the weekday is 1 for Monday to 7 for Sunday, the first on
that day or after it; 0 is the day itself, and day -1 the last of its month.

${tabs.join("\n")}
## Other defaults than a PAP2T's

| Setting | PAP2T | Here | Why |
|---|---|---|---|
${rows
  .filter(({ name }) => Object.hasOwn(differences, name))
  .map(differenceText)
  .join("\n")}

## New settings

A PAP2T does not know these: ${rows
    .filter(({ name }) => additions.includes(name))
    .map(({ name }) => `\`${name}\``)
    .join(", ")}.

## Providers and countries

The servers of the set-up's providers are those that others use in public; only that of dus.net was found on its provider's own page,
no account has been tried with any, and whether Free still runs Freephonie is not known. Tones and rings of countries agree with
what other switches take from ITU-T E.180; their impedances, caller ID and emergency numbers are common knowledge, not checked.

## Passwords of the page

\`Admin_Passwd\` and \`User_Password\` (or \`User_Passwd\`) are no settings, but are taken like settings from a profile in XML or
JSON, from an assignment in a rule, and from the administrator by \`PUT /api/settings\`. They have 8 to 64 characters; an empty one
of the administrator is let be, an empty one of the user takes his password away, but not from a file that is restored. They are
kept as what nobody can read, and are in no backup, profile or report. A PAP2T's operator opens more settings to the user by
\`ua="rw"\` in a profile: here the User tab alone is his.

## Parameters without effect

A profile may carry these. They are kept apart when it is read, with the reason; \`#\` is a digit.

| Parameters | Why |
|---|---|
${reasonTexts().join("\n")}
`;
}

function tabText(tab: Tab, rows: readonly Row[]): string {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const { group } = rowOf(row.name);
    groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  const parts = [...groups].map(([group, all]) => {
    const title = groups.size === 1 || group === tab ? "" : `### ${group}\n\n`;
    return `${title}| Setting | Values | Default | What it does |\n|---|---|---|---|\n${all.map(rowText).join("\n")}\n`;
  });
  return `## ${tab}\n\n${parts.join("\n")}`;
}

function rowText({ name, setting, isLine }: Row): string {
  const shown = `\`${name}${isLine ? "[n]" : ""}\``;
  const label = labelOf(name, setting);
  const called = label === name.replaceAll("_", " ") ? "" : `<br>${label}`;
  const title = (rowOf(name).advanced ? shown : `**${shown}**`) + called;
  const fallbacks = typeof setting.fallback === "string" ? [setting.fallback] : setting.fallback;
  const mark = Object.hasOwn(differences, name) ? " (differs)" : "";
  return `| ${title} | ${valuesOf(setting)} | ${fallbacks.map(codeOf).join(", ")}${mark} | ${cell(setting.help)} |`;
}

function valuesOf(setting: Setting): string {
  switch (setting.kind) {
    case "number": {
      const unit = setting.unit ? ` ${setting.unit}` : "";
      const most = setting.max >= 2_147_483_647 ? " or more" : ` to ${setting.max}`;
      return `${setting.min}${most}${unit}${setting.optional ? ", or nothing" : ""}`;
    }
    case "choice":
      return setting.of.map(codeOf).join(", ");
    case "text":
    case "password":
      return `${KINDS[setting.kind]}, up to ${setting.max} characters`;
    default:
      return KINDS[setting.kind];
  }
}

function differenceText({ name, setting }: Row): string {
  const [was, reason] = differences[name];
  const now = typeof setting.fallback === "string" ? setting.fallback : setting.fallback.join(", ");
  return `| \`${name}\` | ${codeOf(was)} | ${codeOf(now)} | ${cell(reason)} |`;
}

function reasonTexts(): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const name of namesWithoutEffect) {
    const reason = withoutEffect(name.replace("#", "2")) ?? "";
    byReason.set(reason, [...(byReason.get(reason) ?? []), `\`${name}\``]);
  }
  return [...byReason].map(([reason, names]) => `| ${names.join(", ")} | ${cell(reason)} |`);
}

const codeOf = (text: string) => (text === "" ? "empty" : `\`${cell(text)}\``);

/** A bar would begin the next cell. */
const cell = (text: string) => text.replaceAll("|", "\\|");

if (process.argv[1]?.endsWith("settings-page.ts")) process.stdout.write(settingsPage());
