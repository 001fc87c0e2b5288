/** Seconds since 1970 as a date, in the Gregorian calendar without a library. */
import type { DateTime } from "../clock.js";

const DAY = 86_400;
/** Days from 1 March of the year 0 to 1 January 1970, and in 400 years. */
const EPOCH = 719_468;
const ERA = 146_097;

export function dateOf(seconds: number): DateTime {
  const days = Math.floor(seconds / DAY);
  const rest = seconds - days * DAY;
  const from = days + EPOCH;
  const era = Math.floor(from / ERA);
  const ofEra = from - era * ERA;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  // Months from March on, so that the leap day is the last of its year.
  const march = Math.floor((5 * ofYear + 2) / 153);
  const month = march < 10 ? march + 3 : march - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: ofYear - Math.floor((153 * march + 2) / 5) + 1,
    hour: Math.floor(rest / 3600),
    minute: Math.floor(rest / 60) % 60,
    second: Math.floor(rest) % 60,
  };
}
