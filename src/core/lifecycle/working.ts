import { activityFault, afterActivity, directionOf, isContact } from '../activities/activities.js';
import { subjectOf } from '../conditions/subject.js';
import type { Refusal } from '../ingest/commands.js';
import { repReference } from '../ingest/owner-refusals.js';
import type { Lead } from '../leads/lead.js';
import { automaticTasks } from '../playbooks/automatic.js';
import { contactMade } from '../sla/contacts.js';
import { taskEvent } from '../tasks/events.js';
import { iso } from '../time.js';
import type { ActivityCommand, LifecycleResult, MakeTasksCommand } from './commands.js';
import { changed, type Telling } from './events.js';
import { stageKeyOf } from './funnel.js';
import type { LifecycleBook, LifecycleFacts } from './lifecycle-book.js';
import type { LeadChange, Reaction } from './reaction.js';

export function activityRefusal(
  { content }: ActivityCommand,
  _lead: Lead,
  { assignment, now }: LifecycleFacts,
): Refusal | undefined {
  const fault = activityFault(content, now);
  if (fault) return { code: 'rule_refused', detail: fault.detail, pointer: `/${fault.field}` };
  return content.repId === undefined ? undefined : repReference(content.repId, assignment);
}

/** Recorded once for each external id. A contact is told with how long the lead waited for it, and meets the clocks of touches. */
export function executeActivity(book: LifecycleBook, command: ActivityCommand): Omit<LifecycleResult, 'type'> {
  const { activityId, leadId, content, taskId } = command;
  const lead = book.find(leadId) as Lead;
  const before = book.work.countedBefore(content.externalId);
  if (before) {
    const activity = { id: before.id, duplicate: true };
    return { changed: false, lead: book.find(before.leadId) ?? lead, activity };
  }
  const { occurredAt = book.now } = content;
  const direction = directionOf(content);
  book.work.addActivity({ ...content, direction, occurredAt, id: activityId, leadId, taskId });
  const { lastActivityAt, firstContactAt } = afterActivity(lead.lifecycle ?? {}, content, occurredAt);
  const { kind, outcome, durationSeconds, repId } = content;
  const { basis, now } = book;
  const change = { lead, engagement: book.engagementOf(leadId), basis, now };
  const contact = isContact(content) ? contactMade(change, { at: occurredAt, repId }) : undefined;
  const { speedToLead } = contact ?? {};
  const next = changed(lead, book.now, {
    type: 'lead.activity_recorded',
    cause: 'api',
    sections: {
      ...(lastActivityAt !== lead.lifecycle?.lastActivityAt && { lastActivityAt }),
      ...(firstContactAt !== lead.lifecycle?.firstContactAt && { firstContactAt }),
    },
    after: { activityId, kind, direction, outcome, durationSeconds, repId, taskId, occurredAt, speedToLead },
  });
  book.advance(next.lead);
  book.emit(next.event);
  const told = tellAll(book, next.lead, contact?.told ?? []);
  return { changed: true, lead: told, activity: { id: activityId, duplicate: false } };
}

function tellAll(book: LifecycleBook, lead: Lead, tellings: readonly Telling[]): Lead {
  return tellings.reduce((before, telling) => {
    const next = changed(before, book.now, telling);
    book.advance(next.lead);
    book.emit(next.event);
    return next.lead;
  }, lead);
}

/** Who comes into another stage or category finds the tasks that the playbook makes for it. */
export function tasksFollow({ before, lead, engagement, basis, now }: LeadChange): Reaction | undefined {
  const { playbook } = basis.lifecycle;
  if (!playbook.hasAutomatic) return undefined;
  const stage = stageKeyOf(lead);
  if (before && stageKeyOf(before) === stage && before.category === lead.category) return undefined;
  const { score, grade, temperature, category, conversionProbability, ownerId } = lead;
  const source = basis.sourceOf(lead);
  const bare = subjectOf(lead, { source, engagement, now });
  const subject = { ...bare, score, grade, temperature, category, conversionProbability };
  const place = { stage, category, temperature, channel: source?.channel };
  const calendar = ownerId === undefined ? undefined : basis.assignment.rep(ownerId)?.calendar;
  const toMake = automaticTasks(playbook, place, subject, calendar);
  if (toMake.length === 0) return undefined;
  return { next: { type: 'make_tasks', leadId: lead.id, playbookVersion: playbook.version, toMake } };
}

/** Except where a task of the same template is open already. */
export function executeMakeTasks(
  book: LifecycleBook,
  { leadId, playbookVersion, toMake }: MakeTasksCommand,
): Omit<LifecycleResult, 'type'> {
  const lead = book.find(leadId);
  if (lead === undefined) return { changed: false };
  const missing = toMake.filter(({ template }) => !book.work.hasOpenTask(leadId, template.key));
  for (const { template, dueAt } of missing) {
    const { key: templateKey, kind, title } = template;
    const task = { id: book.newId(), leadId, kind, title, dueAt, repId: lead.ownerId, templateKey, playbookVersion };
    book.work.addTask(task);
    book.emit(taskEvent('task.created', task, 'playbook', { after: { dueAt: iso(dueAt), playbookVersion } }));
  }
  return { changed: missing.length > 0, lead };
}
