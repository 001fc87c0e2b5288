/** Three parties in one conversation: each hears the other two. */

/** The frames of three parties; each becomes what that party hears. What is too loud is clipped. */
export function mixThree(one: Int16Array, two: Int16Array, three: Int16Array): void {
  const length = one.length;
  for (let i = 0; i < length; i++) {
    const sum = one[i] + two[i] + three[i];
    const toOne = sum - one[i];
    const toTwo = sum - two[i];
    const toThree = sum - three[i];
    one[i] = toOne > 32767 ? 32767 : toOne < -32768 ? -32768 : toOne;
    two[i] = toTwo > 32767 ? 32767 : toTwo < -32768 ? -32768 : toTwo;
    three[i] = toThree > 32767 ? 32767 : toThree < -32768 ? -32768 : toThree;
  }
}
