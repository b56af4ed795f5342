import Type from 'typebox';
import type { RerunTotals } from '../../core/assignment/rerun.js';
import { withoutZone } from '../../core/conditions/zone-days.js';
import { hasEnded, JOB_KINDS, JOB_STATES, type JobKind } from '../../core/job-kinds.js';
import type { Job, RescoreShape } from '../../core/jobs/shapes.js';
import { bulkChangeName } from '../../core/leads/bulk-change.js';
import type { NameLookup } from '../../services/names.js';
import { isoOrNull } from '../instants.js';
import { operation } from '../operations.js';
import { pageRequest, resource } from '../resource.js';
import { enumOf } from '../schemas/components.js';
import { AT, EXAMPLE_ID, OTHER_ID, REP_NAME, TEAM_NAME } from '../schemas/examples.js';
import { OperationList, OperationSchema } from '../schemas/operations.js';
import { attributeChangeOut } from './attribute-presenters.js';
import { erasureOut } from './erasure-presenters.js';
import { exportOut } from './export-presenters.js';
import { rehearsalOut } from './rehearsal-presenter.js';

export const operationPath = (id: string) => `/v1/operations/${id}`;

/** The member of an operation that has the details of its kind. */
const DETAILS = {
  rescore: 'rescore',
  backtest: 'backtest',
  train_prediction: 'trainPrediction',
  reassign: 'reassign',
  rerun_routing: 'rerunRouting',
  bulk_change: 'bulkChange',
  attribute_change: 'attributeChange',
  segment_change: 'segmentChange',
  export: 'export',
  import: 'import',
  rehearse_import: 'rehearseImport',
  revert_import: 'revertImport',
  erasure: 'erasure',
  find_duplicates: 'findDuplicates',
} as const satisfies Record<JobKind, string>;

/** The parts of a job that name reps, teams and segments. */
interface NamingParts extends Partial<Pick<RerunTotals, 'reps' | 'moves'>> {
  repId?: string;
  teamId?: string;
  segmentId?: string;
}

/** A bulk change shows the kind of its change: its values may be personal. */
function bulkPartsOf({ params: { where, undoes, change, dryRun }, result }: Job<'bulk_change'>) {
  return { change: bulkChangeName(change), where: withoutZone(where), undoes, dryRun, ...result };
}

/** The parameters and the result of a job, with names beside the ids of reps, teams and segments. */
function partsOf(job: Job, names: NameLookup) {
  if (job.kind === 'bulk_change') return bulkPartsOf(job as Job<'bulk_change'>);
  if (job.kind === 'export') return exportOut(job as Job<'export'>);
  if (job.kind === 'erasure') return erasureOut(job as Job<'erasure'>);
  if (job.kind === 'attribute_change') return attributeChangeOut(job as Job<'attribute_change'>);
  if (job.kind === 'rehearse_import') return rehearsalOut(job as Job<'rehearse_import'>);
  const { result } = job;
  const { evaluatedBefore: _instant, ...params } = withoutZone(job.params) as Partial<RescoreShape['params']>;
  const parts = { ...params, ...result } as NamingParts;
  return {
    ...parts,
    repName: names(parts.repId),
    teamName: names(parts.teamId),
    segmentName: names(parts.segmentId),
    reps: parts.reps?.map((rep) => ({ ...rep, repName: names(rep.repId) })),
    moves: parts.moves?.map((move) => ({
      ...move,
      fromRepName: names(move.fromRepId),
      toRepName: names(move.toRepId),
      teamName: names(move.teamId),
    })),
  };
}

function operationOut(row: Job, names: NameLookup) {
  const { id, version, kind, state, done, total, errorCode, errorDetail, requestId } = row;
  return {
    id,
    version,
    kind,
    state,
    progress: { done, total },
    [DETAILS[kind]]: partsOf(row, names),
    ...(errorCode === null ? {} : { error: { code: errorCode, detail: errorDetail ?? '' } }),
    requestedBy: row.actorId,
    requestId,
    createdAt: row.createdAt.toISOString(),
    startedAt: isoOrNull(row.startedAt),
    finishedAt: isoOrNull(row.finishedAt),
    updatedAt: row.updatedAt.toISOString(),
    links: {
      self: operationPath(id),
      cancel: hasEnded(state) ? undefined : `${operationPath(id)}/cancel`,
      file: kind === 'export' && state === 'succeeded' ? `/v1/exports/${id}/file` : undefined,
    },
  };
}

/** The answer of a call that requested or changed an operation. */
export const presentOperation = (row: Job, { names }: { names: NameLookup }) => ({
  body: operationOut(row, names),
  version: row.version,
});

/** The answer of a call that started an operation. */
export const presentStarted = (row: Job, request: { names: NameLookup }) => ({
  ...presentOperation(row, request),
  location: operationPath(row.id),
});

/** An operation that was just requested, for examples. */
export const OPERATION = {
  id: EXAMPLE_ID,
  version: 1,
  kind: 'rescore',
  state: 'queued',
  progress: { done: 0, total: null },
  rescore: { scoreModelVersions: [3], classificationPolicyVersion: 1, predictionModelVersion: null },
  requestedBy: OTHER_ID,
  requestId: '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8ea1',
  createdAt: AT,
  startedAt: null,
  finishedAt: null,
  updatedAt: AT,
  links: { self: operationPath(EXAMPLE_ID), cancel: `${operationPath(EXAMPLE_ID)}/cancel` },
};

