import type { DomainEvent } from '../events/events.js';

/** What of a task its events tell: enough for whoever follows the log to know it without asking. */
interface ToldTask {
  id: string;
  leadId: string;
  kind: string;
  title: string;
  repId?: string | null | undefined;
  templateKey?: string | null | undefined;
}

type TaskEvent = Extract<DomainEvent['type'], `task.${string}`>;

export function taskEvent(
  type: TaskEvent,
  { id, leadId, kind, title, repId, templateKey }: ToldTask,
  cause: string,
  told: { before?: object | undefined; after?: object | undefined },
): DomainEvent {
  const about = { leadId, kind, title, repId: repId ?? undefined, templateKey: templateKey ?? undefined };
  const after = { ...about, ...told.after };
  return { type, subjectKind: 'task', subjectId: id, cause, before: told.before, after };
}
