/** The network cable, and how bad it is. */
import { useRef } from "preact/hooks";
import { networkNow, setNetwork } from "./api.js";
import type { Network } from "./desk-state.js";

type Fault = {
  readonly name: "loss" | "delay" | "jitter";
  readonly label: string;
  readonly max: number;
  readonly step: number;
};

const FAULTS: readonly Fault[] = [
  { name: "loss", label: "Loss", max: 0.3, step: 0.01 },
  { name: "delay", label: "Delay", max: 500, step: 10 },
  { name: "jitter", label: "Jitter", max: 200, step: 5 },
];

export function Cable({ network, onChange }: { network: Network; onChange(network: Network): void }) {
  const wishes = useRef(0);
  const change = async (faults: Partial<Network>) => {
    const wish = ++wishes.current;
    onChange({ ...network, ...faults });
    await setNetwork(faults);
    const now = await networkNow();
    // the answer to an older wish must not undo a newer one
    if (now && wish === wishes.current) onChange(now);
  };
  return (
    <section class="cable" aria-label="Network cable">
      <h2>Cable</h2>
      {FAULTS.map(({ name, label, max, step }) => (
        <label key={name}>
          {label}
          <input
            type="range"
            min={0}
            max={max}
            step={step}
            value={network[name]}
            onChange={({ currentTarget }) => change({ [name]: Number(currentTarget.value) })}
          />
          <output>{name === "loss" ? `${Math.round(100 * network.loss)} %` : `${network[name]} ms`}</output>
        </label>
      ))}
      <label class="plug">
        <input
          type="checkbox"
          checked={network.down}
          onChange={({ currentTarget }) => change({ down: currentTarget.checked })}
        />
        pulled out
      </label>
    </section>
  );
}
