/** The bells and call-waiting tones of the Regional tab, as on a PAP2T. */
import { frozen } from "../base/frozen.js";
import type { Setting } from "./setting.js";

const ring = <F extends string>(fallback: F, help: string) =>
  ({ tab: "Regional", kind: "cadence", fallback, help, touches: "phone" }) as const;
const waiting = <F extends string>(fallback: F) =>
  ({ tab: "Regional", kind: "cadence", fallback, help: "Cadence of a call-waiting tone.", touches: "phone" }) as const;
const name = <F extends string>(fallback: F) =>
  ({
    tab: "Regional",
    kind: "text",
    max: 31,
    fallback,
    help: "What Alert-Info calls this ring and this call-waiting tone.",
    touches: "phone",
  }) as const;

export const ringSettings = frozen({
  Ring1_Cadence: ring("60(2/4)", "The ordinary bell: seconds in all, then on/off."),
  Ring2_Cadence: ring("60(.8/.4,.8/4)", "Cadence of a distinctive ring."),
  Ring3_Cadence: ring("60(.4/.2,.4/.2,.8/4)", "Cadence of a distinctive ring."),
  Ring4_Cadence: ring("60(.3/.2,1/.2,.3/4)", "Cadence of a distinctive ring."),
  Ring5_Cadence: ring("1(.5/.5)", "A splash: one short ring."),
  Ring6_Cadence: ring("60(.2/.4,.2/.4,.2/4)", "Cadence of a distinctive ring."),
  Ring7_Cadence: ring("60(.4/.2,.4/.2,.4/4)", "A number that was busy is free."),
  Ring8_Cadence: ring("60(0.25/9.75)", "Reminds of a call on hold."),
  CWT1_Cadence: waiting("30(.3/9.7)"),
  CWT2_Cadence: waiting("30(.1/.1,.1/9.7)"),
  CWT3_Cadence: waiting("30(.1/.1,.1/.1,.1/9.7)"),
  CWT4_Cadence: waiting("30(.1/.1,.3/.1,.1/9.3)"),
  CWT5_Cadence: waiting("1(.5/.5)"),
  CWT6_Cadence: waiting("30(.1/.1,.3/.2,.3/9.1)"),
  CWT7_Cadence: waiting("30(.3/.1,.3/.1,.1/9.1)"),
  CWT8_Cadence: waiting("2.3(.3/2)"),
  Ring1_Name: name("Bellcore-r1"),
  Ring2_Name: name("Bellcore-r2"),
  Ring3_Name: name("Bellcore-r3"),
  Ring4_Name: name("Bellcore-r4"),
  Ring5_Name: name("Bellcore-r5"),
  Ring6_Name: name("Bellcore-r6"),
  Ring7_Name: name("Bellcore-r7"),
  Ring8_Name: name("Bellcore-r8"),
  Ring_Waveform: {
    tab: "Regional",
    kind: "choice",
    of: ["Sinusoid", "Trapezoid"],
    fallback: "Trapezoid",
    help: "Shape of the ringing voltage. Old bells that hum rather than ring want a sinusoid of 25 Hz.",
    touches: "line",
  },
  Ring_Frequency: {
    tab: "Regional",
    kind: "number",
    min: 10,
    max: 100,
    unit: "Hz",
    fallback: "20",
    help: "Frequency of the ringing voltage.",
    touches: "line",
  },
  Ring_Voltage: {
    tab: "Regional",
    kind: "number",
    min: 60,
    max: 90,
    unit: "V",
    fallback: "85",
    help: "Ringing voltage.",
    touches: "line",
  },
  CWT_Frequency: {
    tab: "Regional",
    kind: "frequencies",
    fallback: "440@-10",
    help: "The sound of all call-waiting tones.",
    touches: "phone",
  },
} as const satisfies Record<string, Setting>);
