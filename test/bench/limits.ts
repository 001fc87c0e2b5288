/** What each row of the bench may cost. Lower one when the code gets better; raise one only with a reason in the commit. */
export const limits: { readonly [name: string]: number } = {
  "slots of an adapter after boot": 1_960,
  "20 ms of a talking line, both directions": 63_900,
  "slots left behind by 20 ms of a talking line": 0.5,
  "a received INVITE, to 180": 85_200,
  "a REGISTER cycle": 60_000,
};
