import type { Batch, LeadResult } from '../../batch/batch.js';
import { type LeadEventDraft, withSections } from '../../events/lead-events.js';
import type { Lead } from '../../leads/lead.js';
import type { SequenceRun, SequenceSection } from '../../leads/sequence-runs.js';
import { taskEvent } from '../../tasks/events.js';
import { newTask, type Task } from '../../tasks/task.js';
import { dueAt } from '../../tasks/tasks.js';
import { iso } from '../../time.js';
import { advance, type TakenStep } from '../advance.js';
import { delayedEvent, leftEvent, stepEvent } from '../events.js';
import { NO_SEQUENCES, withoutRun, withRun } from '../section.js';

/** The timer of the next step fired. */
export interface SequenceStepCommand {
  type: 'sequence_step';
  leadId: string;
}

/** Takes the steps of a lead that are due, of all its sequences. */
export function takeSteps(batch: Batch, { leadId }: SequenceStepCommand): LeadResult {
  const { now } = batch;
  const lead = batch.leads.find(leadId);
  const due = lead?.lifecycle?.sequences?.dueAt;
  if (lead === undefined || due === undefined || due > now) {
    batch.correctTimers(leadId);
    return { changed: false, lead };
  }
  let next = lead;
  for (const run of lead.lifecycle?.sequences?.runs ?? []) if (run.dueAt <= now) next = takeStepsOf(batch, next, run);
  return { changed: true, lead: next };
}

function takeStepsOf(batch: Batch, lead: Lead, run: SequenceRun): Lead {
  const { now } = batch;
  const section = lead.lifecycle?.sequences ?? NO_SEQUENCES;
  const sequence = batch.basis.lifecycle.sequences.byKey.get(run.key);
  if (sequence === undefined) {
    const sequences = withoutRun(section, run, { leftAt: now, reason: 'retired' });
    return batch.record(lead, leftEvent(run, 'retired', { sequences, cause: 'sequence' }));
  }
  const openTasks = new Set(batch.tasks.openOf(lead.id).flatMap(({ templateKey }) => templateKey ?? []));
  const found = advance(sequence, run, { subject: batch.subjectOf(lead), sends: section.sends ?? {}, openTasks });
  const latest = { ...run, version: sequence.version, lastStep: found.taken.at(-1)?.step ?? run.lastStep };
  const sent: SequenceSection = Object.keys(found.sends).length === 0 ? section : { ...section, sends: found.sends };
  const sequences = found.run
    ? withRun(sent, found.run)
    : withoutRun(sent, run, { leftAt: now, reason: found.left ?? 'completed' });
  const drafts: LeadEventDraft[] = found.taken.map((taken, index) => {
    const taskId = taken.task && createTask(batch, lead, taken.task);
    return stepEvent(latest, taken, { sequences, position: run.taken + index + 1, taskId });
  });
  if (found.run === undefined) {
    drafts.push(leftEvent(latest, found.left ?? 'completed', { sequences, cause: 'sequence' }));
  } else if (drafts.length === 0) drafts.push(delayedEvent(found.run, sequences));
  return drafts.reduce((of, draft) => batch.record(of, draft), lead);
}

function createTask(batch: Batch, lead: Lead, { step, permitted }: NonNullable<TakenStep['task']>): string {
  const { now, assignment } = batch;
  const calendar = lead.ownerId === undefined ? undefined : assignment.rep(lead.ownerId)?.calendar;
  const due = dueAt(step.due, now, calendar);
  const { kind, title, note } = permitted;
  const description = note ?? step.guidance;
  const content = { id: batch.newId(), leadId: lead.id, kind, title, description, dueAt: due };
  const task: Task = newTask({ ...content, repId: lead.ownerId, templateKey: step.key }, now);
  batch.tasks.insert(task);
  batch.emit(taskEvent('task.created', task, 'sequence', { after: { dueAt: iso(due) } }));
  return task.id;
}

/** The timer of an entry by time fired. */
export interface SequenceEntryCommand {
  type: 'sequence_entry';
  leadId: string;
}

/** The reaction to this change lets the lead enter, or finds the next instant. */
export function enterByTime(batch: Batch, { leadId }: SequenceEntryCommand): LeadResult {
  const lead = batch.leads.find(leadId);
  const due = lead?.lifecycle?.entersAt;
  if (lead === undefined || due === undefined || due > batch.now) batch.correctTimers(leadId);
  else batch.put(withSections(lead, { entersAt: undefined }));
  return { changed: false, lead };
}
