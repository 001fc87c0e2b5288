/** What each row of the bench may cost. Lower one when the code gets better; raise one only with a reason in the commit. */
export const limits: { readonly [name: string]: number } = {
  "slots of an adapter after boot": 2_395,
  "20 ms of a talking line, both directions": 63_900,
  "slots left behind by 20 ms of a talking line": 0.5,
  "a received INVITE, to 180": 85_200,
  "a REGISTER cycle": 64_700,
  "parsed INVITE, ours": 26_400,
  "parsed 200 to REGISTER, ours": 22_600,
  "parsed 180 Ringing, ours": 15_900,
};

/** How many times better than the best of the others we have to be. Wall time is told, and judges nothing: it depends on the machine. */
export const leads: { readonly [name: string]: number } = {
  "parsed INVITE: best other / ours": 1.4,
  "parsed 200 to REGISTER: best other / ours": 1.3,
  "parsed 180 Ringing: best other / ours": 1.5,
};
