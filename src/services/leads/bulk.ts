import { hasEnded } from '../../core/job-kinds.js';
import type { BulkChangeShape, Job } from '../../core/jobs/shapes.js';
import {
  BULK_CHANGES,
  type BulkChange,
  type BulkOutcome,
  bulkChangeName,
  type ListedBulkLead,
  UNDOABLE,
} from '../../core/leads/bulk-change.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { Store, WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { AppError, type ErrorCode } from '../errors.js';
import { cancel, enqueue } from '../jobs/states.js';
import { orNotFound } from '../versions.js';
import type { Write } from '../writes.js';
import { normalWakeWhen } from './lifecycle.js';
import { checkCodes, type LeadPatch } from './prepare.js';
import { searchable } from './search.js';
import type { ReadSettings } from './settings.js';

/** A bulk change can be taken back for this long after it ended. */
const UNDO_MS = 86_400_000;

export interface BulkChangeInput extends Pick<BulkChangeShape['params'], 'where' | 'leadIds' | 'dryRun'> {
  change: BulkChange;
}

type BulkJob = Job<'bulk_change'>;

export type BulkChangesService = ReturnType<typeof bulkChangesService>;

/** The same change of many leads, as a job. */
export function bulkChangesService(store: Store, write: Write, settings: ReadSettings) {
  return {
    /** Enqueues the change of all leads that match a condition or are listed, or a dry run of it. */
    request: (context: WriteContext, input: BulkChangeInput): Promise<BulkJob> =>
      write(context, async (scope) => {
        const known = await settings(context.workspaceId);
        const { where, leadIds, dryRun } = input;
        if ((where === undefined) === (leadIds === undefined)) {
          throw refusalError('/where', 'rule_refused', 'Send exactly one of `where` and `leadIds`.');
        }
        const change = await checked(scope, input.change, known.country);
        const selection =
          where === undefined
            ? { leadIds: [...new Set(leadIds)].sort() }
            : { where: await searchable(where, { ...known, now: scope.now }) };
        return enqueue(scope, context, 'bulk_change', { ...selection, change, dryRun });
      }),
    /** Enqueues the undo of a bulk change, which ends. A second request gets the operation of the first. */
    undo: (context: WriteContext, operationId: string): Promise<BulkJob> =>
      write(context, async (scope) => {
        const job = orNotFound(await scope.jobs.find(operationId), 'operation');
        checkUndoable(job, scope.now);
        const known = await scope.jobs.undoOf(operationId);
        if (known !== undefined) return known;
        if (!hasEnded(job.state)) await cancel(scope, job);
        return enqueue(scope, context, 'bulk_change', { undoes: operationId, dryRun: false });
      }),
    /** The leads that a bulk change has changed or left out, in the order of their ids. */
    async leads(
      workspaceId: string,
      operationId: string,
      outcome: BulkOutcome | undefined,
      request: ListRequest,
    ): Promise<Page<ListedBulkLead>> {
      const read = store.read(workspaceId);
      orNotFound(await read.jobs.find(operationId), 'operation');
      return read.operationLeads.list(operationId, outcome, request);
    },
  };
}

/** The change with normalised values; refuses one that no lead could get. */
async function checked(scope: WriteScope, change: BulkChange, country: string | undefined): Promise<BulkChange> {
  const named = BULK_CHANGES.filter((name) => change[name] !== undefined && change[name] !== false);
  if (named.length !== 1) {
    throw refusalError('/change', 'rule_refused', `Send exactly one of ${BULK_CHANGES.join(', ')}.`);
  }
  const { set, assign, tags, park } = change;
  if (set) checkCodes(set as LeadPatch, '/change/set');
  if (tags && (tags.add ?? []).length + (tags.remove ?? []).length === 0) {
    throw refusalError('/change/tags', 'rule_refused', 'Send at least one tag to add or to remove.');
  }
  if (assign && !(await scope.reps.find(assign.repId))) {
    throw refusalError('/change/assign/repId', 'reference_not_found', 'There is no such rep in this workspace.');
  }
  if (!park) return change;
  return { park: { ...park, wakeWhen: normalWakeWhen(park.wakeWhen, country, '/change/park/wakeWhen') } };
}

function checkUndoable(job: Job, now: number): asserts job is BulkJob {
  if (job.kind !== 'bulk_change') throw new AppError('rule_refused', 'Only bulk changes can be taken back.');
  const { params, finishedAt } = job as BulkJob;
  if (params.undoes !== undefined)
    throw new AppError('rule_refused', 'An undo cannot be taken back: repeat the change.');
  if (params.dryRun) throw new AppError('rule_refused', 'A dry run changed nothing: there is nothing to take back.');
  const name = bulkChangeName(params.change);
  if (!UNDOABLE.some((one) => one === name)) {
    throw new AppError('rule_refused', `A bulk change of the kind ${name} cannot be taken back.`);
  }
  if (finishedAt && finishedAt.getTime() + UNDO_MS < now) {
    throw new AppError('rule_refused', 'A bulk change can be taken back for 24 hours after it ended.');
  }
}

function refusalError(pointer: string, code: ErrorCode, detail: string): AppError {
  return new AppError(code, detail, { errors: [{ pointer, code, detail }] });
}
