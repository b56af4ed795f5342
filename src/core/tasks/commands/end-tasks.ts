import type { Batch, LeadResult } from '../../batch/batch.js';
import type { LeadChange, Reaction } from '../../batch/reaction.js';
import { isClosing } from '../../lifecycle/closing.js';
import { LEAD_CLOSED } from '../tasks.js';
import { skip } from './close-task.js';

/** The lead is closed: its open tasks end. */
export interface EndTasksCommand {
  type: 'end_tasks';
  leadId: string;
}

export function closingReaction({ before, lead }: LeadChange): Reaction<EndTasksCommand> | undefined {
  if (before === undefined || !isClosing(before, lead)) return undefined;
  return { next: { type: 'end_tasks', leadId: lead.id } };
}

export function endTasks(batch: Batch, { leadId }: EndTasksCommand): LeadResult {
  const open = batch.tasks.openOf(leadId);
  for (const task of open) skip(batch, task, LEAD_CLOSED, LEAD_CLOSED);
  return { changed: open.length > 0, lead: batch.leads.find(leadId) };
}
