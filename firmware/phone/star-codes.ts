/** The star codes of the PAP2T that can be dialled here, by the names of their settings, and what each does. */
import { frozen } from "../base/frozen.js";

export type Service =
  /** From now on calls are anonymous, or are not. */
  | "hide"
  | "show"
  /** The next call alone. */
  | "hideOnce"
  | "showOnce"
  /** The next call alone is a fax's, or a modem's; on a line of that kind it is a voice's. */
  | "fax"
  | "modem"
  /** The voice menu is listened to. */
  | "menu"
  /** The held call goes to the number that follows. */
  | "transfer";

type Row = {
  readonly does: Service;
  /** Only known while another call is held. */
  readonly second: boolean;
};

const rows = frozen({
  Blind_Transfer_Code: { does: "transfer", second: true },
  Block_CID_Act_Code: { does: "hide", second: false },
  Block_CID_Deact_Code: { does: "show", second: false },
  Block_CID_Per_Call_Act_Code: { does: "hideOnce", second: false },
  Block_CID_Per_Call_Deact_Code: { does: "showOnce", second: false },
  FAX_Line_Toggle_Code: { does: "fax", second: false },
  Modem_Line_Toggle_Code: { does: "modem", second: false },
  Voice_Menu_Code: { does: "menu", second: false },
} as const satisfies Record<string, Row>);

/** The digits of each; "" where the owner has none, or the service is switched off. */
export type StarCodes = { readonly [setting in keyof typeof rows]: string };

const settings = frozen(Object.keys(rows) as readonly (keyof typeof rows)[]);

/** The codes that are known to the dialling of a first or a second call. */
export function codesFor(codes: StarCodes, second: boolean): readonly string[] {
  const known: string[] = [];
  for (const setting of settings)
    if (codes[setting] !== "" && (second || !rows[setting].second)) known.push(codes[setting]);
  return known;
}

/** What a code does, or null when it does nothing. */
export function serviceOf(codes: StarCodes, dialled: string, second: boolean): Service | null {
  for (const setting of settings) {
    const { does, second: held } = rows[setting];
    if (dialled !== "" && codes[setting] === dialled && (second || !held)) return does;
  }
  return null;
}
