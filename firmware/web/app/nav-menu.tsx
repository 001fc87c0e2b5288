/** A way about: all of it side by side where there is room, else behind a button that says where one is. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

export function NavMenu(props: {
  class: string;
  label: string;
  /** Where one is. */
  current: string;
  children: ComponentChildren;
}) {
  const [open, setOpen] = useState(false);
  // who has gone somewhere has no more need of it
  useEffect(() => setOpen(false), [props.current]);
  return (
    <nav aria-label={props.label} class={props.class}>
      <button type="button" class="menu" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span class="unseen">{props.label}: </span>
        {props.current} <span aria-hidden="true">{open ? "▴" : "▾"}</span>
      </button>
      <ul class={open ? "open" : ""}>{props.children}</ul>
    </nav>
  );
}
