import type { Refusal } from '../refusals.js';
import { changesBetween } from '../values.js';
import type { TaskKind, TaskOutcome, TaskStatus } from './tasks.js';

/** Something to be done about a lead. Instants are epoch milliseconds. */
export interface Task {
  id: string;
  version: number;
  leadId: string;
  kind: TaskKind;
  title: string;
  description?: string | undefined;
  status: TaskStatus;
  dueAt: number;
  /** The rep who has to do it; undefined: no rep yet. */
  repId?: string | undefined;
  /** The template of a playbook that it was created from, and the version of that playbook. */
  templateKey?: string | undefined;
  playbookVersion?: number | undefined;
  outcome?: TaskOutcome | undefined;
  /** The outcome as text, or why it was skipped. */
  note?: string | undefined;
  /** The activity that was recorded when it was completed. */
  activityId?: string | undefined;
  /** When its overdue event was emitted. */
  overdueAt?: number | undefined;
  closedAt?: number | undefined;
  createdAt: number;
  updatedAt: number;
}

/** The content of a new task. */
export type TaskContent = Pick<
  Task,
  'id' | 'leadId' | 'kind' | 'title' | 'description' | 'dueAt' | 'repId' | 'templateKey' | 'playbookVersion'
>;

export const newTask = (content: TaskContent, now: number): Task => ({
  ...content,
  version: 1,
  status: 'open',
  createdAt: now,
  updatedAt: now,
});

/** The task's next version. */
export const nextTask = (task: Task, changes: Partial<Task>, now: number): Task => ({
  ...task,
  ...changes,
  version: task.version + 1,
  updatedAt: now,
});

/** When the timer of the task fires; undefined: no timer. */
export const overdueTimerOf = ({ status, dueAt, overdueAt }: Task): number | undefined =>
  status === 'open' && overdueAt === undefined ? dueAt : undefined;

export const NO_TASK: Refusal = { code: 'not_found', detail: 'There is no such task in this workspace.' };

/** A task that is done or skipped stays as it is. */
export function closedTaskRefusal({ status }: Task): Refusal | undefined {
  if (status === 'open') return undefined;
  return { code: 'conflict', detail: `The task is ${status} already: make another if there is more to do.` };
}

/** The fields of a task that people can change, in the form of its events. */
const contentOf = ({ kind, title, description, repId, dueAt }: Task) => ({
  kind,
  title,
  description,
  repId,
  dueAt: new Date(dueAt).toISOString(),
});

/** The changed fields only, before and after; undefined when there are none. */
export const taskChanges = (before: Task, after: Task) => changesBetween(contentOf(before), contentOf(after));
