/** What each row of the bench may cost. Lower one when the code gets better; raise one only with a reason in the commit. */
export const limits: { readonly [name: string]: number } = {
  "slots of an adapter after boot": 1_960,
  "20 ms of a talking line, both directions": 63_900,
  "slots left behind by 20 ms of a talking line": 0.5,
  "a received INVITE, to 180": 85_200,
  "a REGISTER cycle": 60_000,
  "parsed INVITE, ours": 29_100,
  "parsed 200 to REGISTER, ours": 25_500,
  "parsed 180 Ringing, ours": 18_400,
};

/** How many times better than the best of the others we have to be. Wall time is told, and judges nothing: it depends on the machine. */
export const leads: { readonly [name: string]: number } = {
  "parsed INVITE: best other / ours": 1,
  "parsed 200 to REGISTER: best other / ours": 1,
  "parsed 180 Ringing: best other / ours": 1,
};
