/** One telephone on the desk: hook, keys, window, bell, and what its receiver hears. */
import { useRef, useState } from "preact/hooks";
import { dial, flash, heardUrl, type Refusal, setHook, speak } from "./api.js";
import type { Line, Sound } from "./desk-state.js";
import { DisplayWindow } from "./display-window.js";
import { Keypad } from "./keypad.js";
import { Live } from "./live.js";

const HEARD_SECONDS = 10;

export function Telephone({ line, sound }: { line: Line; sound: Sound | undefined }) {
  const [refusal, setRefusal] = useState<Refusal>(null);
  const [number, setNumber] = useState("");
  const [heard, setHeard] = useState(0);
  const file = useRef<HTMLInputElement>(null);
  const off = line.hook === "off";
  // The bell pauses; the call does not.
  const rung = line.ringing || line.call === "ringing";
  const act = async (done: Promise<Refusal>) => setRefusal(await done);
  // Keys pressed faster than they can be sounded wait for each other.
  const keys = useRef<Promise<unknown>>(Promise.resolve());
  const press = (digits: string) => {
    keys.current = keys.current.then(() => act(dial(line.line, digits)));
  };

  return (
    <section
      class={`telephone ${line.ringing ? "ringing" : ""} ${off ? "off-hook" : ""}`}
      aria-label={`Telephone ${line.line}`}
    >
      <button
        type="button"
        class="handset"
        aria-pressed={off}
        title={off ? "Hang up" : "Pick up"}
        onClick={() => act(setHook(line.line, off ? "on" : "off"))}
      >
        <span class="ear" />
        <span class="grip">{off ? "Hang up" : rung ? "Answer" : "Pick up"}</span>
        <span class="ear" />
      </button>
      <div class="body">
        <DisplayWindow line={line} />
        <dl class="facts">
          <dt>Bell</dt>
          <dd class="bell">{line.ringing ? "ringing" : "silent"}</dd>
          <dt>Hears</dt>
          <dd class="hears">{line.hears ?? "nothing"}</dd>
          <dt>Call</dt>
          <dd class="call">
            {line.calls.length === 0
              ? line.call
              : line.calls.map((call, i) => (
                  <span key={i}>
                    {i > 0 ? "; " : ""}
                    {call.state} {call.direction === "in" ? "from" : "to"} {call.peer ?? "unknown"}
                  </span>
                ))}
          </dd>
          <dt>Loop</dt>
          <dd>
            {line.voltage.toFixed(0)} V, {line.current.toFixed(0)} mA, {line.polarity}
          </dd>
          {sound && line.calls.length > 0 ? (
            <>
              <dt>Sound</dt>
              <dd>
                {sound.delay.toFixed(0)} ms held, {sound.lost} lost, {sound.late} late
              </dd>
            </>
          ) : null}
        </dl>
        <Keypad disabled={!off} onKey={press} />
        <form
          class="dialler"
          onSubmit={(event) => {
            event.preventDefault();
            if (number) press(number);
            setNumber("");
          }}
        >
          <input
            aria-label={`Number to dial on telephone ${line.line}`}
            value={number}
            placeholder="102, 600, ..."
            inputMode="tel"
            disabled={!off}
            onInput={({ currentTarget }) => setNumber(currentTarget.value)}
          />
          <button type="submit" disabled={!off}>
            Dial
          </button>
          <button type="button" disabled={!off} onClick={() => act(flash(line.line))}>
            Flash
          </button>
        </form>
        <div class="sound">
          <button type="button" disabled={!off} onClick={() => file.current?.click()}>
            Speak a WAV file
          </button>
          <input
            ref={file}
            type="file"
            accept="audio/wav,.wav"
            hidden
            onChange={({ currentTarget }) => {
              const wav = currentTarget.files?.[0];
              if (wav) void act(speak(line.line, wav));
              currentTarget.value = "";
            }}
          />
          <button type="button" onClick={() => setHeard(heard + 1)}>
            Hear the last {HEARD_SECONDS} s
          </button>
          {heard > 0 ? (
            // biome-ignore lint/a11y/useMediaCaption: nobody has written down what was said
            <audio key={heard} controls autoPlay src={heardUrl(line.line, HEARD_SECONDS, heard)} />
          ) : null}
        </div>
        <Live line={line.line} />
        {refusal ? (
          <p class="refusal" role="alert">
            {refusal}
          </p>
        ) : null}
      </div>
    </section>
  );
}
