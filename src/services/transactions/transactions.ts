import type { Command } from '../../core/commands/table.js';
import type { SentTransaction, Store, WriteRun } from '../../db/store.js';
import { AppError } from '../errors.js';
import type { Names } from '../names.js';
import { originOf } from '../writes.js';
import type { RequestResult } from './answers.js';
import { applyRequests, type TransactionResult } from './apply.js';
import { type ConfigCache, createConfigCache } from './config.js';
import { preload } from './load.js';
import { RefusedMidway, resultOf } from './refusals.js';
import type { TransactionRequest, Transactions } from './request.js';

/** Commands in one transaction at most, unless a single request has more: keeps the head row's hold to milliseconds. */
const MAXIMUM_COMMANDS = 1_000;

/** Timeouts of single requests of a failed group after which the rest is refused: the database is too slow. */
const MOST_TIMEOUTS = 2;

interface QueuedRequest {
  request: TransactionRequest;
  settle: (result: RequestResult) => void;
}

type SentGroup = Promise<SentTransaction<TransactionResult>>;

/**
 * Group commit: requests that arrive while a transaction of the workspace runs go into the next one together, which is sent
 * before the previous one is confirmed. One lead is a batch of one; sixty-four at once cost one commit.
 */
export function createTransactions(store: Store, clock: () => number, names: Names): Transactions {
  const queues = new Map<string, QueuedRequest[]>();
  const cache = createConfigCache(names);

  /** Whether the rest of a group would fail in the same way: the database is out of order, or the head row is taken. */
  const failsAll = (error: unknown) => store.isOutage(error) || store.failureOf(error)?.kind === 'contention';

  /** Resolves, and never rejects, when the group is committed or has failed. */
  const conclude = async (workspaceId: string, group: QueuedRequest[], sent: SentGroup): Promise<void> => {
    try {
      const applied = await (await sent).committed;
      applied?.confirm();
      // Callers are answered one turn later: the next transaction is sent first, so that the database works meanwhile.
      setImmediate(() => {
        group.forEach(({ settle }, index) => {
          settle(applied?.results[index] ?? { error: new AppError('not_found', 'There is no such workspace.') });
        });
      });
    } catch (error) {
      cache.drop(workspaceId);
      // A poisoned request must not harm its neighbours: a failure that one request may have caused is retried one by one.
      if (group.length > 1 && !failsAll(error)) void apart(workspaceId, group);
      else for (const { settle } of group) settle({ error: error instanceof RefusedMidway ? error.refused : error });
    }
  };

  /** `drained` is called in the turn in which the queue was found empty: a later request starts another. */
  const drain = async (workspaceId: string, queue: QueuedRequest[], drained = () => {}): Promise<void> => {
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

  const apart = (workspaceId: string, group: QueuedRequest[]): Promise<void> =>
    oneByOne(
      group,
      (error) => store.failureOf(error)?.kind === 'timeout',
      (waiting) => drain(workspaceId, [waiting]),
    );

  const enqueue = (waiting: QueuedRequest): void => {
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

function transactionsOf(enqueue: (waiting: QueuedRequest) => void): Transactions {
  const run = <One extends Command, T>(request: TransactionRequest<One, T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      // From entering the queue of the workspace to the commit, which requests share.
      const span = request.context.span?.child('transaction');
      const settle = (result: RequestResult) => {
        span?.end('error' in result ? result.error : undefined);
        if ('error' in result) reject(result.error);
        else resolve(result.value as T);
      };
      enqueue({ request, settle });
    });
  return {
    run,
    execute: (context, command, answer) =>
      run({ context, commands: [command], mode: 'partial', answer: ([outcome]) => answer(resultOf(outcome)) }),
  };
}

/** Resolves when the group's transaction is sent or has failed. `before` resolves when the previous group is concluded. */
function sendGroup(
  run: WriteRun,
  { cache, clock }: { cache: ConfigCache; clock: () => number },
  group: QueuedRequest[],
  before: Promise<unknown>,
): SentGroup {
  const requests = group.map(({ request }) => request);
  return run.write({
    origin: originOf((requests[0] as TransactionRequest).context),
    read: (repositories) => preload(repositories, requests, clock()),
    work: async (scope, preloaded) => {
      // The connection answers in order, so the previous group is committed by now; its changes to the cache must be confirmed too.
      await before;
      return applyRequests(scope, cache, requests, preloaded);
    },
  });
}

/** Begins group after group, on another connection when one is lost. Rejects when no connection can be opened. */
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
  group: readonly QueuedRequest[],
  isTimeout: (error: unknown) => boolean,
  apply: (waiting: QueuedRequest) => Promise<void>,
): Promise<void> {
  let timeouts = 0;
  for (const { request, settle } of group) {
    if (timeouts === MOST_TIMEOUTS) {
      settle({ error: new AppError('overloaded', 'The database is too slow. Nothing was written: try again later.') });
      continue;
    }
    const counting = (result: RequestResult) => {
      if ('error' in result && isTimeout(result.error)) timeouts++;
      settle(result);
    };
    await apply({ request, settle: counting });
  }
}

function takeGroup(queue: QueuedRequest[]): QueuedRequest[] {
  let commands = 0;
  let count = 0;
  for (const { request } of queue) {
    commands += request.commands.length;
    if (count > 0 && commands > MAXIMUM_COMMANDS) break;
    count++;
  }
  return queue.splice(0, count);
}
