/** The fitting field for each kind of setting. */
import { type Language, useLanguage, useText } from "./language.js";
import type { Row } from "./shapes.js";

type Props = {
  readonly id: string;
  readonly name: string;
  readonly row: Row;
  readonly value: string;
  /** Of a secret: there is one. */
  readonly isSet: boolean;
  readonly disabled: boolean;
  readonly invalid: boolean;
  onWish(value: string): void;
  onDone(): void;
};

/** Kinds that are a language of their own, and may be long. */
const SCRIPTS = [
  "tone",
  "cadence",
  "frequencies",
  "dialplan",
  "levels",
  "addresses",
  "rule",
  "expression",
  "certificates",
];

/** What such a value looks like. */
const EXAMPLES: { readonly [kind: string]: string } = {
  address: "sip.example.net:5060",
  addresses: "sip2.example.net, sip3.example.net:5070",
  target: "mailbox@sip.example.net",
  ip: "192.0.2.1",
  host: "telephone.example.net",
  hex: "0x68",
  numbers: "112, 999",
  codes: "404, 5??",
  mediatype: "application/dtmf-relay",
  servicecode: "*98",
  delays: "30, 60, 120+60",
  timeofday: "03:30",
  version: "1.0.2",
};

/** A comma is the point of German numbers. */
const pointed = (value: string, language: Language) => (language === "de" ? value.replace(",", ".") : value);

export function Entering(props: Props) {
  const { row, value, disabled, onWish, onDone } = props;
  const t = useText();
  const language = useLanguage();
  const common = {
    id: props.id,
    name: props.name,
    disabled,
    "aria-invalid": props.invalid,
    "aria-describedby": `${props.id}-help ${props.id}-error`,
  };
  // what does not fit is refused, and never cut: no maxLength
  const typed = {
    ...common,
    value,
    spellcheck: false,
    autocomplete: "off",
    autocapitalize: "off",
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => onWish(currentTarget.value),
    onBlur: onDone,
  } as const;

  if (row.kind === "yesno")
    return (
      <>
        <input
          {...common}
          type="checkbox"
          role="switch"
          checked={value === "Yes"}
          aria-checked={value === "Yes"}
          onChange={({ currentTarget }) => onWish(currentTarget.checked ? "Yes" : "No")}
        />
        <span class="unit" aria-hidden="true">
          {t(value === "Yes" ? "yes" : "no")}
        </span>
      </>
    );
  if (row.kind === "choice")
    return (
      <select {...common} value={value} onChange={({ currentTarget }) => onWish(currentTarget.value)} onBlur={onDone}>
        {(row.of ?? []).map((one, at) => (
          <option key={one} value={one}>
            {row.says?.[at] ?? one}
          </option>
        ))}
      </select>
    );
  if (row.secret || row.kind === "password")
    return (
      <input
        {...typed}
        type="password"
        autocomplete="new-password"
        placeholder={t(props.isSet ? "isSet" : "isNotSet")}
      />
    );
  if (row.kind === "number")
    return (
      <>
        <input
          {...typed}
          onInput={({ currentTarget }) => onWish(pointed(currentTarget.value, language))}
          class="number"
          inputMode={(row.min ?? 0) < 0 ? "text" : row.decimals ? "decimal" : "numeric"}
        />
        {row.unit ? <span class="unit">{row.unit}</span> : null}
      </>
    );
  if (SCRIPTS.includes(row.kind))
    return <textarea {...typed} class="script" rows={Math.min(6, 1 + Math.ceil(value.length / 60))} />;
  const code = row.kind !== "text";
  return <input {...typed} class={code ? "script" : undefined} placeholder={EXAMPLES[row.kind]} />;
}
