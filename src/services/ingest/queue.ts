import type { Sent, Store, WriteRun } from '../../db/store.js';
import { AppError } from '../errors.js';
import { originOf } from '../writes.js';
import { type ConfigCache, createConfigCache } from './config.js';
import { readFound } from './found.js';
import type { Ingest, IngestUnit } from './orders.js';
import { type Outcome, type Ran, runUnits } from './run.js';

/** Orders in one transaction at most, unless a single unit has more: keeps the head row's hold to milliseconds. */
const MAXIMUM_ORDERS = 1_000;

/** Units of a failed group that may time out alone before the rest is not tried: it is the database that is slow then. */
const MOST_TIMEOUTS = 2;

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

  /** Whether the rest of a group would fail in the same way: the database is out of order, or the head row is taken. */
  const failsAll = (error: unknown) => store.isOutage(error) || store.failureOf(error)?.kind === 'contention';

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
      // A poisoned unit must not harm its neighbours: what may be the fault of one is tried one by one.
      if (group.length > 1 && !failsAll(error)) void apart(workspaceId, group);
      else for (const { settle } of group) settle({ error });
    }
  };

  /** `drained` is told in the turn in which the queue was found empty, so that what comes later starts another. */
  const drain = async (workspaceId: string, queue: Waiting[], drained = () => {}): Promise<void> => {
    let before: Promise<unknown> = Promise.resolve();
    const begin = async (run: WriteRun): Promise<void> => {
      const group = takeGroup(queue);
      const sent = sendGroup(run, { cache, clock }, group, before);
      before = conclude(workspaceId, group, sent);
      await sent.catch(() => before);
      if (queue.length === 0 || run.isLost()) await before;
    };
    try {
      const close = await runWhile(
        () => queue.length > 0,
        () => store.openRun(workspaceId),
        begin,
      );
      drained();
      close();
    } catch (error) {
      drained();
      for (const { settle } of queue) settle({ error });
    }
  };

  const apart = (workspaceId: string, group: Waiting[]): Promise<void> =>
    oneByOne(
      group,
      (error) => store.failureOf(error)?.kind === 'timeout',
      (waiting) => drain(workspaceId, [waiting]),
    );

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

/** Resolves when the group's transaction is sent, or has failed before; `before` is that of the group before it. */
function sendGroup(
  run: WriteRun,
  { cache, clock }: { cache: ConfigCache; clock: () => number },
  group: Waiting[],
  before: Promise<unknown>,
): Promise<Sent<Ran>> {
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
}

/** Begins group after group, on another connection when one is lost; rejects when there is none to be had. */
async function runWhile(
  isWaiting: () => boolean,
  open: () => Promise<WriteRun>,
  begin: (run: WriteRun) => Promise<void>,
): Promise<() => void> {
  let run = await open();
  while (isWaiting()) {
    if (run.isLost()) {
      run.close();
      run = await open();
    }
    await begin(run);
  }
  return () => run.close();
}

/** Carries out the units of a failed group alone; when the database is slow for some, the rest is refused. */
async function oneByOne(
  group: readonly Waiting[],
  isTimeout: (error: unknown) => boolean,
  carryOut: (waiting: Waiting) => Promise<void>,
): Promise<void> {
  let timeouts = 0;
  for (const { unit, settle } of group) {
    if (timeouts === MOST_TIMEOUTS) {
      settle({ error: new AppError('overloaded', 'The database is too slow. Nothing was written: try again later.') });
      continue;
    }
    const counting = (outcome: Outcome) => {
      if ('error' in outcome && isTimeout(outcome.error)) timeouts++;
      settle(outcome);
    };
    await carryOut({ unit, settle: counting });
  }
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
