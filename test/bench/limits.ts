/** What each row of the bench may cost. Lower one when the code gets better; raise one only with a reason in the commit. */
export const limits: { readonly [name: string]: number } = {
  "slots of an adapter after boot": 1e9,
  "20 ms of a talking line, both directions": 1e9,
  "slots left behind by 20 ms of a talking line": 1e9,
  "a received INVITE, to 180": 1e9,
  "a REGISTER cycle": 1e9,
};
