import type { EventType } from '../../core/events/events.js';
import type { JobKind } from '../../core/job-kinds.js';
import type { Job, JobShapes, Superseded } from '../../core/jobs/shapes.js';
import type { Policy } from '../../core/policies/policy.js';
import type { WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import type { ErrorCode } from '../errors.js';

/** Inserts a new job in the transaction of the request. It starts after the commit. */
export async function enqueue<Kind extends JobKind>(
  scope: WriteScope,
  { actor, requestId, span }: WriteContext,
  kind: Kind,
  params: JobShapes[Kind]['params'],
): Promise<Job<Kind>> {
  const at = new Date(scope.now);
  const row: Job<Kind> = {
    workspaceId: scope.workspaceId,
    id: scope.newId(),
    version: 1,
    kind,
    state: 'queued',
    params,
    cursor: null,
    done: 0,
    total: null,
    result: null,
    errorCode: null,
    errorDetail: null,
    attempts: 0,
    leaseHolder: null,
    dueAt: new Date(scope.realNow),
    actorKind: actor.kind,
    actorId: actor.id,
    requestId,
    traceParent: span?.traceParent ?? null,
    createdAt: at,
    startedAt: null,
    finishedAt: null,
    updatedAt: at,
  };
  await scope.jobs.insert(row);
  return row;
}

/** Enqueues a job and cancels the queued and running ones of its kind: the new one does the rest of their work. */
export async function supersede<Kind extends JobKind>(
  scope: WriteScope,
  context: WriteContext,
  kind: Kind,
  params: JobShapes[Kind]['params'],
): Promise<Job<Kind>> {
  const before = await scope.jobs.unended(kind);
  const job = await enqueue(scope, context, kind, params);
  for (const row of before) await cancel(scope, row, { supersededBy: job.id });
  return job;
}

/** The kinds of documents that decide scores and classes. */
const SCORING: ReadonlySet<string> = new Set(['score_model', 'classification_policy']);

/**
 * Enqueues a rescore of all leads if published score models or the published classification policy depend on a setting that changed:
 * `dependsOn` returns whether one, with its document as it decides, does.
 */
export async function rescoreDependent(
  scope: WriteScope,
  context: WriteContext,
  dependsOn: (policy: Policy) => boolean,
): Promise<void> {
  const published = await scope.policies.published();
  if (!published.some((policy) => SCORING.has(policy.kind) && dependsOn(policy))) return;
  await enqueueRescore(scope, context, scope.now);
}

/**
 * Enqueues a rescore by all published versions. Publishing calls it in its own transaction, so that neither happens without the other.
 * `evaluatedBefore`: leads evaluated before this instant are evaluated again in any case, epoch milliseconds.
 */
export async function enqueueRescore(
  scope: WriteScope,
  context: WriteContext,
  evaluatedBefore?: number,
): Promise<Job<'rescore'>> {
  const unended = await scope.jobs.unended('rescore');
  const instants = [evaluatedBefore, ...unended.map(({ params }) => params.evaluatedBefore)];
  const latest = Math.max(0, ...instants.filter((one) => one !== undefined));
  const [published, predictionModel] = await Promise.all([
    scope.policies.published(),
    scope.predictionModels.published(),
  ]);
  const versionsOf = (wanted: 'score_model' | 'classification_policy') =>
    published.flatMap(({ kind, version }) => (kind === wanted ? [version] : []));
  return supersede(scope, context, 'rescore', {
    scoreModelVersions: versionsOf('score_model'),
    classificationPolicyVersion: versionsOf('classification_policy')[0] ?? 0,
    predictionModelVersion: predictionModel?.version ?? null,
    ...(latest > 0 && { evaluatedBefore: latest }),
  });
}

/** Leases the job to `holder`. The first start emits an event. */
export async function start(scope: WriteScope, row: Job, holder: string, until: Date): Promise<Job> {
  const startedAt = row.startedAt ?? new Date(scope.now);
  if (row.startedAt === null) emitJobEvent(scope, 'operation.started', row, {});
  return scope.jobs.update(row, {
    state: 'running',
    startedAt,
    leaseHolder: holder,
    dueAt: until,
    updatedAt: new Date(scope.now),
  });
}

/** Starts no further step until the job is resumed. A step under way has no effect. */
export function pauseJob(scope: WriteScope, row: Job): Promise<Job> {
  return scope.jobs.update(row, { leaseHolder: null, dueAt: null, updatedAt: new Date(scope.now) });
}

export function resumeJob(scope: WriteScope, row: Job): Promise<Job> {
  return scope.jobs.update(row, { dueAt: new Date(scope.realNow), updatedAt: new Date(scope.now) });
}

export async function succeed(scope: WriteScope, row: Job, result: Job['result'], done: number): Promise<Job> {
  emitJobEvent(scope, 'operation.succeeded', row, { done });
  return end(scope, row, { state: 'succeeded', result, done, total: done });
}

export async function fail(scope: WriteScope, row: Job, error: { code: ErrorCode; detail: string }): Promise<Job> {
  emitJobEvent(scope, 'operation.failed', row, { done: row.done, error });
  return end(scope, row, { state: 'failed', errorCode: error.code, errorDetail: error.detail });
}

export async function cancel(scope: WriteScope, row: Job, why?: Superseded): Promise<Job> {
  emitJobEvent(scope, 'operation.cancelled', row, { done: row.done, ...why });
  return end(scope, row, { state: 'cancelled', result: why ?? null });
}

function end(scope: WriteScope, row: Job, changes: Partial<Job>): Promise<Job> {
  const at = new Date(scope.now);
  return scope.jobs.update(row, {
    ...changes,
    cursor: null,
    leaseHolder: null,
    dueAt: null,
    finishedAt: at,
    updatedAt: at,
  });
}

function emitJobEvent(scope: WriteScope, type: EventType, { id, kind }: Job, after: object): void {
  scope.emit({ type, subjectKind: 'operation', subjectId: id, cause: kind, after: { kind, ...after } });
}
