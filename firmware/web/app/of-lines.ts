/** Settings that name no line, for the lines they are meant for: `Proxy` becomes `Proxy[1]` and `Proxy[2]`. */
import type { Row, Values } from "./shapes.js";

export function ofLines(settings: Values, table: readonly Row[], lines: readonly number[]): Values {
  const ofLine = new Set(table.filter(({ line }) => line).map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) =>
      ofLine.has(name) ? lines.map((line) => [`${name}[${line}]`, value]) : [[name, value]],
    ),
  );
}
