import type { Batch, LeadResult } from '../../batch/batch.js';
import type { LeadChange, Reaction } from '../../batch/reaction.js';
import { isClosing } from '../../lifecycle/closing.js';

/** The lead is closed: its open tasks end. */
export interface EndTasksCommand {
  type: 'end_tasks';
  leadId: string;
}

export function closingReaction({ before, lead }: LeadChange): Reaction<EndTasksCommand> | undefined {
  if (before === undefined || !isClosing(before, lead)) return undefined;
  return { next: { type: 'end_tasks', leadId: lead.id } };
}

/** Stored tasks are not loaded: saving the changes ends them. */
export function endTasks(batch: Batch, { leadId }: EndTasksCommand): LeadResult {
  batch.work.endTasks(leadId, batch.emit);
  return { changed: true, lead: batch.leads.find(leadId) };
}
