import { type JobKind, MAX_ATTEMPTS, pauseAfter } from '../../core/job-kinds.js';
import type { Job } from '../../core/jobs/shapes.js';
import type { EventOrigin } from '../../db/repositories/events.js';
import type { Store, WriteScope } from '../../db/store.js';
import { AppError } from '../errors.js';
import type { Tracing } from '../tracing.js';
import type { JobHandler, JobHandlers } from './kinds.js';
import { fail, start } from './states.js';
import { createStep, LeaseLost } from './step.js';

/** Most jobs that a round takes from all workspaces. */
const ROUND = 20;
/** After this time a job yields to others that wait. */
const TURN_MS = 5_000;
/** A process counts as gone this long after its last heartbeat. */
const LEASE_MS = 20_000;
const HEARTBEAT_MS = 5_000;

export interface JobRound {
  /** Jobs that this process worked on. */
  ran: number;
  /** Names of the errors, for the log. A message may hold personal data. */
  failures: { kind: string; name: string }[];
  /** Whether another round may find due jobs at once. */
  more: boolean;
}

export interface JobRunner {
  /** Runs one turn of every due job. Any number of processes may call it at once: one job runs in one process. */
  runDue(signal?: AbortSignal): Promise<JobRound>;
}

export interface RunnerOptions {
  store: Store;
  clock: () => number;
  newId: () => string;
  /** Of the kinds of jobs that it runs. */
  handlers: JobHandlers;
  /** Jobs that one process runs at a time. A round ends when all of them have had their turn. */
  concurrency: number;
  tracing?: Tracing | undefined;
}

export function createJobRunner(options: RunnerOptions): JobRunner {
  const { store, clock } = options;
  const kinds = Object.keys(options.handlers) as JobKind[];
  return {
    async runDue(signal) {
      const due = await store.deployment.dueJobs(clock(), kinds, ROUND);
      const round: JobRound = { ran: 0, failures: [], more: due.length === ROUND };
      const waiting = [...due];
      const lane = async () => {
        for (let next = waiting.shift(); next && !signal?.aborted; next = waiting.shift()) {
          try {
            await runTurn(options, next, round, signal);
          } catch (error) {
            // A workspace that cannot be written to must not hold up others. A database that takes no writes ends the round.
            if (await store.isDown(error)) throw error;
            round.failures.push({ kind: 'claim', name: error instanceof Error ? error.name : 'unknown' });
          }
        }
      };
      await Promise.all(Array.from({ length: options.concurrency }, lane));
      return round;
    },
  };
}

/** Runs steps of one job until it ends, fails, loses its lease, or its turn is over. */
async function runTurn(
  options: RunnerOptions,
  { workspaceId, id }: Pick<Job, 'workspaceId' | 'id'>,
  round: JobRound,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { store, newId } = options;
  const holder = newId();
  const claimed = await claim(options, workspaceId, id, holder);
  if (!claimed) return;
  round.ran++;
  const heartbeat = startHeartbeat(options, claimed, holder);
  const span = options.tracing?.start(`job ${claimed.kind}`, {
    kind: 'job',
    parent: claimed.traceParent ?? undefined,
    attributes: { 'headwater.request_id': claimed.requestId, 'headwater.operation_id': id },
  });
  let failure: unknown;
  try {
    const left = await takeSteps(options, claimed, holder, signal);
    if (left === undefined) return;
    round.more = true;
    await releaseLease(options, left, holder);
  } catch (error) {
    if (error instanceof LeaseLost) return;
    if (signal?.aborted && error === signal.reason) return releaseLease(options, claimed, holder);
    failure = error;
    round.failures.push({ kind: claimed.kind, name: error instanceof Error ? error.name : 'unknown' });
    // A database that takes no writes cannot record the failure: the lease expires, and another turn continues.
    if (!store.isOutage(error)) await recordFailure(options, claimed, holder, error);
  } finally {
    clearInterval(heartbeat);
    span?.end(failure);
  }
}

/** Makes the job due at once, for any process. */
function releaseLease(options: RunnerOptions, row: Job, holder: string): Promise<void> {
  return ifHeld(options, row, holder, (scope, current) =>
    scope.jobs.update(current, { leaseHolder: null, dueAt: new Date(scope.realNow) }),
  );
}

/** Returns the job at the end of its turn; undefined when it has ended. */
async function takeSteps(
  options: RunnerOptions,
  claimed: Job,
  holder: string,
  signal: AbortSignal | undefined,
): Promise<Job | undefined> {
  const handler = options.handlers[claimed.kind] as JobHandler<JobKind>;
  const endOfTurn = options.clock() + TURN_MS;
  for (let row = claimed; ; ) {
    const step = createStep(options, row, { holder, signal });
    await handler(step);
    row = step.recorded();
    if (row.dueAt === null) return undefined;
    if (options.clock() >= endOfTurn || signal?.aborted) return row;
  }
}

/** Extends the lease regularly, however long a step takes. */
function startHeartbeat({ store, clock }: RunnerOptions, { workspaceId, id }: Job, holder: string): NodeJS.Timeout {
  const { jobs } = store.read(workspaceId);
  const extend = () => jobs.extendLease(id, holder, new Date(clock() + LEASE_MS)).catch(() => undefined);
  return setInterval(() => void extend(), HEARTBEAT_MS);
}

async function claim(
  { store, clock }: RunnerOptions,
  workspaceId: string,
  id: string,
  holder: string,
): Promise<Job | undefined> {
  const found = await store.read(workspaceId).jobs.find(id);
  if (!found) return undefined;
  return store.write(workspaceId, originOf(found), async (scope) => {
    const row = await scope.jobs.find(id);
    if (!row?.dueAt || row.dueAt.getTime() > clock()) return undefined;
    return start(scope, row, holder, new Date(clock() + LEASE_MS));
  });
}

/** A refusal would repeat, so it ends the job. After any other error some process tries again, with growing pauses. */
async function recordFailure(options: RunnerOptions, row: Job, holder: string, error: unknown): Promise<void> {
  const { store } = options;
  await ifHeld(options, row, holder, (scope, current) => {
    const attempts = current.attempts + 1;
    if (error instanceof AppError && store.failureOf(error) === undefined)
      return fail(scope, current, { code: error.code, detail: error.detail });
    if (attempts >= MAX_ATTEMPTS) {
      const detail = `A step failed ${attempts} times in a row. Completed steps stay; request the operation again.`;
      return fail(scope, current, { code: 'internal_error', detail });
    }
    const dueAt = new Date(scope.realNow + pauseAfter(attempts));
    return scope.jobs.update(current, { attempts, leaseHolder: null, dueAt });
  });
}

async function ifHeld(
  { store }: RunnerOptions,
  row: Job,
  holder: string,
  work: (scope: WriteScope, current: Job) => Promise<Job>,
): Promise<void> {
  await store.write(row.workspaceId, originOf(row), async (scope) => {
    const current = await scope.jobs.find(row.id);
    if (current?.leaseHolder === holder) await work(scope, current);
  });
}

/** Events of a job name the request that enqueued it. */
const originOf = ({ requestId }: Job): EventOrigin => ({
  actorKind: 'system',
  actorId: 'operations',
  requestId,
});
