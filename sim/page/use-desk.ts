/** The desk, kept up to date. */
import { useEffect, useReducer } from "preact/hooks";
import { listen, snapshot } from "./api.js";
import { type Desk, type DeskEvent, NOTHING, type Snapshot, withEvent, withSnapshot } from "./desk-state.js";

type Change = { readonly snapshot: Snapshot } | { readonly event: DeskEvent } | { readonly lost: true };

function reduce(desk: Desk, change: Change): Desk {
  if ("snapshot" in change) return withSnapshot(desk, change.snapshot);
  if ("event" in change) return withEvent(desk, change.event);
  return { ...desk, connected: false };
}

export function useDesk(): Desk {
  const [desk, change] = useReducer(reduce, NOTHING);
  useEffect(() => {
    const refresh = async () => {
      const now = await snapshot();
      if (now) change({ snapshot: now });
    };
    return listen({
      open: refresh,
      lost: () => change({ lost: true }),
      event(event) {
        change({ event });
        // What an event does not carry (the calls of a line, volts and milliamperes) is asked for.
        if (event.type === "call" || event.type === "hook" || event.type.startsWith("ring-")) void refresh();
      },
    });
  }, []);
  return desk;
}
