import type { RevertedCommand, RevertLeadCommand } from '../../core/commands/import-revert.js';
import { EMPTY_REVERT_TOTALS } from '../../core/jobs/imports.js';
import type { LeadJob } from '../../core/jobs/job.js';
import type { BulkUndo } from '../../core/leads/bulk-change.js';
import type { Refusal } from '../../core/refusals.js';
import type { ImportedLead } from '../../db/repositories/import-rows.js';
import type { JobHandler, Step } from '../jobs/kinds.js';
import { LeaseLost } from '../jobs/step.js';
import type { Outcome, Transactions } from '../transactions/request.js';

/** Leads in one transaction at most, so that other writers wait only briefly. */
const SLICE = 250;
/** Records of rows that are removed at a time. */
const CHUNK = 5_000;

/** The cursor of the first step: the leads go from the latest to the first. */
const AFTER_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const TOUCHED: Refusal = {
  code: 'conflict',
  detail: 'Something else has happened to the lead since the import: it stays.',
};

type RevertStep = Step<'revert_import'>;
type StepCommand = RevertLeadCommand | RevertedCommand;

/** Takes a run back: leads that it made are removed, values that it changed are restored, slice by slice. */
export function revertImportHandler(transactions: Transactions): JobHandler<'revert_import'> {
  return async (step) => {
    const { params, cursor, read, write } = step;
    const { importId } = params;
    if (cursor === undefined) {
      const total = await read.importRows.countLeads(importId);
      return write(() => ({ cursor: { ...EMPTY_REVERT_TOTALS, afterId: AFTER_ALL }, done: 0, total }));
    }
    const leads = await read.importRows.leadsBefore(importId, cursor.afterId, SLICE);
    const lastId = leads.at(-1)?.leadId;
    if (lastId === undefined) return end(step);
    const commands = await commandsFor(step, leads, cursor.afterId);
    const of = { jobId: step.id, holder: step.holder, afterId: cursor.afterId };
    const last: RevertedCommand = { type: 'import_reverted', ...of, lastId, count: leads.length };
    const job = await transactions.run<StepCommand, LeadJob | undefined>({
      context: step.context,
      commands: [...commands, last],
      mode: 'partial',
      answer: jobAfter,
    });
    if (job === undefined) throw new LeaseLost();
    step.advanced(job);
  };
}

async function commandsFor(step: RevertStep, leads: ImportedLead[], afterId: string): Promise<RevertLeadCommand[]> {
  const { read, params } = step;
  const ids = leads.map(({ leadId }) => leadId);
  const requests = await read.jobs.importRequests(params.importId);
  // The versions are read before the events, so that an event between the two makes another version.
  const versions = new Map((await read.leads.findMany(ids)).map(({ id, version }) => [id, version]));
  const touched = new Set(await read.events.touchedByOthers(ids, requests));
  return leads.flatMap(({ leadId, created, undos }) => {
    const version = versions.get(leadId);
    if (version === undefined) return [];
    const of = { jobId: step.id, holder: step.holder, afterId, leadId, version, dryRun: params.dryRun };
    if (created) {
      const kept = touched.has(leadId) ? TOUCHED : undefined;
      return [
        {
          type: 'revert_import_lead',
          ...of,
          kept,
          change: { type: 'removal', leadId, isTakenBack: true },
          counts: true,
        },
      ];
    }
    return undos.filter(hasChange).map((undo, index): RevertLeadCommand => {
      return { type: 'revert_import_lead', ...of, change: { type: 'restore', leadId, undo }, counts: index === 0 };
    });
  });
}

/** Whether the row changed anything that can be restored. Most rows that join a lead state what is known of it. */
const hasChange = ({ facts, owner, class: category, openedLeadId, customer }: BulkUndo): boolean =>
  [facts, owner, category, openedLeadId, customer].some((part) => part !== undefined);

/** The rows are forgotten, so that the file can be imported again. */
async function end({ params, cursor, read, write }: RevertStep): Promise<void> {
  const { importId, dryRun } = params;
  if (!dryRun) {
    while ((await read.importRows.forget(importId, CHUNK)) === CHUNK);
    await read.importBlocks.removeAll(importId);
  }
  const { afterId: _afterId, ...totals } = cursor ?? { ...EMPTY_REVERT_TOTALS, afterId: AFTER_ALL };
  return write(() => ({ result: totals }));
}

/** The job after the last command. When the first is refused, all others are too. */
function jobAfter(outcomes: readonly Outcome<StepCommand>[]): LeadJob | undefined {
  const last = outcomes.at(-1);
  return last && 'result' in last && 'job' in last.result ? last.result.job : undefined;
}
