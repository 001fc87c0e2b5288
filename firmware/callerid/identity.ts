/** Who calls, as a telephone can show it. */
export type Identity = {
  /** "" when there is none to show. */
  readonly number: string;
  readonly name: string;
  /** Why there is no number: withheld, or not known (GR-30 reason for absence). */
  readonly absence: "private" | "unavailable" | null;
};
