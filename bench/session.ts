export interface Pace {
  iterations: number;
  /** Approximate duration of each side in one iteration. */
  seconds: number;
}

/** Clean-up steps of a benchmark. They run in reverse order, also after an interrupt. */
export interface Cleanup {
  add(step: () => Promise<unknown> | unknown): void;
  run(): Promise<void>;
}

/** One run of one benchmark. */
export interface Session {
  cleanup: Cleanup;
  pace: Pace;
  /** Number of leads or timers; undefined for the benchmark's default. */
  size: number | undefined;
  /** Folder for a processor profile of the product. Profiling takes time itself, so the figures do not hold then. */
  profileTo: string | undefined;
  /** Called with a description of the database that the product runs on. */
  onDatabase(description: string): void;
}

export function createCleanup(): Cleanup {
  const steps: (() => Promise<unknown> | unknown)[] = [];
  return {
    add: (step) => void steps.push(step),
    async run() {
      for (let step = steps.pop(); step; step = steps.pop()) {
        try {
          await step();
        } catch (error) {
          console.error('clean-up:', error);
        }
      }
    },
  };
}
