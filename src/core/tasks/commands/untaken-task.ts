import type { Batch, LeadResult } from '../../batch/batch.js';
import type { LeadChange, Reaction } from '../../batch/reaction.js';
import { type Lead, OPEN_CATEGORIES } from '../../leads/lead.js';
import { iso } from '../../time.js';
import { taskEvent } from '../events.js';
import { newTask } from '../task.js';
import { dueAt } from '../tasks.js';
import { skip } from './close-task.js';

/** Opens or ends the task of marketing about a lead that sales did not take. */
export interface UntakenTaskCommand {
  type: 'untaken_task';
  leadId: string;
}

/** The key of the task in place of that of a template. */
const UNTAKEN = 'not_taken_by_sales';
/** The note of the task that ends so, without a person. */
const SETTLED = 'handoff_settled';
const DUE = { after: 4, unit: 'business_hours' } as const;

/**
 * A lead whose offer ended unaccepted, and that no rep can get by the rules or in time, is a task of marketing until it has an
 * owner or an offer again, or is closed.
 */
export function untakenReaction({ before, lead }: LeadChange): Reaction<UntakenTaskCommand> | undefined {
  const was = before !== undefined && isUntaken(before);
  return was === isUntaken(lead) ? undefined : { next: { type: 'untaken_task', leadId: lead.id } };
}

function isUntaken({ category, ownerId, queueReason, nextEligibleAt, lifecycle }: Lead): boolean {
  const { status } = lifecycle?.handoff ?? {};
  if ((status !== 'rejected' && status !== 'timed_out') || ownerId !== undefined) return false;
  const waits = queueReason === 'held' || queueReason === 'claim_pool' || nextEligibleAt !== undefined;
  return !waits && OPEN_CATEGORIES.has(category);
}

export function untakenTask(batch: Batch, { leadId }: UntakenTaskCommand): LeadResult {
  const { now } = batch;
  const lead = batch.leads.find(leadId);
  if (lead === undefined) return { changed: false };
  const open = batch.tasks.openOf(leadId).filter(({ templateKey }) => templateKey === UNTAKEN);
  if (!isUntaken(lead)) {
    for (const task of open) skip(batch, task, SETTLED, 'handoff');
    return { changed: open.length > 0, lead };
  }
  if (open.length > 0) return { changed: false, lead };
  const due = dueAt(DUE, now, undefined);
  const content = { leadId, kind: 'other', title: 'Decide about a lead that sales did not take', dueAt: due } as const;
  const description =
    lead.lifecycle?.handoff?.next === 'marketing'
      ? 'It is with marketing again. Offer it to a rep, or keep it until it qualifies anew.'
      : 'It waits for a rep who has not declined it. Offer it to a rep, add one, or close it.';
  const task = newTask({ ...content, description, templateKey: UNTAKEN, id: batch.newId() }, now);
  batch.tasks.insert(task);
  batch.emit(taskEvent('task.created', task, 'handoff', { after: { dueAt: iso(due) } }));
  return { changed: true, lead };
}
