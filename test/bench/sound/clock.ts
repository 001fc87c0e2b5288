/** One clock for every process of a run: ms of the host's monotonic clock. */

const ahead = Number(process.hrtime.bigint()) / 1e6 - performance.now();

export const now = (): number => performance.now() + ahead;

/** What `now()` will be when `performance.now()` is this. */
export const onClock = (performanceMs: number): number => performanceMs + ahead;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
