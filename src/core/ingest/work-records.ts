import type { NewTask } from '../tasks/changes.js';
import type { Changes, NewActivity } from './changes.js';

/** The work on leads that a run of commands records: activities, each external id counted once, and tasks. */
export class WorkRecords {
  private readonly counted = new Map<string, { id: string; leadId: string }>();
  /** Templates of which leads have open tasks, as `lead|template`. */
  private readonly openTemplates = new Set<string>();
  private activities: NewActivity[] = [];
  private tasks: NewTask[] = [];

  loadCounted(externalId: string, id: string, leadId: string): void {
    this.counted.set(externalId, { id, leadId });
  }

  loadOpenTask(leadId: string, templateKey: string): void {
    this.openTemplates.add(`${leadId}|${templateKey}`);
  }

  /** The activity that had this external id before. */
  countedBefore(externalId: string | undefined): { id: string; leadId: string } | undefined {
    return externalId === undefined ? undefined : this.counted.get(externalId);
  }

  hasOpenTask(leadId: string, templateKey: string): boolean {
    return this.openTemplates.has(`${leadId}|${templateKey}`);
  }

  addActivity(activity: NewActivity): void {
    const { externalId, id, leadId } = activity;
    if (externalId !== undefined) this.counted.set(externalId, { id, leadId });
    this.activities.push(activity);
  }

  addTask(task: NewTask): void {
    if (task.templateKey !== undefined) this.loadOpenTask(task.leadId, task.templateKey);
    this.tasks.push(task);
  }

  /** The lead is gone, and what was done about it: the same external ids may be sent again. */
  forget(goneLeadId: string): void {
    for (const [externalId, { leadId }] of this.counted) if (leadId === goneLeadId) this.counted.delete(externalId);
  }

  /** With the timers of the leads, those of their tasks. */
  takeChanges(
    isKept: (row: { leadId: string }) => boolean,
    { timersSet, timersCleared }: Pick<Changes, 'timersSet' | 'timersCleared'>,
  ): Pick<Changes, 'activities' | 'tasks' | 'timersSet' | 'timersCleared'> {
    const [activities, tasks] = [this.activities.filter(isKept), this.tasks.filter(isKept)];
    if (this.activities.length > 0) this.activities = [];
    if (this.tasks.length > 0) this.tasks = [];
    for (const { id, dueAt } of tasks) timersSet.push({ kind: 'task_overdue', subjectId: id, dueAt });
    return { activities, tasks, timersSet, timersCleared };
  }
}
