/** Twelve keys. */

const KEYS: readonly (readonly [key: string, letters: string])[] = [
  ["1", ""],
  ["2", "ABC"],
  ["3", "DEF"],
  ["4", "GHI"],
  ["5", "JKL"],
  ["6", "MNO"],
  ["7", "PQRS"],
  ["8", "TUV"],
  ["9", "WXYZ"],
  ["*", ""],
  ["0", "+"],
  ["#", ""],
];

const NAMES: { readonly [key: string]: string } = { "*": "star", "#": "hash" };

export function Keypad({ disabled, onKey }: { disabled: boolean; onKey(key: string): void }) {
  return (
    <div class="keypad">
      {KEYS.map(([key, letters]) => (
        <button
          key={key}
          type="button"
          class="key"
          disabled={disabled}
          aria-label={NAMES[key] ?? key}
          onClick={() => onKey(key)}
        >
          <span class="digit">{key}</span>
          <span class="letters" data-letters={letters} />
        </button>
      ))}
    </div>
  );
}
