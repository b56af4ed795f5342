import type { Batch, LeadResult } from '../../batch/batch.js';
import type { LeadChange, Reaction } from '../../batch/reaction.js';
import { subjectNow } from '../../conditions/subject.js';
import { stageKeyOf } from '../../lifecycle/funnel.js';
import { type AutomaticTask, automaticTasks } from '../../playbooks/automatic.js';
import { iso } from '../../time.js';
import { taskEvent } from '../events.js';
import { newTask } from '../task.js';

/** Tasks that the playbook creates automatically. */
export interface MakeTasksCommand {
  type: 'make_tasks';
  leadId: string;
  playbookVersion: number;
  toMake: readonly AutomaticTask[];
}

/** Creates the automatic tasks of the playbook when a lead enters another stage or category. */
export function playbookReaction({
  before,
  lead,
  engagement,
  basis,
  now,
}: LeadChange): Reaction<MakeTasksCommand> | undefined {
  const { playbook } = basis.lifecycle;
  if (!playbook.hasAutomatic) return undefined;
  const stage = stageKeyOf(lead);
  if (before && stageKeyOf(before) === stage && before.category === lead.category) return undefined;
  const { temperature, category, ownerId } = lead;
  const source = basis.sourceOf(lead);
  const subject = subjectNow(lead, { source, engagement, now });
  const place = { stage, category, temperature, channel: source?.channel };
  const calendar = ownerId === undefined ? undefined : basis.assignment.rep(ownerId)?.calendar;
  const toMake = automaticTasks(playbook, place, subject, { calendar, hasReps: basis.assignment.hasReps });
  if (toMake.length === 0) return undefined;
  return { next: { type: 'make_tasks', leadId: lead.id, playbookVersion: playbook.version, toMake } };
}

/** Creates the tasks, except where a task of the same template is already open. */
export function makeTasks(batch: Batch, { leadId, playbookVersion, toMake }: MakeTasksCommand): LeadResult {
  const lead = batch.leads.find(leadId);
  if (lead === undefined) return { changed: false };
  const open = batch.tasks.openOf(leadId);
  const missing = toMake.filter(({ template }) => !open.some(({ templateKey }) => templateKey === template.key));
  for (const { template, kind, title, note, dueAt } of missing) {
    const { key: templateKey } = template;
    const content = { leadId, kind, title, description: note, dueAt };
    const made = { ...content, repId: lead.ownerId, templateKey, playbookVersion };
    const task = newTask({ ...made, id: batch.newId() }, batch.now);
    batch.tasks.insert(task);
    batch.emit(taskEvent('task.created', task, 'playbook', { after: { dueAt: iso(dueAt), playbookVersion } }));
  }
  return { changed: missing.length > 0, lead };
}
