/** What the kernels' tests need of their runner, and how often each kernel was called in C and in TypeScript. */

/** Calls, and ms spent in them. */
export type Count = { calls: number; ms: number };

type Test = { readonly title: string; readonly run: (this: { timeout(ms: number): void }) => void };

export class Trial {
  readonly tests: Test[] = [];
  readonly #now: () => number;
  readonly #counts = new Map<string, { c: Count; typescript: Count }>();
  #group = "";

  /** `now` in ms. */
  constructor(now: () => number) {
    this.#now = now;
  }

  readonly describe = (group: string, body: () => void): void => {
    this.#group = group;
    body();
  };

  readonly it = (title: string, run: Test["run"]): void => {
    this.tests.push({ title: `${this.#group}: ${title}`, run });
  };

  /** By the name of the kernel, in the order of their first calls. */
  get counts(): Iterable<[string, { readonly c: Count; readonly typescript: Count }]> {
    return this.#counts;
  }

  /** What went wrong, or undefined. */
  try({ run }: Test): string | undefined {
    try {
      run.call({ timeout() {} });
      return undefined;
    } catch (error) {
      return String(error);
    }
  }

  /** The functions of a kernel's file, counted. */
  readonly counted = <Kernels extends object>(side: "c" | "typescript", kernels: Kernels): Kernels => {
    const all: { [name: string]: unknown } = {};
    for (const [name, value] of Object.entries(kernels))
      all[name] = typeof value === "function" ? this.#counting(this.#count(name)[side], value) : value;
    return all as Kernels;
  };

  #count(name: string): { c: Count; typescript: Count } {
    const count = this.#counts.get(name) ?? { c: { calls: 0, ms: 0 }, typescript: { calls: 0, ms: 0 } };
    this.#counts.set(name, count);
    return count;
  }

  #counting(count: Count, kernel: (...values: unknown[]) => unknown): typeof kernel {
    return (...values) => {
      count.calls++;
      const since = this.#now();
      const result = kernel(...values);
      count.ms += this.#now() - since;
      return result;
    };
  }
}
