/** What the ear of a telephone is given to hear, and what its bell rings. */
import type { Tone } from "../line/script.js";
import { identityOf } from "./identity.js";
import type { Memory } from "./memory.js";
import { ringFor } from "./options.js";
import type { PhoneEvent } from "./seam.js";
import { progressTone } from "./statuses.js";

/** The voice of the call in the ear; a tone says that nobody is there to hear, where they hold us in silence. */
export function listen(memory: Memory): void {
  const { ear } = memory.calls;
  if (!ear) return;
  if (ear.silent) memory.order({ do: "tone", tone: memory.options.tones.holding });
  else memory.order({ do: "quiet" });
  memory.order({ do: "hear", call: ear.id });
}

/** A tone, and nobody's voice. */
export function say(memory: Memory, tone: Tone): void {
  memory.order({ do: "hear", call: null });
  memory.order({ do: "tone", tone });
}

/** What is heard before the first digit. */
export function dialTone({ options: { tones, messagesTone }, purpose, second, messages }: Memory): Tone {
  if (purpose === "transfer") return tones.prompt;
  if (second) return tones.secondDial;
  return messages && messagesTone ? tones.messagesDial : tones.dial;
}

/** What is heard while a call is on its way: what the other side plays goes before our own ringback. */
export function ringback(memory: Memory, cause: PhoneEvent | null): void {
  const { ear } = memory.calls;
  if (!ear) return;
  if (ear.agreed) {
    memory.order({ do: "quiet" });
    memory.order({ do: "hear", call: ear.id });
    return;
  }
  const tone = cause?.event === "progressed" ? progressTone(cause.status) : null;
  if (tone) memory.order({ do: "tone", tone: memory.options.tones[tone] });
}

/** The bell for the call that is to be in the ear: one we hold has a bell of its own, or none. */
export function ring(memory: Memory): void {
  const { ear } = memory.calls;
  if (!ear) return;
  const { options } = memory;
  const held = ear.state === "up" || ear.state === "answering";
  const cadence = held ? options.holdReminder?.cadence : ringFor(options, ear.alertInfo);
  if (cadence === undefined) return;
  memory.order({ do: "ring", cadence, identity: options.showsCaller ? identityOf(ear.peer) : null });
}
