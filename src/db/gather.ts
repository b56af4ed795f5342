/** Queries on their way at a time; what is asked for meanwhile goes into the next one. */
const IN_FLIGHT = 2;
/** Keys in one query. */
const MOST = 200;

interface Asked<Value> {
  key: string;
  resolve: (value: Value | undefined) => void;
  reject: (error: unknown) => void;
}

/**
 * One look-up as a set of one: those asked for while queries are under way share the next. Thirty-two readers at once
 * then cost a few statements, not thirty-two, and each sees at least what was committed when it asked.
 */
export function gather<Value>(
  findMany: (keys: readonly string[]) => Promise<readonly Value[]>,
  keyOf: (value: Value) => string,
): (key: string) => Promise<Value | undefined> {
  let waiting: Asked<Value>[] = [];
  let scheduled = false;
  let inFlight = 0;
  const look = async (asked: readonly Asked<Value>[]): Promise<void> => {
    inFlight++;
    try {
      const found = await findMany([...new Set(asked.map(({ key }) => key))]);
      const byKey = new Map(found.map((value) => [keyOf(value), value]));
      for (const { key, resolve } of asked) resolve(byKey.get(key));
    } catch (error) {
      for (const { reject } of asked) reject(error);
    } finally {
      inFlight--;
      proceed();
    }
  };
  const proceed = (): void => {
    scheduled = false;
    while (waiting.length > 0 && inFlight < IN_FLIGHT) {
      const asked = waiting.slice(0, MOST);
      waiting = waiting.slice(MOST);
      void look(asked);
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
