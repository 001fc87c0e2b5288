/** The switch of a telephone's live sound: off until somebody wants it. */
import { useEffect, useRef, useState } from "preact/hooks";
import { LiveSound, type LiveState } from "./live-sound.js";

const WORDS: { readonly [state in LiveState | "muted"]: string } = {
  opening: "Live sound is being opened.",
  listening: "You hear what the receiver hears. The microphone is not in use.",
  talking: "You hear what the receiver hears, and what you say is said into it.",
  muted: "You hear what the receiver hears. The microphone is muted.",
  taken: "The desk refuses: somebody else may be speaking into this telephone.",
  lost: "Live sound has broken off.",
  impossible: "This browser has no live sound.",
};

export function Live({ line }: { line: number }) {
  const [state, setState] = useState<LiveState | null>(null);
  const [muted, setMuted] = useState(false);
  const sound = useRef<LiveSound | null>(null);
  useEffect(() => () => sound.current?.stop(), []);
  const on = state === "opening" || state === "listening" || state === "talking";
  const turn = () => {
    sound.current?.stop();
    sound.current = null;
    if (on) setState(null);
    else {
      setMuted(false);
      sound.current = new LiveSound(line, setState);
    }
  };
  const mute = () => {
    if (sound.current) sound.current.muted = !muted;
    setMuted(!muted);
  };
  return (
    <div class="live-sound">
      <button type="button" aria-pressed={on} onClick={turn}>
        Listen and talk
      </button>
      {state === "talking" ? (
        <button type="button" aria-pressed={muted} onClick={mute}>
          Mute the microphone
        </button>
      ) : null}
      <p role="status">{state === null ? "" : WORDS[state === "talking" && muted ? "muted" : state]}</p>
    </div>
  );
}
