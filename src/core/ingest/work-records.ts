import type { Lead } from '../leads/lead.js';
import type { NewTask } from '../tasks/changes.js';
import type { Changes, LeadGone, NewActivity, TasksEnd } from './changes.js';

/** The work on leads that a run of commands records: activities, each external id counted once, and tasks. */
export class WorkRecords {
  private readonly counted = new Map<string, { id: string; leadId: string }>();
  /** Templates of which leads have open tasks. */
  private readonly openTemplates = new Map<string, Set<string>>();
  private readonly ended = new Map<string, TasksEnd>();
  private gone: LeadGone[] = [];
  private activities: NewActivity[] = [];
  private tasks: NewTask[] = [];

  loadCounted(externalId: string, id: string, leadId: string): void {
    this.counted.set(externalId, { id, leadId });
  }

  loadOpenTask(leadId: string, templateKey: string): void {
    const known = this.openTemplates.get(leadId);
    if (known) known.add(templateKey);
    else this.openTemplates.set(leadId, new Set([templateKey]));
  }

  /** The activity that had this external id before. */
  countedBefore(externalId: string | undefined): { id: string; leadId: string } | undefined {
    return externalId === undefined ? undefined : this.counted.get(externalId);
  }

  hasOpenTask(leadId: string, templateKey: string): boolean {
    return this.openTemplates.get(leadId)?.has(templateKey) === true;
  }

  addActivity(activity: NewActivity): void {
    const { externalId, id, leadId } = activity;
    if (externalId !== undefined) this.counted.set(externalId, { id, leadId });
    this.activities.push(activity);
  }

  addTask(task: NewTask): void {
    if (task.templateKey !== undefined) this.loadOpenTask(task.leadId, task.templateKey);
    this.ended.get(task.leadId)?.keptIds.push(task.id);
    this.tasks.push(task);
  }

  /** All that are open now, stored or not. */
  endTasks(leadId: string, tell: TasksEnd['tell']): void {
    this.openTemplates.delete(leadId);
    this.ended.set(leadId, { leadId, keptIds: [], tell });
  }

  /** Whether stored tasks, customers or deals are not any more what they are stored as. */
  get hasFollowers(): boolean {
    return this.ended.size > 0 || this.gone.length > 0;
  }

  /** The lead is gone, and what was done about it: the same external ids may be sent again. */
  forget({ id, lifecycle }: Lead, visitorIds: string[], tell: LeadGone['tell']): void {
    for (const [externalId, { leadId }] of this.counted) if (leadId === id) this.counted.delete(externalId);
    this.gone.push({ leadId: id, visitorIds, bought: lifecycle?.conversion, tell });
  }

  /** With the timers of the leads, those of their tasks. */
  takeChanges(
    isKept: (row: { leadId: string }) => boolean,
    { timersSet, timersCleared }: Pick<Changes, 'timersSet' | 'timersCleared'>,
  ): Pick<Changes, 'activities' | 'tasks' | 'tasksEnded' | 'leadsGone' | 'timersSet' | 'timersCleared'> {
    const [activities, tasks] = [this.activities.filter(isKept), this.tasks.filter(isKept)];
    if (this.activities.length > 0) this.activities = [];
    if (this.tasks.length > 0) this.tasks = [];
    for (const { id, dueAt } of tasks) timersSet.push({ kind: 'task_overdue', subjectId: id, dueAt });
    const tasksEnded = [...this.ended.values()].filter(isKept);
    this.ended.clear();
    const leadsGone = this.gone;
    if (leadsGone.length > 0) this.gone = [];
    return { activities, tasks, tasksEnded, leadsGone, timersSet, timersCleared };
  }
}
