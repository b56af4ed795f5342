/** Concurrent queries. Look-ups that arrive meanwhile go into the next one. */
const IN_FLIGHT = 2;
/** Most keys in one query. */
const MOST_KEYS = 200;

interface LookUp<Value> {
  key: string;
  resolve: (value: Value | undefined) => void;
  reject: (error: unknown) => void;
}

/**
 * Turns look-ups of one key into set-based queries: those that arrive while queries run share the next. Thirty-two concurrent
 * readers cost a few statements, not thirty-two, and each sees at least what was committed when it arrived.
 */
export function gather<Value>(
  findMany: (keys: readonly string[]) => Promise<readonly Value[]>,
  keyOf: (value: Value) => string,
): (key: string) => Promise<Value | undefined> {
  let waiting: LookUp<Value>[] = [];
  let scheduled = false;
  let inFlight = 0;
  const run = async (lookUps: readonly LookUp<Value>[]): Promise<void> => {
    inFlight++;
    try {
      const found = await findMany([...new Set(lookUps.map(({ key }) => key))]);
      const byKey = new Map(found.map((value) => [keyOf(value), value]));
      for (const { key, resolve } of lookUps) resolve(byKey.get(key));
    } catch (error) {
      for (const { reject } of lookUps) reject(error);
    } finally {
      inFlight--;
      proceed();
    }
  };
  const proceed = (): void => {
    scheduled = false;
    while (waiting.length > 0 && inFlight < IN_FLIGHT) {
      const lookUps = waiting.slice(0, MOST_KEYS);
      waiting = waiting.slice(MOST_KEYS);
      void run(lookUps);
    }
  };
  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      if (scheduled || inFlight >= IN_FLIGHT) return;
      scheduled = true;
      // One turn of the event loop, so that requests read in the same turn share a query.
      setImmediate(proceed);
    });
}
