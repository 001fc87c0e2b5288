/** Whom one can call from here. */

const NUMBERS: readonly (readonly [number: string, what: string])[] = [
  ["101, 102", "the two telephones"],
  ["600", "echo"],
  ["601", "milliwatt, 1004 Hz"],
  ["602", "music"],
  ["603", "your number in DTMF, and spoken"],
  ["604", "busy"],
  ["605", "rings, nobody answers"],
  ["606", "declines"],
  ["607", "no such number"],
  ["608", "early media, then nobody"],
  ["609", "redirects to 600"],
  ["610", "echo after three rings"],
  ["611", "calls you back"],
  ["612", "leaves a message for you; again: reads it"],
];

export function Numbers() {
  return (
    <section class="numbers" aria-label="Numbers to call">
      <h2>Numbers</h2>
      <dl>
        {NUMBERS.map(([number, what]) => (
          <div key={number}>
            <dt>{number}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
