/** Patterns of whole numbers, as `Emergency_Number` has them: `x` and `?` stand for any digit. */
export function fits(pattern: string, dialled: string): boolean {
  if (pattern.length !== dialled.length) return false;
  for (let i = 0; i < pattern.length; i++) {
    const wanted = pattern.charAt(i);
    const key = dialled.charAt(i);
    if (wanted !== key && !((wanted === "x" || wanted === "?") && key >= "0" && key <= "9")) return false;
  }
  return true;
}
