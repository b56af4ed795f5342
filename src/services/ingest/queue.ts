import type { Sent, Store, WriteRun } from '../../db/store.js';
import { AppError } from '../errors.js';
import { originOf } from '../writes.js';
import { createConfigCache } from './config.js';
import { readFound } from './found.js';
import type { Ingest, IngestUnit } from './orders.js';
import { type Outcome, type Ran, runUnits } from './run.js';

/** Orders in one transaction at most, unless a single unit has more: keeps the head row's hold to milliseconds. */
const MAXIMUM_ORDERS = 1_000;

interface Waiting {
  unit: IngestUnit;
  settle: (outcome: Outcome) => void;
}

/**
 * Group commit: while one transaction of a workspace runs, what arrives waits and goes into the next one together, which
 * is on its way before the one before is confirmed. One lead is a batch of one; sixty-four at once cost one commit.
 */
export function createIngest(store: Store, clock: () => number): Ingest {
  const queues = new Map<string, Waiting[]>();
  const cache = createConfigCache();

  /** Resolves when the group's transaction is sent, or has failed before; `before` is that of the group before it. */
  const send = (run: WriteRun, group: Waiting[], before: Promise<unknown>) => {
    const units = group.map(({ unit }) => unit);
    return run.write({
      origin: originOf((units[0] as IngestUnit).context),
      read: (repositories) => readFound(repositories, units, clock()),
      work: async (scope, found) => {
        // Confirmed by now, since the connection answers in order; what it left in the cache must be sure as well.
        await before;
        return runUnits(scope, cache, units, found);
      },
    });
  };

  /** Resolves, never rejects, when it is known whether the group is committed. */
  const conclude = async (workspaceId: string, group: Waiting[], sent: Promise<Sent<Ran>>): Promise<void> => {
    try {
      const ran = await (await sent).committed;
      ran?.confirm();
      // Answers are written a turn later: the next transaction is sent off first, so that the database works meanwhile.
      setImmediate(() => {
        group.forEach(({ settle }, index) => {
          settle(ran?.outcomes[index] ?? { error: new AppError('not_found', 'There is no such workspace.') });
        });
      });
    } catch (error) {
      cache.drop(workspaceId);
      // A poisoned unit must not harm its neighbours: whatever is not the database's absence is tried one by one.
      if (group.length > 1 && store.failureOf(error)?.kind !== 'unavailable') void apart(workspaceId, group);
      else for (const { settle } of group) settle({ error });
    }
  };

  /** `drained` is told in the turn in which the queue was found empty, so that what comes later starts another. */
  const drain = async (workspaceId: string, queue: Waiting[], drained = () => {}): Promise<void> => {
    let run: WriteRun;
    try {
      run = await store.openRun(workspaceId);
    } catch (error) {
      drained();
      for (const { settle } of queue) settle({ error });
      return;
    }
    let before: Promise<unknown> = Promise.resolve();
    while (queue.length > 0) {
      const group = takeGroup(queue);
      const sent = send(run, group, before);
      before = conclude(workspaceId, group, sent);
      await sent.catch(() => before);
      if (queue.length === 0) await before;
    }
    drained();
    run.close();
  };

  const apart = async (workspaceId: string, group: Waiting[]): Promise<void> => {
    for (const waiting of group) await drain(workspaceId, [waiting]);
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
      setImmediate(() => void drain(workspaceId, fresh, () => queues.delete(workspaceId)));
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
