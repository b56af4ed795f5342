import type { Batch, LeadResult } from '../../batch/batch.js';
import type { LeadChange, Reaction } from '../../batch/reaction.js';
import { blocksChannel, contactChannels } from '../../leads/channels.js';
import { type PermittedTask, permittedTask } from '../../playbooks/permitted.js';
import { taskEvent } from '../events.js';
import { nextTask, type Task, taskChanges } from '../task.js';
import { NO_CHANNEL } from '../tasks.js';
import { skip } from './close-task.js';

/** A channel of the lead was denied or bounced: open tasks of the playbook take another channel, or end. */
export interface RedirectTasksCommand {
  type: 'redirect_tasks';
  leadId: string;
}

export function channelReaction({ before, lead }: LeadChange): Reaction<RedirectTasksCommand> | undefined {
  if (before === undefined || !blocksChannel(before.facts, lead.facts)) return undefined;
  return { next: { type: 'redirect_tasks', leadId: lead.id } };
}

/** Tasks that people have written stay as they are. */
export function redirectTasks(batch: Batch, { leadId }: RedirectTasksCommand): LeadResult {
  const lead = batch.leads.find(leadId);
  if (lead === undefined) return { changed: false };
  const channels = contactChannels(lead.facts);
  const open = batch.tasks.openOf(leadId).filter(({ templateKey }) => templateKey !== undefined);
  let changed = false;
  for (const task of open) {
    const permitted = permittedTask(task, channels);
    if (permitted !== undefined && permitted.kind === task.kind) continue;
    changed = true;
    const isDone = open.some(({ kind, dueAt }) => kind === permitted?.kind && dueAt === task.dueAt);
    if (permitted === undefined || isDone) skip(batch, task, NO_CHANNEL, 'channel_blocked');
    else redirect(batch, task, permitted);
  }
  return { changed, lead };
}

function redirect(batch: Batch, task: Task, { kind, title, note }: PermittedTask): void {
  const next = nextTask(task, { kind, title, description: task.description ?? note }, batch.now);
  batch.tasks.put(next);
  batch.emit(taskEvent('task.updated', next, 'channel_blocked', taskChanges(task, next) ?? {}));
}
