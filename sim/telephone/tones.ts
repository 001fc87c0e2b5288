/** The tones of a country as a subscriber knows them by ear: what sounds, and in which rhythm. */

export const TONE_NAMES = [
  "dial",
  "second-dial",
  "outside-dial",
  "prompt",
  "stutter-dial",
  "cfwd-dial",
  "ringback",
  "ringback-2",
  "busy",
  "reorder",
  "off-hook-warning",
  "confirm",
  "sit",
  "call-waiting",
  "holding",
  "conference",
  "secure",
  "voice",
  "other",
] as const;
export type ToneName = (typeof TONE_NAMES)[number];

/** Frequencies that sound together, for `on` ms, and the silence after them. */
export type Burst = { readonly hertz: readonly number[]; readonly on: number; readonly off: number };

export type CountryTone = {
  readonly name: ToneName;
  /** Repeated as long as the tone lasts. */
  readonly bursts: readonly Burst[];
  /** After the bursts have been heard, the same sound goes on without a break. */
  readonly thenSteady?: true;
  /** It sounds over a conversation. */
  readonly over?: true;
};

const burst = (on: number, off: number, ...hertz: number[]): Burst => ({ hertz, on, off });
const steady = (...hertz: number[]) => [burst(Number.POSITIVE_INFINITY, 0, ...hertz)];
/** Bursts of one sound: on and off in turn. */
const bursts = (hertz: number[], ...times: number[]): Burst[] => {
  const row: Burst[] = [];
  for (let i = 0; i < times.length; i += 2) row.push(burst(times[i], times[i + 1], ...hertz));
  return row;
};
const sit = (first: number, firstOn: number, second: number, secondOn: number): CountryTone => ({
  name: "sit",
  bursts: [burst(firstOn, 0, first), burst(secondOn, 0, second), burst(380, 4000, 1777)],
});
const waiting = (...times: number[]): CountryTone => ({
  name: "call-waiting",
  bursts: bursts([440], ...times),
  over: true,
});

/** North America, with the tones that the adapters sold there add (PAP2T, Regional tab). In the order in which names win. */
export const NORTH_AMERICA: readonly CountryTone[] = [
  { name: "dial", bursts: steady(350, 440) },
  { name: "second-dial", bursts: steady(420, 520) },
  { name: "outside-dial", bursts: steady(420) },
  { name: "prompt", bursts: steady(520, 620) },
  { name: "stutter-dial", bursts: bursts([350, 440], 100, 100), thenSteady: true },
  { name: "cfwd-dial", bursts: bursts([350, 440], 200, 200), thenSteady: true },
  { name: "ringback", bursts: bursts([440, 480], 2000, 4000) },
  { name: "ringback-2", bursts: bursts([440, 480], 1000, 1000) },
  { name: "busy", bursts: bursts([480, 620], 500, 500) },
  { name: "reorder", bursts: bursts([480, 620], 250, 250) },
  { name: "off-hook-warning", bursts: bursts([480, 620], 125, 125) },
  { name: "confirm", bursts: bursts([600], 250, 250) },
  sit(985, 380, 1428, 380),
  sit(914, 274, 1371, 274),
  sit(914, 380, 1371, 380),
  sit(985, 380, 1371, 274),
  waiting(300, 9700),
  waiting(100, 100, 100, 9700),
  waiting(100, 100, 100, 100, 100, 9700),
  waiting(100, 100, 300, 100, 100, 9300),
  waiting(500, 500),
  waiting(100, 100, 300, 200, 300, 9100),
  waiting(300, 100, 300, 100, 100, 9100),
  waiting(300, 2000),
  { name: "holding", bursts: bursts([600], 100, 100, 100, 100, 100, 9500) },
  { name: "conference", bursts: bursts([350], 100, 100, 100, 9700), over: true },
  { name: "secure", bursts: [burst(200, 100, 397), burst(100, 2100, 507)], over: true },
];
