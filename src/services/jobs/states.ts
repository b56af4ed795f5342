import type { EventType } from '../../core/events/events.js';
import type { OperationKind } from '../../core/operations.js';
import type { OperationRow } from '../../db/repositories/operations.js';
import type { WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import type { ErrorCode } from '../errors.js';
import type { Operation, OperationShapes, Superseded } from './kinds.js';

/** A new operation, in the transaction of the write that asks for it: it begins when that is committed. */
export async function enqueue<Kind extends OperationKind>(
  scope: WriteScope,
  { actor, requestId }: WriteContext,
  kind: Kind,
  params: OperationShapes[Kind]['params'],
): Promise<Operation<Kind>> {
  const at = new Date(scope.now);
  const row = {
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
    createdAt: at,
    startedAt: null,
    finishedAt: null,
    updatedAt: at,
  };
  await scope.operations.insert(row);
  return row;
}

/** The same, and whatever of its kind is queued or running ends: the new one does all that they had left to do. */
export async function supersede<Kind extends OperationKind>(
  scope: WriteScope,
  context: WriteContext,
  kind: Kind,
  params: OperationShapes[Kind]['params'],
): Promise<Operation<Kind>> {
  const before = await scope.operations.unended(kind);
  const operation = await enqueue(scope, context, kind, params);
  for (const row of before) await cancel(scope, row, { supersededBy: operation.id });
  return operation;
}

/** A rescore by all that is published. Publishing enqueues it in its own transaction, so that neither happens without the other. */
export async function enqueueRescore(scope: WriteScope, context: WriteContext): Promise<Operation<'rescore'>> {
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
  });
}

/** Takes it for `holder`; an operation that is begun tells so. */
export async function start(scope: WriteScope, row: OperationRow, holder: string, until: Date): Promise<OperationRow> {
  const startedAt = row.startedAt ?? new Date(scope.now);
  if (row.startedAt === null) tell(scope, 'operation.started', row, {});
  return scope.operations.update(row, {
    state: 'running',
    startedAt,
    leaseHolder: holder,
    dueAt: until,
    updatedAt: new Date(scope.now),
  });
}

export async function succeed(
  scope: WriteScope,
  row: OperationRow,
  result: unknown,
  done: number,
): Promise<OperationRow> {
  tell(scope, 'operation.succeeded', row, { done });
  return end(scope, row, { state: 'succeeded', result, done, total: done });
}

export async function fail(
  scope: WriteScope,
  row: OperationRow,
  error: { code: ErrorCode; detail: string },
): Promise<OperationRow> {
  tell(scope, 'operation.failed', row, { done: row.done, error });
  return end(scope, row, { state: 'failed', errorCode: error.code, errorDetail: error.detail });
}

export async function cancel(scope: WriteScope, row: OperationRow, why?: Superseded): Promise<OperationRow> {
  tell(scope, 'operation.cancelled', row, { done: row.done, ...why });
  return end(scope, row, { state: 'cancelled', result: why ?? null });
}

function end(scope: WriteScope, row: OperationRow, changes: Partial<OperationRow>): Promise<OperationRow> {
  const at = new Date(scope.now);
  return scope.operations.update(row, {
    ...changes,
    cursor: null,
    leaseHolder: null,
    dueAt: null,
    finishedAt: at,
    updatedAt: at,
  });
}

function tell(scope: WriteScope, type: EventType, { id, kind }: OperationRow, after: object): void {
  scope.emit({ type, subjectKind: 'operation', subjectId: id, cause: kind, after: { kind, ...after } });
}
