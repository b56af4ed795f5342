export interface Pace {
  rounds: number;
  /** About how long each side of a round takes. */
  seconds: number;
}

/** What a benchmark has to undo, last first, also when it is interrupted. */
export interface Undo {
  add(step: () => Promise<unknown> | unknown): void;
  run(): Promise<void>;
}

/** One benchmark's run. */
export interface Session {
  undo: Undo;
  pace: Pace;
  /** How many leads, where a benchmark can have more or fewer. */
  size: number | undefined;
  /** A folder for a processor profile of the product; profiling costs, so the figures are not the product's then. */
  profileTo: string | undefined;
  /** Told of the database that the product runs on. */
  sawDatabase(description: string): void;
}

export function createUndo(): Undo {
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
