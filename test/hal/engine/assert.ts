/** What the kernels' tests use of Node's strict assertions. */

class AssertionError extends Error {}

export function ok(value: unknown, message?: string): void {
  if (!value) throw new AssertionError(message ?? "is not so");
}

export function equal(actual: unknown, expected: unknown, message?: string): void {
  if (!Object.is(actual, expected))
    throw new AssertionError(`${message ?? "they differ"}: ${actual} instead of ${expected}`);
}

/** Of lists of numbers. */
export function deepEqual(actual: ArrayLike<number>, expected: ArrayLike<number>, message?: string): void {
  equal(actual.length, expected.length, message);
  for (let i = 0; i < actual.length; i++) equal(actual[i], expected[i], message ?? `place ${i}`);
}
