import type { DomainEvent, EventCause } from '../events/events.js';
import type { Task } from './task.js';

type TaskEvent = Extract<DomainEvent['type'], `task.${string}`>;

/** The event of a task, with the fields that identify the task. */
export function taskEvent(
  type: TaskEvent,
  { id, leadId, kind, title, repId, templateKey }: Task,
  cause: EventCause,
  changes: { before?: object | undefined; after?: object | undefined },
): DomainEvent {
  const after = { leadId, kind, title, repId, templateKey, ...changes.after };
  return { type, subjectKind: 'task', subjectId: id, cause, before: changes.before, after };
}
