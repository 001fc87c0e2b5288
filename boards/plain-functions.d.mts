/** A module as esbuild writes it, with an arrow for each of its functions that has nothing of its own. */
export function withPlainFunctions(module: string): string;
