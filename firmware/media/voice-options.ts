/** What the voice of a call is told once, when the call begins (RFC 3550, RFC 3389, RFC 4733). */
import type { SilenceThreshold } from "../dsp/voice-activity.js";
import type { JitterOptions } from "./jitter-level.js";

export type VoiceOptions = {
  /** All three from chance (RFC 3550 section 5.1). */
  readonly ssrc: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly cname: string;
  /** ms between RTCP reports on the average; 0 for none. */
  readonly controlInterval: number;
  readonly jitter?: JitterOptions;
  /** Sound is sent to where it comes from; else only to where it was agreed. */
  readonly symmetric?: boolean;
  /** Each packet of an event carries the marker. */
  readonly marksAllEvents?: boolean;
  /** ms without sound and reports after which a call that is up is `silent`; 0 for never. */
  readonly timeout?: number;
  /** Silence is not sent where the other side takes comfort noise; null to send it. */
  readonly silence?: SilenceThreshold | null;
};