const SUCCEEDED = {
  ...OPERATION,
  version: 7,
  state: 'succeeded',
  progress: { done: 1_000_000, total: 1_000_000 },
  rescore: { ...OPERATION.rescore, leadsDecided: 1_000_000, scoresChanged: 42_000, classesChanged: 1_700 },
  startedAt: AT,
  finishedAt: AT,
  links: { self: operationPath(EXAMPLE_ID) },
};

/** A training that was just requested. */
export const QUEUED_TRAINING = {
  ...OPERATION,
  kind: 'train_prediction',
  rescore: undefined,
  trainPrediction: { trainedBy: 'request' },
};

/** A reassignment that was just requested. */
export const QUEUED_REASSIGNMENT = {
  ...QUEUED_TRAINING,
  kind: 'reassign',
  trainPrediction: undefined,
  reassign: { repId: OTHER_ID, repName: REP_NAME, cause: 'request' },
};

/** A rerun of the routing policy that was just requested. */
export const QUEUED_RERUN = {
  ...QUEUED_TRAINING,
  kind: 'rerun_routing',
  trainPrediction: undefined,
  rerunRouting: {
    dryRun: true,
    where: { type: 'field', field: 'country', operator: 'eq', value: 'DE' },
    ...{ repId: OTHER_ID, repName: REP_NAME, teamId: OTHER_ID, teamName: TEAM_NAME },
  },
};

/** A bulk change that was just requested. */
export const QUEUED_BULK_CHANGE = {
  ...QUEUED_TRAINING,
  kind: 'bulk_change',
  trainPrediction: undefined,
  bulkChange: {
    change: 'tags',
    where: { type: 'field', field: 'country', operator: 'eq', value: 'DE' },
    dryRun: false,
  },
};

/** A change of the type of an attribute that was just requested. */
export const QUEUED_ATTRIBUTE_CHANGE = {
  ...QUEUED_TRAINING,
  kind: 'attribute_change',
  trainPrediction: undefined,
  attributeChange: { name: 'planTier', type: 'number', dryRun: true },
};

/** The run of an import that was just requested. */
export const QUEUED_IMPORT = {
  ...QUEUED_TRAINING,
  kind: 'import',
  trainPrediction: undefined,
  import: { importId: OTHER_ID },
};

/** A rehearsal of an import that was just requested. */
export const QUEUED_REHEARSAL = {
  ...QUEUED_TRAINING,
  kind: 'rehearse_import',
  trainPrediction: undefined,
  rehearseImport: { importId: OTHER_ID },
};

/** A revert of an import that was just requested. */
export const QUEUED_REVERT = {
  ...QUEUED_TRAINING,
  kind: 'revert_import',
  trainPrediction: undefined,
  revertImport: { importId: OTHER_ID, runId: EXAMPLE_ID, dryRun: true },
};

/** An export that was just requested. */
export const QUEUED_EXPORT = {
  ...QUEUED_TRAINING,
  kind: 'export',
  trainPrediction: undefined,
  export: {
    ...{ resource: 'leads', where: { type: 'field', field: 'country', operator: 'eq', value: 'DE' } },
    fields: ['id', 'name', 'email', 'score.total', 'ownerName', 'attributes'],
    ...{ explanation: false, format: 'csv', raw: false, compression: 'uncompressed' },
  },
};

/** The undo of a bulk change that was just requested. */
export const QUEUED_UNDO = { ...QUEUED_BULK_CHANGE, bulkChange: { undoes: OTHER_ID, dryRun: false } };

const operations = resource({
  tag: 'Operations',
  noun: 'operation',
  plural: 'operations',
  path: '/v1/operations',
  read: ['operations:read'],
  write: ['operations:write'],
  schema: OperationSchema,
  list: OperationList,
  example: SUCCEEDED,
  out: operationOut,
});

export const listOperations = operations.listed({
  id: 'listOperations',
  summary: 'List operations',
  description: 'Newest first: queued, running and ended operations.',
  filters: {
    kind: Type.Optional(enumOf(JOB_KINDS, { description: 'Of this kind.' })),
    state: Type.Optional(enumOf(JOB_STATES, { description: 'In this state.' })),
  },
  run: (services, { principal, query }) => {
    const { limit, cursor, ...filter } = query;
    return services.jobs.list(principal.workspaceId, filter, pageRequest({ limit, cursor }));
  },
});

export const getOperation = operations.get({
  id: 'getOperation',
  summary: 'Read an operation',
  description: 'State, progress, and the result once it has ended. Poll about once a second, with If-None-Match.',
  run: (services, { principal, params: { operationId } }) => services.jobs.get(principal.workspaceId, operationId),
});

export const cancelOperation = operation({
  id: 'cancelOperation',
  method: 'POST',
  path: '/v1/operations/:operationId/cancel',
  tag: 'Operations',
  summary: 'Cancel an operation',
  description:
    'The operation makes no further step; completed steps stay. After a cancelled rescore some leads still have the decisions of earlier versions, which they name, until their next change. A cancelled operation stays as it is.',
  scopes: ['operations:write'],
  params: operations.params,
  success: {
    status: 200,
    schema: OperationSchema,
    description: 'The operation, cancelled.',
    example: {
      ...OPERATION,
      version: 2,
      state: 'cancelled',
      finishedAt: AT,
      links: { self: operationPath(EXAMPLE_ID) },
    },
  },
  refusals: ['conflict'],
  concurrency: 'etag',
  run: (services, { write, params: { operationId } }) => services.jobs.cancel(write, operationId),
  present: presentOperation,
});
