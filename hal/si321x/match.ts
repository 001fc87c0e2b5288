/** How a line is matched and how loud it is: impedance, gains, loop current. */

/** DR10: the built-in network is used; the setting's names as on the page, and the network that comes next to each. */
const IMPEDANCE_ENABLE = 0x08;
const NETWORKS: { readonly [impedance: string]: number } = Object.freeze({
  "600": 0,
  "900": 1,
  "600+2.16uF": 2,
  "900+2.16uF": 3,
  "270+750||150nF": 4,
  "220+850||120nF": 5,
  "220+820||115nF": 6,
  "200+600||100nF": 7,
  "370+620||310nF": 4,
});

export const impedanceOf = (impedance: string) => IMPEDANCE_ENABLE | (NETWORKS[impedance] ?? 0);

const UNITY = 0x4000;
const MOST_GAIN = 0x7fff;

/** DACG and ADCG: up to +6 dB; -Infinity is silence. */
export const gainOf = (decibels: number) => Math.min(MOST_GAIN, Math.round(UNITY * 10 ** (decibels / 20)));

/** DR71: the next step of 3 mA from 20 to 41 mA that is not above. */
export const currentLimitOf = (milliamperes: number) => Math.max(0, Math.min(7, Math.floor((milliamperes - 20) / 3)));

/** DR72: steps of 1.5 V, up to 94.5 V. */
export const onHookVoltageOf = (volts: number) => Math.max(0, Math.min(0x3f, Math.round(volts / 1.5)));
