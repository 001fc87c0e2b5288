/** What the test numbers play: samples, 8000 a second, 0 dBm0 being a peak of 22826 (G.711 table 5). */
import { RECORDING } from "./recording.js";

/** Fills the frame with what comes next. */
export type Sound = (frame: Int16Array) => void;

const RATE = 8000;
const PEAK_0_DBM0 = 22_826;

/** The digital milliwatt (ITU-T O.133): 1004 Hz at 0 dBm0, for ever. */
export function milliwatt(): Sound {
  let n = 0;
  return (frame) => {
    for (let i = 0; i < frame.length; i++, n++)
      frame[i] = Math.round(PEAK_0_DBM0 * Math.sin((2 * Math.PI * 1004 * n) / RATE));
    // 1004 Hz comes round every 2000 samples
    n %= 2000;
  };
}

/** Ode to Joy, as semitones above C4, one a third of a second. */
const TUNE = [4, 4, 5, 7, 7, 5, 4, 2, 0, 0, 2, 4, 4, 2, 2, 2, 4, 4, 5, 7, 7, 5, 4, 2, 0, 0, 2, 4, 2, 0, 0, 0];
const NOTE = RATE / 3;
const C4 = 261.63;

export function music(): Sound {
  let n = 0;
  return (frame) => {
    for (let i = 0; i < frame.length; i++, n++) {
      const at = n % NOTE;
      const hertz = C4 * 2 ** (TUNE[Math.floor(n / NOTE) % TUNE.length] / 12);
      const phase = (2 * Math.PI * hertz * at) / RATE;
      // A plucked note: three partials that fade.
      const wave = Math.sin(phase) + 0.4 * Math.sin(2 * phase) + 0.2 * Math.sin(3 * phase);
      frame[i] = Math.round(6000 * wave * Math.min(1, at / 80) * Math.exp((-2 * at) / NOTE));
    }
  };
}

/** Says that nobody was reached, over and over. */
export function recording(): Sound {
  let n = 0;
  return (frame) => {
    for (let i = 0; i < frame.length; i++, n++) frame[i] = RECORDING[n % RECORDING.length];
  };
}

/** A telephone that is being rung: 440 and 480 Hz, two seconds out of six (ATIS-0300204). */
export function ringback(): Sound {
  let n = 0;
  return (frame) => {
    for (let i = 0; i < frame.length; i++, n++) {
      const t = n / RATE;
      const wave = Math.sin(2 * Math.PI * 440 * t) + Math.sin(2 * Math.PI * 480 * t);
      frame[i] = n % (6 * RATE) < 2 * RATE ? Math.round(2500 * wave) : 0;
    }
    // both come round every second
    n %= 6 * RATE;
  };
}

/** A mailbox: half a second of 1000 Hz after each second there is a message to tell of, then it listens. */
export function beeps(count: number): Sound {
  let n = 0;
  return (frame) => {
    for (let i = 0; i < frame.length; i++, n++) {
      const sounds = n < count * RATE && n % RATE >= RATE / 2;
      frame[i] = sounds ? Math.round(8000 * Math.sin((2 * Math.PI * 1000 * n) / RATE)) : 0;
    }
  };
}

const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477, 1633];
const KEYS = "123A456B789C*0#D";
const DIGIT = 0.1 * RATE;
const REST = 3 * RATE;

/**
 * Digits 100/100 ms (ITU-T Q.23) and three seconds of silence, then the same `spoken`, over and over; on a desk without
 * words nothing is spoken.
 */
export function digits(text: string, spoken: Int16Array): Sound {
  const keys = [...text].map((key) => KEYS.indexOf(key)).filter((at) => at >= 0);
  const pressed = keys.length * 2 * DIGIT;
  const silent = pressed + REST;
  let n = 0;
  return (frame) => {
    for (let i = 0; i < frame.length; i++, n = (n + 1) % (silent + spoken.length))
      if (n >= silent) frame[i] = spoken[n - silent];
      else if (n >= pressed || n % (2 * DIGIT) >= DIGIT) frame[i] = 0;
      else {
        const key = keys[Math.floor(n / (2 * DIGIT))];
        const t = n / RATE;
        frame[i] = Math.round(
          8000 * Math.sin(2 * Math.PI * ROWS[key >> 2] * t) + 9000 * Math.sin(2 * Math.PI * COLUMNS[key & 3] * t),
        );
      }
  };
}
