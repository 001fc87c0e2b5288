/** The desk in the browser: two telephones, the cable, and what goes through it. */
import { render } from "preact";
import { useState } from "preact/hooks";
import { Cable } from "./cable.js";
import type { Network } from "./desk-state.js";
import { Numbers } from "./numbers.js";
import { SipList } from "./sip-list.js";
import { Telephone } from "./telephone.js";
import { useDesk } from "./use-desk.js";
import "./style.css";

function DeskPage() {
  const desk = useDesk();
  const [changed, setChanged] = useState<Network | null>(null);
  const network = changed ?? desk.network;
  return (
    <>
      <header class="top">
        <h1>The desk</h1>
        <p class={desk.connected ? "live" : "lost"} role="status">
          {desk.connected ? "live" : "no connection to the simulator"}
        </p>
      </header>
      <main>
        <div class="telephones">
          {desk.lines.map((line) => (
            <Telephone key={line.line} line={line} sound={desk.sound[line.line]} />
          ))}
        </div>
        <aside>
          <Numbers />
          {network ? <Cable network={network} onChange={setChanged} /> : null}
        </aside>
        <SipList messages={desk.sip} />
      </main>
    </>
  );
}

render(<DeskPage />, document.getElementById("desk") as HTMLElement);
