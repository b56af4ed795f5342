import type { Command } from '../../core/commands/table.js';
import type { Sent, Store, WriteRun } from '../../db/store.js';
import { AppError } from '../errors.js';
import { originOf } from '../writes.js';
import type { Settled } from './answers.js';
import { type Applied, applyRequests } from './apply.js';
import { type ConfigCache, createConfigCache } from './config.js';
import { preload } from './load.js';
import { resultOf } from './refusals.js';
import type { TransactionRequest, Transactions } from './request.js';

/** Commands in one transaction at most, unless a single request has more: keeps the head row's hold to milliseconds. */
const MAXIMUM_COMMANDS = 1_000;

/** Requests of a failed group that may time out alone before the rest is not tried: it is the database that is slow then. */
const MOST_TIMEOUTS = 2;

interface Waiting {
  request: TransactionRequest;
  settle: (settled: Settled) => void;
}

/**
 * Group commit: while one transaction of a workspace runs, what arrives waits and goes into the next one together, which
 * is on its way before the one before is confirmed. One lead is a batch of one; sixty-four at once cost one commit.
 */
export function createTransactions(store: Store, clock: () => number): Transactions {
  const queues = new Map<string, Waiting[]>();
  const cache = createConfigCache();

  /** Whether the rest of a group would fail in the same way: the database is out of order, or the head row is taken. */
  const failsAll = (error: unknown) => store.isOutage(error) || store.failureOf(error)?.kind === 'contention';

  /** Resolves, never rejects, when it is known whether the group is committed. */
  const conclude = async (workspaceId: string, group: Waiting[], sent: Promise<Sent<Applied>>): Promise<void> => {
    try {
      const applied = await (await sent).committed;
      applied?.confirm();
      // Answers are written a turn later: the next transaction is sent off first, so that the database works meanwhile.
      setImmediate(() => {
        group.forEach(({ settle }, index) => {
          settle(applied?.settled[index] ?? { error: new AppError('not_found', 'There is no such workspace.') });
        });
      });
    } catch (error) {
      cache.drop(workspaceId);
      // A poisoned request must not harm its neighbours: what may be the fault of one is tried one by one.
      if (group.length > 1 && !failsAll(error)) void apart(workspaceId, group);
      else for (const { settle } of group) settle({ error });
    }
  };

  /** `drained` is called in the turn in which the queue was found empty: a later request starts another. */
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

  const enqueue = (waiting: Waiting): void => {
    const { workspaceId } = waiting.request.context;
    const queue = queues.get(workspaceId);
    if (queue) {
      queue.push(waiting);
      return;
    }
    const fresh = [waiting];
    queues.set(workspaceId, fresh);
    // One turn of the event loop, so that requests read in the same turn start together.
    setImmediate(() => void drain(workspaceId, fresh, () => queues.delete(workspaceId)));
  };
  return transactionsOf(enqueue);
}

function transactionsOf(enqueue: (waiting: Waiting) => void): Transactions {
  const run = <One extends Command, T>(request: TransactionRequest<One, T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      const settle = (settled: Settled) => ('error' in settled ? reject(settled.error) : resolve(settled.value as T));
      enqueue({ request, settle });
    });
  return {
    run,
    execute: (context, command, answer) =>
      run({ context, commands: [command], mode: 'partial', finish: ([outcome]) => answer(resultOf(outcome)) }),
  };
}

/** Resolves when the group's transaction is sent, or has failed before; `before` is that of the group before it. */
function sendGroup(
  run: WriteRun,
  { cache, clock }: { cache: ConfigCache; clock: () => number },
  group: Waiting[],
  before: Promise<unknown>,
): Promise<Sent<Applied>> {
  const requests = group.map(({ request }) => request);
  return run.write({
    origin: originOf((requests[0] as TransactionRequest).context),
    read: (repositories) => preload(repositories, requests, clock()),
    work: async (scope, preloaded) => {
      // Confirmed by now, since the connection answers in order; what it left in the cache must be sure as well.
      await before;
      return applyRequests(scope, cache, requests, preloaded);
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

/** Applies the requests of a failed group one by one; when the database is slow for some, the rest is refused. */
async function oneByOne(
  group: readonly Waiting[],
  isTimeout: (error: unknown) => boolean,
  apply: (waiting: Waiting) => Promise<void>,
): Promise<void> {
  let timeouts = 0;
  for (const { request, settle } of group) {
    if (timeouts === MOST_TIMEOUTS) {
      settle({ error: new AppError('overloaded', 'The database is too slow. Nothing was written: try again later.') });
      continue;
    }
    const counting = (settled: Settled) => {
      if ('error' in settled && isTimeout(settled.error)) timeouts++;
      settle(settled);
    };
    await apply({ request, settle: counting });
  }
}

function takeGroup(queue: Waiting[]): Waiting[] {
  let commands = 0;
  let count = 0;
  for (const { request } of queue) {
    commands += request.commands.length;
    if (count > 0 && commands > MAXIMUM_COMMANDS) break;
    count++;
  }
  return queue.splice(0, count);
}
