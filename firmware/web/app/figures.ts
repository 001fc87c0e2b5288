/** Figures as people read them. */

/** `1:05`, `2:00:07`, `3 d 1:00:00`. */
export function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  const [days, hours, minutes] = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 60) % 60,
  ];
  const clock = days + hours > 0 ? `${hours}:${two(minutes)}` : String(minutes);
  return `${days > 0 ? `${days} d ` : ""}${clock}:${two(whole % 60)}`;
}

/** Seconds since the start, to the millisecond. */
export const instant = (milliseconds: number) => (milliseconds / 1000).toFixed(3);

export type Grade = "best" | "good" | "fair" | "poor" | "bad";

const GRADES: readonly (readonly [least: number, grade: Grade])[] = [
  [4.0, "best"],
  [3.6, "good"],
  [3.1, "fair"],
  [2.6, "poor"],
];

/** What a mean opinion score means (ITU-T G.107 Annex B). */
export const gradeOf = (mos: number): Grade => GRADES.find(([least]) => mos >= least)?.[1] ?? "bad";
