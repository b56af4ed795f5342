import type { WorkCalendar } from '../calendar/calendar.js';
import type { Subject } from '../conditions/subject.js';
import { dueAt } from '../tasks/tasks.js';
import { type CompiledPlaybook, chooseEntry, type PlaybookKey } from './choose.js';
import type { TaskTemplate } from './playbook.js';

export interface AutomaticTask {
  template: TaskTemplate;
  /** Epoch milliseconds. */
  dueAt: number;
}

/** The tasks that are created automatically when a lead enters a stage or category. */
export function automaticTasks(
  playbook: CompiledPlaybook,
  key: PlaybookKey,
  subject: Subject,
  calendar: WorkCalendar | undefined,
): AutomaticTask[] {
  const templates = chooseEntry(playbook, key)?.templates ?? [];
  return templates.flatMap(({ template, applies }) =>
    template.automatic === true && applies(subject)
      ? [{ template, dueAt: dueAt(template.due, subject.now, calendar) }]
      : [],
  );
}
