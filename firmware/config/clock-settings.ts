/** What time it is: the time servers of the System tab, and the zone and the clock of the Regional tab. */
import { frozen } from "../base/frozen.js";
import type { Setting } from "./setting.js";

/** Zones as a PAP2T names them, and some more; `Automatic` is the board's own. */
const ZONES = frozen([
  "Automatic",
  ...["GMT-12:00", "GMT-11:00", "GMT-10:00", "GMT-09:30", "GMT-09:00", "GMT-08:00", "GMT-07:00", "GMT-06:00"],
  ...["GMT-05:00", "GMT-04:00", "GMT-03:30", "GMT-03:00", "GMT-02:00", "GMT-01:00", "GMT", "GMT+01:00", "GMT+02:00"],
  ...["GMT+03:00", "GMT+03:30", "GMT+04:00", "GMT+04:30", "GMT+05:00", "GMT+05:30", "GMT+05:45", "GMT+06:00"],
  ...["GMT+06:30", "GMT+07:00", "GMT+08:00", "GMT+08:45", "GMT+09:00", "GMT+09:30", "GMT+10:00", "GMT+10:30"],
  ...["GMT+11:00", "GMT+12:00", "GMT+12:45", "GMT+13:00", "GMT+14:00"],
]);

const server = (help: string) => ({ tab: "System", kind: "host", fallback: "", help, touches: "clock" }) as const;

export const clockSettings = frozen({
  Primary_NTP_Server: server("Who is asked for the time (SNTP); the board's own servers where none is named."),
  Secondary_NTP_Server: server("Who is asked when that one does not answer."),
  Set_Local_Date__mm_dd_: {
    tab: "Regional",
    kind: "date",
    fallback: "",
    label: "Set Local Date (mm/dd)",
    help: "Sets the clock while no time server has: the date, as 11/21 or 11/21/2026.",
    touches: "date",
  },
  Set_Local_Time__HH_mm_: {
    tab: "Regional",
    kind: "timeofday",
    fallback: "",
    label: "Set Local Time (HH/mm)",
    help: "The time of that day, as 18:05.",
    touches: "date",
  },
  Time_Zone: {
    tab: "Regional",
    kind: "choice",
    of: ZONES,
    fallback: "Automatic",
    help: "How far our clocks are from Greenwich in winter; Automatic is what the board knows, summer time included.",
    touches: "clock",
  },
  Daylight_Saving_Time_Rule: {
    tab: "Regional",
    kind: "daylight",
    fallback: "start=3/8/7/2;end=11/1/7/2;save=1",
    help: "Summer time of that zone: month/day/weekday/hour it starts and ends, and the hours it saves; empty for none.",
    touches: "clock",
  },
} as const satisfies Record<string, Setting>);
