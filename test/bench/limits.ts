/** What each row of the bench may cost. Lower one when the code gets better; raise one only with a reason in the commit. */
export const limits: { readonly [name: string]: number } = {
  "slots of an adapter after boot": 1_280,
  "20 ms of a talking line, both directions": 48_900,
  "slots left behind by 20 ms of a talking line": 0.5,
  // with who rings, for those who are told of it
  "a received INVITE, to 180": 80_300,
  "a REGISTER cycle": 64_300,
  // in English and German
  "the adapter's page, all of it compressed": 40,
  "parsed INVITE, ours": 22_500,
  "parsed 200 to REGISTER, ours": 19_600,
  "parsed 180 Ringing, ours": 14_300,
  // both lines in a call, everything in: docs/performance.md says what that is of a core
  "20 ms of two talking lines, kernels native and empty": 8_000,
  "20 ms of two voices in it, kernels native and empty": 4_950,
  "20 ms of two talking lines, kernels native": 6_650,
  "chunks that 20 ms of two talking lines take": 0,
  "slots that 20 ms of two talking lines take": 0,
  "slots left behind by 20 ms of two talking lines": 0,
  "20 ms of two voices in TypeScript, gains of 0 dB, nothing detected or cancelled": 20_600,
  "20 ms of two lines' keys in TypeScript": 28_800,
  "kernel encodeUlaw in TypeScript": 4_135,
  "kernel decodeUlaw in TypeScript": 3_841,
  "kernel encodeAlaw in TypeScript": 4_455,
  "kernel decodeAlaw in TypeScript": 3_841,
  "kernel applyGain in TypeScript": 6_928,
  "kernel loudnessOf in TypeScript": 3_886,
  "kernel addSine in TypeScript": 12_266,
  "kernel keepHeard in TypeScript": 354,
  "kernel lookForKeys in TypeScript": 1_916,
  "kernel loudestEcho in TypeScript": 26_350,
  "kernel pitchOf in TypeScript": 127_300,
  "kernel cutPeriod in TypeScript": 131_900,
  "kernel repeatPeriod in TypeScript": 3_584,
  "kernel smoothJoint in TypeScript": 958,
  "kernel blend in TypeScript": 3_471,
  "kernel modulate in TypeScript": 17_200,
  "kernel mixThree in TypeScript": 18_757,
  "kernel lookForVoice in TypeScript": 6_865,
  "kernel autocorrelate in TypeScript": 58_000,
  "kernel lookForModems in TypeScript": 1_969,
  "kernel fillNoise in TypeScript": 113_200,
  "kernel decodeAdpcm in TypeScript": 18_710,
  "kernel cancelFrame in TypeScript": 1_867_500,
};

/** How many times faster than in TypeScript a kernel has to be in C. */
export const LEAST_LEAD = 15;

/** How many times better than the best of the others we have to be. Wall time is told, and judges nothing: it depends on the machine. */
export const leads: { readonly [name: string]: number } = {
  "parsed INVITE: best other / ours": 1.7,
  "parsed 200 to REGISTER: best other / ours": 1.6,
  "parsed 180 Ringing: best other / ours": 1.7,
};
