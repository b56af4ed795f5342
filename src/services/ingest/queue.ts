import type { Store } from '../../db/store.js';
import { AppError } from '../errors.js';
import { originOf, rememberedSince } from '../writes.js';
import { createConfigCache } from './config.js';
import type { Ingest, IngestUnit } from './orders.js';
import { type Outcome, readFound, runUnits } from './run.js';

/** Orders in one transaction at most, unless a single unit has more: keeps the head row's hold to milliseconds. */
const MAXIMUM_ORDERS = 1_000;

interface Waiting {
  unit: IngestUnit;
  settle: (outcome: Outcome) => void;
}

/**
 * Group commit: while one transaction of a workspace runs, what arrives waits and goes into the next one together. One
 * lead is a batch of one; sixty-four at once cost one commit.
 */
export function createIngest(store: Store, clock: () => number): Ingest {
  const queues = new Map<string, Waiting[]>();
  const cache = createConfigCache();

  const runTogether = async (workspaceId: string, group: Waiting[]): Promise<void> => {
    const units = group.map(({ unit }) => unit);
    const first = units[0] as IngestUnit;
    try {
      const outcomes = await store.readAndWrite(
        workspaceId,
        originOf(first.context),
        (repositories) => readFound(repositories, units, rememberedSince(clock())),
        (scope, found) => runUnits(scope, cache, units, found),
      );
      const gone: Outcome = { error: new AppError('not_found', 'There is no such workspace.') };
      // Answers are written a turn later: the next transaction is sent off first, so that the database works meanwhile.
      setImmediate(() => {
        group.forEach(({ settle }, index) => {
          settle(outcomes?.[index] ?? gone);
        });
      });
    } catch (error) {
      cache.drop(workspaceId);
      const kind = store.failureOf(error)?.kind;
      // A poisoned unit must not harm its neighbours: whatever is not the database's absence is tried one by one.
      if (group.length > 1 && kind !== 'unavailable') {
        for (const waiting of group) await runTogether(workspaceId, [waiting]);
      } else {
        for (const { settle } of group) settle({ error });
      }
    }
  };

  const drain = async (workspaceId: string, queue: Waiting[]): Promise<void> => {
    while (queue.length > 0) await runTogether(workspaceId, takeGroup(queue));
    queues.delete(workspaceId);
  };

  return <T>(unit: IngestUnit<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      const settle = (outcome: Outcome) => ('error' in outcome ? reject(outcome.error) : resolve(outcome.value as T));
      const { workspaceId } = unit.context;
      const queue = queues.get(workspaceId);
      if (queue) {
        queue.push({ unit, settle });
        return;
      }
      const fresh: Waiting[] = [{ unit, settle }];
      queues.set(workspaceId, fresh);
      // One turn of the event loop, so that requests read in the same turn start together.
      setImmediate(() => void drain(workspaceId, fresh));
    });
}

function takeGroup(queue: Waiting[]): Waiting[] {
  let orders = 0;
  let count = 0;
  for (const { unit } of queue) {
    orders += unit.orders.length;
    if (count > 0 && orders > MAXIMUM_ORDERS) break;
    count++;
  }
  return queue.splice(0, count);
}
