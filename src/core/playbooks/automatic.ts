import type { WorkCalendar } from '../calendar/calendar.js';
import type { Subject } from '../conditions/subject.js';
import { dueAt } from '../tasks/tasks.js';
import { type CompiledPlaybook, chooseEntry, type PlaybookPlace } from './choose.js';
import type { TaskTemplate } from './playbook.js';

export interface TaskToMake {
  template: TaskTemplate;
  /** Epoch milliseconds. */
  dueAt: number;
}

/** The tasks that come into being by themselves when a lead comes into a stage or category: those of its entry that apply. */
export function automaticTasks(
  playbook: CompiledPlaybook,
  place: PlaybookPlace,
  subject: Subject,
  calendar: WorkCalendar | undefined,
): TaskToMake[] {
  const templates = chooseEntry(playbook, place)?.templates ?? [];
  return templates.flatMap(({ template, applies }) =>
    template.automatic === true && applies(subject)
      ? [{ template, dueAt: dueAt(template.due, subject.now, calendar) }]
      : [],
  );
}
