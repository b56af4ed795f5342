/** Pauses in long work that give other requests of the process a turn of the event loop. */
export interface Turns {
  /** To be awaited between two pieces of work; undefined while no turn is due. */
  due(): Promise<void> | undefined;
  /** A turn at once. */
  take(): Promise<void>;
}

/** Counts the time anew with each turn. `afterMs`: milliseconds of work after which a turn is due. */
export function turnsAfter(afterMs: number): Turns {
  let dueAt = performance.now() + afterMs;
  const take = async (): Promise<void> => {
    await new Promise<void>((resolve) => void setImmediate(resolve));
    dueAt = performance.now() + afterMs;
  };
  return { take, due: () => (performance.now() < dueAt ? undefined : take()) };
}
