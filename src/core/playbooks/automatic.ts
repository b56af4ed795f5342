import type { WorkCalendar } from '../calendar/calendar.js';
import type { Subject } from '../conditions/subject.js';
import { contactChannels } from '../leads/channels.js';
import { dueAt } from '../tasks/tasks.js';
import { type CompiledPlaybook, chooseEntry, type PlaybookKey } from './choose.js';
import { type PermittedTask, permittedTasks } from './permitted.js';
import type { TaskTemplate } from './playbook.js';

export interface AutomaticTask extends PermittedTask {
  template: TaskTemplate;
  /** Epoch milliseconds. */
  dueAt: number;
}

/**
 * The tasks that are created automatically when a lead enters a stage or category. Each has a channel that may be used; where none
 * is allowed, a task that contacts the lead is not created. `calendar`: business hours of the owner; `hasReps`: whether the workspace
 * has an active rep.
 */
export function automaticTasks(
  playbook: CompiledPlaybook,
  key: PlaybookKey,
  subject: Subject,
  { calendar, hasReps }: { calendar: WorkCalendar | undefined; hasReps: boolean },
): AutomaticTask[] {
  const templates = chooseEntry(playbook, key)?.templates ?? [];
  const applying = templates.flatMap(({ template, applies }) =>
    template.automatic === true && (hasReps || template.needsRep !== true) && applies(subject) ? [template] : [],
  );
  if (applying.length === 0) return [];
  const { tasks } = permittedTasks(applying, contactChannels(subject.facts));
  return tasks.map((task) => ({ ...task, dueAt: dueAt(task.template.due, subject.now, calendar) }));
}
