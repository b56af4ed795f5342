import { MAX_ATTEMPTS, OPERATION_KINDS, type OperationKind, pauseAfter } from '../../core/operations.js';
import type { EventOrigin } from '../../db/repositories/events.js';
import type { OperationRow } from '../../db/repositories/operations.js';
import type { Store, WriteScope } from '../../db/store.js';
import { AppError } from '../errors.js';
import type { Handler, Handlers } from './kinds.js';
import { fail, start } from './states.js';
import { createStep, LeaseLost } from './step.js';

/** Operations looked at in a round, of all workspaces, and run at a time in one process. */
const ROUND = 20;
const LANES = 2;
/** After so long an operation makes room for others that wait. */
const TURN_MS = 5_000;
/** So long after its last sign of life a process counts as gone, and so often it gives one. */
const LEASE_MS = 20_000;
const SIGN_EVERY_MS = 5_000;

export interface OperationsRound {
  /** Operations that this process had a turn at. */
  ran: number;
  /** Names of what was thrown, for the log: never a message, which may hold anything. */
  failures: { kind: string; name: string }[];
  /** Whether another round may find something to do at once. */
  more: boolean;
}

export interface OperationsRunner {
  /** Gives every operation that is due a turn. Any number of processes may do so at once: each runs in one. */
  runDue(signal?: AbortSignal): Promise<OperationsRound>;
}

export interface RunnerOptions {
  store: Store;
  clock: () => number;
  newId: () => string;
  handlers: Handlers;
}

export function createOperationsRunner(options: RunnerOptions): OperationsRunner {
  const { store, clock } = options;
  return {
    async runDue(signal) {
      const due = await store.deployment.dueOperations(clock(), OPERATION_KINDS, ROUND);
      const round: OperationsRound = { ran: 0, failures: [], more: due.length === ROUND };
      const waiting = [...due];
      const lane = async () => {
        for (let next = waiting.shift(); next && !signal?.aborted; next = waiting.shift()) {
          try {
            await takeTurn(options, next, round, signal);
          } catch (error) {
            // One workspace that cannot be written to holds up no other; a database that takes no writes ends the round.
            if (store.isOutage(error)) throw error;
            round.failures.push({ kind: 'claim', name: error instanceof Error ? error.name : 'unknown' });
          }
        }
      };
      await Promise.all(Array.from({ length: LANES }, lane));
      return round;
    },
  };
}

/** Steps of one operation, until it ends, fails, is somebody else's, or others shall have a turn. */
async function takeTurn(
  options: RunnerOptions,
  { workspaceId, id }: Pick<OperationRow, 'workspaceId' | 'id'>,
  round: OperationsRound,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { store, newId } = options;
  const holder = newId();
  const claimed = await claim(options, workspaceId, id, holder);
  if (!claimed) return;
  round.ran++;
  const signs = giveSigns(options, claimed, holder);
  try {
    const left = await takeSteps(options, claimed, holder, signal);
    if (left === undefined) return;
    round.more = true;
    await giveBack(options, left, holder);
  } catch (error) {
    if (error instanceof LeaseLost) return;
    if (signal?.aborted && error === signal.reason) return giveBack(options, claimed, holder);
    round.failures.push({ kind: claimed.kind, name: error instanceof Error ? error.name : 'unknown' });
    // Without a database that takes writes nothing can be recorded: the lease runs out, and another turn goes on.
    if (!store.isOutage(error)) await noteFailure(options, claimed, holder, error);
  } finally {
    clearInterval(signs);
  }
}

/** Whoever has time may go on with it at once. */
function giveBack(options: RunnerOptions, row: OperationRow, holder: string): Promise<void> {
  return ifHeld(options, row, holder, (scope, current) =>
    scope.operations.update(current, { leaseHolder: null, dueAt: new Date(scope.realNow) }),
  );
}

/** The operation as it is when its turn is over; undefined when it has ended. */
async function takeSteps(
  options: RunnerOptions,
  claimed: OperationRow,
  holder: string,
  signal: AbortSignal | undefined,
): Promise<OperationRow | undefined> {
  const handler = options.handlers[claimed.kind as OperationKind] as Handler<OperationKind>;
  const endOfTurn = options.clock() + TURN_MS;
  for (let row = claimed; ; ) {
    const step = createStep(options, row, { holder, signal });
    await handler(step);
    row = step.recorded();
    if (row.dueAt === null) return undefined;
    if (options.clock() >= endOfTurn || signal?.aborted) return row;
  }
}

/** Says now and then that the holder is still there, however long a step takes. */
function giveSigns({ store, clock }: RunnerOptions, { workspaceId, id }: OperationRow, holder: string): NodeJS.Timeout {
  const { operations } = store.read(workspaceId);
  const sign = () => operations.extendLease(id, holder, new Date(clock() + LEASE_MS)).catch(() => undefined);
  return setInterval(() => void sign(), SIGN_EVERY_MS);
}

async function claim(
  { store, clock }: RunnerOptions,
  workspaceId: string,
  id: string,
  holder: string,
): Promise<OperationRow | undefined> {
  const seen = await store.read(workspaceId).operations.find(id);
  if (!seen) return undefined;
  return store.write(workspaceId, originOf(seen), async (scope) => {
    const row = await scope.operations.find(id);
    if (!row?.dueAt || row.dueAt.getTime() > clock()) return undefined;
    return start(scope, row, holder, new Date(clock() + LEASE_MS));
  });
}

/** A refusal will be the same next time; anything else is tried again, later and later, by whoever comes first. */
async function noteFailure(options: RunnerOptions, row: OperationRow, holder: string, error: unknown): Promise<void> {
  const { store } = options;
  await ifHeld(options, row, holder, (scope, current) => {
    const attempts = current.attempts + 1;
    if (error instanceof AppError && store.failureOf(error) === undefined)
      return fail(scope, current, { code: error.code, detail: error.detail });
    if (attempts >= MAX_ATTEMPTS) {
      const detail = `A step failed ${attempts} times in a row. What was done before stays; ask for it again.`;
      return fail(scope, current, { code: 'internal_error', detail });
    }
    const dueAt = new Date(scope.realNow + pauseAfter(attempts));
    return scope.operations.update(current, { attempts, leaseHolder: null, dueAt });
  });
}

async function ifHeld(
  { store }: RunnerOptions,
  row: OperationRow,
  holder: string,
  work: (scope: WriteScope, current: OperationRow) => Promise<OperationRow>,
): Promise<void> {
  await store.write(row.workspaceId, originOf(row), async (scope) => {
    const current = await scope.operations.find(row.id);
    if (current?.leaseHolder === holder) await work(scope, current);
  });
}

/** What an operation causes names the request that asked for it. */
const originOf = ({ requestId }: OperationRow): EventOrigin => ({
  actorKind: 'system',
  actorId: 'operations',
  requestId,
});
