import type { BulkCommand } from '../../core/commands/bulk.js';
import type { BulkLeadCommand } from '../../core/commands/bulk-change.js';
import { distinctTexts, textsBeside } from '../../core/fold.js';
import { cleanLine } from '../../core/identity/texts.js';
import type { BulkChangeShape } from '../../core/jobs/shapes.js';
import { type BulkChange, EMPTY_BULK_TOTALS } from '../../core/leads/bulk-change.js';
import type { LeadFacts } from '../../core/leads/facts.js';
import { AppError } from '../errors.js';
import { BEFORE_ALL, type JobHandler, type Step } from '../jobs/kinds.js';
import { type LeadPatch, preparePatch } from '../leads/prepare.js';
import type { DefaultCountry } from '../leads/settings.js';
import type { Transactions } from '../transactions/request.js';
import type { WorkspaceTime } from '../workspace-time.js';
import { passLeads, stepOf } from './pass-leads.js';

/** Most leads changed in one transaction, so that other writers wait only briefly. */
const SLICE = 250;
const AFTER_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

type BulkStep = Step<'bulk_change'>;
type Cursor = BulkChangeShape['cursor'];
/** Changes the leads that match a condition or are listed, slice by slice, or takes such a change back. */
export function bulkChangeHandler(
  transactions: Transactions,
  defaultCountry: DefaultCountry,
  timeOf: WorkspaceTime,
): JobHandler<'bulk_change'> {
  return async (step) => {
    const { cursor, params, context } = step;
    if (cursor === undefined) return begin(step, await timeOf(context.workspaceId));
    const country = await defaultCountry(context.workspaceId);
    const items = await nextItems(step, cursor, { country, now: cursor.now });
    if (items.length === 0) {
      const { now: _now, afterId: _afterId, lastId: _lastId, ...totals } = cursor;
      return step.write(() => ({ result: totals }));
    }
    const commands = items.map((command, index): BulkCommand => {
      const afterId = items[index - 1]?.leadId ?? cursor.afterId;
      return { type: 'bulk', ...stepOf(step, command.leadId, afterId), command, dryRun: params.dryRun };
    });
    await passLeads(transactions, step, commands);
  };
}

async function begin(step: BulkStep, now: number): Promise<void> {
  const { lastId, total } = await countItems(step, now);
  const cursor: Cursor = { ...EMPTY_BULK_TOTALS, now, afterId: BEFORE_ALL, lastId };
  await step.write(() => ({ cursor, done: 0, total }));
}

/** Counts outside of the transaction: of many leads that takes seconds. */
async function countItems({ params, read }: BulkStep, now: number): Promise<{ lastId: string; total: number }> {
  const { where, leadIds, undoes } = params;
  if (leadIds !== undefined) return { lastId: AFTER_ALL, total: leadIds.length };
  if (undoes !== undefined) return { lastId: AFTER_ALL, total: await read.operationLeads.countChanged(undoes) };
  const { count, lastId = BEFORE_ALL } = await read.leads.countForJob({ where, now });
  return { lastId, total: count };
}

async function nextItems(
  { params, read, requestedBy }: BulkStep,
  cursor: Cursor,
  at: { country: string | undefined; now: number },
): Promise<BulkLeadCommand[]> {
  const { where, leadIds, undoes, change } = params;
  if (undoes !== undefined) {
    const rows = await read.operationLeads.nextChanged(undoes, cursor.afterId, SLICE);
    return rows.map(({ leadId, undo }) => ({ type: 'restore', leadId, undo: undo ?? { at: 0 } }));
  }
  if (change === undefined) throw new Error('a bulk change has a change, or one to take back');
  const ids =
    leadIds === undefined
      ? await read.leads.nextForJob({ where, now: cursor.now }, cursor, SLICE)
      : leadIds.filter((id) => id > cursor.afterId).slice(0, SLICE);
  const commandOf = bulkLeadCommand(change, requestedBy, at);
  return ids.map(commandOf);
}

/** The command of each lead; throws AppError when the change names nothing. */
function bulkLeadCommand(
  { set, tags, assign, stage, park, disqualify, recycle, delete: removes }: BulkChange,
  actorId: string,
  { country, now }: { country: string | undefined; now: number },
): (leadId: string) => BulkLeadCommand {
  const correct = (apply: (facts: LeadFacts) => LeadFacts) => (leadId: string) =>
    ({ type: 'patch', leadId, apply, cause: 'bulk_change' }) as const;
  if (set) return correct(preparePatch(set as LeadPatch, country, now));
  if (tags) return correct((facts) => preparePatch({ tags: changedTags(facts.tags ?? [], tags) }, country, now)(facts));
  if (assign) return (leadId) => ({ type: 'assign', leadId, actorId, ...assign });
  if (stage) return (leadId) => ({ type: 'move_stage', leadId, actorId, ...stage });
  if (park) return (leadId) => ({ type: 'park', leadId, actorId, ...park });
  if (disqualify) return (leadId) => ({ type: 'disqualify', leadId, actorId, ...disqualify });
  if (recycle) return (leadId) => ({ type: 'recycle', leadId, actorId, ...recycle });
  if (removes) return (leadId) => ({ type: 'removal', leadId });
  throw new AppError('rule_refused', 'The bulk change names no change.');
}

/** Tags are one where conditions compare them as one: `Hot` is `hot`. A lead keeps the spelling that it has. */
function changedTags(known: readonly string[], { add = [], remove = [] }: NonNullable<BulkChange['tags']>): string[] {
  const removed = remove.flatMap((tag) => cleanLine(tag) ?? []);
  return textsBeside(distinctTexts([...known, ...add]), removed);
}
