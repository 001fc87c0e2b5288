/**
 * The tone and cadence scripts of the PAP2T (Regional tab), read into tables.
 *
 *   CadScript    60(.8/.4,.8/4)                     section ; section
 *   ToneScript   350@-19,440@-19;10(.5/.5/1+2)   frequencies ; section ; section
 */

/** `on` and `off` in ms; Infinity for `*`. */
export type CadenceSection = {
  /** ms; Infinity for `*`. */
  readonly duration: number;
  readonly segments: readonly { readonly on: number; readonly off: number }[];
};
export type Cadence = readonly CadenceSection[];

export type ToneComponent = { readonly hertz: number; readonly dbm: number };
export type ToneSection = {
  readonly duration: number;
  /** `components` are indices into the tone's own list; empty is silence. */
  readonly segments: readonly { readonly on: number; readonly off: number; readonly components: readonly number[] }[];
};
export type Tone = { readonly components: readonly ToneComponent[]; readonly sections: readonly ToneSection[] };
